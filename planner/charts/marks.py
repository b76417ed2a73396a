"""Layers that several pictures share: the zero line, a named point, the last money from abroad."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import altair as alt
import pandas as pd

from planner.charts.theme import GROUPS, INK, PAPER
from planner.text import Text

Align = Literal["left", "center", "right"]
Baseline = Literal["top", "bottom"]
_FIRST_THIRD, _LAST_THIRD, _LATE = 1 / 3, 2 / 3, 0.55


def of(records: Sequence[dict[str, Any]] | pd.DataFrame) -> alt.Chart:
    """A chart of a few rows that travel inside it, as one string until `theme.spec_of`."""
    rows: list[dict[str, Any]]
    if isinstance(records, pd.DataFrame):
        rows = [
            {str(name): cell for name, cell in row.items()} for row in records.to_dict("records")
        ]
    else:
        rows = list(records)
    return alt.Chart(alt.InlineData(values=json.dumps(rows), format={"type": "json"}))


def over(*layers: alt.Chart) -> alt.LayerChart:
    """The layers on top of each other, first at the bottom."""
    chart = alt.layer(*layers)
    assert isinstance(chart, alt.LayerChart)
    return chart


def from_bottom(pixels: int) -> dict[str, object]:
    """A place above the bottom edge, whatever height the picture ends up with."""
    return {"value": {"expr": f"height - {pixels}"}}


def zero_line() -> alt.Chart:
    """Zero, drawn so that nobody misses which side they are on."""
    line: alt.Chart = of([{"zero": 0}]).mark_rule(color=INK, size=1.4).encode(y="zero:Q")
    return line


def inward(mark: int, last: int) -> Align:
    """On which side of a mark words stay inside the picture."""
    part = mark / max(last, 1)
    return "left" if part < _FIRST_THIRD else "right" if part > _LAST_THIRD else "center"


@dataclass(frozen=True, slots=True)
class Place:
    """Where the name of a point stands: on which side, and how far from it, in pixels."""

    align: Align
    dx: int
    dy: int


def under(mark: int, last: int) -> Place:
    """Below a lowest point, where nothing else can be."""
    return Place(inward(mark, last), 0, 21)


def beside(mark: int, last: int) -> Place:
    """Off a rising line: above it to the left, or below it to the right."""
    early = mark / max(last, 1) < _LATE
    return Place("left", 12, 12) if early else Place("right", -10, -12)


def named_point(mark: int, value: float, words: str, place: Place, color: str) -> list[alt.Chart]:
    """A ring around one month with its name near it, legible on whatever lies under it."""
    base = of([{"mark": mark, "value": value, "words": words}]).encode(x="mark:Q", y="value:Q")
    ring = base.mark_point(size=150, color=color, fill=PAPER, strokeWidth=2.6, opacity=1)
    said = base.encode(text="words:N")
    rim = said.mark_text(
        align=place.align, dx=place.dx, dy=place.dy, fontSize=13, fontWeight="bold", stroke=PAPER,
        strokeWidth=4,
    )  # fmt: skip
    label = said.mark_text(
        align=place.align, dx=place.dx, dy=place.dy, fontSize=13, fontWeight="bold", color=color
    )
    return [ring, rim, label]


def halo(base: alt.Chart, align: Align, baseline: Baseline, color: str) -> list[alt.Chart]:
    """Small words on a pale rim, legible on whatever lies under them."""
    gap = {"left": 4, "right": -4, "center": 0}[align]
    rim = base.mark_text(
        align=align, dx=gap, baseline=baseline, fontSize=12, stroke=PAPER, strokeWidth=4
    )
    return [rim, base.mark_text(align=align, dx=gap, baseline=baseline, fontSize=12, color=color)]


def last_money(mark: int | None, last: int, text: Text) -> list[alt.Chart]:
    """A dashed line where the money from abroad ends; nothing where no end is in sight."""
    if mark is None:
        return []
    color, align = GROUPS["remittance"], inward(mark, last)
    base = of([{"mark": mark, "words": text("chart.last_money")}]).encode(x="mark:Q")
    rule = base.mark_rule(color=color, strokeDash=[5, 4], size=1.6)
    place = base.encode(y=alt.value(4), text="words:N")
    return [rule, *halo(place, align, "top", color)]


def listener(base: alt.Chart, told: str) -> alt.Chart:
    """An unseen band over every month that tells, when touched, what the expression `told` says."""
    band: alt.Chart = (
        base.transform_calculate(told=told)
        .mark_rule(size=9, opacity=0.001)
        .encode(tooltip=[alt.Tooltip("told:N", title=" ")])
    )
    return band
