"""What products cost or bring in a family's own market: all cards at once, one product in full.

The scale is that of `products.price`; here it meets the plan: its market, its first month, the
variant a member would take. A price is never guessed: what is not known stays a `Problem`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import isfinite

import pandas as pd

from planner import frames
from planner.assumptions import expected, load_assumptions
from planner.baseline import last_mark
from planner.candidates import fits, home_after, is_filer, kind_of
from planner.case import Case, Choice
from planner.country import Country
from planner.offers import Offer
from products.basis.market import Market
from products.basis.money import to_minor
from products.basis.problems import Problem
from products.basis.timeline import date_of
from products.catalogue.listing import Listing
from products.catalogue.pack import Unexpressed
from products.kind import Side, Variant
from products.price.asking import Ask, amount_bounds
from products.price.assumed import market_of
from products.price.beside import Beside, beside, slot_of
from products.price.course import counts_days
from products.price.many import Figures, price_many
from products.price.price import Price, effective_price
from products.price.ranking import Question, Ranking, Use, rankings, uses_of
from products.terms import OutlookTerms

ANY_AMOUNT = 100_000.0
"""Where no bound of an amount is known: in the listing's currency; a rate hardly hangs on it."""
_SMALL_PART = 10


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where products are looked at: a country's listings, a market, the day and the first month.

    `start` is the day contracts begin on unless someone says another; `as_of` the day facts are
    judged on, for their age.
    """

    country: Country
    listings: tuple[Listing, ...]
    unexpressed: tuple[Unexpressed, ...]
    market: Market
    start: date
    as_of: date

    @property
    def home(self) -> str:
        """The plan's currency."""
        return self.country.currency


@dataclass(frozen=True, slots=True)
class Short:
    """The price of one taking in as much as a card has room for.

    `effective_pa` is in the listing's own currency, `real_pa` in the plan's money of the first day;
    None where there is not exactly one. `problem` says why there is no rate.
    """

    side: Side
    certain: bool
    effective_pa: float | None = None
    real_pa: float | None = None
    problem: Problem | None = None
    priced: bool = True


@dataclass(frozen=True, slots=True)
class Trial:
    """One taking to look at: the variant, an amount in the listing's currency, its first day."""

    listing: Listing
    variant: Variant
    amount: float
    start: date


def shelf_of_case(
    case: Case,
    country: Country,
    listings: Sequence[Listing],
    unexpressed: Sequence[Unexpressed],
    as_of: date,
) -> Shelf:
    """The shelf a family stands before: the plan's own market, what it typed over included."""
    known, _ = load_assumptions(country.assumptions, as_of, case.overrides)
    market = expected(known, case.timeline)
    return Shelf(country, tuple(listings), tuple(unexpressed), market, case.start, as_of)


def shelf_of_day(
    country: Country,
    listings: Sequence[Listing],
    unexpressed: Sequence[Unexpressed],
    as_of: date,
) -> Shelf:
    """The shelf as the pack's assumptions of a day have it, for those who look without a plan."""
    market, _ = market_of(country.assumptions, as_of)
    return Shelf(country, tuple(listings), tuple(unexpressed), market, as_of, as_of)


def usual_variant(listing: Listing) -> Variant:
    """The variant shown where nobody chose: the shortest, with least grace or at the last turn."""
    kind = kind_of(listing)
    sign = -1 if kind.waits_for_turn else 1
    found: Variant = min(kind.variants(listing.terms), key=lambda v: (v.tenor, sign * v.grace))
    return replace(found, home_after=0)


def usual_amount(listing: Listing, variant: Variant) -> float:
    """An amount to show where nobody typed one: the smallest, else a part of the largest."""
    low, high = amount_bounds(listing, variant)
    if low:
        return low
    return high / _SMALL_PART if isfinite(high) else ANY_AMOUNT


def turn_of(listing: Listing, grace: int) -> int:
    """At which turn the pot comes after so many months, counted from 1."""
    return grace // int(getattr(listing.terms, "round_months", 1)) + 1


def variant_of(case: Case, choice: Choice, listing: Listing) -> Variant:
    """The variant a choice means for the member who would hold it, as the plan takes it."""
    last = last_mark(case.household, case.timeline, case.last_month)
    back = home_after(case.household, choice.holder, choice.start_mark, last, case.months)
    return fits(listing, choice, is_filer(case.household, choice.holder), back)


def trial_of(offer: Offer, shelf: Shelf) -> Trial:
    """What a card is priced at: the taking the offer was judged at, else the usual one."""
    if offer.variant.tenor:
        begins = date_of(shelf.market.timeline, offer.variant.start)
        return Trial(offer.listing, offer.variant, offer.amount, begins)
    variant = usual_variant(offer.listing)
    amount = usual_amount(offer.listing, variant)
    return Trial(offer.listing, variant, amount, shelf.start)


