"""What a choice means in flows: the listing, the variant taken, its money month by month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from planner.case import Choice
from planner.household import Household
from products.basis.cashflow import Floats, Schedule, UnitFlows, frozen
from products.basis.market import Market
from products.basis.money import to_minor
from products.basis.problems import Problem, Scalar, Severity
from products.basis.timeline import date_of
from products.catalogue.listing import Category, Listing
from products.kind import Kind, Side, Terms, Variant
from products.kinds import KINDS

Bools = NDArray[np.bool_]
Flags = Bools | bool

SPENT_ON = (Category.HOUSING, Category.ENTERPRISE)
"""Money lent or given under these is spent on its purpose; under others it stays in hand."""
_MOST_OWN_SHARE = 0.95
_KEPT = 4096
"""Flows of so many takings are kept; one is a few kilobytes."""


@dataclass(frozen=True, slots=True)
class Course:
    """One taking of a listing along the marks, `[..., T+1]` in plan currency, the family's hand.

    `flow` is the contract alone; `purpose` (<= 0) what the money and the family's own share are
    spent on; `paid` (>= 0) what a financing takes each month. `owed`, `owned` and `exit_value` are
    after the mark's flows; `bought` (>= 0) is a house at cost, to which no appreciation is added.
    `money` `[...]` is what is received (finance, grants) or put in (savings) in all, `own_share`
    what the family adds itself.
    """

    flow: Floats
    purpose: Floats
    paid: Floats
    owed: Floats
    owned: Floats
    bought: Floats
    exit_value: Floats
    money: Floats
    own_share: Floats


@dataclass(frozen=True, slots=True)
class Taken:
    """One product taken: the choice, the listing, the variant that fits it, and its course.

    `brings` (>= 0, `[..., T+1]`) is what the family says it brings in. `unit` stays in the
    listing's currency; `schedule` is the dated contract in minor units of that currency. Both are
    the contract to its end, also where the course leaves it early.
    """

    key: str
    choice: Choice
    listing: Listing
    side: Side
    variant: Variant
    unit: UnitFlows
    course: Course
    brings: Floats
    schedule: Schedule


def kind_of(listing: Listing) -> Kind:  # type: ignore[type-arg]
    """The kind of a listing; nobody above the register asks which one it is."""
    return KINDS[listing.kind]


@dataclass(frozen=True, slots=True, eq=False)
class Quoted:
    """A market that can be looked up: two with the same numbers are the same."""

    market: Market
    numbers: tuple[object, ...]

    def __hash__(self) -> int:
        """By the numbers."""
        return hash(self.numbers)

    def __eq__(self, other: object) -> bool:
        """By the numbers."""
        return isinstance(other, Quoted) and self.numbers == other.numbers


def quoted(market: Market) -> Quoted:
    """A market by all its numbers."""
    levels = [
        (name, level.tobytes())
        for levels in (market.fx, market.index_pa)
        for name, level in sorted(levels.items())
    ]
    return Quoted(market, (market.timeline, market.inflation_pm.tobytes(), *levels))


def unit_of(listing: Listing, variant: Variant, at: Quoted) -> UnitFlows:
    """Flows of 1 along the marks; the same terms in the same market are worked out once."""
    return _unit(listing.kind, listing.terms, variant, at)


@lru_cache(maxsize=_KEPT)
def _unit(kind: str, terms: Terms, variant: Variant, at: Quoted) -> UnitFlows:
    found: UnitFlows = KINDS[kind].unit_flows(terms, variant, at.market)
    return found


@dataclass(frozen=True, slots=True)
class Traits:
    """What of a listing shapes its course; each a single value, or a column `[R, 1]` of many."""

    finance: Flags
    grant: Flags
    spent: Flags
    housing: Flags
    matched: Flags
    own_share: Floats | float


def side_of(listing: Listing, variant: Variant) -> Side:
    """Which way the money first goes in this variant."""
    return kind_of(listing).side_of(listing.terms, variant)


def traits_of(listing: Listing, variant: Variant) -> Traits:
    """The traits of one taking, read from its header, its side and its terms' fields."""
    side = side_of(listing, variant)
    return Traits(
        finance=side is Side.FINANCE,
        grant=side is Side.GRANT,
        spent=listing.category in SPENT_ON and side in (Side.FINANCE, Side.GRANT),
        housing=listing.category is Category.HOUSING,
        matched=bool(getattr(listing.terms, "match_share", 0.0)),
        own_share=min(getattr(listing.terms, "down_payment_share", 0.0), _MOST_OWN_SHARE),
    )


def stacked(traits: Sequence[Traits]) -> Traits:
    """Many listings' traits as columns `[R, 1]`, so that their courses are worked out at once."""
    flags = {
        name: np.array([getattr(t, name) for t in traits], dtype=np.bool_)[:, None]
        for name in ("finance", "grant", "spent", "housing", "matched")
    }
    shares = np.array([t.own_share for t in traits], dtype=np.float64)
    return Traits(**flags, own_share=shares[:, None])


