"""Work that takes a while, done beside the page: begun once, looked after, shown when done.

A chore is begun by the first run that wants it and goes on whatever becomes of that run. It gets
all it needs as arguments and never touches the session. A page that wants it sooner waits a little,
then says what is going on and looks again a few times a second.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import wait
from math import exp
from typing import TypeVar

import streamlit as st

from planner.ui import cache

T = TypeVar("T")
PATIENCE_SECONDS = 0.6
"""What is done within so long appears with the page, and nobody sees it being done."""
_LOOK_SECONDS = 0.5
_USUAL_SECONDS = 3.0


def show(
    name: str, made_from: str, work: Callable[[], T], doing: str, draw: Callable[[T], None]
) -> None:
    """Draw what the work gives as soon as it is there; until then, say what is being done.

    What the work raises is raised here, in the run that shows it.
    """
    chore = cache.chore(name, made_from, work)
    wait([chore.result], timeout=PATIENCE_SECONDS)
    if chore.result.done():
        draw(chore.result.result())
        return

    @st.fragment(run_every=_LOOK_SECONDS)
    def look() -> None:
        if chore.result.done():
            st.rerun()
        seconds = time.monotonic() - chore.since
        st.progress(1 - exp(-seconds / _USUAL_SECONDS), text=doing)

    look()
