"""The way in: who you are, a first answer, example families, the plan from last time."""

from __future__ import annotations

import streamlit as st

from planner.case import DEFAULT_MONTHS
from planner.ui import session, style
from planner.ui.parts import entrance, first_answer, openers, place, quick
from planner.ui.register import path_of
from planner.ui.session import Session
from products.basis.people import Role

GOALS = {"officer": "cases", "steward": "review", "supervisor": "log", "admin": "log"}
"""The first page behind the door, where it is not the listings."""


def render() -> None:
    """Draw the page."""
    s = session.current()
    style.brand(s.text("start.brand"))
    st.title(s.text("start.title"))
    style.lead(s.text("start.lead"))
    entrance.who(s)
    role = session.role()
    if role is Role.FAMILY:
        _family(s)
    else:
        with st.container(border=True, key=f"card-{role}"):
            st.html(style.heading("badge", s.text(f"start.{role}.title")))
            st.write(s.text(f"start.{role}.note"))
            goal = GOALS.get(role, "listings")
            label = s.text(f"start.{role}.go")
            st.page_link(path_of(goal), label=label, icon=":material/arrow_forward:")


def _family(s: Session) -> None:
    if openers.last_time(s.text):
        st.switch_page(path_of("plan"))
    if s.case is not None and quick.read(s.case, s.text) is None:
        entrance.theirs(s)
    else:
        _first_answer(s)
    chosen = openers.example_families(s.text)
    chosen = openers.saved_file(s.text) or chosen
    if chosen is not None:
        session.open_case(chosen)
        st.switch_page(path_of("plan"))


def _first_answer(s: Session) -> None:
    with st.container(border=True, key="card-quick"):
        st.html(style.heading("bolt", s.text("quick.title")))
        style.small(s.text("quick.note"))
        home = s.case.country if s.case else session.home(s.world)
        chosen = place.choose(s, home)
        if chosen != home:
            first_answer.move_home(s, chosen)
            st.rerun()
        case = first_answer.draw(s.case, home, s.text)
        if case is None:
            style.small(s.text("quick.wait"))
            return
        if case != s.case:
            session.accept(case)
        moved = first_answer.answer(case, s.text)
        if moved != case:
            session.accept(moved)
            st.rerun()
        if st.button(s.text("quick.go_on"), type="primary", icon=":material/arrow_forward:"):
            session.accept(moved.model_copy(update={"months": DEFAULT_MONTHS}))
            st.switch_page(path_of("guide"))
        style.small(s.text("quick.go_on.note"))


if __name__ == "__main__":
    render()
