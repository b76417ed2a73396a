"""Who can have a product: rules chosen from the vocabulary of facts, one line each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from planner.ui import desk, style
from planner.ui.parts import bank_words
from planner.ui.parts.amounts import as_typed, read_number
from planner.ui.parts.bank_shape import Value
from planner.ui.parts.term_fields import TermFields
from products.basis.eligibility import FACTS, FactType, Op
from products.basis.problems import Problem

MOST = 1e10
_FIRST_GROUP = "one_of_these"
Row = Mapping[str, Any]


def ask(f: TermFields, value: Value) -> list[dict[str, Any]]:
    """The rules as they now stand; each says itself in words above its fields."""
    before: list[Row] = [row for row in value or () if isinstance(row, Mapping)]
    st.subheader(f.text("bank.rules"))
    style.small(f.text("bank.rules.lead"))
    numbers = desk.row_numbers(f.place("rules"), len(before))
    kept: list[dict[str, Any]] = []
    for number, row in zip(list(numbers), before, strict=True):
        edited = _row(f, row, number)
        if edited is None:
            numbers.remove(number)
        else:
            kept.append(edited)
    fresh = _added(f)
    if fresh is not None:
        numbers.append(max(numbers, default=0) + 1)
        kept.append(fresh)
    return kept


def _row(f: TermFields, row: Row, number: int) -> dict[str, Any] | None:
    """One rule; None where it was taken out."""
    where, fact = f"rules.{number}", FACTS.get(str(row.get("fact")))
    said = bank_words.rule_said(row, f.text, f.offered.regions)
    with st.container(border=True, key=f"card-rule-{f.key(where)}"):
        st.html(style.heading("rule", said))
        made = dict(row)
        if fact is None:
            style.wrong(f.text("problem.unknown_fact", value=str(row.get("fact"))))
        elif fact.type is FactType.NUMBER:
            _number(f, where, made)
        elif fact.type is FactType.YES_NO:
            _yes_no(f, where, made)
        else:
            choices = list(f.offered.regions) if fact.name == "region" else list(fact.choices)
            _choices(f, where, made, choices)
        either = st.toggle(
            f.text("bank.rules.either"), value=bool(row.get("any_of")), key=f.key(f"{where}.any"),
            help=f.text("bank.rules.either.help"),
        )  # fmt: skip
        if either != bool(row.get("any_of")):
            made["any_of"] = _FIRST_GROUP if either else ""
        label, key = f.text("rows.remove"), f.key(f"{where}.remove")
        out = st.button(label, key=key, icon=":material/delete:", type="tertiary")
    if out:
        return None
    return made if made == dict(row) else {k: v for k, v in made.items() if v != ""}


def _number(f: TermFields, where: str, row: dict[str, Any]) -> None:
    left, right = st.columns(2)
    ops = [Op.AT_LEAST.value, Op.AT_MOST.value]
    op = str(row.get("op"))
    chosen = left.selectbox(
        f.text("bank.rules.op"), ops, index=ops.index(op) if op in ops else 0,
        format_func=lambda one: f.text(f"bank.rules.op.{one}"), key=f.key(f"{where}.op"),
    )  # fmt: skip
    row["op"] = chosen or op
    unit = FACTS[str(row["fact"])].unit
    told = f"bank.unit.{unit.replace(' ', '_')}"
    shown = f.text(told) if f.text.say.has(told) else unit
    with right:
        row["value"] = _figure(f, f"{where}.value", shown, row.get("value"))


def _figure(f: TermFields, name: str, unit: str, value: Value) -> Value:
    place, kept = f.place(name), desk.typed()
    before = as_typed(value) if isinstance(value, int | float) else str(value or "")
    label = f"{f.text('bank.rules.value')} ({unit})"
    typed = st.text_input(label, value=kept.get(place, before), key=f.key(name), autocomplete="off")
    if typed == before:
        kept.pop(place, None)
        return value
    found = read_number(typed, place, 0, MOST)
    if found is None or isinstance(found, Problem):
        kept[place] = typed
        problem = found or Problem("problem.missing", place)
        style.wrong(f.text(problem.code, **problem.params))
        return value
    kept.pop(place, None)
    return found


def _yes_no(f: TermFields, where: str, row: dict[str, Any]) -> None:
    chosen = st.segmented_control(
        f.text("bank.rules.value"), [True, False], default=bool(row.get("value")), required=True,
        format_func=lambda v: f.text("word.yes" if v else "word.no"), key=f.key(f"{where}.yes"),
    )  # fmt: skip
    if chosen != row.get("value"):
        row["value"] = chosen


def _choices(f: TermFields, where: str, row: dict[str, Any], choices: list[str]) -> None:
    told = row.get("value")
    now = [told] if isinstance(told, str) else list(told or ())
    known = [*choices, *(one for one in now if one not in choices)]
    chosen = st.multiselect(
        f.text("bank.rules.values"), known, default=now, key=f.key(f"{where}.choices"),
        format_func=lambda one: _named(f, str(row["fact"]), one),
        placeholder=f.text("bank.choose"),
    )  # fmt: skip
    if not chosen:
        style.wrong(f.text("bank.rules.one_at_least"))
    elif sorted(chosen) != sorted(now):
        row["value"] = sorted(chosen, key=known.index)


def _named(f: TermFields, fact: str, choice: str) -> str:
    key = f"choice.{fact}.{choice}"
    return f.offered.regions.get(choice) or (f.text(key) if f.text.say.has(key) else choice)


def _added(f: TermFields) -> dict[str, Any] | None:
    """A fresh rule about the fact chosen, to be filled in; None while nobody asks for one."""
    by_words = sorted(FACTS, key=lambda name: f.text(f"fact.{name}"))
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    name = left.selectbox(
        f.text("bank.rules.fact"), by_words, index=None, key=f.key("rules.fact"),
        format_func=lambda fact: f.text(f"fact.{fact}"), placeholder=f.text("bank.choose"),
    )  # fmt: skip
    pressed = right.button(
        f.text("bank.rules.add"), key=f.key("rules.add"), icon=":material/add:", width="stretch"
    )
    if not pressed or name is None:
        return None
    fact = FACTS[name]
    if fact.type is FactType.NUMBER:
        return {"fact": name, "op": Op.AT_LEAST.value, "value": 0.0}
    if fact.type is FactType.YES_NO:
        return {"fact": name, "op": Op.IS.value, "value": True}
    known = list(f.offered.regions) if name == "region" else list(fact.choices)
    return {"fact": name, "op": Op.ONE_OF.value, "value": known[:1]}