def fits(listing: Listing, choice: Choice, tax_filer: bool, home_after: int | None = 0) -> Variant:
    """The variant nearest to the tenor and grace asked for; the shortest where none is asked."""
    variants = kind_of(listing).variants(listing.terms)
    wanted = choice.tenor if choice.tenor is not None else min(v.tenor for v in variants)
    nearest = min(
        variants, key=lambda v: (abs(v.tenor - wanted), abs(v.grace - choice.grace), v.grace)
    )
    return replace(nearest, start=choice.start_mark, tax_filer=tax_filer, home_after=home_after)


def home_after(
    household: Household, holder: str | None, start: int, last: int, months: int
) -> int | None:
    """Contract month at whose end the holder lives at home again; 0 for one at home already.

    None where the holder is abroad beyond the plan. `last` is the mark of the last remittance.
    """
    away = [m for m in household.members if m.abroad and holder in (None, m.id)]
    if not away:
        return 0
    return max(last - start, 0) if last < months else None


def course(
    traits: Traits,
    unit: UnitFlows,
    amount: Floats | float,
    starts: Bools,
    fx: Floats,
    leaves: Bools | None = None,
) -> Course:
    """A taking of `amount` (listing's currency), converted mark by mark with `fx` `[..., T+1]`.

    `starts` `[..., T+1]` is True at the mark it is taken, `leaves` at the mark a saving is left
    early, if at all. Many takings at once are `[R, T+1]` with `amount` `[R, 1]`.
    """
    whole = _held(traits, unit, amount, starts, fx)
    return whole if leaves is None else _left(whole, leaves & can_leave(traits, unit))


def can_leave(traits: Traits, unit: UnitFlows) -> Bools:
    """The marks `[..., T+1]` at which a taking may be left: a saving that would pay something."""
    return np.asarray(
        (unit.exit_value > 0) & np.logical_not(traits.finance) & np.logical_not(traits.grant)
    )


def _left(whole: Course, leaves: Bools) -> Course:
    """The same course, left at the mark given: its exit value comes, and nothing after it."""
    gone = np.cumsum(leaves, axis=-1) > 0
    after = gone & ~leaves
    kept = np.where(after, 0.0, whole.flow)
    flow = kept + np.where(leaves, whole.exit_value, 0.0)
    over = {
        name: frozen(np.where(gone, 0.0, getattr(whole, name)))
        for name in ("owed", "owned", "exit_value")
    }
    put_in = np.where(gone.any(axis=-1), -np.minimum(kept, 0.0).sum(axis=-1), whole.money)
    return replace(whole, flow=frozen(flow), money=np.asarray(put_in), **over)


def _held(
    traits: Traits, unit: UnitFlows, amount: Floats | float, starts: Bools, fx: Floats
) -> Course:
    """A taking held to the end of its contract."""
    flow = unit.per_unit * amount + unit.per_take
    drawn = np.where(traits.finance, _drawn(unit), 0.0) * amount
    own = np.where(traits.finance, drawn * traits.own_share / (1 - traits.own_share), 0.0)
    own = own + np.where(traits.grant & traits.matched, amount * starts, 0.0)
    given = np.where(traits.grant, np.maximum(unit.per_unit, 0.0) * amount, 0.0)
    own = np.where(traits.spent, own, 0.0)
    spent = np.where(traits.spent, drawn + given, 0.0) + own
    counted = np.where(traits.finance, drawn, np.where(traits.grant, given, -np.minimum(flow, 0.0)))
    return Course(
        flow=frozen(flow * fx),
        purpose=frozen(-spent * fx),
        paid=frozen(np.where(traits.finance, drawn - flow, 0.0) * fx),
        owed=frozen(unit.owed * amount * fx),
        owned=frozen(unit.owned * amount * fx),
        bought=frozen(np.cumsum(np.where(traits.housing, spent * fx, 0.0), axis=-1)),
        exit_value=frozen(unit.exit_value * amount * fx),
        money=np.asarray((counted * fx).sum(axis=-1)),
        own_share=np.asarray((own * fx).sum(axis=-1)),
    )


def _drawn(unit: UnitFlows) -> Floats:
    """What is lent at each mark, per unit: what is owed grows by it, the charge apart."""
    grown = unit.per_unit - unit.charge
    return np.where(unit.per_unit != 0.0, np.maximum(grown, 0.0), 0.0)


def take(
    choices: Sequence[Choice],
    listings: Mapping[str, Listing],
    household: Household,
    market: Market,
    fx_of: Mapping[str, Floats],
    last: int = 0,
) -> tuple[tuple[Taken, ...], tuple[Problem, ...]]:
    """Every choice that can be taken, and a warning for each that cannot or was bent.

    `fx_of` is plan currency per unit along the marks, for every currency that is quoted; `last` the
    mark of the last remittance.
    """
    taken: list[Taken] = []
    problems: list[Problem] = []
    for i, choice in enumerate(choices):
        found = _problems(i, choice, listings, household, market, fx_of)
        problems.extend(found)
        if any(p.severity is Severity.ERROR for p in found) or not choice.amount:
            continue
        listing = listings[choice.listing_id]
        back = home_after(household, choice.holder, choice.start_mark, last, market.timeline.months)
        variant = fits(listing, choice, is_filer(household, choice.holder), back)
        one = _take(i, choice, listing, variant, market, fx_of[listing.currency])
        taken.append(one)
        problems.extend(_stays(i, one))
    return tuple(taken), tuple(problems)


