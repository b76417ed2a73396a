"""Products as columns: each listing in its tenors and sides, at every mark at which it is open.

Savings and gifts may begin on half-years; a saving may also be left early on half-years, where its
contract pays for it then. Money lent, and gifts bound to a purpose, begin when the thing is paid
for that they serve: lent money lies idle nowhere. Of a financing a year must be seen within the
plan, or all of it: what would be paid back after the plan is judged by nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import inf

import numpy as np

from planner.allocation.doors import OPEN, Doors, doors, is_household_wide
from planner.allocation.ground import Ground
from planner.allocation.items import Columns, Deed, Flows, Item, joined
from planner.allocation.own import enterprising
from planner.allocation.rules import shut
from planner.candidates import (
    SPENT_ON,
    Course,
    Traits,
    amount_bounds,
    course,
    home_after,
    is_filer,
    is_priced,
    kind_of,
    quoted,
    side_of,
    stacked,
    traits_of,
    unit_of,
)
from planner.gates import a_month, runs_of
from planner.household import GoalKind
from planner.projection import YEAR
from products.basis.cashflow import Floats, UnitFlows
from products.basis.sources import Standing
from products.basis.timeline import date_of
from products.catalogue.listing import Category, Listing
from products.kind import Side, Variant

_BEYOND = 10.0
_MOST_TENORS = 5
"""Of many tenors so many are looked at, evenly, the shortest and the longest among them."""
DEPOSIT_FACT = "has_deposit_to_pledge"
"""What money held with a provider answers for a loan of the same provider."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way to take one listing.

    `target` is the place of the column served. `lift` is the smallest amount for which the family
    has said what the thing brings.
    """

    at: int
    listing: Listing
    variant: Variant
    side: Side
    holder: str | None
    exit_mark: int | None = None
    serves: str = ""
    target: int = -1
    locked_by: str = ""
    brought: tuple[float, int] = (0.0, 0)
    lift: float = 0.0


@dataclass(frozen=True, slots=True)
class Shelf:
    """The listings of a country as a family may reach them, by mark; and by what they wait for.

    `open` are the doors as the family stands; `waiting` those with one fact turned to yes.
    """

    listings: tuple[Listing, ...]
    marks: tuple[int, ...]
    open: Doors
    waiting: Mapping[str, Doors]


def shelf_of(listings: Sequence[Listing], ground: Ground, own: Columns) -> Shelf:
    """Who may take what, at each mark at which anything may be begun."""
    household = ground.case.household
    marks = tuple(sorted({*ground.half_years(), *(item.mark for item in own.items)}))
    regions = [r.region_code for r in ground.country.regions]
    facts = {
        i.unlocks: None if is_household_wide(i.unlocks) else i.holder
        for i in own.items
        if i.unlocks
    }
    facts.setdefault(DEPOSIT_FACT, None)
    judged = {
        name: doors(listings, household, marks, ground.last, ground.money_at, regions, granted)
        for name, granted in (("", None), *((f, {f: who}) for f, who in facts.items()))
    }
    return Shelf(tuple(listings), marks, judged.pop(""), judged)


def product_columns(shelf: Shelf, ground: Ground, own: Columns) -> Columns:
    """Every product in every way it may be taken."""
    ways: list[Way] = []
    for at, listing in enumerate(shelf.listings):
        known = is_priced(listing, ground.course.market, ground.course.fx_of)
        if listing.standing is Standing.NOT_OFFERED or not known:
            continue
        ways.extend(_ways(at, listing, shelf, ground, own))
    return _columns(ways, ground, own)


# ------------------------------------------------------------------ which ways there are


def _ways(at: int, listing: Listing, shelf: Shelf, ground: Ground, own: Columns) -> Iterator[Way]:
    for variant in _tenors(listing):
        side = side_of(listing, variant)
        if shut(listing, side, ground):
            continue
        bound = side is Side.FINANCE or (side is Side.GRANT and listing.category in SPENT_ON)
        if bound:
            yield from _bound(at, listing, variant, side, (shelf, ground, own))
            continue
        for start in ground.half_years():
            for holder, locked_by in _holders(shelf, ground, at, start):
                full = _full(variant, start, holder, listing, ground)
                if full is not None:
                    yield Way(at, listing, full, side, holder, locked_by=locked_by)


def _tenors(listing: Listing) -> list[Variant]:
    """One variant for each tenor and side, with the shortest grace; the last turn of a circle."""
    kind = kind_of(listing)
    every = kind.variants(listing.terms)
    if kind.waits_for_turn:
        every = tuple(v for v in every if v.grace == max(w.grace for w in every))
    best: dict[tuple[Side, int], Variant] = {}
    for variant in every:
        key = (side_of(listing, variant), variant.tenor)
        if key not in best or variant.grace < best[key].grace:
            best[key] = variant
    found = []
    for side in sorted({key[0] for key in best}):
        tenors = sorted(tenor for of, tenor in best if of is side)
        at = np.linspace(0, len(tenors) - 1, min(len(tenors), _MOST_TENORS)).round().astype(int)
        found += [best[(side, tenors[i])] for i in sorted(set(at.tolist()))]
    return found


def _holders(shelf: Shelf, ground: Ground, at: int, mark: int) -> Iterator[tuple[str | None, str]]:
    """Who may take a listing at a mark: as things stand, or once one fact has been turned."""
    listing, members = shelf.listings[at], ground.case.household.members
    day = ground.as_of if mark == 0 else date_of(ground.course.market.timeline, mark)
    if not listing.on_sale(day):
        return
    state, who = shelf.open.at(at, mark)
    if who >= 0 and state == OPEN:
        yield members[who].id, ""
        return
    for fact, opened in shelf.waiting.items():
        state, who = opened.at(at, mark)
        if who >= 0 and state == OPEN:
            yield members[who].id, fact


def _full(
    variant: Variant, start: int, holder: str | None, listing: Listing, ground: Ground
) -> Variant | None:
    """The variant begun at a mark by its holder; None where it would outlast what it rests on."""
    household = ground.case.household
    rewards = kind_of(listing).side is Side.GRANT and kind_of(listing).amount_is_monthly
    sent = bool(household.remittances) and rewards
    if sent and start + variant.tenor > ground.last:
        return None
    back = home_after(household, holder, start, ground.last, ground.months)
    return replace(variant, start=start, tax_filer=is_filer(household, holder), home_after=back)


def _bound(
    at: int, listing: Listing, variant: Variant, side: Side, where: tuple[Shelf, Ground, Columns]
) -> Iterator[Way]:
    """Money for a purpose: for each thing it may serve, drawn by the time that is paid for."""
    shelf, ground, own = where
    late = _drawn_late(listing, variant, ground)
    for target in _purposes(listing, ground, own):
        served = own.items[target]
        start = served.mark - late
        unseen = side is Side.FINANCE and start + min(variant.tenor, YEAR) > ground.months
        if start not in shelf.marks or unseen:
            continue
        for holder, locked_by in _holders(shelf, ground, at, start):
            full = _full(variant, start, holder, listing, ground)
            if full is None:
                continue
            way = Way(at, listing, full, side, holder, None, served.key, target, locked_by)
            yield way
            yield from _bringing(way, ground)


def _drawn_late(listing: Listing, variant: Variant, ground: Ground) -> int:
    """Months from the start to the last money of a financing or gift."""
    unit = unit_of(listing, variant, quoted(ground.course.market))
    received = _received(unit, lends=side_of(listing, variant) is Side.FINANCE)
    got = np.flatnonzero(received > 0)
    return int(got[-1]) if got.size else 0


def _received(unit: UnitFlows, *, lends: bool) -> Floats:
    grown = unit.per_unit - unit.charge if lends else unit.per_unit
    return np.where(unit.per_unit != 0.0, np.maximum(grown, 0.0), 0.0)


def _purposes(listing: Listing, ground: Ground, own: Columns) -> Iterator[int]:
    """The columns of the family's own that a listing's money may serve.

    Of several goals of one kind, the first alone: what is spent on the kind is counted for it.
    """
    goals = ground.case.household.goals
    kinds = {Category.HOUSING: GoalKind.HOUSE, Category.ENTERPRISE: GoalKind.ENTERPRISE}
    kind = kinds.get(listing.category)
    for i, item in enumerate(own.items):
        if item.deed is Deed.PAYOFF:
            serves = kind is None
        elif item.deed is Deed.VENTURE:
            does = enterprising(ground.case.household.ventures[item.place].kind)
            serves = kind is None or (kind is GoalKind.ENTERPRISE and does)
        else:
            first = min((g.by, j) for j, g in enumerate(goals) if g.kind is goals[item.place].kind)
            serves = kind is None or (goals[item.place].kind is kind and first[1] == item.place)
        if serves:
            yield i


def _bringing(way: Way, ground: Ground) -> Iterator[Way]:
    """The same way with what the family said such a thing brings, from the size it said it of."""
    said = [c for c in ground.told if c.brings_pm and c.category is way.listing.category]
    if said and way.listing.category in SPENT_ON:
        first = said[0]
        fx = float(ground.course.fx_of[way.listing.currency][way.variant.start])
        yield replace(way, brought=(first.brings_pm, first.after), lift=first.money / fx)


# ------------------------------------------------------------------ what they do


def _columns(ways: Sequence[Way], ground: Ground, own: Columns) -> Columns:
    """All ways laid out, those that leave early after those that stay."""
    fitting = [(way, found) for way in ways if (found := _bounds(way, ground)) is not None]
    if not fitting:
        return joined([], ground.months + 1)
    ways = [way for way, _ in fitting]
    bounds = np.array([each for _, each in fitting])
    unit = _units(ways, ground)
    leaving = list(_exits(ways, unit, ground, own))
    rows = np.array([*range(len(ways)), *(row for row, _ in leaving)], dtype=np.int64)
    ways = [*ways, *(replace(ways[row], exit_mark=mark) for row, mark in leaving)]
    unit = UnitFlows(*(getattr(unit, name)[rows] for name in UnitFlows.__slots__))
    bounds = bounds[rows]
    each, once, money = _flows(ways, unit, ground, own)
    nought = np.zeros(len(ways))
    return Columns(
        tuple(_item(way) for way in ways),
        each,
        once,
        low=bounds[:, 0],
        high=bounds[:, 1],
        step=bounds[:, 2],
        money=money,
        price=nought,
        today=nought,
    )


def _bounds(way: Way, ground: Ground) -> tuple[float, float, float] | None:
    """Smallest and largest amount on whole steps, and the step; None where nothing fits."""
    listing, variant = way.listing, way.variant
    low, high = amount_bounds(listing, variant)
    step = listing.amount_step or 1.0
    kind = kind_of(listing)
    if kind.side is Side.GRANT and kind.amount_is_monthly and ground.case.household.remittances:
        sent = ground.course.budgets.now.remittance / float(
            ground.course.fx_of[listing.currency][0]
        )
        return (sent, sent, sent) if sent > 0 and listing.takes(sent) else None
    low = max(low, way.lift)
    low = float(np.ceil(low / step - 1e-9)) * step
    if listing.band_of and listing.amount_max is not None:
        high = min(high, listing.amount_max - step)
    high = float(np.floor(high / step + 1e-9)) * step if high < inf else inf
    if listing.amount_min is not None and listing.amount_min == listing.amount_max:
        low = high = listing.amount_min
    high = min(high, _all_there_is(ground) / float(ground.course.fx_of[listing.currency].min()))
    return (low, high, step) if low <= high and high > 0 else None


def _all_there_is(ground: Ground) -> float:
    """More than a family of these means could ever put into one thing; only so that it ends."""
    household = ground.case.household
    wanted = sum(goal.amount_today for goal in household.goals)
    wanted += sum(v.cost + v.working_capital for v in household.ventures)
    return _BEYOND * (float(np.abs(ground.cash).max()) + wanted * float(ground.level.max()))


def _units(ways: Sequence[Way], ground: Ground) -> UnitFlows:
    at = quoted(ground.course.market)
    units = [unit_of(way.listing, way.variant, at) for way in ways]
    return UnitFlows(*(np.array([getattr(u, n) for u in units]) for n in UnitFlows.__slots__))


def _exits(
    ways: Sequence[Way], unit: UnitFlows, ground: Ground, own: Columns
) -> Iterator[tuple[int, int]]:
    """Row and mark of each early exit: of the longest tenor, on half-years and goals' marks."""
    longest: dict[tuple[int, Side], int] = {}
    for way in ways:
        key = (way.at, way.side)
        longest[key] = max(longest.get(key, 0), way.variant.tenor)
    due = {item.mark for item in own.items if item.deed is not Deed.PAYOFF}
    marks = sorted({*ground.half_years(), *due})
    for row, way in enumerate(ways):
        if way.side is not Side.SAVING or way.variant.tenor < longest[(way.at, way.side)]:
            continue
        start, end = way.variant.start, min(way.variant.start + way.variant.tenor, ground.months)
        for mark in marks:
            if start < mark < end and unit.exit_value[row, mark] > 0:
                yield row, mark


