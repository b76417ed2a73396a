"""Work that takes a while, done beside the page: begun once, looked after, shown when done.

A chore is begun by the first run that wants it and goes on whatever becomes of that run. It gets
all it needs as arguments and never touches the session. A page that wants it sooner waits a little,
then says what is going on and looks again a few times a second.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from math import exp
from typing import Any, TypeVar

import streamlit as st

T = TypeVar("T")
PATIENCE_SECONDS = 0.6
"""What is done within so long appears with the page, and nobody sees it being done."""
_LOOK_SECONDS = 0.5
_KEPT = 40
_WORKERS = 2
_USUAL_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class Chore:
    """One piece of work: what it will give, and since when it is being done (a steady clock)."""

    result: Future[Any]
    since: float


@st.cache_resource(show_spinner=False)
def _workers() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(_WORKERS, thread_name_prefix="chore")


@st.cache_resource(show_spinner=False, scope="session", max_entries=_KEPT)
def _chore(key: tuple[str, str], _work: Callable[[], object]) -> Chore:
    assert all(key), "a chore is remembered by its name and by what it is made from"
    return Chore(_workers().submit(_work), time.monotonic())


def begun(name: str, made_from: str, work: Callable[[], T]) -> Future[T]:
    """The result to be of `work`; the same again while `made_from` stays the same."""
    return _chore((name, made_from), work).result


def show(
    name: str, made_from: str, work: Callable[[], T], doing: str, draw: Callable[[T], None]
) -> None:
    """Draw what the work gives as soon as it is there; until then, say what is being done.

    What the work raises is raised here, in the run that shows it.
    """
    chore = _chore((name, made_from), work)
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


def forget() -> None:
    """Drop this visitor's chores; what is being done is done for nobody."""
    _chore.clear()
