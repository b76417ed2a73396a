"""What a page shows while there is no plan: one sentence, and the ways in."""

from __future__ import annotations

import streamlit as st

from planner.text import Text
from planner.ui import style
from planner.ui.register import path_of


def draw(text: Text) -> None:
    """Draw it."""
    style.hero(style.Tone.ASK, "", text("plan.none"), text("plan.none.note"))
    st.page_link(path_of("start"), label=text("guide.to_start"), icon=":material/bolt:")
    st.page_link(path_of("guide"), label=text("guide.begin"), icon=":material/edit_note:")
