"""Every term of a listing in words, each with its own source, date and age."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import streamlit as st

from planner.country import Country
from planner.text import Text
from planner.ui import style, voices
from planner.ui.parts.age_marks import age, graded, read_at, said_day, told_by
from planner.ui.parts.spoken import exactly
from products.basis.money import minor_digits
from products.catalogue.known import known, units_of
from products.catalogue.listing import Listing
from products.kind import STEP_FIELDS, Step, StepKind, Terms

__all__ = ["age", "draw", "label", "percent", "read_at", "said", "said_day", "terms_of"]
_HEADER = ("currency", "amount_min", "amount_max", "amount_step", "quota", "valid_from", "valid_to")
_ALWAYS = ("rate_basis", "repayment")
"""Told even where they are what is usual: without them a rate means nothing."""
_STEPS = {field: kind for kind, field in STEP_FIELDS.items()}
_COUNTED = {"months": "count.month", "days": "count.day", "years": "count.year"}
_SHARES = ("share", "chance", "decimal rate")
_ENDS = {"_low": "terms.low", "_high": "terms.high"}
_IN_SHARES = (
    StepKind.RATE, StepKind.DRAWDOWN, StepKind.COUPON, StepKind.EXIT_CHARGE, StepKind.EXIT_RATE,
    StepKind.TRANCHE, StepKind.FIRST_PREMIUM,
)  # fmt: skip
_MOST_LISTED, _SAME = 12, 1e-9


def draw(listing: Listing, country: Country, today: date, text: Text, *, codes: bool) -> None:
    """Draw the table, folded away; `codes` adds each field's name in the files of the pack."""
    with st.expander(text("terms.title"), icon=":material/list_alt:"):
        words = voices.words().get(listing.id, ())
        facts = {fact.field: fact for fact in known(listing, today, country.sources, words)}
        rows = []
        for name, said in terms_of(listing, text):
            fact = facts[name]
            named = f"{label(name, text)} [{name}]" if codes else label(name, text)
            by = told_by(fact.by or "–", fact.age.as_of, text)
            rows.append((named, said, by, graded(fact.age, text)))
        header = [text(f"terms.{name}") for name in ("field", "said", "source", "age")]
        style.table(header, rows, words=len(header))
        style.small(text("terms.note"))
        style.small(text("marks.grades"))


def label(name: str, text: Text) -> str:
    """A field in a few words; the ends of what is uncertain are told as such."""
    if text.say.has(f"term.{name}"):
        return text(f"term.{name}")
    for ending, key in _ENDS.items():
        if name.endswith(ending):
            return text(key, name=text(f"term.{name.removesuffix(ending)}"))
    return name


def terms_of(listing: Listing, text: Text) -> Iterator[tuple[str, str]]:
    """Name and words of every field that says something of its own."""
    for name in _HEADER:
        value = getattr(listing, name)
        if value not in (None, ""):
            yield name, _header(value, listing.currency, text)
    for name, field in type(listing.terms).model_fields.items():
        value = getattr(listing.terms, name)
        is_usual = value == field.default and name not in _ALWAYS
        if name == "kind" or value is None or is_usual:
            continue
        yield name, said(listing.terms, name, value, listing.currency, text)


def _header(value: object, currency: str, text: Text) -> str:
    if isinstance(value, float):
        return text.money(value, currency)
    return text.day(value) if isinstance(value, date) else str(value)


def said(terms: Terms, name: str, value: Any, currency: str, text: Text) -> str:  # noqa: ANN401 - of any field
    """A value in words, by its unit."""
    if isinstance(value, bool):
        return text("word.yes" if value else "word.no")
    if isinstance(value, tuple):
        return _listed(name, value, text)
    if isinstance(value, str):
        key = f"term.{name}.{value}"
        return text(key) if text.say.has(key) else value.replace("_", " ").replace("|", ", ")
    return _figure(value, units_of(type(terms)).get(name, ""), currency, text)


def _figure(value: float, unit: str, currency: str, text: Text) -> str:
    if unit in _SHARES:
        return percent(value, text)
    if unit == "money":
        return text.money(value, currency)
    if unit == "minor units":
        return exactly(value / 10 ** minor_digits(currency), currency, text)
    if unit in _COUNTED:
        return text.count(_COUNTED[unit], value)
    return text.number(value, 4)


def _listed(name: str, values: tuple[Any, ...], text: Text) -> str:
    kind = _STEPS.get(name)
    if kind is None:
        return ", ".join(str(value) for value in values)
    shown = [_step(kind, step, text) for step in values if isinstance(step, Step)]
    more = ["…"] if len(shown) > _MOST_LISTED else []
    return "; ".join([*shown[:_MOST_LISTED], *more])


def _step(kind: StepKind, step: Step, text: Text) -> str:
    if step.index:
        value = text(
            "terms.index", index=step.index.replace("_", " "), spread=percent(step.spread, text)
        )
    elif step.value is None:
        value = "–"
    else:
        in_shares = kind in _IN_SHARES
        value = percent(step.value, text) if in_shares else text.number(step.value, 6)
    return text(f"term.step.{kind}", at=step.at, value=value)


def percent(value: float, text: Text) -> str:
    """A share in per cent with as many decimals as it has, up to four."""
    digits = next((d for d in range(5) if abs(round(value, d + 2) - value) < _SAME), 4)
    return text.share(value, digits)
