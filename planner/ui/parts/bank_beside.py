"""A draft among what others offer for the same purpose, at the same amount and time."""

from __future__ import annotations

from dataclasses import replace
from statistics import median

import streamlit as st

from planner.charts import price as chart
from planner.prices import Shelf, Trial
from planner.text import Text
from planner.ui import cache, style
from planner.ui.parts import charted, price_words
from planner.ui.parts.bank_bench import own_source
from products.basis.sources import Source
from products.catalogue.listing import Listing
from products.price.ranking import Question, Ranking, Row, rankings, use_of

MOST_BESIDE = 6
"""So many offers are shown, those of the nearest places."""
LEAST_KNOWN = 3
"""Of fewer comparable offers nothing is said about what is usual."""


def shelf_with(listing: Listing, shelf: Shelf) -> Shelf:
    """The shelf with a draft in the place of its listing, its provider among the sources."""
    provider = shelf.country.providers.get(listing.provider_id)
    name = provider.name if provider else listing.provider_id
    own = Source(source_id=own_source(listing.provider_id), publisher=name)
    country = replace(shelf.country, sources={own.source_id: own, **shelf.country.sources})
    others = tuple(each for each in shelf.listings if each.id != listing.id)
    return replace(shelf, country=country, listings=(*others, listing))


def ranked(trial: Trial, shelf: Shelf) -> Ranking | None:
    """The draft and all that is offered for the same, in the neutral order.

    None where the draft's currency has no rate of exchange here, or nothing can be asked.
    """
    listing, amount = trial.listing, trial.amount
    if listing.currency != shelf.home:
        quoted = shelf.market.fx.get(listing.currency)
        if quoted is None:
            return None
        amount *= float(quoted[0])
    use = use_of(listing, trial.variant)
    own = listing.model_copy(update={"valid_from": None, "valid_to": None})
    others = [e for e in shelf.listings if e.id != listing.id and e.category is listing.category]
    question = Question(
        shelf.market, shelf.home, (amount, 2 * amount), shelf.as_of, tenor=trial.variant.tenor
    )
    every = rankings([*others, own], shelf.country.providers, question)
    return next((one for one in every if one.use is use), None)


def usual_rate(found: Ranking | None, listing: Listing) -> float | None:
    """The middle of what the others' effective yearly rates are; None where too few are known."""
    if found is None:
        return None
    rates = [r.cells[0].rate for r in found.rows if r.listing.id != listing.id]
    known = [rate for rate in rates if rate is not None]
    return median(known) if len(known) >= LEAST_KNOWN else None


def draw(trial: Trial, shelf: Shelf, text: Text) -> None:
    """Its place, a picture of those next to it, and a table with who sells them."""
    listing, found = trial.listing, ranked(trial, shelf)
    st.subheader(text("bank.beside"))
    if found is None:
        st.info(text("bank.beside.none"), icon=":material/help:")
        return
    own = next((r for r in found.rows if r.listing.id == listing.id), None)
    place = own.cells[0].place if own else None
    priced = [r for r in found.rows if r.cells[0].place]
    if place is None:
        st.info(text("bank.beside.unpriced"), icon=":material/help:")
    elif len(priced) == 1:
        style.lead(text("bank.beside.alone"))
    else:
        style.lead(text("bank.beside.place", place=place, of=len(priced)))
    amount = text.money(found.amounts[0], text.currency)
    months = text.count("count.month", found.tenor or 0)
    style.small(text(f"bank.beside.note.{found.use}", amount=amount, months=months))
    near = sorted(priced, key=lambda r: abs((r.cells[0].place or 0) - (place or 0)))[:MOST_BESIDE]
    kept = [r for r in priced if r in near]
    if len(kept) > 1:
        made = f"{cache.trial_key(trial, shelf)}{text.language}"
        charted.show("bank-beside", made, lambda: chart.draw(_bars(kept, listing), text))
    if kept:
        _table(kept, text)


def _bars(rows: list[Row], own: Listing) -> list[chart.Bar]:
    return [
        chart.Bar(r.listing.name, r.cells[0].rate or 0.0, own=r.listing.id == own.id) for r in rows
    ]


def _table(rows: list[Row], text: Text) -> None:
    header = [text(f"bank.beside.{name}") for name in ("offer", "provider", "rate")]
    said = [
        (r.listing.name, r.provider, price_words.rate(r.cells[0].rate or 0.0, text, 2))
        for r in rows
    ]
    style.table(header, said, words=2)
