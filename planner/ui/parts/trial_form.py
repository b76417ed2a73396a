"""The fields that make a taking out of a product: how much, how long, from when, at which turn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import isfinite

import streamlit as st

from planner.candidates import kind_of
from planner.prices import turn_of
from planner.text import Text
from planner.ui import style
from planner.ui.parts.fields import MOST_MONEY, Fields
from products.catalogue.listing import Listing
from products.kind import Variant
from products.price.asking import amount_bounds


@dataclass(frozen=True, slots=True)
class Typed:
    """What the fields say: an amount in the listing's currency, months, and the starting mark."""

    amount: float
    tenor: int
    grace: int
    start_mark: int


def draw(listing: Listing, before: Typed, months: Sequence[date], text: Text) -> Typed:
    """The fields, showing `before`; `months` are the months a contract may begin in, by mark."""
    f = Fields(text, "trial", f"trial.{listing.id}")
    kind = kind_of(listing)
    variants = kind.variants(listing.terms)
    tenors = sorted({v.tenor for v in variants})
    one, two = st.columns(2)
    with two:
        start = before.tenor if before.tenor in tenors else tenors[0]
        tenor = f.pick("tenor", start, tenors, lambda n: text.count("count.month", n))
    with one:
        amount = _amount(f, listing, before.amount, tenor, text)
    three, four = st.columns(2)
    with three:
        marks = list(range(len(months)))
        start_mark = f.pick(
            "start_mark", before.start_mark, marks, lambda mark: text.month(months[mark])
        )
    graces = sorted({v.grace for v in variants if v.tenor == tenor})
    grace = min(graces, key=lambda g: (abs(g - before.grace), g))
    if len(graces) > 1:
        with four:
            grace = _grace(f, grace, graces, listing, text)
    return Typed(amount, tenor, grace, start_mark)


def _amount(f: Fields, listing: Listing, before: float, tenor: int, text: Text) -> float:
    low, high = amount_bounds(listing, Variant(tenor=tenor))
    monthly = kind_of(listing).amount_is_monthly
    amount = f.money(
        "amount_pm" if monthly else "amount", before, listing.currency,
        rhythm="per.1" if monthly else "once", low=low, high=min(high, MOST_MONEY),
    )  # fmt: skip
    if isfinite(high) and high > 0:
        code = listing.currency
        params = {"low": text.money(low, code), "high": text.money(high, code)}
        style.small(text("trial.bounds" if low else "trial.up_to", **params))
    return amount


def _grace(f: Fields, before: int, graces: Sequence[int], listing: Listing, text: Text) -> int:
    """The wait: months before paying back, or the turn at which the pot is the family's."""
    if not kind_of(listing).waits_for_turn:
        return f.pick(
            "grace", before, graces,
            lambda n: text.count("count.month", n) if n else text("trial.grace.none"),
        )  # fmt: skip

    def turn(grace: int) -> str:
        if grace == 0:
            return text("trial.turn.first")
        return text(
            "trial.turn.nth", n=turn_of(listing, grace), months=text.count("count.month", grace)
        )

    return f.pick("turn", before, graces, turn)