def _flows(
    ways: Sequence[Way], unit: UnitFlows, ground: Ground, own: Columns
) -> tuple[Flows, Flows, Floats]:
    """Flows per unit and once, and the money a unit brings to its purpose."""
    n_marks = ground.months + 1
    marks = np.arange(n_marks)
    start = np.array([way.variant.start for way in ways])[:, None]
    exits = np.array([-1 if way.exit_mark is None else way.exit_mark for way in ways])[:, None]
    traits = stacked([_traits(way.listing, way.variant) for way in ways])
    fx = np.array([ground.course.fx_of[way.listing.currency] for way in ways])
    lone = replace(unit, per_take=np.zeros_like(unit.per_take))
    where = (marks == start, fx, marks == exits)
    per_unit = course(traits, lone, 1.0, *where)
    fees = course(traits, unit, 0.0, *where)
    runs = runs_of(start, np.array([way.variant.tenor for way in ways])[:, None], n_marks)
    serves = np.array([own.items[w.target].mark if w.target >= 0 else -1 for w in ways])[:, None]
    each = _of(per_unit, serves, runs)
    once = _of(fees, serves, runs)
    after = np.array([way.brought[1] for way in ways])[:, None]
    brings = np.array([way.brought[0] for way in ways])[:, None] * ground.level
    brings = np.where(marks > start + after, brings, 0.0)
    once = replace(
        once,
        cash=once.cash + brings,
        expected=once.expected + brings,
        income=once.income + brings,
    )
    spent = -per_unit.purpose.sum(axis=-1)
    lent = np.where(np.array([way.side is Side.FINANCE for way in ways]), per_unit.money, 0.0)
    money = np.where(serves[:, 0] >= 0, np.where(spent > 0, spent, lent), 0.0)
    return each, once, np.asarray(money)


