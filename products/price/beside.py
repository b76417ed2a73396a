"""What a family would otherwise use, priced on the same scale: a circle, a lender, gold.

They are rows of the country's own pack like any other, with source and date, whatever their
standing: what is shown for comparison is not offered. Where a pack holds none, that is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from products.basis.problems import Problem
from products.catalogue.listing import Listing
from products.catalogue.pack import Provider, Unexpressed
from products.kind import Side
from products.price.asking import Ask, kind_of, variant_refused
from products.price.course import course_of
from products.price.price import Price, effective_price, money_of
from products.price.ranking import Question, Use, ask_for, use_of, uses_of

INFORMAL, MARKET = "informal", "market"
"""Types of provider: people without a licence, and a market where anybody sells."""


class Otherwise(StrEnum):
    """What a family uses where it takes no product of a provider."""

    CIRCLE = "circle"
    """a committee: the early turn is a loan, the late one a saving"""
    LENDER = "lender"
    """a moneylender"""
    GOODS = "goods"
    """gold and other goods, bought and sold at the market's price"""


INSTEAD: Mapping[Use, tuple[Otherwise, ...]] = {
    Use.BORROW: (Otherwise.LENDER, Otherwise.CIRCLE),
    Use.SAVE_ONCE: (Otherwise.CIRCLE, Otherwise.GOODS),
    Use.SAVE_MONTHLY: (Otherwise.CIRCLE, Otherwise.GOODS),
}
"""What stands in for each use."""


UNPRICED: Mapping[str, Otherwise] = {
    INFORMAL: Otherwise.LENDER,
    "circle": Otherwise.CIRCLE,
    "goods": Otherwise.GOODS,
}
"""What a row of `unexpressed.csv` of this category is."""


@dataclass(frozen=True, slots=True)
class Beside:
    """One alternative: a price, or why there is none.

    `name` is that of the pack's row, and `source_id` and `as_of` say where it was read; all empty
    where nothing is cited.
    """

    otherwise: Otherwise
    name: str = ""
    source_id: str = ""
    as_of: str = ""
    price: Price | None = None
    problem: Problem | None = None


def beside(
    price: Price,
    listings: Iterable[Listing],
    providers: Mapping[str, Provider],
    unexpressed: Iterable[Unexpressed],
    question: Question,
) -> tuple[Beside, ...]:
    """The alternatives to a taking, each for about the same money and time.

    A borrower gets as much in hand, a saver pays in as much in all. Of `question` the market, the
    plan's currency and the tax class count.
    """
    use = use_of(price.listing, price.variant)
    money = _money(price, use, question)
    others = [each for each in listings if not _is_same(each, price.listing)]
    known = [(slot_of(each, providers.get(each.provider_id)), each) for each in others]
    told, found = tuple(unexpressed), []
    for otherwise in INSTEAD.get(use, ()):
        rows = sorted((each for slot, each in known if slot is otherwise), key=lambda r: r.name)
        priced = [_priced(otherwise, each, price, money, question) for each in rows]
        found += [each for each in priced if each is not None] or _unpriced(otherwise, told)
    return tuple(found)


def slot_of(listing: Listing, provider: Provider | None) -> Otherwise | None:
    """Which alternative a row of the pack is, or none.

    A circle is whatever makes its members wait for a turn; a lender is informal and only lends;
    goods are what is saved in a market.
    """
    kind = kind_of(listing)
    if kind.waits_for_turn:
        return Otherwise.CIRCLE
    sides = {kind.side_of(listing.terms, v) for v in kind.variants(listing.terms)}
    seller = provider.type if provider else ""
    if seller == INFORMAL and sides == {Side.FINANCE}:
        return Otherwise.LENDER
    return Otherwise.GOODS if seller == MARKET and sides == {Side.SAVING} else None


def _is_same(listing: Listing, other: Listing) -> bool:
    return (listing.band_of or listing.id) == (other.band_of or other.id)


def _money(price: Price, use: Use, question: Question) -> float:
    """What the alternatives are asked for, in plan money: cash in hand, or all that is paid in."""
    sums = price.base.money if price.base else None
    if use is Use.BORROW:
        monthly = kind_of(price.listing).amount_is_monthly
        own = sums.received if sums and monthly else price.amount
    else:
        own = sums.paid if sums else price.amount
    quoted = question.rebased.fx.get(price.listing.currency)
    return own if quoted is None else own * float(quoted[0])


def _priced(
    otherwise: Otherwise, listing: Listing, price: Price, money: float, question: Question
) -> Beside | None:
    """An alternative for about the same money and time; None where it serves another use."""
    use = use_of(price.listing, price.variant)
    uses = (Use.BORROW,) if use is Use.BORROW else (Use.SAVE_ONCE, Use.SAVE_MONTHLY)
    serving = [each for each in uses if each in uses_of(listing)]
    if not serving:
        return None
    asked = _ask(listing, serving[0], money, replace(question, tenor=price.variant.tenor))
    cited = Beside(otherwise, listing.name, listing.source_id, listing.as_of)
    if isinstance(asked, Problem):
        return replace(cited, problem=asked)
    found = effective_price(
        listing, asked.variant, asked.amount, question.market,
        start=question.as_of, home=question.home,
    )  # fmt: skip
    return replace(cited, price=found, problem=next(iter(found.problems), None))


def _ask(listing: Listing, use: Use, money: float, question: Question) -> Ask | Problem:
    asked = ask_for(listing, use, money, question)
    if use is not Use.SAVE_MONTHLY or isinstance(asked, Problem):
        return asked
    refused = variant_refused(asked, question.rebased, question.home)
    if refused is not None:
        return refused
    paid = money_of(course_of(replace(asked, amount=1.0), question.rebased)).paid
    return replace(asked, amount=asked.amount / paid) if paid else asked


def _unpriced(otherwise: Otherwise, told: tuple[Unexpressed, ...]) -> list[Beside]:
    """What is known of an alternative without a price, or that nothing is."""
    rows = [row for row in told if UNPRICED.get(row.category) is otherwise]
    if not rows:
        return [Beside(otherwise, problem=Problem("problem.price.not_known", ""))]
    return [
        Beside(otherwise, row.name, row.source_id, row.as_of, problem=_unexpressed(row))
        for row in rows
    ]


def _unexpressed(row: Unexpressed) -> Problem:
    return Problem("problem.price.unexpressed", "", params={"value": row.reason})
