"""Choices side by side: cash in hand of each, on the same months."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import altair as alt
import pandas as pd

from planner.charts import axes, marks
from planner.charts.theme import DASHES, SERIES, dressed
from planner.text import Text


def draw(monthly_by_name: Mapping[str, pd.DataFrame], text: Text) -> alt.LayerChart:
    """One line an alternative, told apart by colour and by dash; values are `frames.monthly`."""
    names = list(monthly_by_name)
    data, dates = _tidy(monthly_by_name, text)
    # names are people's own words: they travel as values, behind plain keys
    keys = [str(place) for place in range(len(names))]
    words = dict(zip(keys, names, strict=True))
    x = alt.X("mark:Q", axis=axes.month_axis(dates, text), scale=axes.month_scale(dates))
    legend = axes.legend(words, (1, 3), line=True)
    base = marks.of(data).encode(
        x=x,
        y=alt.Y("value:Q", axis=axes.money_axis(text)),
        color=alt.Color(
            "key:N", scale=alt.Scale(domain=keys, range=list(SERIES[: len(keys)])), legend=legend
        ),
        strokeDash=alt.StrokeDash(
            "key:N", scale=alt.Scale(domain=keys, range=list(DASHES[: len(keys)])), legend=legend
        ),
    )
    told = f"datum.month + ' · ' + datum.name + ': ' + {axes.money('datum.value', text)}"
    chart = marks.over(
        marks.zero_line(),
        base.mark_line(size=2.6),
        base.transform_calculate(told=told)
        .mark_point(size=70, opacity=0.001)
        .encode(tooltip=[alt.Tooltip("told:N", title=" ")]),
    )
    return dressed(chart, height=280, alt_text=text("chart.compare.alt", names=", ".join(names)))


def _tidy(
    monthly_by_name: Mapping[str, pd.DataFrame], text: Text
) -> tuple[pd.DataFrame, list[date]]:
    """Cash of all alternatives under each other, and the dates of the longest."""
    parts: list[pd.DataFrame] = []
    dates: list[date] = []
    for key, (name, monthly) in enumerate(monthly_by_name.items()):
        cash = monthly[monthly["series"] == "cash"]
        own = [day.date() for day in cash["date"]]
        dates = max(dates, own, key=len)
        parts.append(
            pd.DataFrame(
                {
                    "mark": cash["mark"].to_numpy(),
                    "value": cash["value"].to_numpy(),
                    "key": str(key),
                    "name": name,
                    "month": [text.month(day) for day in own],
                }
            )
        )
    return pd.concat(parts), dates
