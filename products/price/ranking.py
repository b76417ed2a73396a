"""Offers of one category and use, in a neutral order, with the method that was followed.

The order is by total cost alone, at amounts a person names, at least two of them; who sells is
shown and does not count, nobody can pay for a place, and what is not known is said. These are the
conditions the World Bank sets for sites that compare prices. Offers of uncertain standing or old
terms keep their place and carry a mark; those without a price come last with the reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from itertools import islice

from products.basis.market import Market
from products.basis.problems import Problem
from products.basis.sources import Standing
from products.catalogue.listing import Category, Listing
from products.catalogue.pack import Provider
from products.kind import Side, Variant
from products.price.asking import Ask, amount_bounds, kind_of, variant_refused
from products.price.course import course_of
from products.price.horizon import market_from
from products.price.many import Figures, price_many
from products.price.price import not_quoted
from products.terms import OutlookTerms

TIE = 6
"""Decimals of a rate beyond which two prices are the same."""
AMOUNTS = 2
"""Fewest amounts that a comparison has to show."""


class Use(StrEnum):
    """What a family does with a product."""

    BORROW = "borrow"
    """receives first and pays back"""
    SAVE_ONCE = "save_once"
    """puts away one sum"""
    SAVE_MONTHLY = "save_monthly"
    """puts away something every month"""
    RECEIVE = "receive"
    """receives and keeps"""
    COVER = "cover"
    """pays for a promise"""


class Mark(StrEnum):
    """What a reader has to know of a row that keeps its place."""

    CONFIRM_FIRST = "confirm_first"
    """terms last known: ask the provider before anything is signed"""
    STALE = "stale"
    """terms undated or older than a year"""
    UNCERTAIN = "uncertain"
    """nobody promises the result"""


@dataclass(frozen=True, slots=True)
class Cell:
    """An offer at one of the amounts.

    `listing` is the band that takes the amount, or the one that comes nearest; `place` is None
    where there is no price.
    """

    listing: Listing
    variant: Variant
    amount: float
    figures: Figures
    place: int | None = None

    @property
    def rate(self) -> float | None:
        """The yearly rate it is placed by: in the plan's money."""
        return self.figures.home_pa


@dataclass(frozen=True, slots=True)
class Row:
    """One offer; `listing` is the one of the first amount, `cells` one for each amount.

    How fast it is paid out is not known: no listing states it.
    """

    listing: Listing
    provider: str
    provider_type: str
    marks: tuple[Mark, ...]
    cells: tuple[Cell, ...]

    @property
    def reason(self) -> Problem | None:
        """Why it has no place at the first amount; None where it has one."""
        return None if self.cells[0].place else self.cells[0].figures.problem


@dataclass(frozen=True, slots=True)
class Ranking:
    """All offers of one category and use, best first at the first amount."""

    category: Category
    use: Use
    amounts: tuple[float, ...]
    tenor: int | None
    as_of: date
    rows: tuple[Row, ...]

    @property
    def method(self) -> str:
        """Key of the text that says how the order was made."""
        return f"ranking.method.{self.use}"


@dataclass(frozen=True, slots=True)
class _Unasked:
    """An offer that cannot be asked for an amount, and why."""

    listing: Listing
    variant: Variant
    amount: float
    problem: Problem


@dataclass(frozen=True)
class Question:
    """What is compared: at these amounts of the plan's currency, for about this many months.

    Amounts are money in hand (borrowing), one sum, or a month's saving.
    """

    market: Market
    home: str
    amounts: tuple[float, ...]
    as_of: date
    tenor: int | None = None
    tax_filer: bool = False

    @cached_property
    def rebased(self) -> Market:
        """The market from the day of the comparison on."""
        return market_from(self.market, self.as_of)


def rankings(
    listings: Iterable[Listing], providers: Mapping[str, Provider], question: Question
) -> tuple[Ranking, ...]:
    """Everything on sale that day, by category and use, each ranked."""
    if len(set(question.amounts)) < AMOUNTS:
        raise ValueError("a fair comparison shows at least two amounts")
    shelves = _shelved(listings, question.as_of)
    asked = [
        _at_amount(bands, use, amount, question)
        for (_, use), families in shelves
        for bands in families
        for amount in question.amounts
    ]
    asks = [ask for ask in asked if isinstance(ask, Ask)]
    priced = iter(price_many(asks, question.market, start=question.as_of, home=question.home))
    cells = iter([_cell(ask, next(priced) if isinstance(ask, Ask) else None) for ask in asked])
    return tuple(
        _ranking(key, [_row(cells, providers, question) for _ in families], question)
        for key, families in shelves
    )


def uses_of(listing: Listing) -> tuple[Use, ...]:
    """What a family may do with a listing, by its variants."""
    kind = kind_of(listing)
    return tuple(sorted({use_of(listing, v) for v in kind.variants(listing.terms)}))


def use_of(listing: Listing, variant: Variant) -> Use:
    """What a family does with it in this variant."""
    kind = kind_of(listing)
    match kind.side_of(listing.terms, variant):
        case Side.FINANCE:
            return Use.BORROW
        case Side.SAVING:
            return Use.SAVE_MONTHLY if kind.amount_is_monthly else Use.SAVE_ONCE
        case Side.GRANT:
            return Use.RECEIVE
        case Side.PROTECTION:
            return Use.COVER


