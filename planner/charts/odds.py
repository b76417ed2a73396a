"""Chances over the months, said as people say them: so many of ten, or of a hundred, families."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import altair as alt
import pandas as pd

from planner.charts import axes, marks
from planner.charts.cliff import runs_of
from planner.charts.theme import (
    ACCENT,
    DANGER,
    DASHES,
    INK,
    MUTED,
    PAPER,
    SAFE,
    SAFE_SHADE,
    SERIES,
    dressed,
)
from planner.text import Text

MOST_GOALS = 5
"""Lines that can be told apart; further goals stand in the list beside the picture."""
SURE = 0.8
_SMALL, _FEW_STEPS = 0.1, 5
_HEIGHT, _DANGER_HEIGHT = 230, 190
_HALF_BAR, _AIR, _LEAST = 0.42, 1.25, 0.01
_LOW, _TALL, _LINE = 0.25, 0.8, 20
_FAINT = "#e3a49b"


def axis(text: Text, top: float = 1.0) -> alt.Y:
    """The axis of a chance from 0 up to `top`, in tenths; in hundredths where all are small."""
    small = top <= _SMALL
    of = 100 if small else 10
    steps = max(top * of, 1.0)
    step = next(s for s in (1, 2, 5, 10) if steps / s <= _FEW_STEPS)
    end = -(-steps // step) * step
    values = [n * step / of for n in range(int(end // step) + 1)]
    said = text(f"chart.of.{of}", n="§").replace("'", "’").split("§")
    label = f"'{said[0]}' + format(datum.value * {of}, '.0f') + '{said[-1]}'"
    return alt.Y(
        "chance:Q",
        scale=alt.Scale(domain=[0, end / of], nice=False),
        axis=alt.Axis(
            values=values, labelExpr=label, minExtent=62, maxExtent=62, domain=False, ticks=False,
            title=None, **axes.ALL_LABELS,
        ),
    )  # fmt: skip


def goals(odds: pd.DataFrame, text: Text) -> alt.LayerChart:
    """For every goal, how many families like this one can pay for it, month by month.

    `odds` has a row a goal and mark: goal (number from 0), name, mark, date, chance. Where a line
    first reaches 8 of 10 it is ringed and the month is named.
    """
    shown = odds[odds["goal"] < MOST_GOALS].assign(key=lambda t: t["goal"].astype(str))
    dates = _dates(shown)
    names = [text.month(day) for day in dates]
    x, last = _x(dates, text), len(dates) - 1
    keys = sorted(set(shown["key"]))
    words = shown.drop_duplicates("key").set_index("key")["name"].to_dict()
    legend = axes.legend({k: str(words[k]) for k in keys}, (1, 3), line=True)
    data = shown[["mark", "chance", "key", "name"]].assign(month=[names[m] for m in shown["mark"]])
    base = marks.of(data).encode(
        x=x,
        y=axis(text),
        color=alt.Color(
            "key:N", scale=alt.Scale(domain=keys, range=list(SERIES[: len(keys)])), legend=legend
        ),
        strokeDash=alt.StrokeDash(
            "key:N", scale=alt.Scale(domain=keys, range=list(DASHES[: len(keys)])), legend=legend
        ),
    )
    told = "datum.month + ' · ' + datum.name + ': ' + format(datum.chance * 100, '.0f') + '%'"
    rings = [layer for key in keys for layer in _reached(shown[shown["key"] == key], text, last)]
    chart = marks.over(
        *_level(SURE, text("chart.of.10", n=8)),
        base.mark_line(size=2.6, interpolate="step-after"),
        *rings,
        base.transform_calculate(told=told)
        .mark_point(size=70, opacity=0.001)
        .encode(tooltip=[alt.Tooltip("told:N", title=" ")]),
    )
    ends = shown[shown["mark"] == last]
    said = " ".join(
        text("chart.odds.one", name=name, n=text.number(chance * 10, 1))
        for name, chance in zip(ends["name"], ends["chance"], strict=True)
    )
    described = text("chart.odds.alt", month=names[-1], told=said)
    return dressed(chart, height=_HEIGHT, alt_text=described)


def below_zero(danger: pd.DataFrame, text: Text, *, share: float) -> alt.LayerChart:
    """How many families like this one are without cash in each month; the worst month is named.

    `danger` has a row a mark: mark, date, chance. `share` is how likely a month must be to count as
    one of danger: such months are darker.
    """
    dates = _dates(danger)
    names = [text.month(day) for day in dates]
    top, last = float(danger["chance"].max()), len(dates) - 1
    worst = int(danger["chance"].to_numpy().argmax())
    data = danger[["mark", "chance"]].assign(
        month=names, bad=danger["chance"] >= share, nought=0,
        left=danger["mark"] - _HALF_BAR, right=danger["mark"] + _HALF_BAR,
    )  # fmt: skip
    y = axis(text, min(top * _AIR + _LEAST, 1.0))
    base = marks.of(data)
    layers = [
        base.mark_rect().encode(
            x=_x(dates, text, "left:Q"), x2="right:Q", y=y, y2="nought:Q",
            color=alt.condition("datum.bad", alt.value(DANGER), alt.value(_FAINT)),
        )
    ]  # fmt: skip
    if top > 0:
        said = text("chart.danger.worst", month=text.month_short(dates[worst]))
        point = marks.of([{"mark": worst, "chance": top, "words": said}])
        layers += marks.halo(
            point.encode(x="mark:Q", y="chance:Q", text="words:N"),
            marks.inward(worst, last),
            "bottom",
            DANGER,
        )
    told = "datum.month + ': ' + format(datum.chance * 100, '.1~f') + '%'"
    chart = marks.over(*layers, marks.listener(base.encode(x="mark:Q"), told))
    described = text("chart.danger.alt", month=names[worst], share=text.share(top))
    return dressed(chart, height=_DANGER_HEIGHT, alt_text=described)


def safe_returns(
    returns: pd.DataFrame,
    text: Text,
    *,
    confidence: float,
    earliest: int | None,
    chosen: int | None,
) -> alt.LayerChart:
    """How many families like this one stay safe, for every month the money could end.

    `returns` has a row a month of return that can be judged: mark, date, chance. `confidence` is
    drawn as a line, the months that reach it are shaded, `earliest` (a mark) is ringed and named,
    and so is the plan's own month, `chosen`, where the picture holds it.
    """
    dates = _dates(returns)
    names, last = [text.month(day) for day in dates], len(dates) - 1
    data = returns[["mark", "chance"]].assign(month=names)
    runs = runs_of([bool(chance >= confidence) for chance in returns["chance"]])
    shade = [
        marks.of([{"left": first - 0.5, "right": end + 0.5} for first, end in runs])
        .mark_rect(color=SAFE_SHADE, opacity=0.9)
        .encode(x="left:Q", x2="right:Q")
    ] if runs else []  # fmt: skip
    base = marks.of(data).encode(x=_x(dates, text), y=axis(text))
    chance_at = dict(zip(returns["mark"], returns["chance"], strict=True))
    named: list[alt.Chart] = []
    for mark, key, colour in ((chosen, "chosen", INK), (earliest, "earliest", SAFE)):
        if mark is None or mark not in chance_at or (key == "chosen" and mark == earliest):
            continue
        said = text(f"chart.returns.{key}", month=text.month_short(dates[mark]))
        place = _clear(mark, float(chance_at[mark]), last, up=key == "earliest")
        if place.dy > 0 and key == "chosen":
            place = marks.Place(place.align, place.dx, place.dy + _LINE)
        named += marks.named_point(mark, float(chance_at[mark]), said, place, colour)
    told = "datum.month + ': ' + format(datum.chance * 100, '.0f') + '%'"
    chart = marks.over(
        *shade,
        *_level(confidence, text.share(confidence), right=_late(earliest, last)),
        base.mark_line(color=ACCENT, size=2.6),
        *named,
        marks.listener(base, told),
    )
    described = (
        text("chart.returns.alt_never", share=text.share(confidence))
        if earliest is None
        else text("chart.returns.alt", share=text.share(confidence), month=names[earliest])
    )
    return dressed(chart, height=_HEIGHT, alt_text=described)


def _clear(mark: int, chance: float, last: int, *, up: bool) -> marks.Place:
    """Where a name stands off a curve that mostly rises: above it early, below it late."""
    side = marks.inward(mark, last)
    over = up if _LOW < chance < _TALL else chance <= _LOW
    return marks.Place(side, {"left": 10, "right": -10, "center": 0}[side], -16 if over else 22)


def _late(earliest: int | None, last: int) -> bool:
    """Whether the right end of a level is the one with room for its word."""
    return earliest is not None and marks.inward(earliest, last) == "left"


def _level(value: float, words: str, *, right: bool = False) -> list[alt.Chart]:
    """A dashed line across at one chance, with its word under one end."""
    base = marks.of([{"level": value, "words": words}]).encode(y="level:Q")
    rule = base.mark_rule(color=MUTED, strokeDash=[4, 3], size=1.4)
    end = alt.value(alt.ExprRef(expr="width - 2")) if right else alt.value(2)
    align: marks.Align = "right" if right else "left"
    word = base.encode(x=end, text="words:N")
    rim = word.mark_text(align=align, dy=9, fontSize=12, stroke=PAPER, strokeWidth=4)
    return [rule, rim, word.mark_text(align=align, dy=9, fontSize=12, color=MUTED)]


def _reached(line: pd.DataFrame, text: Text, last: int) -> list[alt.Chart]:
    """A ring with its month where a goal is first as sure as one may want; nothing where never."""
    sure = line[line["chance"] >= SURE]
    if sure.empty:
        return []
    mark, chance = int(sure["mark"].iloc[0]), float(sure["chance"].iloc[0])
    colour = SERIES[int(line["goal"].iloc[0])]
    said = text.month_short(sure["date"].iloc[0].date())
    return marks.named_point(mark, chance, said, _clear(mark, chance, last, up=False), colour)


def _dates(table: pd.DataFrame) -> list[date]:
    """The months of the marks, each once, in their order."""
    return [day.date() for day in table.drop_duplicates("mark").sort_values("mark")["date"]]


def _x(dates: Sequence[date], text: Text, field: str = "mark:Q") -> alt.X:
    return alt.X(field, axis=axes.month_axis(dates, text), scale=axes.month_scale(dates))
