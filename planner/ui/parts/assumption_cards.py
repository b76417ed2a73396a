"""What the plan assumes, on cards that can be changed: value, source, date, strength."""

from __future__ import annotations

import streamlit as st

from planner.assumptions import REQUIRED, Card, bounds_of
from planner.case import Case
from planner.country import Country
from planner.plan import Plan
from planner.text import Text
from planner.ui import session, style
from planner.ui.parts.fields import Fields

_PARTS = ("decimal", "share")


def draw(plan: Plan, country: Country, text: Text) -> Case:
    """The case with what was typed over the cards."""
    case = plan.case
    overrides = dict(case.overrides)
    with st.expander(text("plan.assume"), icon=":material/tune:"):
        style.lead(text("plan.assume.note"))
        for name in names(plan):
            card = plan.assumptions.cards[name]
            with st.container(border=True, key=f"card-assume-{name}"):
                value = _edit(card, country, text)
                put_back = card.changed and st.button(
                    text("plan.assume.reset"), key=f"assume.{name}.reset", icon=":material/undo:"
                )
            if put_back:
                kept = {key: value for key, value in overrides.items() if key != name}
                session.accept_anew(case.model_copy(update={"overrides": kept}))
                st.rerun()
            elif value != card.value:
                overrides[name] = value
    return case.model_copy(update={"overrides": overrides})


def names(plan: Plan) -> list[str]:
    """The assumptions this plan turns on: the general ones, and the rates its money needs."""
    house = plan.case.household
    codes = {sent.currency for sent in house.remittances} | {due.currency for due in house.dues}
    codes |= {taken.listing.currency for taken in plan.taken}
    rates = {f"fx_{code}" for code in codes - {plan.currency}}
    known = plan.assumptions.cards
    return [name for name in (*REQUIRED, *sorted(rates)) if name in known]


def _edit(card: Card, country: Country, text: Text) -> float:
    rate = card.name.removeprefix("fx_")
    words = {f"fx_{rate}": text("assumption.fx", code=rate)} if rate.isupper() else {}
    f = Fields(text, "assumption", "overrides", words)
    low, high = bounds_of(card.name) or (0.0, 1e9)
    if is_share(card):
        value = f.percent(card.name, card.value, low, high)
    else:
        value = f.number(card.name, card.value, low, high, card.unit)
    source = country.sources.get(card.source_id)
    publisher = source.publisher if source else card.source_id
    said = text(
        "plan.assume.source", source=publisher, date=text.month(card.since),
        grade=text(f"grade.{card.grade}"),
    )  # fmt: skip
    if card.low is not None and card.high is not None:
        said += " " + text("plan.assume.range", low=_said(card, card.low, text),
                           high=_said(card, card.high, text))  # fmt: skip
    if card.changed:
        said += " " + text("plan.assume.changed", value=_said(card, card.given, text))
    style.small(said)
    return value


def is_share(card: Card) -> bool:
    """Whether a card's number is spoken of in per cent."""
    return card.unit.startswith(_PARTS)


def _said(card: Card, value: float, text: Text) -> str:
    return text.share(value, 1) if is_share(card) else text.number(value, 2)
