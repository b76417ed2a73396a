"""A listing's versions on both axes of time: when they hold, and since when that was known.

One row for everything that was known at one time, the newest on top; along the row lie the versions
over the days on which they hold. To ask what was shown on a day as known at a moment: find the row
of the moment, and go along it to the day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import altair as alt

from planner.charts import marks, rows
from planner.charts.theme import INK, MUTED, PAPER, by_width, dressed
from planner.text import Text

COLOURS = ("#9ccdb3", "#e9c46a", "#a9c4e4", "#e5b8d0", "#cbbfa8", "#f0b59a")
"""Pale colours of the versions, in turn; the number of the version stands in each."""
_AIR, _LEAST_DAYS, _TICKS, _TELLS = 0.08, 30, 5, 0.05


@dataclass(frozen=True, slots=True)
class Stretch:
    """A version that held from `start` until before `end` (None: no end)."""

    version_no: int
    start: date
    end: date | None


@dataclass(frozen=True, slots=True)
class Row:
    """What was known since one time; `label` says since when."""

    label: str
    stretches: Sequence[Stretch]


def draw(known: Sequence[Row], today: date, text: Text) -> alt.LayerChart:
    """The rows in the order given, first on top."""
    start, end = _span(known, today)
    days = (end - start).days
    records = [
        {
            "row": place,
            "from": (max(each.start, start) - start).days,
            "to": days if each.end is None else min((each.end - start).days, days),
            "colour": COLOURS[(each.version_no - 1) % len(COLOURS)],
            "said": text("chart.versions.short", n=each.version_no),
            "told": _told(each, row.label, text),
        }
        for place, row in enumerate(known)
        for each in row.stretches
    ]
    scale = alt.Scale(domain=[0, days], nice=False)
    base = marks.of(records).encode(y=rows.row(len(known)))
    bars = base.mark_bar(height=rows.BAR + 6, yOffset=rows.LOW, stroke=PAPER, strokeWidth=1.5)
    bars = bars.encode(
        x=alt.X("from:Q", scale=scale, axis=_axis(start, days, text)),
        x2="to:Q",
        color=alt.Color("colour:N", scale=None),
        tooltip=[alt.Tooltip("told:N", title=" ")],
    )
    room = days * _TELLS
    numbers = (
        base.transform_filter(f"datum.to - datum.from >= {room:g}")
        .mark_text(align="left", dx=6, dy=rows.LOW, fontSize=12, color=INK)
        .encode(x=alt.X("from:Q", scale=scale), text="said:N")
    )
    names = rows.told([{"row": i, "name": row.label, "said": ""} for i, row in enumerate(known)])
    now = rows.upright((today - start).days, text("chart.versions.today"))
    chart = marks.over(bars, numbers, *names, *now)
    told = " ".join(str(one["told"]) for one in records)
    return dressed(
        chart, height=rows.height(len(known)) + 24, alt_text=text("chart.versions.alt", told=told)
    )


def _span(known: Sequence[Row], today: date) -> tuple[date, date]:
    """The days shown: every first day, every end, today, and some air behind."""
    every = [today]
    for row in known:
        every += [each.start for each in row.stretches]
        every += [each.end for each in row.stretches if each.end is not None]
    first, last = min(every), max(every)
    days = max((last - first).days, _LEAST_DAYS)
    return first, first + timedelta(days=int(days * (1 + _AIR)) + 1)


def _axis(start: date, days: int, text: Text) -> alt.Axis:
    """A few days by name."""
    ticks = [round(days * part / _TICKS) for part in range(_TICKS)]
    names = ", ".join(f"'{t}': '{_day(start + timedelta(days=t), days, text)}'" for t in ticks)
    return alt.Axis(
        values=ticks, labelExpr=f"{{{names}}}[datum.value]", labelOverlap="greedy",
        labelSeparation=8, labelFlush=True, grid=True, domain=False, ticks=False, title=None,
        labelColor=MUTED, labelLimit=by_width(90, 160), orient="bottom", offset=14,
    )  # fmt: skip


def _day(day: date, days: int, text: Text) -> str:
    said = text.month_short(day) if days > _TICKS * _LEAST_DAYS else text.day(day)
    return said.replace("'", "’")


def _told(each: Stretch, label: str, text: Text) -> str:
    end = text("chart.versions.no_end") if each.end is None else text.day(each.end)
    start = text.day(each.start)
    return text("chart.versions.one", n=each.version_no, start=start, end=end, known=label)
