"""One product's contract: what is paid or received at each date, and what is still owed or held."""

from __future__ import annotations

import altair as alt
import pandas as pd

from planner.charts import axes, marks
from planner.charts import bars as piles
from planner.charts.theme import GROUPS, INK, dressed
from planner.text import Text

_PARTS = {"principal": "#0072b2", "charge": "#d55e00", "fee": GROUPS["essential"]}
_HALF_BAR = 0.38
_COLUMNS = ("row", "part", "amount", "bottom", "top", "from", "to")


def draw(schedule: pd.DataFrame, text: Text, currency: str, *, side: str) -> alt.LayerChart:
    """Payments in their parts as bars; `schedule` is `frames.schedule`, amounts in `currency`.

    `side` chooses the words. Of a financing the first row, the money received, is left out: it
    would dwarf every payment.
    """
    schedule = schedule.iloc[1:] if side == "finance" and len(schedule) > 1 else schedule
    schedule = schedule.reset_index(drop=True)
    dates = [day.date() for day in schedule["date"]]
    data = _bars(schedule)
    words = {part: text(f"schedule.{side}.{part}") for part in _PARTS if part in set(data["part"])}
    names = [text.day(day) for day in dates]
    data["told"] = [
        f"{names[row]} · {words[part]}" for row, part in zip(data["row"], data["part"], strict=True)
    ]
    x_axis, scale = axes.month_axis(dates, text), axes.month_scale(dates)
    colour = alt.Color(
        "part:N",
        scale=alt.Scale(domain=list(words), range=[_PARTS[part] for part in words]),
        legend=axes.legend(words, (1, 3)),
    )
    low, high, beyond = piles.fitted(data, "row") if len(data) else (0.0, 1.0, data.head(0))
    ends = {"bottom": data["bottom"].clip(low, high), "top": data["top"].clip(low, high)}
    scale_y = alt.Scale(domain=[low, high], nice=True)
    bars = (
        marks.of(data.assign(**ends))
        .transform_calculate(amount=axes.money("datum.amount", text, currency))
        .mark_rect()
        .encode(
            x=alt.X("from:Q", axis=x_axis, scale=scale),
            x2="to:Q",
            y=alt.Y("bottom:Q", axis=axes.money_axis(text, currency), scale=scale_y),
            y2="top:Q",
            color=colour,
            tooltip=[alt.Tooltip("amount:N", title=" "), alt.Tooltip("told:N", title="  ")],
        )
    )
    written = (
        piles.written(beyond, text, last=len(dates) - 1, currency=currency) if len(data) else []
    )
    chart = marks.over(bars, marks.zero_line(), *written)
    paid = -schedule["due"].clip(upper=0).sum()
    received = schedule["due"].clip(lower=0).sum()
    described = text(
        "chart.schedule.alt",
        paid=text.money(float(paid), currency),
        received=text.money(float(received), currency),
        end=names[-1],
    )
    return dressed(chart, height=220, alt_text=described)


def balance(schedule: pd.DataFrame, text: Text, currency: str, *, side: str) -> alt.LayerChart:
    """What is still owed (finance) or held (saving) after each date."""
    dates = [day.date() for day in schedule["date"]]
    names = [text.day(day) for day in dates]
    data = pd.DataFrame({"row": range(len(dates)), "value": schedule["balance"], "day": names})
    x = alt.X("row:Q", axis=axes.month_axis(dates, text), scale=axes.month_scale(dates))
    base = marks.of(data).encode(x=x)
    y = alt.Y("value:Q", axis=axes.money_axis(text, currency))
    told = f"datum.day + ' · ' + {axes.money('datum.value', text, currency)}"
    chart = marks.over(
        base.mark_area(color=INK, opacity=0.08, interpolate="step-after").encode(y=y),
        base.mark_line(color=INK, size=2.2, interpolate="step-after").encode(y=y),
        marks.listener(base, told),
    )
    described = text(f"chart.schedule.balance_{side}.alt", end=names[-1])
    return dressed(chart, height=150, alt_text=described)


def _bars(schedule: pd.DataFrame) -> pd.DataFrame:
    """Each row's parts, piled from zero on the side they lie; drawdown or deposit included."""
    rows = []
    for row, record in enumerate(schedule.to_dict("records")):
        tops = {1: 0.0, -1: 0.0}
        for part in _PARTS:
            amount = float(record[part])
            if amount == 0:
                continue
            sign = 1 if amount > 0 else -1
            bottom, tops[sign] = tops[sign], tops[sign] + amount
            rows.append(
                {
                    "row": row, "part": part, "amount": amount, "bottom": bottom, "top": tops[sign],
                    "from": row - _HALF_BAR, "to": row + _HALF_BAR,
                }
            )  # fmt: skip
    return pd.DataFrame(rows, columns=list(_COLUMNS))
