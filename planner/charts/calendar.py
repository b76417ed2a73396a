"""Twelve months side by side: season money and other money up, instalments and costs down."""

from __future__ import annotations

from datetime import date

import altair as alt
import pandas as pd

from planner.charts import axes, marks
from planner.charts.theme import DANGER, INK, NARROW, dressed
from planner.text import Text

PARTS = {
    "season_in": "#1b6e4b",
    "steady_in": "#9ccdb3",
    "instalments": "#d55e00",
    "season_out": "#6f675a",
    "steady_out": "#cbbfa8",
}
"""Colour of each part, in the order in which they are piled from zero."""
_UP = ("season_in", "steady_in")
_HALF_BAR = 0.4
_HEIGHT, _ROOM = 280, 30
_SIGNS = {"below": (DANGER, "triangle-down"), "feast": ("#6a3d9a", "diamond")}
_NARROWEST = 240
"""Below this width of plotting, the legend stands in one column."""
_NARROW_MONTHS = 330
"""Below this width of plotting, months are said by their first letter."""


def draw(year: pd.DataFrame, signs: pd.DataFrame, text: Text) -> alt.LayerChart:
    """The year's money by its rhythm, and over it what to mind in each month.

    `year` has a row a month and part: mark, date, part (one of `PARTS`), amount (>= 0). `signs` has
    a row a sign: mark, sign ("below" the buffer, or "feast"), words.
    """
    months = year.drop_duplicates("mark").sort_values("mark")
    dates = {int(m): day.date() for m, day in zip(months["mark"], months["date"], strict=True)}
    there = set(year.loc[year["amount"] > 0, "part"])
    words = {part: text(f"chart.calendar.{part}") for part in PARTS if part in there}
    piled = _piled(year)
    piled["told"] = [
        f"{text.month(dates[int(mark)])} · {words[part]}"
        for mark, part in zip(piled["mark"], piled["part"], strict=True)
    ]
    legend = axes.legend(words)
    legend.columns = alt.ExprRef(expr=f"width < {_NARROWEST} ? 1 : width < {NARROW} ? 2 : 3")
    bars = (
        marks.of(piled)
        .transform_calculate(said=axes.money("datum.amount", text))
        .mark_rect()
        .encode(
            x=_months(dates, text),
            x2="right:Q",
            y=alt.Y(
                "bottom:Q", axis=axes.money_axis(text), scale=alt.Scale(nice=True, padding=_ROOM)
            ),
            y2="top:Q",
            color=alt.Color(
                "part:N",
                scale=alt.Scale(domain=list(words), range=[PARTS[part] for part in words]),
                legend=legend,
            ),
            tooltip=[alt.Tooltip("said:N", title=" "), alt.Tooltip("told:N", title="  ")],
        )
    )
    chart = marks.over(bars, marks.zero_line(), *_signs(signs))
    low = [text.month(dates[int(m)]) for m in signs.loc[signs["sign"] == "below", "mark"]]
    described = text("chart.calendar.alt", told=_told(year, dates, text))
    if low:
        described += " " + text("chart.calendar.alt_below", months=", ".join(low))
    return dressed(chart, height=_HEIGHT, alt_text=described)


def _piled(year: pd.DataFrame) -> pd.DataFrame:
    """What comes piled up from zero, what goes down from it, in the order of `PARTS`."""
    found = year[year["amount"] > 0].copy()
    found["order"] = found["part"].map({part: place for place, part in enumerate(PARTS)})
    found["up"] = found["part"].isin(_UP)
    found = found.sort_values(["mark", "order"])
    signed = found["amount"].where(found["up"], -found["amount"])
    found["top"] = signed.groupby([found["mark"], found["up"]]).cumsum()
    found["bottom"] = found["top"] - signed
    found["left"], found["right"] = found["mark"] - _HALF_BAR, found["mark"] + _HALF_BAR
    return found[["mark", "part", "amount", "bottom", "top", "left", "right"]]


def _months(dates: dict[int, date], text: Text) -> alt.X:
    """All twelve months by name; by their first letter where there is no room."""
    names = ", ".join(f"'{m}': '{text.month_name(day)}'" for m, day in dates.items())
    label = f"{{{names}}}[datum.value]"
    axis = alt.Axis(
        values=list(dates),
        labelExpr=f"width < {_NARROW_MONTHS} ? slice({label}, 0, 1) : {label}",
        labelColor=INK, grid=False, offset=6, title=None, **axes.ALL_LABELS,
    )  # fmt: skip
    scale = alt.Scale(domain=[min(dates) - 0.5, max(dates) + 0.5], nice=False)
    return alt.X("left:Q", axis=axis, scale=scale)


def _signs(signs: pd.DataFrame) -> list[alt.Chart]:
    """A red sign at the foot of months below the buffer, a small one over months of a feast."""
    found: list[alt.Chart] = []
    for name, (colour, shape) in _SIGNS.items():
        own = signs[signs["sign"] == name]
        if own.empty:
            continue
        place = marks.from_bottom(8) if name == "below" else {"value": 8}
        found.append(
            marks.of(own[["mark", "words"]])
            .mark_point(shape=shape, filled=True, size=110, color=colour, opacity=1)
            .encode(x="mark:Q", y=place, tooltip=[alt.Tooltip("words:N", title=" ")])
        )
    return found


def _told(year: pd.DataFrame, dates: dict[int, date], text: Text) -> str:
    """Season money and instalments, month by month, where there are any."""
    said = []
    for mark, day in dates.items():
        own = year[year["mark"] == mark].set_index("part")["amount"]
        for part in ("season_in", "instalments"):
            amount = float(own.get(part, 0.0))
            if amount > 0:
                key = f"chart.calendar.one.{part}"
                said.append(text(key, month=text.month(day), amount=text.money(amount)))
    return " ".join(said)
