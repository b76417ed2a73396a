"""Instalments against the year's seasons: which months are lean, and what moving would change."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from planner import frames
from planner.baseline import month_of
from planner.calendar import Calendar, Feast, feasts, year_from
from planner.charts import calendar as picture
from planner.plan import Plan
from planner.text import Text
from planner.ui import cache, desk, style
from planner.ui.parts import charted
from planner.ui.parts.spoken import signed
from planner.ui.style import Tile, Tone
from products.basis.timeline import add_months

_YEAR = 12


@st.fragment
def draw(plan: Plan, text: Text) -> None:
    """Twelve months of the plan, as they are or with the instalments in the season."""
    found = cache.calendar_of_case(plan.case)
    style.lead(text("risk.seasons.note"))
    _change(found, text)
    first = _first(plan, text)
    moved = False
    if found.aligned is not None:
        moved = bool(
            st.segmented_control(
                text("risk.seasons.way"), [False, True], default=False, required=True,
                format_func=lambda on: text(f"risk.seasons.{'moved' if on else 'as_is'}"),
                key=f"{desk.epoch()}.seasons.way", label_visibility="collapsed",
            )
        )  # fmt: skip
    _year(found, plan, first, text, moved=moved)


def _first(plan: Plan, text: Text) -> int:
    """The first mark of the year to show."""
    years = list(range(1, max(plan.timeline.months - _YEAR + 2, 2), _YEAR))
    if len(years) == 1:
        return years[0]
    chosen = st.selectbox(
        text("risk.seasons.year"), years, key=f"{desk.epoch()}.seasons.year",
        format_func=lambda mark: _span(plan, mark, text),
    )  # fmt: skip
    return int(chosen or years[0])


def _span(plan: Plan, mark: int, text: Text) -> str:
    marks = year_from(plan, mark)
    first, last = (month_of(plan.timeline, int(m)) for m in (marks[0], marks[-1]))
    return text("risk.seasons.span", first=text.month_short(first), last=text.month_short(last))


def _change(found: Calendar, text: Text) -> None:
    """What paying by the season would change, in two numbers and one sentence."""
    if found.aligned is None:
        key = "risk.seasons.nothing" if found.flows.instalments.any() else "risk.seasons.no_debts"
        st.info(text(key), icon=":material/event_available:")
        return
    count = text.count("count.month", found.below_aligned)
    before = text("risk.seasons.before", n=text.count("count.month", found.below))
    tone = Tone.GOOD if found.below_aligned < found.below else Tone.PLAIN
    lowest = signed(found.lowest_aligned, text)
    was = text("risk.seasons.before", n=signed(found.lowest, text))
    style.tiles(
        (
            Tile("trending_down", text("risk.seasons.below"), count, before, tone),
            Tile("south", text("risk.seasons.lowest"), lowest, was),
        )
    )
    months = ", ".join(text.month_name(date(2001, m, 1)) for m in found.aligned.months)
    charge = found.aligned.charge
    if abs(charge) < 1:
        cost = text("risk.seasons.free")
    else:
        key = "risk.seasons.costs" if charge > 0 else "risk.seasons.saves"
        cost = text(key, amount=text.money(abs(charge)))
    better = "better" if found.below_aligned < found.below else "same"
    style.small(f"{text(f'risk.seasons.ask.{better}', months=months)} {cost}")


def _year(found: Calendar, plan: Plan, first: int, text: Text, *, moved: bool) -> None:
    low = frames.low_months(found, plan, first, moved=moved)
    marks = [int(mark) for mark in year_from(plan, first)]
    months = [month_of(plan.timeline, mark) for mark in marks]
    until = add_months(months[-1], 1)
    kept = feasts(cache.feasts_of(plan.case), months[0], until)
    kept = tuple(feast for feast in kept if feast.day < until)
    with st.container(border=True, key="card-seasons"):
        st.html(
            style.title(
                text("risk.seasons.picture"),
                text("risk.seasons.picture.note", currency=plan.currency),
            )
        )
        charted.show(
            "seasons",
            f"{cache.key_of(plan.case)}{first}{moved}",
            lambda: picture.draw(
                frames.calendar_year(found, plan, first, moved=moved),
                _signs(low, kept, dict(zip(months, marks, strict=True)), text),
                text,
            ),
        )
        if len(low):
            named = ", ".join(text.month_short(day.date()) for day in low["date"])
            buffer = text.money(found.buffer)
            every = len(low) == len(marks)
            key = "risk.seasons.low_all" if every else "risk.seasons.low"
            style.small(text(key, months=named, buffer=buffer))
        if kept:
            said = ", ".join(
                text("risk.seasons.feast", name=text(f"feast.{one.name}"), day=text.day(one.day))
                for one in kept
            )
            style.small(text("risk.seasons.feasts", feasts=said))


def _signs(
    low: pd.DataFrame, kept: tuple[Feast, ...], marks: dict[date, int], text: Text
) -> pd.DataFrame:
    rows = [
        {
            "mark": int(one["mark"]),
            "sign": "below",
            "words": text(
                "risk.seasons.below_sign",
                month=text.month(one["date"].date()),
                amount=signed(float(one["cash"]), text),
            ),
        }
        for one in low.to_dict("records")
    ]
    rows += [
        {
            "mark": marks[feast.day.replace(day=1)],
            "sign": "feast",
            "words": text(
                "risk.seasons.feast", name=text(f"feast.{feast.name}"), day=text.day(feast.day)
            ),
        }
        for feast in kept
    ]
    return pd.DataFrame(rows, columns=["mark", "sign", "words"])