def variant_for(listing: Listing, use: Use, question: Question) -> Variant:
    """The variant of that use nearest to the tenor wanted, without a wish the longest.

    Of several a borrower takes the one that pays soonest, a saver the one that holds longest: the
    first turn of a committee, or the last.
    """
    found = [v for v in kind_of(listing).variants(listing.terms) if use_of(listing, v) is use]
    longest = max(v.tenor for v in found)
    wanted = longest if question.tenor is None else question.tenor
    sign = 1 if use is Use.BORROW else -1
    best = min(found, key=lambda v: (abs(v.tenor - wanted), v.tenor, sign * v.grace))
    return replace(best, tax_filer=question.tax_filer)


def in_its_money(amount: float, currency: str, market: Market, home: str) -> float | None:
    """An amount of the plan's currency in another, at the first day's exchange; None unknown."""
    if currency == home:
        return amount
    quoted = market.fx.get(currency)
    return None if quoted is None else amount / float(quoted[0])


def _shelved(
    listings: Iterable[Listing], day: date
) -> list[tuple[tuple[Category, Use], list[list[Listing]]]]:
    """Families of bands by category and use, in the order they came."""
    shelves: dict[tuple[Category, Use], dict[str, list[Listing]]] = {}
    for listing in listings:
        if listing.standing is Standing.NOT_OFFERED or not listing.on_sale(day):
            continue
        for use in uses_of(listing):
            shelf = shelves.setdefault((listing.category, use), {})
            shelf.setdefault(listing.band_of or listing.id, []).append(listing)
    return [(key, list(shelf.values())) for key, shelf in sorted(shelves.items())]


def _at_amount(
    bands: Sequence[Listing], use: Use, amount: float, question: Question
) -> Ask | _Unasked:
    """The band that takes an amount, else the nearest, asked for it; or why it cannot be asked."""
    found = [ask_for(listing, use, amount, question) for listing in bands]
    asks = [ask for ask in found if isinstance(ask, Ask)]
    if not asks:
        problem = next(each for each in found if isinstance(each, Problem))
        return _Unasked(bands[0], variant_for(bands[0], use, question), amount, problem)
    return min(asks, key=_distance)


def _distance(ask: Ask) -> float:
    """How far an amount is from what a listing takes; 0 inside."""
    if ask.listing.takes(ask.amount):
        return 0.0
    low, high = amount_bounds(ask.listing, ask.taken)
    return max(low - ask.amount, ask.amount - high, 1e-9)


def ask_for(listing: Listing, use: Use, amount: float, question: Question) -> Ask | Problem:
    """A listing asked for an amount of plan money, or why it cannot be.

    Money to be borrowed from what is counted by the month (a committee) is the pot in hand: the
    month's payment follows from it.
    """
    variant = variant_for(listing, use, question)
    money = in_its_money(amount, listing.currency, question.rebased, question.home)
    if money is None:
        return not_quoted(listing)
    ask = Ask(listing, variant, money)
    if not (use is Use.BORROW and ask.kind.amount_is_monthly):
        return ask
    refused = variant_refused(ask, question.rebased, question.home)
    if refused is not None:
        return refused
    one = course_of(replace(ask, amount=1.0), question.rebased)
    received = float(one.own(ask.side).clip(min=0).sum())
    return replace(ask, amount=money / received) if received else ask


def _cell(asked: Ask | _Unasked, figures: Figures | None) -> Cell:
    if isinstance(asked, _Unasked):
        return Cell(asked.listing, asked.variant, asked.amount, Figures(problem=asked.problem))
    return Cell(asked.listing, asked.variant, asked.amount, figures or Figures())


def _row(cells: Iterator[Cell], providers: Mapping[str, Provider], question: Question) -> Row:
    own = tuple(islice(cells, len(question.amounts)))
    listing = own[0].listing
    provider = providers.get(listing.provider_id)
    marks = {
        Mark.CONFIRM_FIRST: listing.standing is Standing.CONFIRM_FIRST,
        Mark.STALE: listing.is_stale(question.as_of),
        Mark.UNCERTAIN: isinstance(listing.terms, OutlookTerms),
    }
    return Row(
        listing,
        provider.name if provider else listing.provider_id,
        provider.type if provider else "",
        tuple(mark for mark, holds in marks.items() if holds),
        own,
    )


def _ranking(key: tuple[Category, Use], rows: Sequence[Row], question: Question) -> Ranking:
    category, use = key
    placed = [list(row.cells) for row in rows]
    for column in range(len(question.amounts)):
        at = [cells[column] for cells in placed]
        for cells, place in zip(placed, places(at, use), strict=True):
            cells[column] = replace(cells[column], place=place)
    found = [replace(row, cells=tuple(cells)) for row, cells in zip(rows, placed, strict=True)]
    found.sort(key=lambda row: (row.cells[0].place or len(rows) + 1, row.listing.name))
    amounts = question.amounts
    return Ranking(category, use, amounts, question.tenor, question.as_of, tuple(found))


def places(cells: Sequence[Cell], use: Use) -> list[int | None]:
    """The place of each cell by its rate: the cheapest loan, the highest yield first.

    Equal rates share a place; without a rate there is none.
    """
    sign = 1 if use is Use.BORROW else -1
    scores = [None if c.rate is None else round(sign * c.rate, TIE) for c in cells]
    known = sorted(score for score in scores if score is not None)
    return [None if score is None else known.index(score) + 1 for score in scores]