def _take(
    i: int, choice: Choice, listing: Listing, variant: Variant, market: Market, fx: Floats
) -> Taken:
    kind = kind_of(listing)
    unit = unit_of(listing, variant, quoted(market))
    amount_minor = to_minor(choice.amount, listing.currency)
    begins = date_of(market.timeline, choice.start_mark)
    schedule = kind.schedule(listing.terms, variant, amount_minor, begins, listing.currency, market)
    marks = np.arange(market.timeline.n_marks)
    brings = marks > choice.start_mark + choice.brings_after_months
    leaves = None if choice.exit_mark is None else marks == choice.exit_mark
    return Taken(
        key=f"product.{i}",
        choice=choice,
        listing=listing,
        side=side_of(listing, variant),
        variant=variant,
        unit=unit,
        course=course(
            traits_of(listing, variant), unit, choice.amount, marks == choice.start_mark, fx, leaves
        ),
        brings=frozen(np.where(brings, choice.brings_pm * market.price_level, 0.0)),
        schedule=schedule,
    )


def _stays(i: int, one: Taken) -> list[Problem]:
    """A warning where a taking cannot be left at the mark decided, and so is kept."""
    mark = one.choice.exit_mark
    if mark is None:
        return []
    free = can_leave(traits_of(one.listing, one.variant), one.unit)
    if mark < free.size and free[mark]:
        return []
    params: dict[str, Scalar] = {"value": one.listing.name, "limit": mark}
    where = f"choices[{i}].exit_mark"
    return [Problem("problem.cannot_be_left", where, Severity.WARNING, params)]


def is_filer(household: Household, holder: str | None) -> bool:
    """Whether the holder pays the lower tax of people on the taxpayers' list; unknown is no."""
    who = [m for m in household.members if m.id == holder] or list(household.members)
    return any(m.answers.get("is_tax_filer") is True for m in who)


def indexes_of(listing: Listing) -> frozenset[str]:
    """Names of the indices the terms read."""
    steps = getattr(listing.terms, "rate_steps", ())
    names = {getattr(listing.terms, "index", ""), *(step.index for step in steps)}
    return frozenset(name for name in names if name)


def is_priced(listing: Listing, market: Market, fx_of: Mapping[str, Floats]) -> bool:
    """Whether all that its flows need is known: its indices and its currency."""
    return indexes_of(listing) <= market.index_pa.keys() and listing.currency in fx_of


def _problems(
    i: int,
    choice: Choice,
    listings: Mapping[str, Listing],
    household: Household,
    market: Market,
    fx_of: Mapping[str, Floats],
) -> list[Problem]:
    where = f"choices[{i}]"
    listing = listings.get(choice.listing_id)
    if listing is None:
        params = {"value": choice.listing_id}
        return [Problem("problem.unknown_listing", f"{where}.listing_id", params=params)]
    if not is_priced(listing, market, fx_of):
        params = {"value": choice.listing_id}
        return [Problem("problem.listing_not_priced", f"{where}.listing_id", params=params)]
    found = []
    if choice.holder and choice.holder not in [m.id for m in household.members]:
        known = ", ".join(m.id for m in household.members)
        params = {"value": choice.holder, "limit": known}
        found.append(Problem("problem.unknown_member", f"{where}.holder", params=params))
    if choice.start_mark > market.timeline.months:
        limit = market.timeline.months
        params_ = {"value": choice.start_mark, "limit": limit}
        found.append(Problem("problem.starts_after_plan", f"{where}.start_mark", params=params_))
    return found + _bent(where, choice, listing, household)


def _bent(where: str, choice: Choice, listing: Listing, household: Household) -> list[Problem]:
    """Warnings: an amount outside the listing's bounds, a tenor that is not offered."""
    found = []
    variant = fits(listing, choice, is_filer(household, choice.holder))
    low, high = amount_bounds(listing, variant)
    if choice.amount < low:
        params = {"value": choice.amount, "limit": low}
        found.append(Problem("problem.below_minimum", f"{where}.amount", Severity.WARNING, params))
    if choice.amount > high:
        params = {"value": choice.amount, "limit": high}
        found.append(Problem("problem.above_maximum", f"{where}.amount", Severity.WARNING, params))
    if choice.tenor is not None and choice.tenor != variant.tenor:
        terms = {"value": choice.tenor, "limit": variant.tenor}
        found.append(Problem("problem.tenor_bent", f"{where}.tenor", Severity.WARNING, terms))
    return found


def amount_bounds(listing: Listing, variant: Variant) -> tuple[float, float]:
    """Smallest and largest amount for a variant, in the listing's currency.

    0 and infinite where none is known.
    """
    kind = kind_of(listing)
    limit = kind.amount_limit(listing.terms, variant)
    high = limit if listing.amount_max is None else min(listing.amount_max, limit)
    return listing.amount_min or 0.0, high
