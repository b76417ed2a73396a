"""A version in review among what others offer for the same purpose, at the same amount."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from planner import prices
from planner.charts import price as chart
from planner.prices import Shelf
from planner.text import Text
from planner.ui import style
from planner.ui.parts import charted, price_words
from planner.ui.parts.steward_queue import Waiting
from products.catalogue.listing import Listing
from products.price.ranking import Question, Ranking, Row, rankings, use_of

MOST_BESIDE = 6
"""So many offers are shown beside it, those of the nearest places."""


def draw(row: Waiting, listing: Listing, shelf: Shelf, text: Text) -> None:
    """Its place among what others offer for the same, at the same amount."""
    found = _ranked(row, listing, shelf)
    if found is None:
        return
    own = next((r for r in found.rows if r.listing.id == listing.id), None)
    place = own.cells[0].place if own else None
    priced = [r for r in found.rows if r.cells[0].place]
    near = sorted(priced, key=lambda r: abs((r.cells[0].place or 0) - (place or 0)))[:MOST_BESIDE]
    with st.container(border=True, key="card-comparable"):
        amount = text.money(found.amounts[0], text.currency)
        months = text.count("count.month", found.tenor or 0)
        note = text(f"steward.beside.note.{found.use}", amount=amount, months=months)
        st.html(style.title(text("steward.beside"), note))
        if place is None:
            st.info(text("steward.beside.unpriced"), icon=":material/help:")
        else:
            st.write(text("steward.beside.place", place=place, of=len(priced)))
        kept = [r for r in priced if r in near]
        made = f"{row.version.version_id}{row.version.content_sha256}{text.language}"
        if len(kept) > 1:
            charted.show("steward-beside", made, lambda: chart.draw(_bars(kept, listing), text))
        _table(kept, text)


def _bars(rows: Sequence[Row], own: Listing) -> list[chart.Bar]:
    return [
        chart.Bar(r.listing.name, r.cells[0].rate or 0.0, own=r.listing.id == own.id) for r in rows
    ]


def _table(rows: Sequence[Row], text: Text) -> None:
    names = ("place_head", "offer", "provider", "rate")
    style.table(
        [text(f"steward.beside.{name}") for name in names],
        [
            (
                str(r.cells[0].place), r.listing.name, r.provider,
                price_words.rate(r.cells[0].rate or 0.0, text, 2),
            )
            for r in rows
        ],
        words=3,
    )  # fmt: skip


def _ranked(row: Waiting, listing: Listing, shelf: Shelf) -> Ranking | None:
    """Everything for the same purpose, this version in the place of the published one."""
    day = max(shelf.as_of, row.version.valid_from)
    variant = prices.usual_variant(listing)
    use = use_of(listing, variant)
    amount = prices.usual_amount(listing, variant)
    quoted = shelf.market.fx.get(listing.currency)
    if listing.currency != shelf.home:
        if quoted is None:
            return None
        amount *= float(quoted[0])
    shown = listing.model_copy(update={"valid_from": None, "valid_to": None})
    others = [e for e in shelf.listings if e.id != listing.id and e.category is listing.category]
    question = Question(shelf.market, shelf.home, (amount, 2 * amount), day, tenor=variant.tenor)
    every = rankings([*others, shown], shelf.country.providers, question)
    return next((one for one in every if one.use is use), None)
