"""A list of things in a form: one card each, with a button to remove it and buttons to add more.

Cards keep a number of their own, so that removing the second of three does not put its typing into
the third.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar, cast

import streamlit as st
from pydantic import BaseModel, ValidationError

from planner.text import Text
from planner.ui import session, style
from planner.ui.parts.fields import Fields
from products.basis.problems import from_pydantic

R = TypeVar("R", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Kindred(Generic[R]):
    """How one sort of row is drawn.

    `form` chooses the words, `draw` edits a row and returns it, `title` names it, `fresh` holds the
    rows a person may add, each with the key of its button's words.
    """

    form: str
    draw: Callable[[R, Fields], R]
    title: Callable[[R, Text], str]
    fresh: Sequence[tuple[str, str, R]]
    icon: str


def edit(kindred: Kindred[R], rows: tuple[R, ...], text: Text) -> tuple[R, ...]:
    """Draw every row and return the rows as they now stand."""
    numbers = _numbers(kindred.form, len(rows))
    kept: list[R] = []
    for number, row in zip(numbers, rows, strict=True):
        where = f"{kindred.form}.{number}"
        with st.container(border=True, key=f"card-{session.epoch()}-{kindred.form}-{number}"):
            head, button = st.columns([5, 1], vertical_alignment="center", wrap=False)
            with head:
                st.html(_heading(kindred, row, text))
            key = f"{session.epoch()}.{where}.remove"
            gone = button.button(
                text("rows.remove"), key=key, icon=":material/delete:", type="tertiary"
            )
            if gone:
                numbers.remove(number)
            else:
                kept.append(kindred.draw(row, Fields(text, kindred.form, where)))
    added = _add_buttons(kindred, text)
    if added is not None:
        numbers.append(max(numbers, default=0) + 1)
        kept.append(added)
    return tuple(kept)


def accepted(kind: type[R], row: R, changes: dict[str, object], text: Text) -> R:
    """The row with its changes when they hold together; else the row as it was, and why."""
    if all(getattr(row, name) == value for name, value in changes.items()):
        return row
    try:
        return kind.model_validate({**row.model_dump(), **changes})
    except ValidationError as error:
        for problem in from_pydantic(error.errors()):
            style.wrong(text(problem.code, **problem.params))
        return row


def _heading(kindred: Kindred[R], row: R, text: Text) -> str:
    return style.heading(kindred.icon, kindred.title(row, text))


def _numbers(form: str, count: int) -> list[int]:
    """The numbers of the cards of a list, made anew when the list is another one."""
    lists = cast("dict[str, list[int]]", st.session_state.setdefault(session.Slot.ROWS, {}))
    if len(lists.get(form, [])) != count:
        lists[form] = list(range(1, count + 1))
    return lists[form]


def _add_buttons(kindred: Kindred[R], text: Text) -> R | None:
    chosen: R | None = None
    with st.container(horizontal=True, gap="small"):
        for name, icon, fresh in kindred.fresh:
            label = text(f"{kindred.form}.add.{name}")
            key = f"{session.epoch()}.{kindred.form}.add.{name}"
            if st.button(label, key=key, icon=f":material/{icon}:"):
                chosen = fresh
    return chosen
