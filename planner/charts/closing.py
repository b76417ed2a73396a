"""A venture told in three ways: if it lives, if it closes in a chosen month, and expected."""

from __future__ import annotations

import altair as alt
import pandas as pd

from planner.charts import axes, marks
from planner.charts.theme import DANGER, dressed
from planner.text import Text

LINES = {"lives": "#1b6e4b", "expected": "#0072b2", "closes": DANGER}
_DASHES = {"lives": [1, 0], "expected": [2, 2], "closes": [7, 3]}
_HEIGHT = 230


def draw(money: pd.DataFrame, text: Text, *, closes: int) -> alt.LayerChart:
    """What the venture has brought in all, less what was put in, by each month.

    `money` has a row a mark: mark, date, lives, expected, closes (money so far). `closes` is the
    mark at which it closes in the third line; that month is ringed and named.
    """
    dates = [day.date() for day in money["date"]]
    names, last = [text.month(day) for day in dates], len(dates) - 1
    keys = list(LINES)
    words = {key: text(f"chart.closing.{key}") for key in keys}
    data = pd.concat(
        pd.DataFrame({"mark": money["mark"], "value": money[key], "label": key, "month": names})
        for key in keys
    )
    data["word"] = data["label"].map(words)
    legend = axes.legend(words, (1, 3), line=True)
    base = marks.of(data).encode(
        x=alt.X("mark:Q", axis=axes.month_axis(dates, text), scale=axes.month_scale(dates)),
        y=alt.Y("value:Q", axis=axes.money_axis(text), scale=alt.Scale(nice=True, padding=20)),
        color=alt.Color(
            "label:N", scale=alt.Scale(domain=keys, range=list(LINES.values())), legend=legend
        ),
        strokeDash=alt.StrokeDash(
            "label:N", scale=alt.Scale(domain=keys, range=list(_DASHES.values())), legend=legend
        ),
    )
    told = f"datum.month + ' · ' + datum.word + ': ' + {axes.money('datum.value', text)}"
    said = text("chart.closing.month", month=text.month_short(dates[closes]))
    value = float(money["closes"].iloc[closes])
    chart = marks.over(
        marks.zero_line(),
        base.mark_line(size=2.6),
        *marks.named_point(closes, value, said, marks.under(closes, last), DANGER),
        base.transform_calculate(told=told)
        .mark_point(size=70, opacity=0.001)
        .encode(tooltip=[alt.Tooltip("told:N", title=" ")]),
    )
    end = money.iloc[-1]
    described = text(
        "chart.closing.alt",
        end=names[-1],
        month=names[closes],
        **{key: text.money(float(end[key])) for key in keys},
    )
    return dressed(chart, height=_HEIGHT, alt_text=described)
