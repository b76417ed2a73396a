"""Taking the plan along, opening another, and deleting everything."""

from __future__ import annotations

import streamlit as st

from planner.case import Case
from planner.casework.store import KEPT_DAYS
from planner.inputs import Leaning
from planner.ui import cache, session, style, voices
from planner.ui.parts import downloads, offer_progress, openers, ready_card
from planner.ui.register import path_of
from planner.ui.session import Session


def render() -> None:
    """Draw the page."""
    s = session.current()
    st.title(s.text("save.title"))
    if s.case is not None:
        held = voices.leaning(cache.plan_of(s.case), cache.country_of(s.case).sources)
        _ready(s.case, held, s)
        with st.container(border=True, key="card-save"):
            st.html(style.heading("save", s.text("save.file")))
            style.small(s.text("save.file.note"))
            downloads.case_file(s.case, s.text)
        with st.container(border=True, key="card-table"):
            st.html(style.heading("table_rows", s.text("save.table")))
            style.small(s.text("save.table.note"))
            downloads.table_files(s.case, held, s.text)
    with st.container(border=True, key="card-open"):
        opened = openers.saved_file(s.text)
        if opened is not None:
            session.open_case(opened)
            st.switch_page(path_of("plan"))
    _kept(s)
    _delete(s)


def _ready(case: Case, held: tuple[Leaning, ...], s: Session) -> None:
    """Whether the plan is ready to be shown, and whether the family is counted."""
    edited = ready_card.draw(case, held, s.text)
    edited = offer_progress.card(edited, s.text)
    if edited != case:
        session.accept(edited)
        st.rerun()


def _kept(s: Session) -> None:
    """Where the answers lie, for how long, and who can read them."""
    with st.container(border=True, key="card-kept"):
        st.html(style.heading("lock", s.text("save.kept")))
        if s.world.drafts is None:
            st.write(s.text("save.kept.nowhere"))
            return
        st.write(s.text("save.kept.note", days=s.text.count("count.day", KEPT_DAYS)))
        shared = "save.kept.shared" if s.world.keepsake is None else "save.kept.own"
        st.warning(s.text(shared), icon=":material/phonelink_lock:")


def _delete(s: Session) -> None:
    """Everything of this family's, gone in one confirmed click."""
    with st.container(border=True, key="card-delete"):
        st.html(style.heading("delete_forever", s.text("save.delete")))
        style.small(s.text("save.delete.note"))
        with st.popover(s.text("save.delete"), icon=":material/delete_forever:"):
            st.write(s.text("save.delete.sure"))
            if st.button(s.text("save.delete.yes"), type="primary", key="delete.yes"):
                if s.case is not None:
                    voices.withdraw(s.case)
                session.erase_everything()
                st.rerun()
    if session.take_erased():
        st.success(s.text("save.deleted"), icon=":material/check_circle:")


if __name__ == "__main__":
    render()
