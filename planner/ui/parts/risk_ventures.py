"""A venture of the plan told in three ways: if it lives, if it closes, and expected."""

from __future__ import annotations

import streamlit as st

from planner import frames
from planner.baseline import month_of
from planner.charts import closing
from planner.plan import Plan
from planner.risk import Risk, VentureOdds
from planner.text import Text
from planner.ui import cache, desk, style
from planner.ui.parts import charted, odds_words
from planner.ui.style import Tone
from planner.ventures import VentureCourse

_YEAR = 12


@st.fragment
def draw(risk: Risk, plan: Plan, text: Text) -> None:
    """Every venture begun, with a slider for the month it closes in."""
    style.lead(text("risk.ventures.note"))
    running = {one.key: one for one in risk.ventures}
    for course in plan.ventures:
        _one(course, running.get(course.key), plan, text)


def _one(course: VentureCourse, odds: VentureOdds | None, plan: Plan, text: Text) -> None:
    last = plan.timeline.months
    with st.container(border=True, key=f"card-closing-{course.key}"):
        note = text("risk.ventures.picture.note", currency=plan.currency)
        name = course.label or text(f"choice.venture_kind.{course.venture.kind}")
        st.html(style.title(name, note))
        if odds is not None:
            share = float(odds.running[-1])
            end = text.month(month_of(plan.timeline, last))
            words = text("risk.ventures.open", odds=odds_words.short(share, text), month=end)
            st.html(style.houses(share, words, tone=Tone.CARE))
        marks = list(range(min(course.start + 1, last), last + 1))
        chosen = marks[0]
        if len(marks) > 1:
            usual = min(course.start + _YEAR, last)
            chosen = st.select_slider(
                text("risk.ventures.closes"), options=marks, value=max(usual, marks[0]),
                format_func=lambda mark: text.month_short(month_of(plan.timeline, mark)),
                key=f"{desk.epoch()}.closes.{course.key}",
            )  # fmt: skip
        mark = int(chosen)
        charted.show(
            f"closing-{course.key}",
            f"{cache.key_of(plan.case)}{mark}",
            lambda: closing.draw(frames.venture_lines(course, plan, mark), text, closes=mark),
        )
