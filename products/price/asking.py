"""What is priced: a listing, a variant and an amount, and what is missing to price it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from math import inf, isfinite
from typing import Any

from products.basis.market import Market
from products.basis.problems import Problem, Scalar
from products.catalogue.listing import Listing
from products.kind import STEP_FIELDS, Kind, Side, Step, Terms, Variant
from products.kinds import KINDS


@dataclass(frozen=True, slots=True)
class Ask:
    """One taking to be priced.

    `amount` is in the listing's currency (a month's payment for kinds whose amount is monthly). The
    variant's `start` does not matter: a price is that of a contract from its own first day.
    """

    listing: Listing
    variant: Variant
    amount: float

    @property
    def kind(self) -> Kind[Any]:
        """The kind of the listing; nobody here asks which one it is."""
        return kind_of(self.listing)

    @property
    def taken(self) -> Variant:
        """The variant, begun at mark 0."""
        return replace(self.variant, start=0)

    @property
    def side(self) -> Side:
        """Which way the money first goes."""
        return self.kind.side_of(self.listing.terms, self.taken)


def kind_of(listing: Listing) -> Kind[Any]:
    """The kind of a listing."""
    return KINDS[listing.kind]


def amount_bounds(listing: Listing, variant: Variant) -> tuple[float, float]:
    """Smallest and largest amount for a variant; 0 and infinite where none is known."""
    limit = kind_of(listing).amount_limit(listing.terms, variant)
    high = inf if listing.amount_max is None else listing.amount_max
    return listing.amount_min or 0.0, min(high, limit)


def usual_amounts(listing: Listing, variant: Variant) -> tuple[float, ...]:
    """The smallest and the largest amount on offer, as far as they are known and taken."""
    ends = sorted(set(amount_bounds(listing, variant)))
    return tuple(each for each in ends if each > 0 and isfinite(each) and listing.takes(each))


def nearest_variant(listing: Listing, tenor: int | None, *, tax_filer: bool = False) -> Variant:
    """The variant whose tenor is nearest to the one wanted; the shorter of two, and least grace.

    Without a wish the longest tenor.
    """
    found = kind_of(listing).variants(listing.terms)
    wanted = max(v.tenor for v in found) if tenor is None else tenor
    best = min(found, key=lambda v: (abs(v.tenor - wanted), v.tenor, v.grace))
    return replace(best, tax_filer=tax_filer)


def wanting(ask: Ask, market: Market, home: str | None = None) -> Problem | None:
    """What stands in the way of a price: the first of all reasons, or None.

    `home` is the plan's currency, which the market does not quote.
    """
    bounds = amount_bounds(ask.listing, ask.taken)
    return amount_refused(ask, bounds) or variant_refused(ask, market, home)


def amount_refused(ask: Ask, bounds: tuple[float, float]) -> Problem | None:
    """Why the listing does not take this amount, or None; `bounds` are those of the variant."""
    where, (low, high) = f"{ask.listing.id}:amount", bounds
    if not isfinite(ask.amount):
        return Problem("problem.not_a_number", where, params={"value": str(ask.amount)})
    if ask.amount <= 0:
        return Problem("problem.price.no_amount", where, params={"value": ask.amount})
    if ask.amount < low:
        params = {"value": ask.amount, "limit": low}
        return Problem("problem.price.below_minimum", where, params=params)
    if ask.amount > high or not ask.listing.takes(ask.amount):
        params = {"value": ask.amount, "limit": high}
        return Problem("problem.price.above_maximum", where, params=params)
    return None


def variant_refused(ask: Ask, market: Market, home: str | None = None) -> Problem | None:
    """Why there is no such variant, or what the market does not tell of it; or None."""
    listing = ask.listing
    if not _is_offered(ask):
        tenors = sorted({v.tenor for v in ask.kind.variants(listing.terms)})
        tenor: Scalar = ask.variant.tenor
        params = {"value": tenor, "limit": f"{tenors[0]} – {tenors[-1]}"}
        return Problem("problem.price.variant", f"{listing.id}:tenor", params=params)
    for name in sorted(indexes_of(listing) - market.index_pa.keys()):
        return Problem("problem.price.index", f"{listing.id}:index", params={"value": name})
    for name in sorted(currencies_of(listing) - market.fx.keys() - {home}):
        return Problem("problem.price.currency", f"{listing.id}:currency", params={"value": name})
    return None


def _is_offered(ask: Ask) -> bool:
    """Whether the terms offer this tenor and grace."""
    known = ask.kind.variants(ask.listing.terms)
    return (ask.variant.tenor, ask.variant.grace) in {(v.tenor, v.grace) for v in known}


def indexes_of(listing: Listing) -> frozenset[str]:
    """Names of the indices that the terms read, in whatever field they stand."""
    terms = listing.terms
    named, tables, _ = _fields(type(terms))
    found = {getattr(terms, name) for name in named}
    for name in tables:
        steps = getattr(terms, name)
        found.update(step.index for step in steps if isinstance(step, Step))
    return frozenset(found) - {""}


def currencies_of(listing: Listing) -> frozenset[str]:
    """Currencies beside the listing's own that a field of the terms names."""
    terms = listing.terms
    named = {getattr(terms, name) for name in _fields(type(terms))[2]}
    return frozenset(named) - {"", listing.currency}


@cache
def _fields(model: type[Terms]) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Names of the fields that hold an index, a table of steps, a currency."""
    names = tuple(model.model_fields)
    index = tuple(n for n in names if n == "index" or n.startswith("index_"))
    tables = tuple(n for n in names if n in set(STEP_FIELDS.values()))
    return index, tables, tuple(n for n in names if n.endswith("_currency"))
