"""What an officer can do today: open a family's file or an example, and work through it."""

from __future__ import annotations

import streamlit as st

from planner.ui import session, style
from planner.ui.parts import openers
from planner.ui.register import path_of


def render() -> None:
    """Draw the page."""
    s = session.current()
    st.title(s.text("cases.title"))
    style.lead(s.text("cases.lead"))
    with st.container(border=True, key="card-open"):
        opened = openers.saved_file(s.text)
    style.small(s.text("cases.note"))
    chosen = openers.example_families(s.text) or opened
    if chosen is not None:
        session.open_case(chosen)
        st.switch_page(path_of("plan"))


if __name__ == "__main__":
    render()
