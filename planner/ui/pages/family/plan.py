"""The plan: is the family safe, when is the worst month, what to do first; and all behind it."""

from __future__ import annotations

import streamlit as st

from planner.baseline import month_of
from planner.case import Case
from planner.plan import Plan
from planner.ui import cache, session, style, voices
from planner.ui.parts import (
    assumption_cards,
    details,
    empty,
    pictures,
    pin_notice,
    pivot,
    proof,
    ready_card,
    verdict,
)  # fmt: skip
from planner.ui.session import Session


def render() -> None:
    """Draw the page."""
    s = session.current()
    if s.case is None:
        empty.draw(s.text)
        return
    plan = cache.plan_of(s.case)
    st.title(style.plain(s.case.title) or s.text("plan.title"))
    verdict.headline(plan, s.text)
    _take(pin_notice.draw(plan, s.text), s.case)
    _take(_pivot(plan, s), s.case)
    verdict.tiles(plan, s.text)
    ready_card.warning(voices.leaning(plan, cache.country_of(s.case).sources), s.text)
    details.warnings(plan, s.text)
    verdict.ladder(plan, s.text)
    real = pictures.money_of(s.text)
    pictures.month_by_month(plan, real, s.text)
    pictures.every_return(plan, s.text)
    pictures.owned_and_owed(plan, real, s.text)
    details.sales(plan, s.text)
    details.dues(plan, s.text)
    details.ledger(plan, s.text)
    details.goals(plan, s.text)
    country = cache.country_of(s.case)
    _take(assumption_cards.draw(plan, country, s.text), s.case)
    proof.draw(plan, country, s.text)


def _pivot(plan: Plan, s: Session) -> Case:
    """The one control, and the way back to the months the family told."""
    case, text = plan.case, s.text
    if not plan.cliff.moves:
        style.small(text("plan.pivot.none"))
        return case
    with st.container(border=True, key="card-pivot"):
        moved = pivot.draw(case, plan.answers.last_mark, text, text("plan.pivot"))
        if case.last_month is not None and any(r.last_month for r in case.household.remittances):
            if st.button(text("plan.pivot.own"), icon=":material/undo:", type="tertiary"):
                session.accept_anew(case.model_copy(update={"last_month": None}))
                st.rerun()
        elif plan.answers.last_mark == plan.timeline.months:
            month = text.month(month_of(plan.timeline, plan.timeline.months))
            style.small(text("plan.pivot.unending", month=month))
    return moved


def _take(edited: Case, before: Case) -> None:
    """An accepted change: written down, and the page drawn anew from it."""
    if edited != before:
        session.accept(edited)
        st.rerun()


if __name__ == "__main__":
    render()
