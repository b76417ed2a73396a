"""At the door: who sits here, and the plan that is already open."""

from __future__ import annotations

import streamlit as st

from planner.ui import session, style
from planner.ui.register import path_of
from planner.ui.session import Session


def who(s: Session) -> None:
    """Ask who sits here; the pages follow."""
    now = session.role()
    chosen = st.segmented_control(
        s.text("start.who"), session.SEATS, default=now, required=True, key="who",
        format_func=lambda role: s.text(f"role.{role}"),
    )  # fmt: skip
    if chosen is not now:
        session.set_role(chosen)
        st.rerun()


def theirs(s: Session) -> None:
    """The plan that is open, and how to begin another."""
    with st.container(border=True, key="card-yours"):
        title = s.case.title if s.case else ""
        key = "start.yours" if title else "start.yours.untitled"
        st.html(style.heading("cottage", s.text(key, title=title)))
        with st.container(horizontal=True):
            if st.button(s.text("start.see_plan"), type="primary", icon=":material/monitoring:"):
                st.switch_page(path_of("plan"))
            if st.button(s.text("start.change"), icon=":material/edit_note:"):
                st.switch_page(path_of("guide"))
            if st.button(s.text("start.new"), icon=":material/add:", help=s.text("start.new.note")):
                session.close_case()
                st.rerun()
