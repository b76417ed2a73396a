"""What the family has and what it owes, month by month, and what is left between the two."""

from __future__ import annotations

import altair as alt
import pandas as pd

from planner.charts import axes, marks
from planner.charts.theme import INK, dressed
from planner.text import Text

COLOURS = {"owned": "#4fb08c", "owed": "#d55e00", "net_worth": INK}
_SHOWN = ("owned", "owed", "net_worth")


def draw(worth: pd.DataFrame, text: Text) -> alt.LayerChart:
    """Owned (with cash) above zero, owed below it, net worth as the line; from `frames.worth`."""
    table = worth.pivot_table(
        index=["mark", "date"], columns="series", values="value"
    ).reset_index()
    dates = [day.date() for day in table["date"]]
    names = [text.month(day) for day in dates]
    owned = table["owned"] + table["cash"].clip(lower=0)
    parts = {"owned": owned, "owed": -table["owed"], "net_worth": table["net_worth"]}
    data = pd.concat(
        pd.DataFrame({"mark": table["mark"], "value": values, "series": name, "month": names})
        for name, values in parts.items()
    )
    words = {name: text(f"series.{name}") for name in _SHOWN}
    data["word"] = data["series"].map(words)
    x = alt.X("mark:Q", axis=axes.month_axis(dates, text), scale=axes.month_scale(dates))
    y = alt.Y("value:Q", axis=axes.money_axis(text), stack=None)
    colour = alt.Color(
        "series:N",
        scale=alt.Scale(domain=list(_SHOWN), range=[COLOURS[name] for name in _SHOWN]),
        legend=axes.legend(words, (2, 3)),
    )
    base = marks.of(data).encode(x=x, color=colour)
    areas = base.transform_filter("datum.series != 'net_worth'")
    line = base.transform_filter("datum.series == 'net_worth'")
    told = f"datum.month + ' · ' + datum.word + ' ' + {axes.money('datum.value', text)}"
    chart = marks.over(
        areas.mark_area(opacity=0.45).encode(y=y),
        marks.zero_line(),
        line.mark_line(size=2.6).encode(y=y),
        base.mark_point(size=60, opacity=0.001)
        .transform_calculate(told=told)
        .encode(y=y, tooltip=[alt.Tooltip("told:N", title=" ")]),
    )
    net = table["net_worth"]
    described = text(
        "chart.worth.alt",
        first=text.money(float(net.iloc[0])),
        last=text.money(float(net.iloc[-1])),
        end=names[-1],
    )
    return dressed(chart, height=250, alt_text=described)
