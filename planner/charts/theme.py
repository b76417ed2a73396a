"""Colours and manners of every picture, for narrow screens and for colour-blind eyes.

The group colours follow Okabe and Ito, "Color Universal Design" (2008), and differ in lightness
too, so that they survive a grey printer. A colour never stands alone: each has its word in the
legend.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt

Picture = alt.LayerChart
"""What a chart of ours is, for those above who only pass it on."""

INK = "#1d2b2a"
MUTED = "#5c6866"
PAPER = "#ffffff"
RULE = "#e4dfd5"
ACCENT = "#0f5e5a"
SAFE = "#1b6e4b"
SAFE_SHADE = "#d5ebdf"
TIGHT = "#8a5a00"
DANGER = "#a32a1e"
DANGER_SHADE = "#f6d9d4"

FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif"

GROUPS: Mapping[str, str] = {
    "remittance": "#0072b2",
    "income": "#4fb08c",
    "essential": "#8c8373",
    "other_spending": "#cbbfa8",
    "debt": "#d55e00",
    "product": "#cc79a7",
    "purpose": "#e0a100",
}
"""Colour of each group of lines, in the order in which they are stacked."""

SERIES = ("#0f5e5a", "#d55e00", "#0072b2", "#cc79a7", "#8c8373")
"""Colours of things laid side by side, first to fifth; each has its own dash as well."""

DASHES: tuple[list[int], ...] = ([1, 0], [7, 3], [2, 2], [9, 3, 2, 3], [4, 4])
NARROW = 480
"""Below this many pixels of plotting width, a picture shows fewer labels and columns."""


def by_width(narrow: float, wide: float) -> alt.ExprRef:
    """A number that is smaller on a phone: decided in the browser, where the width is known."""
    return alt.ExprRef(expr=f"width < {NARROW} ? {narrow} : {wide}")


CONFIG: Mapping[str, Any] = {
    "font": FONT,
    "background": PAPER,
    "padding": {"left": 2, "right": 8, "top": 6, "bottom": 2},
    "view": {"stroke": None},
    "axis": {
        "labelColor": MUTED,
        "titleColor": MUTED,
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "gridColor": RULE,
        "domainColor": RULE,
        "tickColor": RULE,
    },
    "legend": {
        "orient": "bottom",
        "direction": "horizontal",
        "title": None,
        "labelFontSize": 12,
        "labelColor": INK,
        "symbolSize": 90,
        "columnPadding": 12,
        "rowPadding": 4,
        "labelLimit": 170,
    },
}
"""The clothes of every picture; `spec_of` puts them on."""


def dressed(chart: alt.LayerChart, *, height: int, alt_text: str) -> alt.LayerChart:
    """The chart as wide as its place, so high, and described for who cannot see it."""
    sized: alt.LayerChart = chart.properties(width="container", height=height, description=alt_text)
    return sized


def spec_of(chart: alt.LayerChart | alt.Chart) -> dict[str, Any]:
    """The chart as the plain Vega-Lite dictionary the page remembers and sends.

    Rows travel through the chart as one string (`marks.of`), which is not copied over and over, and
    come out here as one table each, however many layers draw it. Nothing is checked against the
    schema again: the tests do that.
    """
    with alt.data_transformers.enable(consolidate_datasets=False):
        spec = dict(chart.to_dict(validate=False))
    tables: dict[str, Any] = {}
    for part in (spec, *spec.get("layer", ())):
        rows = part.get("data", {}).get("values")
        if isinstance(rows, str):
            name = f"rows-{hashlib.sha256(rows.encode()).hexdigest()[:12]}"
            tables[name] = json.loads(rows)
            part["data"] = {"name": name}
    _agree_on_axes(spec.get("layer", ()))
    return {**spec, "config": dict(CONFIG), "datasets": tables}


def _agree_on_axes(layers: Sequence[dict[str, Any]]) -> None:
    """Give every layer the axis that one of them asks for.

    Layers share an axis, and where one says nothing of it the chart library puts its own wishes
    before ours: labels we wanted are dropped.
    """
    for side in ("x", "y"):
        places = [part["encoding"][side] for part in layers if side in part.get("encoding", {})]
        drawn = [place for place in places if "field" in place]
        asked = next((place["axis"] for place in drawn if "axis" in place), None)
        if asked is not None:
            for place in drawn:
                place.setdefault("axis", asked)
