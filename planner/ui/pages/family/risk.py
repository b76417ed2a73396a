"""Could it go wrong: the plan in many futures, why it fails, and what one could ask beforehand."""

from __future__ import annotations

import streamlit as st

from planner.ui import cache, session, style
from planner.ui.parts import empty, risk_closer, risk_odds, risk_pictures
from planner.ui.register import path_of


def render() -> None:
    """Draw the page."""
    s = session.current()
    if s.case is None:
        empty.draw(s.text)
        return
    plan = cache.plan_of(s.case)
    st.title(s.text("risk.title"))
    risk = risk_odds.of(plan, s.text)
    risk_odds.headline(risk, plan, s.text)
    risk_odds.tiles(risk, plan, s.text)
    risk_odds.sureness(risk, plan, s.text)
    risk_pictures.bands(risk, plan, s.text)
    risk_pictures.why(risk, plan, s.text)
    risk_closer.draw(risk, plan, s.text)
    style.small(s.text("risk.cards"))
    st.page_link(path_of("plan"), label=s.text("risk.cards.go"), icon=":material/tune:")


if __name__ == "__main__":
    render()
