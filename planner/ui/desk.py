"""What lies on a visitor's desk between two runs, beside the case itself.

One mutable record under one key of the session. A run may be broken off at any touch of Streamlit's
session state, so what belongs together is changed here, on the record, in one breath.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Lock

import streamlit as st

from planner.case import Case
from planner.changes import Change
from planner.templates import Told

DESK = "wapsi.desk"


@dataclass(slots=True)
class Desk:
    """The draft's token and version, and what the forms remember.

    `token` is empty before the first answer. `seen` is the draft's version last written or read,
    `written` the case in it, `conflict` whether somebody else has written since. `gone` says
    that everything was told to go, until it has. `typed` holds what could not be used, by field;
    `rows` the numbers of the lines of each list; `epoch` counts the cases opened, so that fields
    start from the values of the new one. `undo` is the case before a recommended plan was taken;
    `change` what is tried out and not accepted yet, `tries` counts such trials so that their fields
    start anew; `told` what was told beside the case; `writing` is held by the run that writes the
    draft.
    """

    token: str = ""
    seen: int = 0
    written: Case | None = None
    conflict: bool = False
    lost: bool = False
    gone: bool = False
    erased: bool = False
    epoch: int = 0
    typed: dict[str, str] = field(default_factory=dict)
    rows: dict[str, list[int]] = field(default_factory=dict)
    unfolded: set[str] = field(default_factory=set)
    folds: set[str] = field(default_factory=set)
    step: int = 0
    looking: str | None = None
    undo: Case | None = None
    change: Change = field(default_factory=Change)
    tries: int = 0
    told: Told = field(default_factory=Told)
    writing: Lock = field(default_factory=Lock, repr=False, compare=False)

    def leave_draft(self) -> None:
        """The draft stays in its drawer; the desk is free for another."""
        self.token, self.seen, self.written = "", 0, None
        self.conflict = self.lost = False
        self.undo, self.told = None, Told()
        self.try_anew()

    def try_anew(self) -> None:
        """What was tried out is accepted or thrown away."""
        self.change = Change()
        self.tries += 1

    def new_fields(self) -> None:
        """Another case stands before the forms: what was typed for the old one goes."""
        self.epoch += 1
        self.typed, self.rows, self.unfolded = {}, {}, set()


def desk() -> Desk:
    """This visitor's desk."""
    if DESK not in st.session_state:
        st.session_state[DESK] = Desk()
    mine: Desk = st.session_state[DESK]
    return mine


def typed() -> dict[str, str]:
    """What was typed and could not be used, by field; kept until it is mended."""
    return desk().typed


def epoch() -> str:
    """Changes whenever another case is opened."""
    return f"e{desk().epoch}"


def step(of: int) -> int:
    """Which of the steps of the guide is before the visitor."""
    return min(desk().step, of - 1)


def set_step(number: int) -> None:
    """Go to a step of the guide; its lines are folded again."""
    mine = desk()
    mine.step, mine.unfolded = max(number, 0), set()


def row_numbers(form: str, count: int) -> list[int]:
    """The numbers of the lines of a list, made anew when the list is another one."""
    lists = desk().rows
    if form not in lists or len(lists[form]) != count:
        lists[form] = list(range(1, count + 1))
    return lists[form]


def unfolded() -> set[str]:
    """The lines that stay unfolded while their step is open."""
    return desk().unfolded


def looking_at() -> str | None:
    """The listing seen from near, if any."""
    return desk().looking


def look_at(listing_id: str | None) -> None:
    """Go near a listing, or back to the list."""
    desk().looking = listing_id


def opened(fold: str) -> bool:
    """Whether a long list is shown whole."""
    return fold in desk().folds


def open_fold(fold: str) -> None:
    """Show a long list whole."""
    desk().folds.add(fold)
