"""Bars under each other: lowest cash under every shock, and why plans fail, counted."""

from __future__ import annotations

import altair as alt
import pandas as pd

from planner.charts import axes, marks, rows
from planner.charts.theme import ACCENT, DANGER, INK, MUTED, by_width, dressed
from planner.text import Text

_ROOM = 0.06
"""Part of the span left free on either side."""


def draw(shocks: pd.DataFrame, text: Text, *, plan_lowest: float) -> alt.LayerChart:
    """Lowest cash of the plan under each shock, against zero and against the plan undisturbed.

    `shocks` has a row a shock, in the order to show: name, lowest (money), month (in words, of the
    lowest), stacked (whether it is several at once). A bar below zero is red and goes left.
    """
    records = [
        {
            "row": place,
            "name": one["name"],
            "said": _said(float(one["lowest"]), text),
            "lowest": float(one["lowest"]),
            "bad": bool(one["lowest"] < 0),
            "stacked": bool(one["stacked"]),
            "told": text(
                "chart.shocks.told",
                name=one["name"],
                amount=_said(float(one["lowest"]), text),
                month=one["month"],
            ),
        }
        for place, one in enumerate(shocks.to_dict("records"))
    ]
    ends = [0.0, plan_lowest, *(float(v) for v in shocks["lowest"])]
    base = marks.of(records).encode(y=rows.row(len(records)))
    bar = base.mark_bar(height=rows.BAR, yOffset=rows.LOW, cornerRadius=3).encode(
        x=alt.X("lowest:Q", axis=_money_below(text), scale=_span(ends)),
        x2=alt.datum(0),
        color=alt.condition("datum.bad", alt.value(DANGER), alt.value(ACCENT)),
        opacity=alt.condition("datum.stacked", alt.value(1), alt.value(0.82)),
        tooltip=[alt.Tooltip("told:N", title=" ")],
    )
    chart = marks.over(
        bar,
        rows.zero(),
        *rows.upright(plan_lowest, text("chart.shocks.plan")),
        *rows.told(records),
    )
    described = text(
        "chart.shocks.alt", plan=_said(plan_lowest, text), told=rows.listed(records, text)
    )
    return dressed(chart, height=rows.height(len(records)), alt_text=described)


def reasons(found: pd.DataFrame, text: Text, *, futures: int) -> alt.LayerChart:
    """Why money ran out, counted over the futures in which it did; most frequent first.

    `found` has a row a reason: name, count. `futures` is how many were looked at in all.
    """
    records = [
        {
            "row": place,
            "name": one["name"],
            "said": text(
                "chart.reasons.count", n=text.number(one["count"]), of=text.number(futures)
            ),
            "count": int(one["count"]),
        }
        for place, one in enumerate(found.to_dict("records"))
    ]
    most = max((one["count"] for one in records), default=1)
    bar = (
        marks.of(records)
        .encode(y=rows.row(len(records)))
        .mark_bar(height=rows.BAR, yOffset=rows.LOW, cornerRadius=3, color=DANGER)
        .encode(x=alt.X("count:Q", axis=None, scale=alt.Scale(domain=[0, most], nice=False)))
    )
    chart = marks.over(bar, *rows.told(records))
    described = text("chart.reasons.alt", told=rows.listed(records, text))
    return dressed(chart, height=rows.ROW * len(records) + 6, alt_text=described)


def tornado(swings: pd.DataFrame, text: Text, *, base: float, chances: bool) -> alt.LayerChart:
    """What moves the result most: its span between the low and the high end of each assumption.

    `swings` has a row an assumption, widest first: name, at_low, at_high (the result with the
    assumption at its low and high end), low, high (those ends in words). `base` is the result of
    the plan as it is; `chances` says that results are chances and not money.
    """

    def say(value: float) -> str:
        return text.share(value) if chances else _said(value, text)

    records, parts = [], []
    for place, one in enumerate(swings.to_dict("records")):
        low, high = float(one["at_low"]), float(one["at_high"])
        said = say(abs(high - low))
        records.append({"row": place, "name": one["name"], "said": said})
        for label, value, words in (("low", low, one["low"]), ("high", high, one["high"])):
            told = text("chart.tornado.told", name=one["name"], value=words, result=say(value))
            parts.append({"row": place, "label": label, "from": base, "to": value, "told": told})
    words = {side: text(f"chart.tornado.{side}") for side in _SIDES}
    ends = [base, *swings["at_low"].astype(float), *swings["at_high"].astype(float)]
    axis = _chance_below() if chances else _money_below(text)
    bar = (
        marks.of(parts)
        .encode(y=rows.row(len(records)))
        .mark_bar(height=rows.BAR, yOffset=rows.LOW)
        .encode(
            x=alt.X("from:Q", axis=axis, scale=_span(ends)),
            x2="to:Q",
            color=alt.Color(
                "label:N",
                scale=alt.Scale(domain=list(_SIDES), range=list(_SIDES.values())),
                legend=axes.legend(words, (1, 2)),
            ),
            tooltip=[alt.Tooltip("told:N", title=" ")],
        )
    )
    chart = marks.over(
        bar, *rows.upright(base, text("chart.tornado.base"), INK), *rows.told(records)
    )
    described = text("chart.tornado.alt", base=say(base), told=rows.listed(records, text))
    return dressed(chart, height=rows.height(len(records)) + _LEGEND, alt_text=described)


_SIDES = {"low": "#0072b2", "high": "#e0a100"}
_LEGEND = 30


def _said(amount: float, text: Text) -> str:
    """An amount in few letters, without the currency's sign: the picture's note names it."""
    sign = text.money(0).replace("0", "")
    short = text.short_money(abs(amount)).removeprefix(sign)
    return f"−\u2060{short}" if round(amount) < 0 else short


def _span(ends: list[float]) -> alt.Scale:
    low, high = min(ends), max(ends)
    room = (high - low or 1.0) * _ROOM
    return alt.Scale(domain=[low - room, high + room], nice=False)


def _money_below(text: Text) -> alt.Axis:
    return alt.Axis(
        labelExpr=axes.short_money("datum.value", text), tickCount=by_width(3, 6), domain=False,
        ticks=False, title=None, orient="top", labelColor=MUTED,
    )  # fmt: skip


def _chance_below() -> alt.Axis:
    return alt.Axis(
        format="~%", tickCount=by_width(3, 6), domain=False, ticks=False, title=None, orient="top",
    )  # fmt: skip
