"""A step table of a product: one line each, with fields that can be changed, added and taken out.

The table of fields is read and changed like any other answer; a cell that cannot be used stays as
it was typed, with the reason under it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from planner.text import Text
from planner.ui import desk, style
from planner.ui.parts import bank_words
from planner.ui.parts.amounts import as_typed, read_number, read_whole
from planner.ui.parts.bank_shape import INDEXED_STEPS, PLAIN_STEPS, Spec, Value
from planner.ui.parts.term_fields import TermFields
from products.basis.problems import Problem

MOST_AT, MOST_VALUE = 600, 1e6
_PER_CENT, _DIGITS = 100, 6
Row = Mapping[str, Any]


def ask(f: TermFields, spec: Spec, value: Value) -> Value:
    """The rows of the table as they now stand."""
    before: list[Row] = [row for row in value or () if isinstance(row, Mapping)]
    st.markdown(f"**{style.plain(bank_words.label(spec, f.text))}**", help=f.help(spec.name))
    numbers = desk.row_numbers(f.place(spec.name), len(before))
    kept: list[dict[str, Any]] = []
    for number, row in zip(list(numbers), before, strict=True):
        edited = _row(f, spec, row, number)
        if edited is None:
            numbers.remove(number)
        else:
            kept.append(edited)
    key = f.key(f"{spec.name}.add")
    if st.button(f.text("bank.steps.add"), key=key, icon=":material/add:"):
        numbers.append(max(numbers, default=0) + 1)
        at = max((int(row.get("at") or 0) for row in kept), default=-1) + 1
        kept.append({"at": at})
    for problem in f.wrong.get(spec.name, ()):
        style.wrong(f.complaint(problem, spec))
    return value if kept == before else kept


def _row(f: TermFields, spec: Spec, row: Row, number: int) -> dict[str, Any] | None:
    """One line; None where it was taken out."""
    where = f"{spec.name}.{number}"
    indexed = spec.step in INDEXED_STEPS
    with st.container(border=True, key=f"card-step-{f.key(where)}"):
        cells = st.columns([2, 2, 3, 2] if indexed else [2, 2], vertical_alignment="bottom")
        made = dict(row)
        with cells[0]:
            at = _cell(f, f"{where}.at", f.text(f"bank.steps.at.{spec.step}"), row.get("at"), _at)
            made["at"] = row.get("at", 0) if at is None else at
        with cells[1]:
            plain = spec.step in PLAIN_STEPS
            label = f.text("bank.steps.value" if plain else "bank.steps.percent")
            reader, scale = (_plain, 1) if plain else (_percent, _PER_CENT)
            _set(made, "value", _cell(f, f"{where}.value", label, row.get("value"), reader, scale))
        if indexed:
            with cells[2]:
                _set(made, "index", _index(f, where, row.get("index")))
            with cells[3]:
                label = f.text("bank.steps.spread")
                spread = _cell(f, f"{where}.spread", label, row.get("spread"), _spread, _PER_CENT)
                _set(made, "spread", spread or None)
        key = f.key(f"{where}.remove")
        label = f.text("rows.remove")
        out = st.button(label, key=key, icon=":material/delete:", type="tertiary")
    return None if out else made


def _set(row: dict[str, Any], name: str, value: Value) -> None:
    if value in (None, ""):
        row.pop(name, None)
    else:
        row[name] = value


def _cell(
    f: TermFields,
    name: str,
    label: str,
    value: Value,
    read: Callable[[str, str], float | int | Problem | None],
    scale: int = 1,
) -> Value:
    place, kept = f.place(name), desk.typed()
    is_figure = isinstance(value, int | float) and not isinstance(value, bool)
    before = as_typed(round(value * scale, _DIGITS)) if is_figure else str(value or "")
    typed = st.text_input(label, value=kept.get(place, before), key=f.key(name), autocomplete="off")
    if typed == before:
        kept.pop(place, None)
        return value
    found = read(typed.replace("%", ""), place)
    if isinstance(found, Problem):
        kept[place] = typed
        style.wrong(_told(found, f.text))
        return value
    kept.pop(place, None)
    return found


def _told(problem: Problem, text: Text) -> str:
    return text(problem.code, **problem.params)


def _at(typed: str, place: str) -> int | Problem | None:
    return read_whole(typed, place, 0, MOST_AT)


def _plain(typed: str, place: str) -> float | Problem | None:
    return read_number(typed, place, 0, MOST_VALUE)


def _percent(typed: str, place: str) -> float | Problem | None:
    found = read_number(typed, place, 0, 3 * _PER_CENT)
    return round(found / _PER_CENT, 10) if isinstance(found, float) else found


def _spread(typed: str, place: str) -> float | Problem | None:
    found = read_number(typed, place, -50, _PER_CENT)
    return round(found / _PER_CENT, 10) if isinstance(found, float) else found


def _index(f: TermFields, where: str, value: Value) -> Value:
    options: Sequence[str] = list(
        dict.fromkeys(["", *f.offered.indexes, *([value] if value else [])])
    )
    chosen = st.selectbox(
        f.text("bank.steps.index"), options, index=options.index(value or ""),
        key=f.key(f"{where}.index"),
        format_func=lambda v: v.replace("_", " ") if v else f.text("bank.none"),
    )  # fmt: skip
    return value if chosen == (value or "") else chosen
