"""How sure each hope is: so many families of ten, by when, and when it is sure enough."""

from __future__ import annotations

import streamlit as st

from planner import frames
from planner.baseline import month_of
from planner.charts import odds
from planner.plan import Plan
from planner.risk import GoalOdds, Risk
from planner.text import Text
from planner.ui import style
from planner.ui.parts import charted, odds_words
from planner.ui.parts.risk_pictures import key_of
from planner.ui.style import Tone

_SURE = 0.8
_HALF = 0.5


def draw(risk: Risk, plan: Plan, text: Text) -> None:
    """Houses for every hope, and the chances over the months."""
    if not risk.goals:
        st.info(text("risk.hopes.none"), icon=":material/flag:")
        return
    style.lead(text("risk.hopes.note"))
    for place, goal in enumerate(risk.goals):
        with st.container(border=True, key=f"card-hope-{place}"):
            st.html(style.heading("flag", goal.label) + _odds(goal, plan, text))
    with st.container(border=True, key="card-hopes"):
        st.html(style.title(text("risk.hopes.by_month"), text("risk.hopes.by_month.note")))
        charted.show(
            "hopes",
            key_of(risk, plan),
            lambda: odds.goals(frames.goal_odds(risk, plan), text),
        )


def _odds(goal: GoalOdds, plan: Plan, text: Text) -> str:
    share = goal.in_time
    tone = Tone.GOOD if share >= _SURE else Tone.CARE if share >= _HALF else Tone.BAD
    month = text.month(month_of(plan.timeline, goal.mark))
    by = text("risk.hopes.by", odds=odds_words.short(share, text), month=month)
    sure = goal.sure_by[_SURE]
    if sure is None:
        end = text.month(month_of(plan.timeline, plan.timeline.months))
        ever = odds_words.short(float(goal.met_by[-1]), text)
        after = text("risk.hopes.never", month=end, odds=ever)
    else:
        after = text("risk.hopes.sure", month=text.month(month_of(plan.timeline, sure)))
    beyond = f" {text('risk.hopes.beyond')}" if goal.beyond_plan else ""
    return style.houses(share, by, tone=tone) + style.note(after + beyond)
