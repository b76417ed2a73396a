"""The questions behind the first screen of the risks; one is open at a time."""

from __future__ import annotations

import streamlit as st

from planner.plan import Plan
from planner.risk import Risk
from planner.text import Text
from planner.ui import desk
from planner.ui.parts import (
    risk_hopes,
    risk_levers,
    risk_returns,
    risk_seasons,
    risk_shocks,
    risk_ventures,
)


def draw(risk: Risk, plan: Plan, text: Text) -> None:
    """Pick a question; its answer is drawn below."""
    asked = questions(plan)
    st.subheader(text("risk.closer"))
    chosen = st.pills(
        text("risk.closer.pick"), asked, default=asked[0], required=True,
        format_func=lambda one: text(f"risk.closer.{one}"), key=f"{desk.epoch()}.risk.closer",
        label_visibility="collapsed",
    )  # fmt: skip
    if chosen == "hopes":
        risk_hopes.draw(risk, plan, text)
    elif chosen == "shocks":
        risk_shocks.draw(plan, text)
    elif chosen == "levers":
        risk_levers.draw(plan, text)
    elif chosen == "returns":
        risk_returns.draw(plan, text)
    elif chosen == "ventures":
        risk_ventures.draw(risk, plan, text)
    else:
        risk_seasons.draw(plan, text)


def questions(plan: Plan) -> list[str]:
    """What can be asked of this plan: of hopes, returns and ventures only where there are any."""
    asked = ["shocks", "levers", "seasons"]
    if plan.cliff.moves:
        asked.insert(1, "returns")
    if plan.ventures:
        asked.insert(0, "ventures")
    return ["hopes", *asked] if plan.goals else asked
