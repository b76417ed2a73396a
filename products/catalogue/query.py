"""An offer query: what a person looks for in the catalogue, and the statement that finds it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import reduce
from operator import or_

from products.basis.money import Currency
from products.basis.sources import Standing
from products.catalogue.listing import Category
from products.catalogue.tables import LISTINGS, Selection, ids
from products.kind import Mode

ON_OFFER = (Standing.OFFERED, Standing.CONFIRM_FIRST)


class SortKey(StrEnum):
    """What found listings are sorted by."""

    NAME = "name"
    PROVIDER = "provider_id"
    AMOUNT_MIN = "amount_min"
    AMOUNT_MAX = "amount_max"
    TENOR = "tenor_max_months"
    RATE = "rate"
    """the quoted number, whatever its basis: to find a listing, not to compare prices"""
    AS_OF = "as_of"


@dataclass(frozen=True, slots=True)
class OfferQuery:
    """What a person looks for; an empty field asks for nothing.

    `modes`: any of these will do. `amount_low` and `amount_high` are in the listing's currency: a
    listing is found when it can be taken for some amount between them (the upper end of a band is
    outside of it); unknown bounds exclude nothing. `text`: every word must stand in the listing's
    name, provider, kind, id or note. `standings`: by default what may be offered. Listings without
    what is sorted by come last.
    """

    country: str = ""
    as_of: date | None = None
    category: Category | None = None
    kind: str = ""
    modes: tuple[Mode, ...] = ()
    currency: Currency = ""
    standings: tuple[Standing, ...] = ON_OFFER
    amount_low: float | None = None
    amount_high: float | None = None
    text: str = ""
    sort: SortKey = SortKey.NAME
    descending: bool = False
    limit: int | None = None


def statement(query: OfferQuery) -> Selection:
    """The ids of the listings that fit, in order; every value is a bound parameter."""
    column = LISTINGS.c
    found = ids()
    for name in ("country", "category", "kind", "currency"):
        wanted = getattr(query, name)
        if wanted:
            found = found.where(column[name] == str(wanted))
    if query.standings:
        found = found.where(column.standing.in_([str(standing) for standing in query.standings]))
    if query.as_of is not None:
        found = found.where(
            column.valid_from.is_(None) | (column.valid_from <= query.as_of),
            column.valid_to.is_(None) | (column.valid_to >= query.as_of),
        )
    if query.modes:
        marks = [column.mode_marks.contains(f"|{mode}|", autoescape=True) for mode in query.modes]
        found = found.where(reduce(or_, marks))
    if query.amount_high is not None:
        found = found.where(column.amount_min.is_(None) | (column.amount_min <= query.amount_high))
    if query.amount_low is not None:
        found = found.where(
            column.amount_max.is_(None)
            | (column.amount_max > query.amount_low)
            | ((column.amount_max == query.amount_low) & (column.band_of == ""))
        )
    for word in query.text.casefold().split():
        found = found.where(column.search.contains(word, autoescape=True))
    return _sorted(found, query)


def _sorted(found: Selection, query: OfferQuery) -> Selection:
    column = LISTINGS.c[query.sort.value]
    order = column.desc() if query.descending else column.asc()
    if query.sort is SortKey.AS_OF:
        found = found.order_by(column == "")
    found = found.order_by(order.nulls_last(), LISTINGS.c.id)
    return found if query.limit is None else found.limit(query.limit)
