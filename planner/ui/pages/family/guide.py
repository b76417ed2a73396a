"""The guided start: five short steps; every accepted answer is saved at once."""

from __future__ import annotations

import streamlit as st

from planner.case import Case
from planner.household import Household, Member, Relation, Sex
from planner.ui import desk, session, style
from planner.ui.parts import place, steps
from planner.ui.parts.months import plan_start
from planner.ui.register import path_of
from planner.ui.session import Session


def render() -> None:
    """Draw the page."""
    s = session.current()
    st.title(s.text("guide.title"))
    if s.case is None:
        _begin(s)
        return
    step = desk.step(len(steps.STEPS))
    name = steps.STEPS[step]
    style.progress(step + 1, len(steps.STEPS))
    count = s.text("guide.step", n=step + 1, of=len(steps.STEPS))
    style.small(f"{count} · {s.text('guide.saved')}")
    st.header(s.text(f"guide.{name}"))
    style.lead(s.text(f"guide.{name}.lead"))
    edited = steps.draw(name, s.case, s)
    if edited != s.case:
        session.accept(edited)
        if steps.shape(edited) != steps.shape(s.case):
            st.rerun()
    _move(step, s)


def _begin(s: Session) -> None:
    st.info(f"{s.text('guide.empty')} {s.text('guide.empty.note')}", icon=":material/edit_note:")
    home = place.choose(s, session.home(s.world))
    if st.button(s.text("guide.begin"), type="primary", icon=":material/play_arrow:"):
        worker = Member(id="m1", relation=Relation.SELF, age_years=30, sex=Sex.MALE, abroad=True)
        house = Household(members=(worker,))
        session.open_case(Case(country=home, start=plan_start(s.world.today), household=house))
        st.rerun()
    st.page_link(path_of("start"), label=s.text("guide.to_start"), icon=":material/bolt:")


def _move(step: int, s: Session) -> None:
    last = step == len(steps.STEPS) - 1
    with st.container(horizontal=True, horizontal_alignment="distribute", key="guide-move"):
        back = st.button(s.text("guide.back"), icon=":material/arrow_back:", disabled=step == 0)
        label, icon = ("guide.done", "monitoring") if last else ("guide.next", "arrow_forward")
        forth = st.button(s.text(label), type="primary", icon=f":material/{icon}:")
    if forth and last:
        st.switch_page(path_of("plan"))
    if back or forth:
        desk.set_step(step + (1 if forth else -1))
        st.rerun()


if __name__ == "__main__":
    render()
