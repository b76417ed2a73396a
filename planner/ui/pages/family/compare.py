"""Two to five choices side by side, made by hand."""

from __future__ import annotations

import streamlit as st

from planner.ui import cache, session, style
from planner.ui.parts import alternatives, empty


def render() -> None:
    """Draw the page."""
    s = session.current()
    if s.case is None:
        empty.draw(s.text)
        return
    st.title(s.text("compare.title"))
    style.lead(s.text("compare.lead"))
    edited = alternatives.manage(s.case, cache.listings_of(s.case), s.text)
    if edited != s.case:
        session.accept(edited)
        st.rerun()
    if len(s.case.alternatives) < alternatives.FEWEST:
        st.info(s.text("compare.few"), icon=":material/info:")
        return
    compared = cache.compared(s.case)
    alternatives.table(compared, s.text)
    alternatives.cash(compared, s.case, s.text)


if __name__ == "__main__":
    render()
