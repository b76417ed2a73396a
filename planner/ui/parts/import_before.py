"""Files that were handed in before: who, when, and what came of each."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from planner.text import Text
from planner.ui import style
from planner.ui.parts import import_result
from products.publishing.looking import Kept

MOST_SHOWN = 30


def draw(kept: Sequence[Kept], text: Text) -> None:
    """The last files of the bank, newest first; nothing where there is none."""
    if not kept:
        return
    with st.expander(text("upload.before", n=len(kept)), icon=":material/history:"):
        names = ("when", "file", "who", "what")
        rows = [
            (
                f"{text.day(one.taken_at.date())}, {one.taken_at:%H:%M}",
                one.taken.file_name, one.actor_id, outcome(one, text),
            )
            for one in kept[:MOST_SHOWN]
        ]  # fmt: skip
        style.table([text(f"upload.before.{n}") for n in names], rows, words=len(names))


def outcome(one: Kept, text: Text) -> str:
    """What came of one file, in one sentence."""
    taken = one.taken
    if taken.problems and not taken.drafts:
        return import_result.sentence(taken.problems[0], text)
    if taken.outcome == "repeated":
        return text("upload.outcome.repeated")
    return text("upload.outcome.taken", n=len(taken.drafts), unchanged=taken.unchanged)


def same(sha256: str, kept: Sequence[Kept]) -> Kept | None:
    """The first of the files shown that had these very bytes and was taken."""
    found = [one for one in kept if one.taken.sha256 == sha256 and not one.taken.problems]
    return found[-1] if found else None