def _of(taken: Course, serves: np.ndarray, runs: np.ndarray) -> Flows:
    """A course as a column: what it spends on its purpose is not paid again by what it serves.

    What it has bought is owned by what it serves, and counted there.
    """
    spent_by = np.cumsum(-taken.purpose, axis=-1)
    at = np.arange(taken.flow.shape[-1]) == serves
    spared = np.where(at, spent_by, 0.0)
    cash = taken.flow + taken.purpose + spared
    before = np.cumsum(-taken.purpose - spared, axis=-1)
    gained = np.diff(taken.owned - taken.owed, axis=-1, prepend=0.0)
    return Flows(
        cash=cash,
        expected=cash,
        income=taken.flow + gained,
        exits=taken.exit_value,
        owned=taken.owned,
        owed=taken.owed,
        spent=before,
        asks=a_month(taken.paid, runs),
    )


@lru_cache(maxsize=4096)
def _traits(listing: Listing, variant: Variant) -> Traits:
    return traits_of(listing, variant)


def _item(way: Way) -> Item:
    listing, variant = way.listing, way.variant
    end = variant.start + variant.tenor if way.exit_mark is None else way.exit_mark
    parts: Iterable[object] = (
        listing.id, variant.tenor, variant.grace, variant.start,
        "" if way.exit_mark is None else way.exit_mark, way.serves, way.locked_by,
        "brings" if way.brought[0] else "",
    )  # fmt: skip
    return Item(
        key="/".join(str(part) for part in parts),
        thing=f"product.{listing.band_of or listing.id}",
        deed=Deed.PRODUCT,
        place=way.at,
        mark=variant.start,
        end=end,
        listing=listing,
        variant=variant,
        side=way.side,
        holder=way.holder,
        exit_mark=way.exit_mark,
        serves=way.serves,
        brought=way.brought,
        unlocks=DEPOSIT_FACT if way.side is Side.SAVING else "",
        locked_by=way.locked_by,
    )
