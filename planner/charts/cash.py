"""The month's money: cash in hand, and on the same months below it what comes and what goes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import altair as alt
import numpy as np
import pandas as pd

from planner.charts import axes, marks
from planner.charts import bars as piles
from planner.charts.theme import ACCENT, DANGER, GROUPS, INK, MUTED, dressed
from planner.text import Text

_HALF_BAR = 0.42
_DUST = 1e-9
_ROOM, _LOW_DOWN = 26, 0.15
FLOWS_HEIGHT = 240


def balance(
    monthly: pd.DataFrame, text: Text, *, worst_mark: int, last_mark: int | None
) -> alt.LayerChart:
    """Cash at the end of every month; zero is drawn strongly, the worst month ringed and named.

    `monthly` is `frames.monthly`; `last_mark` the mark of the last money from abroad, None where
    the picture should not show one.
    """
    cash = monthly[monthly["series"] == "cash"].reset_index(drop=True)
    dates = [day.date() for day in cash["date"]]
    names = [text.month(day) for day in dates]
    values = cash["value"]
    data = pd.DataFrame(
        {
            "mark": cash["mark"],
            "value": values,
            "above": values.clip(lower=0),
            "below": values.clip(upper=0),
            "month": names,
        }
    )
    worst, last = float(values.iloc[worst_mark]), len(dates) - 1
    color = DANGER if worst < 0 else INK
    room = _ROOM if worst < values.max() * _LOW_DOWN else 0
    base = marks.of(data).encode(x=_x(dates, text))
    told = f"datum.month + ' · ' + {axes.money('datum.value', text)}"
    words = text("chart.worst", month=text.month_short(dates[worst_mark]))
    chart = marks.over(
        base.mark_area(color=ACCENT, opacity=0.14).encode(y=_y("above:Q", text, room)),
        base.mark_area(color=DANGER, opacity=0.2).encode(y="below:Q"),
        marks.zero_line(),
        base.mark_line(color=INK, size=2.6).encode(y="value:Q"),
        *marks.last_money(last_mark, last, text),
        *marks.named_point(worst_mark, worst, words, marks.under(worst_mark, last), color),
        marks.listener(base, told),
    )
    described = text(
        "chart.balance.alt",
        first=text.money(float(values.iloc[0])),
        lowest=text.money(worst),
        month=names[worst_mark],
        last=text.money(float(values.iloc[-1])),
        end=names[-1],
    )
    return dressed(chart, height=250, alt_text=described)


def flows(lines: pd.DataFrame, text: Text, *, worst_mark: int) -> alt.LayerChart:
    """What comes (up) and what goes (down) every month, stacked by where from and what for.

    `lines` is `frames.cash_lines`. A month that would dwarf all others (a house is bought) runs off
    the picture, with its sum written where it does.
    """
    months = lines.drop_duplicates("mark").sort_values("mark")
    dates = [day.date() for day in months["date"]]
    data = stacked(lines)
    present = [group for group in GROUPS if group in set(data["group"])]
    words = {group: text(f"group.{group}") for group in present}
    data["told"] = [
        f"{text.month(dates[mark])} · {words[group]}"
        for mark, group in zip(data["mark"], data["group"], strict=True)
    ]
    low, high, beyond = piles.fitted(data, "mark")
    ends = {"bottom": data["bottom"].clip(low, high), "top": data["top"].clip(low, high)}
    scale = alt.Scale(domain=[low, high], nice=True)
    bars = (
        marks.of(data.assign(**ends))
        .transform_calculate(amount=axes.money("datum.flow", text))
        .mark_rect()
        .encode(
            x=_x(dates, text, "from:Q"),
            x2="to:Q",
            y=alt.Y("bottom:Q", axis=axes.money_axis(text), scale=scale),
            y2="top:Q",
            color=_colour({group: text(f"legend.{group}") for group in present}),
            tooltip=[alt.Tooltip("amount:N", title=" "), alt.Tooltip("told:N", title="  ")],
        )
    )
    rule = marks.of([{"mark": worst_mark}]).mark_rule(color=MUTED, strokeDash=[2, 3])
    layers = [
        bars,
        rule.encode(x="mark:Q"),
        marks.zero_line(),
        *piles.written(beyond, text, last=len(dates) - 1),
    ]
    chart = marks.over(*layers)
    described = text("chart.flows.alt", groups=", ".join(words.values()))
    return dressed(chart, height=FLOWS_HEIGHT, alt_text=described)


def stacked(lines: pd.DataFrame) -> pd.DataFrame:
    """Bars of `frames.cash_lines`: incoming groups piled up from zero, outgoing ones down from it.

    One row a mark, group and direction that is not nought: mark, group, flow, bottom, top, from,
    to.
    """
    groups = list(GROUPS)
    flow, mark = lines["flow"].to_numpy(), lines["mark"].to_numpy()
    row = np.array([groups.index(group) for group in lines["group"]], dtype=np.intp)
    parts = []
    for one_way in (np.maximum(flow, 0.0), np.minimum(flow, 0.0)):
        sums = np.zeros((len(groups), int(mark.max(initial=0)) + 1))
        np.add.at(sums, (row, mark), one_way)
        top = sums.cumsum(axis=0)
        at, when = np.nonzero(np.abs(sums) > _DUST)
        bars = {"flow": sums[at, when], "bottom": (top - sums)[at, when], "top": top[at, when]}
        parts.append(pd.DataFrame({"mark": when, "group": [groups[g] for g in at], **bars}))
    found = pd.concat(parts, ignore_index=True)
    return found.assign(**{"from": found["mark"] - _HALF_BAR, "to": found["mark"] + _HALF_BAR})


def _x(dates: Sequence[date], text: Text, field: str = "mark:Q") -> alt.X:
    return alt.X(field, axis=axes.month_axis(dates, text), scale=axes.month_scale(dates))


def _y(field: str, text: Text, room: int) -> alt.Y:
    """The axis of money with `room` pixels for a name under the lowest point."""
    return alt.Y(field, axis=axes.money_axis(text), scale=alt.Scale(nice=True, padding=room))


def _colour(words: dict[str, str]) -> alt.Color:
    """The groups in the order in which they are stacked, with their words below the picture."""
    return alt.Color(
        "group:N",
        scale=alt.Scale(domain=list(words), range=[GROUPS[group] for group in words]),
        legend=axes.legend(words),
    )
