"""What a bank learns, drawn: how many households came how far, and where demand is not met.

A number that may not be told is drawn as a dashed mark with its words, never as a bar.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import altair as alt

from planner.charts import marks, rows
from planner.charts.theme import ACCENT, INK, MUTED, PAPER, RULE, by_width, dressed
from planner.text import Text

_CELL, _HEAD = 44, 60
_DARK = 0.55
"""Part of the largest number from which a cell is dark enough for white figures."""


def funnel(steps: Sequence[tuple[str, int | None]], text: Text) -> alt.LayerChart:
    """A bar for each step, with its number; a hidden one says so."""
    records = [
        {"row": row, "name": name, "count": count or 0, "said": _said(count, text)}
        for row, (name, count) in enumerate(steps)
    ]
    most = max([count or 0 for _, count in steps] + [1])
    scale = alt.Scale(domain=[0, most], nice=False)
    base = marks.of(records).encode(y=rows.row(len(records)))
    bar = base.mark_bar(height=rows.BAR, yOffset=rows.LOW, cornerRadius=3, color=ACCENT).encode(
        x=alt.X("count:Q", axis=None, scale=scale), x2=alt.value(0)
    )
    chart = marks.over(bar, *rows.told(records))
    told = rows.listed(records, text)
    return dressed(
        chart, height=rows.height(len(records)), alt_text=text("chart.funnel.alt", told=told)
    )


def heat(
    down: Sequence[str],
    across: Sequence[str],
    cells: Sequence[Sequence[int | None]],
    text: Text,
) -> alt.LayerChart:
    """A field of numbers, the larger the darker; what may not be told is pale and says so."""
    most = max([value or 0 for line in cells for value in line] + [1])
    records = [
        {
            "row": r,
            "column": c,
            "shade": _shade((value or 0) / most),
            "ink": _ink(value, most),
            "said": "–" if value is None else text.number(value),
        }
        for r, line in enumerate(cells)
        for c, value in enumerate(line)
    ]
    columns = alt.X("column:O", axis=_names(across, 64, 120, "top"), scale=_places(across))
    lines = alt.Y("row:O", axis=_names(down, 120, 260, "left"), scale=_places(down))
    base = marks.of(records).encode(x=columns, y=lines)
    box = base.mark_rect(stroke=RULE, strokeWidth=1).encode(color=alt.Color("shade:N", scale=None))
    figure = base.mark_text(fontSize=13).encode(
        text="said:N",
        color=alt.Color("ink:N", scale=None),
    )
    told = " ".join(
        text("chart.heat.one", row=down[r], column=across[c], said=_said(value, text))
        for r, line in enumerate(cells)
        for c, value in enumerate(line)
    )
    height = _CELL * max(len(down), 1) + _HEAD
    return dressed(
        marks.over(box, figure), height=height, alt_text=text("chart.heat.alt", told=told)
    )


def _names(names: Sequence[str], narrow: int, wide: int, side: Literal["top", "left"]) -> alt.Axis:
    """Names along one side, in their order, shortened on a phone."""
    return alt.Axis(
        labelExpr=f"[{', '.join(_quoted(name) for name in names)}][datum.value]",
        title=None,
        domain=False,
        ticks=False,
        labelLimit=by_width(narrow, wide),
        labelAngle=0,
        orient=side,
    )


def _places(names: Sequence[str]) -> alt.Scale:
    return alt.Scale(domain=list(range(len(names))))


def _ink(value: int | None, most: int) -> str:
    """The colour of a figure that can be read on its cell."""
    if value is None:
        return MUTED
    return PAPER if value > most * _DARK else INK


def _shade(part: float) -> str:
    """A colour between paper and our own, as `#rrggbb`."""
    ends = zip(_parts(PAPER), _parts(ACCENT), strict=True)
    return "#" + "".join(f"{round(pale + (full - pale) * part):02x}" for pale, full in ends)


def _parts(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))


def _quoted(name: str) -> str:
    """A name as a constant of an expression; whatever it holds, it stays text."""
    kept = "".join(c for c in name if c.isprintable() and c not in "'\"\\<>")
    return f"'{kept}'"


def _said(value: int | None, text: Text) -> str:
    return text("learn.hidden") if value is None else text.number(value)