def trial_at(listing: Listing, tenor: int, grace: int, amount: float, start: date) -> Trial:
    """A taking as typed, for nobody in particular: not a filer of tax, at home."""
    return Trial(listing, Variant(tenor=tenor, grace=grace, home_after=0), amount, start)


def trial_of_choice(case: Case, choice: Choice, listing: Listing) -> Trial:
    """A taking as the plan takes it: the holder's own variant, begun at the plan's mark."""
    begins = date_of(case.timeline, choice.start_mark)
    return Trial(listing, variant_of(case, choice, listing), choice.amount, begins)


def shorts(trials: Iterable[Trial], shelf: Shelf) -> Mapping[str, Short]:
    """The price of every trial, by listing; all that begin on one day are worked out together."""
    by_day: dict[date, list[Ask]] = {}
    for trial in trials:
        by_day.setdefault(trial.start, []).append(Ask(trial.listing, trial.variant, trial.amount))
    found: dict[str, Short] = {}
    for start, asks in by_day.items():
        priced = price_many(asks, shelf.market, start=start, home=shelf.home)
        for ask, figures in zip(asks, priced, strict=True):
            found[ask.listing.id] = _short(ask, figures, start, shelf)
    return found


def _short(ask: Ask, figures: Figures, start: date, shelf: Shelf) -> Short:
    return Short(
        side=ask.side,
        certain=not isinstance(ask.listing.terms, OutlookTerms),
        effective_pa=figures.effective_pa,
        real_pa=_real(ask, figures, start, shelf),
        problem=figures.problem,
        priced=figures.money is not None,
    )


def _real(ask: Ask, figures: Figures, start: date, shelf: Shelf) -> float | None:
    """The rate in today's prices: at once where prices rise evenly from month to month."""
    if figures.home_pa is None:
        return None
    growth = shelf.market.inflation_pm[..., 1:]
    if counts_days(ask.listing.terms) or growth.size == 0 or growth.min() != growth.max():
        full = effective_price(
            ask.listing, ask.variant, ask.amount, shelf.market, start=start, home=shelf.home
        )
        return full.base.real_pa.only if full.base and full.base.real_pa else None
    return float((1 + figures.home_pa) / (1 + growth.flat[0]) ** 12 - 1)


def price_of(trial: Trial, shelf: Shelf) -> Price:
    """Everything about the price of one trial."""
    return effective_price(
        trial.listing, trial.variant, trial.amount, shelf.market, start=trial.start, home=shelf.home
    )


def otherwise(price: Price, shelf: Shelf) -> tuple[Beside, ...]:
    """What a family would otherwise use, for about the same money and time.

    Of what the product itself is one, only what has a price is told.
    """
    question = Question(
        shelf.market, shelf.home, (price.amount,), price.start, tax_filer=price.variant.tax_filer
    )
    providers = shelf.country.providers
    own = slot_of(price.listing, providers.get(price.listing.provider_id))
    found = beside(price, shelf.listings, providers, shelf.unexpressed, question)
    return tuple(each for each in found if each.price is not None or each.otherwise is not own)


def contract(trial: Trial, shelf: Shelf) -> pd.DataFrame:
    """The dated contract of a trial that has a price, row by row in major units."""
    listing, market = trial.listing, shelf.market
    minor = to_minor(trial.amount, listing.currency)
    exact = kind_of(listing).schedule(
        listing.terms, trial.variant, minor, trial.start, listing.currency, market
    )
    return frames.contract(exact, listing.currency)


def plain_amounts(listings: Iterable[Listing], use: Use, currency: str) -> tuple[float, float]:
    """Two amounts that most offers of a use take, the second at least twice the first.

    Only listings in the plan's currency are asked; a tie goes to the smaller amount.
    """
    bounds = [
        ((each.amount_min or 0.0), each)
        for each in listings
        if each.currency == currency and use in uses_of(each)
    ]
    lows = sorted({low for low, _ in bounds if low > 0}) or [ANY_AMOUNT]
    first = max(lows, key=lambda amount: sum(each.takes(amount) for _, each in bounds))
    wider = sorted({2 * first, 5 * first, 10 * first, *(low for low in lows if low >= 2 * first)})
    second = max(wider, key=lambda amount: sum(each.takes(amount) for _, each in bounds))
    return first, second


def ranked(
    shelf: Shelf, amounts: tuple[float, float], tenor: int | None, *, tax_filer: bool = False
) -> tuple[Ranking, ...]:
    """Everything on sale, by purpose and use, in the neutral order of `products.price.ranking`."""
    question = Question(
        shelf.market, shelf.home, amounts, shelf.as_of, tenor=tenor, tax_filer=tax_filer
    )
    return rankings(shelf.listings, shelf.country.providers, question)
