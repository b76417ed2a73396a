"""The fan: how cash fares in many futures, with the plan's own line through it."""

from __future__ import annotations

import altair as alt
import pandas as pd

from planner.charts import axes, marks
from planner.charts.theme import ACCENT, DANGER, INK, dressed
from planner.text import Text

HEIGHT = 290
COLOURS = {"most": "#cfe1df", "half": "#8fbab6", "middle": ACCENT, "plan": "#b84a00"}
"""Palest for the widest band; the four differ in lightness and the plan's line has its dash."""
_BANDS = {"most": ("lowest", "highest"), "half": ("lower", "upper")}


def draw(
    fan: pd.DataFrame, text: Text, *, worst_mark: int, last_mark: int | None, name: str = "cash"
) -> alt.LayerChart:
    """Bands of nine futures in ten and of every second one, their middle, and the plan.

    `fan` has a row a mark: mark, date, lowest, lower, middle, upper, highest (the 5th, 25th, 50th,
    75th and 95th of a hundred futures) and plan, in one money. `worst_mark` is where the plan is
    lowest; `name` chooses the words of what is drawn ("cash", "worth").
    """
    dates = [day.date() for day in fan["date"]]
    names, last = [text.month(day) for day in dates], len(dates) - 1
    words = {key: text(f"chart.fan.{key}") for key in COLOURS}
    x = alt.X("mark:Q", axis=axes.month_axis(dates, text), scale=axes.month_scale(dates))
    colour = alt.Color(
        "label:N",
        scale=alt.Scale(domain=list(COLOURS), range=list(COLOURS.values())),
        legend=axes.legend(words, (2, 4)),
    )
    y = alt.Y("value:Q", axis=axes.money_axis(text), scale=alt.Scale(nice=True, padding=22))
    worst = float(fan["plan"].iloc[worst_mark])
    low = text("chart.worst", month=text.month_short(dates[worst_mark]))
    bands = [_band(fan, key).encode(x=x, y=y, y2="top:Q", color=colour) for key in _BANDS]
    chart = marks.over(
        *[band.mark_area() for band in bands],
        marks.zero_line(),
        _line(fan, "middle").mark_line(size=2.4).encode(x=x, y=y, color=colour),
        _line(fan, "plan").mark_line(size=2.4, strokeDash=[6, 3]).encode(x=x, y=y, color=colour),
        *marks.last_money(last_mark, last, text),
        *marks.named_point(
            worst_mark, worst, low, marks.under(worst_mark, last), DANGER if worst < 0 else INK
        ),
        marks.listener(_told(fan, names).encode(x=x), _sentence(text)),
    )
    end = fan.iloc[-1]
    described = text(
        f"chart.fan.alt.{name}",
        end=names[-1],
        low=text.money(float(end["lowest"])),
        middle=text.money(float(end["middle"])),
        high=text.money(float(end["highest"])),
        worst=text.money(worst),
        month=names[worst_mark],
    )
    return dressed(chart, height=HEIGHT, alt_text=described)


def _band(fan: pd.DataFrame, key: str) -> alt.Chart:
    low, high = _BANDS[key]
    return marks.of(
        pd.DataFrame({"mark": fan["mark"], "value": fan[low], "top": fan[high], "label": key})
    )


def _line(fan: pd.DataFrame, key: str) -> alt.Chart:
    return marks.of(pd.DataFrame({"mark": fan["mark"], "value": fan[key], "label": key}))


def _told(fan: pd.DataFrame, names: list[str]) -> alt.Chart:
    shown = fan[["mark", "lowest", "middle", "highest", "plan"]]
    return marks.of(shown.assign(month=names))


def _sentence(text: Text) -> str:
    """What a touched month says: the middle, the span of most, the plan."""
    said = text("chart.fan.told", middle="§1", low="§2", high="§3", plan="§4")
    sentence = "'" + said.replace("'", "’") + "'"
    for place, name in {"§1": "middle", "§2": "lowest", "§3": "highest", "§4": "plan"}.items():
        sentence = sentence.replace(place, f"' + {axes.money(f'datum.{name}', text)} + '")
    return f"datum.month + ' · ' + {sentence}"
