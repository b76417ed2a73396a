"""The cliff: how low cash falls, for every month in which the last money could arrive."""

from __future__ import annotations

import altair as alt
import pandas as pd

from planner.charts import axes, marks
from planner.charts.theme import ACCENT, DANGER, INK, SAFE, SAFE_SHADE, dressed
from planner.text import Text

HEIGHT = 230


def draw(curve: pd.DataFrame, text: Text) -> alt.LayerChart:
    """Lowest cash over the last month money arrives; months safe to return in are shaded.

    `curve` is `frames.cliff_curve`. Months too late to be judged are left out: too little of what
    follows them is seen.
    """
    seen = curve[curve["judged"] | curve["chosen"]].reset_index(drop=True)
    dates = [day.date() for day in seen["date"]]
    last = len(dates) - 1
    data = pd.DataFrame(
        {
            "mark": seen["mark"],
            "value": seen["lowest"],
            "month": [text.month(day) for day in dates],
            "low_month": [text.month(day.date()) for day in seen["lowest_date"]],
        }
    )
    x = alt.X("mark:Q", axis=axes.month_axis(dates, text), scale=axes.month_scale(dates))
    base = marks.of(data).encode(x=x)
    told = text("chart.cliff.told", last="§1", amount="§2", month="§3")
    chart = marks.over(
        *_safe_months(seen, text, last),
        marks.zero_line(),
        base.mark_line(color=ACCENT, size=2.6).encode(
            y=alt.Y("value:Q", axis=axes.money_axis(text), scale=alt.Scale(nice=True, padding=18))
        ),
        *_chosen(seen, text, last),
        marks.listener(base, _sentence(told, text)),
    )
    safe = seen.loc[seen["safe"], "date"]
    key = "chart.cliff.alt" if len(safe) else "chart.cliff.alt_never"
    month = text.month(safe.iloc[0].date()) if len(safe) else ""
    return dressed(chart, height=HEIGHT, alt_text=text(key, month=month))


def _safe_months(seen: pd.DataFrame, text: Text, last: int) -> list[alt.Chart]:
    """A shade over every run of safe months, and its word."""
    runs = runs_of([bool(safe) for safe in seen["safe"]])
    if not runs:
        return []
    rows = [{"from": first - 0.5, "to": end + 0.5} for first, end in runs]
    shade = marks.of(rows).mark_rect(color=SAFE_SHADE, opacity=0.9).encode(x="from:Q", x2="to:Q")
    first = runs[0][0]
    align: marks.Align = "left" if first < 2 * last / 3 else "right"
    gap = 6 if align == "left" else -6
    word = (
        marks.of([{"mark": first, "words": text("chart.cliff.safe")}])
        .mark_text(
            align=align, dx=gap, baseline="bottom", fontSize=12, fontWeight="bold", color=SAFE
        )
        .encode(x="mark:Q", y=marks.from_bottom(8), text="words:N")
    )
    return [shade, word]


def _chosen(seen: pd.DataFrame, text: Text, last: int) -> list[alt.Chart]:
    """The month in this plan, ringed."""
    row = seen[seen["chosen"]]
    if row.empty:
        return []
    mark, value = int(row["mark"].iloc[0]), float(row["lowest"].iloc[0])
    words = text("chart.cliff.chosen", month=text.month_short(row["date"].iloc[0].date()))
    place = marks.beside(mark, last)
    return marks.named_point(mark, value, words, place, DANGER if value < 0 else INK)


def runs_of(flags: list[bool]) -> list[tuple[int, int]]:
    """First and last place of every unbroken run of True.

    >>> runs_of([False, True, True, False, True])
    [(1, 2), (4, 4)]
    """
    runs: list[tuple[int, int]] = []
    for place, flag in enumerate(flags):
        if flag and runs and runs[-1][1] == place - 1:
            runs[-1] = (runs[-1][0], place)
        elif flag:
            runs.append((place, place))
    return runs


def _sentence(told: str, text: Text) -> str:
    """The sentence with its three places filled in the browser: last month, amount, worst month."""
    parts = {"§1": "datum.month", "§2": axes.money("datum.value", text), "§3": "datum.low_month"}
    words = "'" + told.replace("'", "’") + "'"
    for place, expression in parts.items():
        words = words.replace(place, f"' + {expression} + '")
    return words
