"""One product from near, for whoever looks: its price, what stands beside it, its contract, terms.

A family sees it for its own plan and may take it up (`pages/family/offers.py`); a provider or an
officer sees the same without a plan (`pages/bank/browse.py`).
"""

from __future__ import annotations

import streamlit as st

from planner import prices
from planner.candidates import kind_of
from planner.inputs import lean
from planner.prices import Shelf, Trial
from planner.text import Text
from planner.ui import cache, style, voices
from planner.ui.parts import (
    dispute_form,
    product_beside,
    product_contract,
    product_price,
    product_terms,
    product_where,
    trial_form,
)
from planner.ui.parts.age_marks import graded
from planner.ui.parts.months import months_from
from planner.ui.parts.trial_form import Typed
from planner.ui.style import Tone
from products.catalogue.listing import Listing
from products.kind import Side

MONTHS_AHEAD = 24


def plain(listing: Listing, text: Text) -> None:
    """What it is, in two short sentences."""
    style.lead(text(f"kind.{listing.kind}.plain"))


def priced(trial: Trial, shelf: Shelf, text: Text) -> None:
    """What it really costs or earns."""
    price, _ = cache.looked(trial, shelf)
    product_price.draw(price, text)


def beside(trial: Trial, shelf: Shelf, text: Text) -> None:
    """What a family would otherwise use, and the contract date by date."""
    price, others = cache.looked(trial, shelf)
    if price.base is None:
        return
    key = cache.trial_key(trial, shelf)
    product_beside.draw(price, others, shelf, text, key)
    st.subheader(text("product.contract"))
    table, code = prices.contract(trial, shelf), trial.listing.currency
    side = _side(trial)
    product_contract.draw(table, side, code, text, key)


def _side(trial: Trial) -> Side:
    return kind_of(trial.listing).side_of(trial.listing.terms, trial.variant)


def facts(listing: Listing, shelf: Shelf, text: Text, *, codes: bool) -> None:
    """Every term with its source and age; how it is financed; where to apply and to complain."""
    product_terms.draw(listing, shelf.country, shelf.as_of, text, codes=codes)
    product_where.mode(listing, shelf.country, text)
    product_where.apply(listing, shelf.country, text)
    product_where.complain(shelf.country, text)


def on_weak_terms(listing: Listing, shelf: Shelf, text: Text) -> None:
    """The mark on a price whose facts are weak or old, before the figures."""
    words = voices.words().get(listing.id, ())
    held = lean(listing, shelf.as_of, shelf.country.sources, words)
    if held.weak:
        style.chips([style.chip(Tone.CARE, text("marks.price", age=graded(held.oldest, text)))])


def without_plan(listing: Listing, shelf: Shelf, text: Text) -> None:
    """The whole page for someone who has no plan: the same figures on the day's assumptions."""
    dispute_form.count(listing, text)
    plain(listing, text)
    st.subheader(text("trial.title"))
    variant = prices.usual_variant(listing)
    before = Typed(prices.usual_amount(listing, variant), variant.tenor, variant.grace, 0)
    months = months_from(shelf.start, MONTHS_AHEAD)
    typed = trial_form.draw(listing, before, months, text)
    trial = prices.trial_at(
        listing, typed.tenor, typed.grace, typed.amount, months[typed.start_mark]
    )
    on_weak_terms(listing, shelf, text)
    priced(trial, shelf, text)
    beside(trial, shelf, text)
    facts(listing, shelf, text, codes=True)
    dispute_form.draw(listing, None, text)
