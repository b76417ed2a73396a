"""What keeps households from a product: a bar for each rule, counted over a caseload."""

from __future__ import annotations

from math import isnan
from typing import Any

import altair as alt
import pandas as pd

from planner.charts import marks, rows
from planner.charts.theme import DANGER, TIGHT, dressed
from planner.text import Text

_PALE = 0.35


def draw(found: pd.DataFrame, text: Text) -> alt.LayerChart:
    """How many each rule stops: the whole bar at all, its dark part before any other rule.

    `found` has a row a rule, in the order to show: name, any, first (households; NaN where too few
    to be told), who (whether it is about who may take the product, else about money).
    """
    records = [_record(place, one, text) for place, one in enumerate(_rows(found))]
    most = max((one["any"] for one in records), default=0) or 1
    scale = alt.Scale(domain=[0, most], nice=False)
    base = marks.of(records).encode(
        y=rows.row(len(records)),
        color=alt.condition("datum.who", alt.value(DANGER), alt.value(TIGHT)),
        tooltip=[alt.Tooltip("told:N", title=" ")],
    )
    bar: dict[str, Any] = {"height": rows.BAR, "yOffset": rows.LOW, "cornerRadius": 3}
    whole = base.mark_bar(**bar, opacity=_PALE).encode(x=alt.X("any:Q", axis=None, scale=scale))
    first = base.mark_bar(**bar).encode(x=alt.X("first:Q", axis=None, scale=scale))
    chart = marks.over(whole, first, *rows.told(records))
    described = text("chart.barriers.alt", told=rows.listed(records, text))
    return dressed(chart, height=rows.ROW * max(len(records), 1) + 6, alt_text=described)


def _rows(found: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(k): v for k, v in one.items()} for one in found.to_dict("records")]


def _record(place: int, one: dict[str, Any], text: Text) -> dict[str, Any]:
    """A rule's row; what is hidden has no bar, and its words say so."""
    said = {name: _said(one[name], text) for name in ("any", "first")}
    told = text("chart.barriers.told", name=one["name"], **said)
    known = {name: 0 if isnan(one[name]) else int(one[name]) for name in ("any", "first")}
    if isnan(one["any"]) and known["first"]:
        said["any"] = text("chart.barriers.first", n=said["first"])
    return {"row": place, "name": one["name"], "said": said["any"], "told": told,
            "who": bool(one["who"]), **known}  # fmt: skip


def _said(value: float, text: Text) -> str:
    return text("caseload.few") if isnan(value) else text.number(value)
