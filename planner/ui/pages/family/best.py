"""The best plan: what to do, when and why; what is not taken; and what else one could do."""

from __future__ import annotations

import streamlit as st

from planner.text import Text
from planner.ui import cache, chores, session, style
from planner.ui.parts import (
    best_beside,
    best_few,
    best_head,
    best_not,
    best_reasons,
    best_try,
    best_ways,
    empty,
    pin_notice,
)
from planner.ui.weighing import Weighed


def render() -> None:
    """Draw the page."""
    s = session.current()
    if s.case is None:
        empty.draw(s.text)
        return
    st.title(s.text("best.title"))
    style.lead(s.text("best.lead"))
    plan = cache.plan_of(s.case)
    pin_notice.advised(s.case, s.text)
    chores.show(
        "weigh",
        cache.key_of(s.case),
        cache.weighing(s.case),
        s.text("best.doing"),
        lambda found: _advice(found, s.text),
    )
    best_try.draw(plan, s.text)
    best_ways.draw(plan, s.text)


def _advice(found: Weighed, text: Text) -> None:
    """Everything that is said of the advised plan."""
    best_head.headline(found.best, text)
    best_head.mends(found.best, text)
    best_head.steps(found.best, text)
    best_beside.draw(found, text)
    best_reasons.draw(found.best, text)
    best_few.draw(found.best, text)
    best_not.draw(found.best, text)
    best_reasons.found(found, text)


if __name__ == "__main__":
    render()
