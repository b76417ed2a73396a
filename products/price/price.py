"""The price of one taking: yearly rates, rates by law, sums of money, and how sure all that is.

Whatever the mode of finance, only what the family pays and receives counts, and when: a markup, a
rent, interest, a pot of a committee come out on one scale. A rate that is not there, or not the
only one, is told as such with the reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from products.basis.market import Market
from products.basis.problems import Problem
from products.catalogue.listing import Listing
from products.kind import Side, Terms, Variant
from products.legal.irr import RatesOfReturn
from products.price.asking import Ask, wanting
from products.price.course import DUST, Course, course_of, unsaved
from products.price.horizon import is_quoted, market_from
from products.price.rates import Rates, at_home, effective, in_todays_money, rates
from products.price.statutory import AprMethod, apr
from products.terms import Outlook, OutlookTerms

Floats = NDArray[np.float64]

RATED = (Side.FINANCE, Side.SAVING)
"""Sides that have a rate: what is given and never paid back, or paid for cover, has none."""
NO_RATE = {
    Side.GRANT: "problem.price.nothing_paid_back",
    Side.PROTECTION: "problem.price.only_if_it_happens",
}


@dataclass(frozen=True, slots=True)
class Money:
    """Sums in the listing's currency, the family's hand, all >= 0.

    What comes and goes on one day is one sum: a loan that keeps its charge back is received less
    it. `kept` is what the family still owns there at the end. An instalment is what is paid after
    the first day; 0 where nothing is.
    """

    received: float
    paid: float
    kept: float
    first_instalment: float
    largest_instalment: float

    @property
    def gain(self) -> float:
        """By how much more the family ends; negative for a price."""
        found = self.received + self.kept - self.paid
        return 0.0 if abs(found) <= DUST * self.paid else found


@dataclass(frozen=True, slots=True)
class Result:
    """How one taking turns out; rates are None where the side has none.

    `home_pa` is the effective rate in the plan's money, `real_pa` that in its money of the first
    day; both are None too where the exchange is not known.
    """

    money: Money
    rates: Rates | None = None
    home_pa: RatesOfReturn | None = None
    real_pa: RatesOfReturn | None = None


@dataclass(frozen=True, slots=True)
class Price:
    """Everything about the price of one taking.

    `by_outlook` holds how it turns out: the base, and the ends that are known where nobody promises
    the result (`is_certain` is False); empty where it could not be priced, and `problems` says why.
    `without_savings` and `savings_lost` are there where a loan keeps back savings: its rates as if
    these were not taken, and as if what stays put away were gone. `apr` holds the rates by law of a
    credit.
    """

    listing: Listing
    side: Side
    variant: Variant
    amount: float
    start: date
    by_month: bool = True
    ends: date | None = None
    by_outlook: Mapping[Outlook, Result] = field(default_factory=dict)
    without_savings: Rates | None = None
    savings_lost: Rates | None = None
    apr: Mapping[AprMethod, RatesOfReturn] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    @property
    def base(self) -> Result | None:
        """How it turns out as counted on; None where it could not be priced."""
        return self.by_outlook.get(Outlook.BASE)

    @property
    def effective_pa(self) -> float | None:
        """The one effective yearly rate as counted on; None where there is not exactly one."""
        found = self.base.rates if self.base else None
        return found.effective_pa.only if found else None

    @property
    def is_certain(self) -> bool:
        """Whether the terms promise the result."""
        return not isinstance(self.listing.terms, OutlookTerms)


def effective_price(
    listing: Listing,
    variant: Variant,
    amount: float,
    market: Market,
    *,
    start: date,
    home: str | None = None,
) -> Price:
    """The price of taking `amount` of a listing on the day `start`.

    `home` is the plan's currency. Where the market is not known to the end of the contract it stays
    as it is last.
    """
    ask = Ask(listing, variant, amount)
    missing = wanting(ask, market, home)
    blank = Price(listing, ask.side, variant, amount, start)
    if missing is not None:
        return replace(blank, problems=(missing,))
    return _priced(blank, ask, market_from(market, start), home)


def _priced(blank: Price, ask: Ask, market: Market, home: str | None) -> Price:
    terms: Any = ask.listing.terms
    course = course_of(ask, market)
    results = {Outlook.BASE: _result(course, ask, market, home)}
    if isinstance(terms, OutlookTerms):
        ends = {outlook: terms.seen(outlook) for outlook in (Outlook.LOW, Outlook.HIGH)}
        results |= {
            outlook: _seen(ask, market, home, seen)
            for outlook, seen in ends.items()
            if seen != terms
        }
    found = replace(
        blank, by_month=course.by_month, ends=course.days[-1], by_outlook=results,
        problems=tuple(_told(ask, results[Outlook.BASE])),
    )  # fmt: skip
    return _as_credit(found, course, ask, market) if ask.side is Side.FINANCE else found


def _seen(ask: Ask, market: Market, home: str | None, seen: Terms) -> Result:
    """How it turns out on other terms, in the variant that stands in the same place there."""
    places = [(v.tenor, v.grace) for v in ask.kind.variants(ask.listing.terms)]
    there = ask.kind.variants(seen)[places.index((ask.variant.tenor, ask.variant.grace))]
    moved = replace(ask, variant=replace(ask.variant, tenor=there.tenor, grace=there.grace))
    return _result(course_of(moved, market, seen), moved, market, home)


def _result(course: Course, ask: Ask, market: Market, home: str | None) -> Result:
    money = money_of(course)
    if ask.side not in RATED:
        return Result(money)
    own, code = course.own(ask.side), ask.listing.currency
    found = Result(money, rates(course, own))
    if not is_quoted(market, code, home):
        return found
    flow = at_home(course, own, market, code)
    deflated = in_todays_money(course, flow, market)
    return replace(found, home_pa=effective(course, flow), real_pa=effective(course, deflated))


def money_of(course: Course) -> Money:
    """The sums of a course."""
    later = np.maximum(-course.flow[course.at > 0], 0.0)
    paid = later[later > 0]
    return Money(
        received=float(course.flow[course.flow > 0].sum()),
        paid=float(-course.flow[course.flow < 0].sum()),
        kept=course.kept,
        first_instalment=float(paid[0]) if paid.size else 0.0,
        largest_instalment=float(paid.max()) if paid.size else 0.0,
    )


def _told(ask: Ask, base: Result) -> list[Problem]:
    """Why there is no one rate, or no real one."""
    where = f"{ask.listing.id}:effective_pa"
    if base.rates is None:
        return [Problem(NO_RATE[ask.side], where)]
    found = [base.rates.effective_pa.problem(where)]
    if base.home_pa is None:
        found.append(not_quoted(ask.listing))
    return [problem for problem in found if problem is not None]


def not_quoted(listing: Listing) -> Problem:
    """That the worth of a listing's currency in plan money is not known."""
    where, params = f"{listing.id}:home_pa", {"value": listing.currency}
    return Problem("problem.price.currency", where, params=params)


def _as_credit(price: Price, course: Course, ask: Ask, market: Market) -> Price:
    """The same price with its rates by law, and with the savings inside it told apart."""
    plain = course
    if course.saves_inside:
        plain = course_of(ask, market, unsaved(ask.listing.terms))
    flow = plain.own(Side.FINANCE)
    found = {method: apr(plain, flow, method) for method in AprMethod}
    refused = [each for each in found.values() if isinstance(each, Problem)]
    price = replace(
        price,
        apr={m: each for m, each in found.items() if not isinstance(each, Problem)},
        problems=(*price.problems, *refused[:1]),
    )
    if not course.saves_inside:
        return price
    return replace(
        price,
        without_savings=rates(plain, flow),
        savings_lost=rates(course, course.flow) if course.kept else None,
    )
