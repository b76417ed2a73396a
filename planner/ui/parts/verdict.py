"""The first screen of a plan: is the family safe, when is the worst month, what to do first."""

from __future__ import annotations

from datetime import date
from math import isfinite

import streamlit as st

from planner.answers import Status
from planner.baseline import month_of
from planner.ladder import SHOWN_FIRST
from planner.plan import Plan
from planner.standpoint import Advice
from planner.text import Text
from planner.ui import style
from planner.ui.parts.spoken import signed
from planner.ui.style import Tile, Tone

TONES = {Status.SAFE: Tone.GOOD, Status.TIGHT: Tone.CARE, Status.DANGER: Tone.BAD}


def headline(plan: Plan, text: Text) -> None:
    """The one thing to read, and the first thing to do."""
    a = plan.answers
    out = a.first_below_zero_mark
    words = {
        "month": _month(plan, a.lowest_mark, text),
        "amount": text.money(abs(a.lowest_cash)),
        "buffer": text.money(a.buffer),
    }
    title = text(f"plan.headline.{a.status}", month="" if out is None else _month(plan, out, text))
    sentence = text(f"plan.sentence.{a.status}", **words)
    style.hero(TONES[a.status], text(f"plan.word.{a.status}"), title, sentence)
    if plan.ladder:
        first = plan.ladder[0]
        style.first_step(text("plan.first"), text.tell(first.code, first.params))


def tiles(plan: Plan, text: Text) -> None:
    """Four numbers, each with its month, unit and meaning."""
    style.tiles((_lowest(plan, text), _cover(plan, text), _safe(plan, text), _debt(plan, text)))
    end = _month(plan, plan.timeline.months, text)
    style.small(text("plan.horizon", month=end))
    if plan.cliff.moves and plan.answers.free_after < 0:
        lacking = text.money(-plan.answers.free_after)
        style.small(text("plan.horizon.lacking", amount=lacking, month=end))
    if plan.answers.provisional_share > 0:
        style.small(text("plan.provisional", share=text.share(plan.answers.provisional_share)))


def _lowest(plan: Plan, text: Text) -> Tile:
    a = plan.answers
    key = "plan.lowest.note.missing" if a.lowest_cash < 0 else "plan.lowest.note"
    note = text(key, month=_month(plan, a.lowest_mark, text))
    value = signed(a.lowest_cash, text)
    return Tile("south", text("plan.lowest"), value, note, TONES[a.status])


def _cover(plan: Plan, text: Text) -> Tile:
    months = plan.answers.cover_today_months
    question = text("plan.cover" if plan.cliff.moves else "plan.cover.at_home")
    if not isfinite(months):
        note = text("plan.cover.note.ever")
        return Tile("hourglass", question, text("plan.cover.none"), note, Tone.GOOD)
    whole = text.count("count.month", int(months))
    return Tile("hourglass", question, whole, text("plan.cover.note"))


def _safe(plan: Plan, text: Text) -> Tile:
    a = plan.answers
    if not plan.cliff.moves:
        out = a.first_below_zero_mark
        value = text("plan.lasts.ever") if out is None else text.month_short(_day(plan, out - 1))
        tone = Tone.GOOD if out is None else Tone.BAD
        return Tile("event", text("plan.lasts"), value, text("plan.lasts.note"), tone)
    if a.earliest_safe_mark is None:
        month = _month(plan, a.judged_until_mark, text)
        note = text("plan.safe_month.note.never", month=month)
        return Tile(
            "flight_land", text("plan.safe_month"), text("plan.safe_month.never"), note, Tone.BAD
        )
    if a.earliest_safe_mark == 0 and not a.gaps:
        note = text("plan.safe_month.note.any")
        return Tile(
            "flight_land", text("plan.safe_month"), text("plan.safe_month.any"), note, Tone.GOOD
        )
    key = "plan.safe_month.note.gaps" if a.gaps else "plan.safe_month.note"
    value = text.month_short(_day(plan, a.earliest_safe_mark))
    return Tile("flight_land", text("plan.safe_month"), value, text(key))


def _debt(plan: Plan, text: Text) -> Tile:
    a = plan.answers
    question = text("plan.debt")
    if a.worst_debt_ratio <= 0:
        return Tile("credit_score", question, text("plan.debt.none"), text("plan.debt.note.none"))
    month, cap = _month(plan, a.worst_debt_mark, text), text.share(a.debt_cap)
    note = text("plan.debt.note", month=month, cap=cap)
    if not isfinite(a.worst_debt_ratio):
        return Tile("credit_score", question, text("plan.debt.endless"), note, Tone.BAD)
    tone = Tone.BAD if a.worst_debt_ratio > a.debt_cap else Tone.PLAIN
    value = text("plan.debt.value", share=text.share(a.worst_debt_ratio))
    return Tile("credit_score", question, value, note, tone)


def ladder(plan: Plan, text: Text) -> None:
    """The steps in order, the first few at once, the rest on request."""
    st.subheader(text("plan.steps"))
    style.steps(_step(advice, plan, text) for advice in plan.ladder[:SHOWN_FIRST])
    rest = plan.ladder[SHOWN_FIRST:]
    if rest:
        with st.expander(text("plan.steps.more"), icon=":material/format_list_numbered:"):
            style.steps((_step(a, plan, text) for a in rest), first=SHOWN_FIRST + 1)


def _step(advice: Advice, plan: Plan, text: Text) -> tuple[str, str]:
    when = (
        text("plan.steps.now")
        if not advice.mark
        else text("plan.steps.when", month=_month(plan, advice.mark, text))
    )
    why = text.tell(f"{advice.code}.why", advice.params)
    return text.tell(advice.code, advice.params), f"{when} {why}"


def _day(plan: Plan, mark: int) -> date:
    return month_of(plan.timeline, mark)


def _month(plan: Plan, mark: int, text: Text) -> str:
    return text.month(_day(plan, mark))
