"""Bars of which a few would dwarf all others: those run off the picture, with their sums."""

from __future__ import annotations

import altair as alt
import pandas as pd

from planner.charts import marks
from planner.charts.theme import INK
from planner.text import Text

_MOST, _DWARFS, _WRITTEN, _DUST = 0.9, 4, 3, 1e-9
_STUB = 0.35
"""What is seen of a bar that runs off where nothing else is, of the height on the other side."""


def fitted(bars: pd.DataFrame, by: str) -> tuple[float, float, pd.DataFrame]:
    """The span of money that shows most bars well, and the bars that run off it.

    `bars` has a `top` for every piece, and `by` says which pieces stand on each other. A bar runs
    off where its sum in one direction is more than `_DWARFS` times that of nine bars in ten. The
    bars beyond: mark, total.
    """
    ups = bars.groupby(by)["top"].max().clip(lower=0)
    downs = bars.groupby(by)["top"].min().clip(upper=0)
    usual_up, usual_down = float(ups.quantile(_MOST)), -float(downs.quantile(1 - _MOST))
    usual = max(usual_up, usual_down, _DUST) * _DWARFS
    off = pd.concat([ups[ups > usual], downs[downs < -usual]]).rename("total")
    low, high = float(downs[downs >= -usual].min()), float(ups[ups <= usual].max())
    if (downs < -usual).any():
        low = min(low, -_STUB * high)
    if (ups > usual).any():
        high = max(high, -_STUB * low)
    return low, high, off.rename_axis("mark").reset_index()


def written(
    beyond: pd.DataFrame, text: Text, *, last: int, currency: str | None = None
) -> list[alt.Chart]:
    """The sums of the bars that run off the picture, at the edge they run over."""
    sums = [
        (int(mark), float(total))
        for mark, total in zip(beyond["mark"], beyond["total"], strict=True)
    ]
    layers: list[alt.Chart] = []
    edges: tuple[tuple[bool, dict[str, object], marks.Baseline], ...] = (
        (True, {"value": 3}, "top"),
        (False, marks.from_bottom(3), "bottom"),
    )
    for up, place, baseline in edges:
        for mark, total in [pair for pair in sums if (pair[1] > 0) is up][:_WRITTEN]:
            said = text.short_money(abs(total), currency)
            base = marks.of([{"mark": mark, "words": said if up else f"−{said}"}]).encode(
                x="mark:Q", y=place, text="words:N"
            )
            layers += marks.halo(base, marks.inward(mark, last), baseline, INK)
    return layers
