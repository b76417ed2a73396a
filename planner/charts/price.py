"""Yearly rates side by side: one product and what a family would otherwise use."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt

from planner.charts import marks
from planner.charts.theme import ACCENT, INK, MUTED, PAPER, by_width, dressed
from planner.text import Text

_ROW, _MARGIN = 46, 26
_LEAST_SPAN, _DUST = 0.01, 1e-6
"""The scale spans one per cent at least, and the dust of sums is nought on it."""
_AIR = 0.16
"""Part of the width left free behind the longest bar, for its figure."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One way: its name, its yearly rate, and the ends where nobody promises it."""

    name: str
    rate_pa: float
    low_pa: float | None = None
    high_pa: float | None = None
    own: bool = False


def draw(bars: Sequence[Bar], text: Text) -> alt.LayerChart:
    """A bar for each way, the product's own in our colour; a thin line spans what is uncertain."""
    rows = [
        {
            "row": row, "rate": bar.rate_pa, "own": bar.own,
            "said": text.share(bar.rate_pa, 1),
            "low": bar.rate_pa if bar.low_pa is None else bar.low_pa,
            "high": bar.rate_pa if bar.high_pa is None else bar.high_pa,
        }
        for row, bar in enumerate(bars)
    ]  # fmt: skip
    base = marks.of(rows).encode(y=_names(bars))
    colour = alt.condition("datum.own", alt.value(ACCENT), alt.value("#b9ad97"))
    bar = base.mark_bar(height=18, cornerRadius=3).encode(x=_rates(bars), color=colour)
    span = base.mark_rule(color=INK, size=2).encode(x=alt.X("low:Q"), x2="high:Q")
    furthest = base.transform_calculate(end="max(datum.rate, datum.high, 0)")
    words = furthest.encode(x=alt.X("end:Q"), text="said:N")
    rim = words.mark_text(
        align="left", dx=6, fontSize=13, fontWeight="bold", stroke=PAPER, strokeWidth=4
    )
    label = words.mark_text(align="left", dx=6, fontSize=13, fontWeight="bold", color=INK)
    zero = marks.of([{"zero": 0}]).mark_rule(color=MUTED, size=1.2).encode(x="zero:Q")
    chart = marks.over(bar, span, zero, rim, label)
    told = " ".join(
        text("chart.beside.one", name=bar.name, rate=text.share(bar.rate_pa, 1)) for bar in bars
    )
    height = _ROW * len(bars) + _MARGIN
    return dressed(chart, height=height, alt_text=text("chart.beside.alt", told=told))


def _names(bars: Sequence[Bar]) -> alt.Y:
    """One row a bar, in the order given, whatever the names."""
    axis = alt.Axis(
        labelExpr=f"{json.dumps([bar.name for bar in bars], ensure_ascii=False)}[datum.value]",
        title=None,
        labelLimit=by_width(110, 260),
        domain=False,
        ticks=False,
        labelPadding=8,
    )
    return alt.Y("row:O", axis=axis)


def _rates(bars: Sequence[Bar]) -> alt.X:
    """The scale of per cent, zero always on it, with room for the figures."""
    every = [r for bar in bars for r in (bar.rate_pa, bar.low_pa, bar.high_pa) if r is not None]
    low, high = min(0.0, *every), max(0.0, *every)
    low = low if low < -_DUST else 0.0
    high = max(high, low + _LEAST_SPAN)
    room = (high - low) * _AIR
    axis = alt.Axis(title=None, format="~%", tickCount=by_width(3, 6), domain=False, ticks=False)
    return alt.X("rate:Q", axis=axis, scale=alt.Scale(domain=[low, high + room], nice=False))
