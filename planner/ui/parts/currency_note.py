"""A product in another currency: the dated rate it is counted at, or why it stays out."""

from __future__ import annotations

from planner.country import Country
from planner.plan import Plan
from planner.text import Text
from planner.ui import style
from products.catalogue.listing import Listing


def sentence(listing: Listing, plan: Plan, country: Country, text: Text) -> str:
    """At which rate a product is counted; empty for one in the plan's own currency."""
    code = listing.currency
    if code == plan.currency:
        return ""
    card = plan.assumptions.cards.get(f"fx_{code}")
    if card is None:
        return text("currency.unknown", currency=code)
    words = {"rate": text.number(card.value, 4), "home": plan.currency, "currency": code}
    if card.changed:
        return text("currency.own_rate", **words)
    source = country.sources.get(card.source_id)
    publisher = source.publisher if source else card.source_id
    return text("currency.rate", date=text.day(card.since), source=publisher, **words)


def draw(listing: Listing, plan: Plan, country: Country, text: Text) -> None:
    """Say it, where there is something to say."""
    said = sentence(listing, plan, country, text)
    if said:
        style.small(said)
