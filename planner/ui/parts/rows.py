"""A list of things in a form: one line each that unfolds into its fields, and buttons to add more.

Lines keep a number of their own, so that removing the second of three does not put its typing into
the third. A line just added stays unfolded while its step is open.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import streamlit as st
from pydantic import BaseModel, ValidationError

from planner.text import Text
from planner.ui import desk, style
from planner.ui.parts.fields import Fields
from products.basis.problems import from_pydantic

R = TypeVar("R", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Kindred(Generic[R]):
    """How one sort of row is drawn.

    `form` chooses the words, `draw` edits a row and returns it, `title` names it, `said` tells its
    main number in words (empty while there is none), `fresh` holds the rows a person may add, each
    with the key of its button's words and its icon.
    """

    form: str
    draw: Callable[[R, Fields], R]
    title: Callable[[R, Text], str]
    said: Callable[[R, Text], str]
    fresh: Sequence[tuple[str, str, R]]
    icon: str


def edit(kindred: Kindred[R], rows: tuple[R, ...], text: Text) -> tuple[R, ...]:
    """Draw every row and return the rows as they now stand."""
    numbers, unfolded = desk.row_numbers(kindred.form, len(rows)), desk.unfolded()
    kept: list[R] = []
    for number, row in zip(list(numbers), rows, strict=True):
        where = f"{kindred.form}.{number}"
        said = kindred.said(row, text)
        if not said:
            unfolded.add(where)
        label = f"**{style.plain(kindred.title(row, text))}**" + (f" · {said}" if said else "")
        with st.expander(
            label, expanded=where in unfolded, icon=f":material/{kindred.icon}:",
            key=f"row-{desk.epoch()}-{kindred.form}-{number}",
        ):  # fmt: skip
            edited = kindred.draw(row, Fields(text, kindred.form, where))
            key = f"{desk.epoch()}.{where}.remove"
            if st.button(text("rows.remove"), key=key, icon=":material/delete:", type="tertiary"):
                numbers.remove(number)
            else:
                kept.append(edited)
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


def _add_buttons(kindred: Kindred[R], text: Text) -> R | None:
    chosen: R | None = None
    style.small(text("rows.add"))
    with st.container(horizontal=True, gap="small"):
        for name, icon, fresh in kindred.fresh:
            label = text(f"{kindred.form}.add.{name}")
            key = f"{desk.epoch()}.{kindred.form}.add.{name}"
            if st.button(label, key=key, icon=f":material/{icon}:"):
                chosen = fresh
    return chosen
