"""The first screen of the best plan: what to do, the next three steps, and what would mend it."""

from __future__ import annotations

import streamlit as st

from planner.best import Best, Step, Verdict
from planner.plan import Plan
from planner.report_best import loan_said, step_why
from planner.text import Text
from planner.ui import style
from planner.ui.parts import odds_words
from planner.ui.parts.spoken import signed
from planner.ui.style import Tone

WORRYING = 0.2
"""From this share of futures that run out of money on, the advice says so at once. Judgement."""
TONES = {Verdict.DO: Tone.GOOD, Verdict.WAIT: Tone.ASK, Verdict.MEND: Tone.BAD}


def headline(best: Best, text: Text) -> None:
    """The advice in one sentence, with what it changes; and whether to borrow."""
    verdict = best.verdict
    aim = text(f"choice.aim.{best.own.case.household.preferences.aim}")
    count = len(best.because)
    title = text(
        f"best.headline.{verdict}", things=text.count("count.thing", count) if count else ""
    )
    worry = _worry(best, text)
    said = [text(f"best.{verdict}"), _change(best, text), worry]
    tone = Tone.ASK if worry and verdict is Verdict.DO else TONES[verdict]
    style.hero(tone, text("best.word", aim=aim), title, " ".join(filter(None, said)))
    no_loan = loan_said(best, text)
    if no_loan:
        style.chips([style.chip(Tone.GOOD, no_loan, "block")])


def _worry(best: Best, text: Text) -> str:
    """That money runs out in many futures all the same, where it does."""
    if best.short < WORRYING or best.verdict is Verdict.MEND:
        return ""
    return text("best.worry", odds=odds_words.short(best.short, text))


def _change(best: Best, text: Text) -> str:
    """What the lowest month comes to, beside the plan as it is."""
    new, old = best.plan.answers.lowest_cash, best.own.answers.lowest_cash
    if round(new) == round(old):
        return ""
    return text("best.change", new=signed(new, text), old=signed(old, text))


def mends(best: Best, text: Text) -> None:
    """What would mend a plan whose money runs out: any one of these is enough by itself."""
    if best.infeasible is None:
        return
    with st.container(border=True, key="card-mends"):
        st.html(style.heading("healing", text("best.mends")))
        if not best.infeasible.mends:
            st.write(text("best.mends.none"))
            return
        style.small(text("best.mends.note"))
        style.rules(
            ("open", text.tell(mend.code, mend.params), "") for mend in best.infeasible.mends
        )


def steps(best: Best, text: Text) -> None:
    """The next three steps with their dates, each with its reason."""
    st.subheader(text("best.steps"))
    if not best.steps:
        style.small(text("best.steps.none"))
        return
    style.steps(_step(step, best.plan, text) for step in best.steps)


def _step(step: Step, plan: Plan, text: Text) -> tuple[str, str]:
    day, said = plan.provenance.as_of, text.tell(step.code, step.params)
    month = text.month(step.day)
    if (step.day.year, step.day.month) <= (day.year, day.month):
        when = text("plan.steps.now")
    else:
        when = "" if month in said else text("best.steps.when", month=month)
    return said, f"{when} {step_why(step, text)}".strip()
