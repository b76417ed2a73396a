"""The first answer on the start page: four numbers in, one sentence and one picture out."""

from __future__ import annotations

from math import isinf

import streamlit as st

from planner import frames
from planner.baseline import month_of
from planner.case import Case
from planner.charts import cash
from planner.plan import Plan
from planner.text import Text, text_of
from planner.ui import cache, session, style
from planner.ui.parts import charted, pivot, quick
from planner.ui.parts.fields import Fields
from planner.ui.parts.months import plan_start
from planner.ui.parts.quick import Quick
from planner.ui.session import Session
from planner.ui.style import Tone

FEW_MONTHS = 3


def draw(case: Case | None, country: str, text: Text) -> Case | None:
    """The case the four numbers make, and the answer to it; None while there are too few."""
    before = quick.read(case, text) if case else None
    now = _ask(before or Quick(), text)
    if case is None or before is None:
        start = plan_start(session.current().world.today)
        return quick.case_of(now, country, start, text) if now.answerable else None
    if now != before:
        fresh = quick.case_of(now, country, case.start, text)
        return fresh.model_copy(update={"last_month": case.last_month})
    return case


def move_home(s: Session, country: str) -> None:
    """Another country is home: the same four numbers in its money."""
    session.set_home(country)
    before = quick.read(s.case, s.text) if s.case else None
    settings = s.world.catalogue.country(country)
    if s.case is None or before is None or settings is None:
        return
    text = text_of(s.text.language, settings.currency)
    session.accept_anew(quick.case_of(before, country, s.case.start, text))


def _ask(before: Quick, text: Text) -> Quick:
    f, currency = Fields(text, "quick", "quick"), text.currency
    one, two = st.columns(2)
    with one:
        arrives = f.money("arrives", before.arrives, currency, rhythm="per.1")
    with two:
        needs = f.money("needs", before.needs, currency, rhythm="per.1")
    one, two = st.columns(2)
    with one:
        saved = f.money("saved", before.saved, currency, rhythm="in_all")
    with two:
        owed = f.money("owed", before.owed, currency, rhythm="in_all")
    return Quick(arrives, needs, saved, owed)


def answer(case: Case, text: Text) -> Case:
    """The sentence and the picture; returns the case with the month supposed."""
    plan = cache.plan_of(case)
    _sentence(plan, text)
    moved = pivot.draw(case, plan.answers.last_mark, text, text("plan.pivot"))
    month = text.month(month_of(plan.timeline, plan.answers.last_mark))
    st.markdown(f"**{text('quick.picture', month=month)}**")
    charted.show(
        "quick",
        cache.key_of(case),
        lambda: cash.balance(
            frames.monthly(plan), text,
            worst_mark=plan.answers.lowest_mark, last_mark=plan.answers.last_mark,
        ),
    )  # fmt: skip
    return moved


def _sentence(plan: Plan, text: Text) -> None:
    months, free = plan.answers.cover_today_months, plan.budgets.now.free
    if isinf(months):
        tone, headline = Tone.GOOD, text("quick.for_ever")
    elif months < 1:
        tone, headline = Tone.BAD, text("quick.none")
    else:
        tone = Tone.CARE if months < FEW_MONTHS else Tone.PLAIN
        headline = text("quick.cover", months=text.count("count.month", int(months)))
    key = "quick.left" if free >= 0 else "quick.missing"
    said = [text(key, amount=text.money(abs(free)))]
    owed = float(plan.owed[0])
    if owed > 0 and free > 0:
        said.append(text("quick.debt_months", months=text.count("count.month", -(-owed // free))))
    elif owed > 0:
        said.append(text("quick.debt_none_left"))
    style.hero(tone, text("quick.word"), headline, " ".join(said))
