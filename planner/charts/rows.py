"""Things under each other: each with its name and figure on one line, and its bar on the next.

A phone has no room for names beside bars. So a row is two lines high, and the whole width is the
bar's.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt

from planner.charts import marks
from planner.charts.theme import INK, MUTED, PAPER
from planner.text import Text

ROW, MARGIN = 54, 40
"""Height of a row, and of what lies over and under them all, in pixels."""
BAR, LOW, HIGH = 16, 11, -11
"""Thickness of a bar; how far it lies under the row's middle, and its words over it, in pixels."""
_LETTER, _GAP = 7.4, 14
"""Width of a figure's letter, and what parts it from the name, in pixels."""


def height(count: int) -> int:
    """Height of a picture of so many rows."""
    return ROW * max(count, 1) + MARGIN


def row(count: int) -> alt.Y:
    """The place of a row, by its number from above."""
    scale = alt.Scale(domain=list(range(count)), padding=0)
    return alt.Y("row:O", axis=None, scale=scale)


def told(records: Sequence[dict[str, Any]]) -> list[alt.Chart]:
    """The line of words of every record: `name` from the left, `said` at the right edge."""
    base = marks.of(list(records)).encode(y=row(len(records)))
    figures = max((len(str(one["said"])) for one in records), default=0)
    room = alt.ExprRef(expr=f"width - {figures * _LETTER + _GAP:.0f}")
    name = base.encode(x=alt.value(0), text="name:N")
    figure = base.encode(x=alt.value(alt.ExprRef(expr="width")), text="said:N")
    pale: dict[str, Any] = {"stroke": PAPER, "strokeWidth": 4}
    left: dict[str, Any] = {"align": "left", "dy": HIGH, "fontSize": 13, "limit": room}
    right: dict[str, Any] = {"align": "right", "dy": HIGH, "fontSize": 13, "fontWeight": "bold"}
    return [
        name.mark_text(**left, **pale),
        name.mark_text(**left, color=INK),
        figure.mark_text(**right, **pale),
        figure.mark_text(**right, color=INK),
    ]


def upright(value: float, words: str, color: str = MUTED) -> list[alt.Chart]:
    """A dashed line through all rows at one value, with its word under the last."""
    base = marks.of([{"at": value, "words": words}]).encode(x="at:Q")
    rule = base.mark_rule(color=color, strokeDash=[4, 3], size=1.6)
    word = base.encode(y=marks.from_bottom(-4), text="words:N")
    return [rule, word.mark_text(baseline="top", fontSize=12, color=color)]


def zero() -> alt.Chart:
    """Zero, drawn through all rows."""
    line: alt.Chart = marks.of([{"zero": 0}]).mark_rule(color=INK, size=1.4).encode(x="zero:Q")
    return line


def listed(records: Sequence[dict[str, Any]], text: Text) -> str:
    """All rows in words, for who cannot see the picture."""
    return " ".join(text("chart.row", name=one["name"], said=one["said"]) for one in records)
