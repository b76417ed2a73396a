"""Keeping what was read from a file, once; and what came of it."""

from __future__ import annotations

import streamlit as st

from planner.text import Text
from planner.ui import style
from planner.ui.parts import import_result, import_state
from planner.ui.parts.import_state import Upload
from planner.ui.register import path_of
from products.basis.people import Actor
from products.imports.documents import Imported
from products.publishing.arriving import Taken
from products.publishing.intake import Intake


def offer(upload: Upload, read: Imported, actor: Actor, intake: Intake, text: Text) -> None:
    """The button that keeps what was read, and why it could not be kept."""
    with st.container(border=True, key="card-import-keep"):
        style.small(text("upload.keep.note"))
        label = text("upload.keep")
        if st.button(label, type="primary", icon=":material/save:", key="upload.keep"):
            import_state.keep(upload, read, actor, intake)
            if isinstance(upload.answer, Taken):
                st.rerun()
        if upload.answer is not None and not isinstance(upload.answer, Taken):
            import_result.problems((upload.answer,), text)


def kept(taken: Taken, text: Text) -> None:
    """What was kept, in the place of what was read."""
    title = text("upload.kept.nothing", file=taken.file_name)
    if taken.drafts:
        title = text.count("upload.kept", len(taken.drafts))
    note = text("upload.kept.note", blocked=taken.blocked, unchanged=taken.unchanged)
    style.hero(style.Tone.GOOD if taken.drafts else style.Tone.PLAIN, "", title, note)
    st.page_link(path_of("listings"), label=text("upload.go"), icon=":material/arrow_forward:")
