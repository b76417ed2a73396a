"""A shelf of our own for prices: listings of any kind from a few columns, and a still market."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np

from products.basis.market import Market, flat_market
from products.basis.timeline import Timeline
from products.catalogue.listing import Listing
from products.catalogue.pack import Provider
from products.kind import Terms, Variant
from products.kinds import KINDS
from products.price.price import Price, effective_price
from tests.strategies import INDEX

START = date(2026, 1, 31)
HOME = "PKR"
MARKET = flat_market(
    Timeline(START, 360), inflation_pa=0.1, fx={"USD": 280.0}, index_pa={INDEX: 0.11}
)

PROVIDERS = {
    each.provider_id: each
    for each in (
        Provider(provider_id="bank", name="A bank", type="bank"),
        Provider(provider_id="street", name="Street lenders", type="informal"),
        Provider(provider_id="friends", name="Neighbours", type="informal"),
        Provider(provider_id="bazaar", name="Goldsmiths", type="market"),
    )
}


def listed(terms: Terms, **header: Any) -> Listing:
    """A listing of these terms, whose smallest amount is at least what the state helps with."""
    helped = [getattr(terms, name, None) for name in ("subsidy_amount", "capital_subsidy_fixed")]
    columns = {
        "id": "TEST-ONE",
        "provider_id": "bank",
        "name": "A product",
        "category": "savings",
        "currency": HOME,
        "modes": ("conventional",),
        "standing": "offered",
        "source_id": "page",
        "as_of": "2026-01-01",
        "confidence": "high",
        "country": "PAK",
        "amount_min": max(each or 0.0 for each in helped),
        **header,
    }
    return Listing.model_validate({**columns, "terms": terms.model_dump()})


def terms_of(kind: str, **columns: Any) -> Any:
    """Terms of a kind from its columns."""
    return KINDS[kind].Terms.model_validate(columns)


def listing(kind: str, header: dict[str, Any] | None = None, **columns: Any) -> Listing:
    """A listing of a kind from its columns."""
    return listed(terms_of(kind, **columns), **(header or {}))


def variant_of(each: Listing, place: int = -1, **changes: Any) -> Variant:
    """One of its variants, the longest without a word."""
    return replace(KINDS[each.kind].variants(each.terms)[place], **changes)


def priced(
    each: Listing,
    amount: float = 100_000.0,
    variant: Variant | None = None,
    market: Market = MARKET,
    **changes: Any,
) -> Price:
    """Its price from `START` on."""
    taken = variant or variant_of(each, **changes)
    return effective_price(each, taken, amount, market, start=START, home=HOME)


def drifting(a_year: float, months: int = 360) -> Market:
    """The still market with a dollar that changes by so much a year."""
    path = 280.0 * (1 + a_year) ** (np.arange(months + 1) / 12)
    return replace(MARKET, fx={"USD": path})
