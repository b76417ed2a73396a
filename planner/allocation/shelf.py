"""The listings of a country as a family may reach them: in which ways, when, and by whom.

Savings and gifts may begin on half-years. Money lent, and gifts bound to a purpose, begin when the
thing is paid for that they serve: lent money lies idle nowhere. Of a financing a year must be seen
within the plan, or all of it: what would be paid back after the plan is judged by nobody.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from planner.allocation.doors import OPEN, Doors, doors, is_household_wide
from planner.allocation.ground import Ground
from planner.allocation.items import Columns, Deed
from planner.allocation.own import enterprising
from planner.allocation.rules import shut
from planner.candidates import (
    SPENT_ON,
    home_after,
    is_filer,
    is_priced,
    kind_of,
    quoted,
    unit_of,
)
from planner.household import GoalKind
from planner.projection import YEAR
from products.basis.cashflow import Floats, UnitFlows
from products.basis.sources import Standing
from products.basis.timeline import date_of
from products.catalogue.listing import Category, Listing
from products.kind import Side, Terms, Variant
from products.kinds import KINDS

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


def ways_of(shelf: Shelf, ground: Ground, own: Columns) -> list[Way]:
    """Every way in which the listings may be taken, each at the mark and by whom it is open to.

    Protection is left out: on a course on which nothing goes wrong it only costs.
    """
    hall = _Hall(shelf, ground, own)
    ways: list[Way] = []
    for at, listing in enumerate(shelf.listings):
        known = is_priced(listing, ground.course.market, ground.course.fx_of)
        if listing.standing is Standing.NOT_OFFERED or not known:
            continue
        for variant, side in tenors(listing):
            if side is not Side.PROTECTION and not shut(listing, side, ground):
                ways.extend(hall.ways(at, variant, side))
    return ways


def tenors(listing: Listing) -> tuple[tuple[Variant, Side], ...]:
    """One variant for each tenor and side, with the shortest grace; the last turn of a circle."""
    return _tenors(listing.kind, listing.terms)


@lru_cache(maxsize=1024)
def _tenors(kind_code: str, terms: Terms) -> tuple[tuple[Variant, Side], ...]:
    kind = KINDS[kind_code]
    every = kind.variants(terms)
    if kind.waits_for_turn:
        every = tuple(v for v in every if v.grace == max(w.grace for w in every))
    best: dict[tuple[Side, int], Variant] = {}
    for variant in every:
        key = (kind.side_of(terms, variant), variant.tenor)
        if key not in best or variant.grace < best[key].grace:
            best[key] = variant
    found: list[tuple[Variant, Side]] = []
    for side in sorted({key[0] for key in best}):
        months = sorted(tenor for of, tenor in best if of is side)
        at = np.linspace(0, len(months) - 1, min(len(months), _MOST_TENORS)).round().astype(int)
        found += [(best[(side, months[i])], side) for i in sorted(set(at.tolist()))]
    return tuple(found)


class _Hall:
    """Where one listing after another is asked: what is the same for all is looked up once."""

    def __init__(self, shelf: Shelf, ground: Ground, own: Columns) -> None:
        house, timeline = ground.case.household, ground.course.market.timeline
        self.shelf, self.ground, self.own = shelf, ground, own
        self.quoted = quoted(ground.course.market)
        self.days = {m: date_of(timeline, m) if m else ground.as_of for m in shelf.marks}
        self.column = {mark: i for i, mark in enumerate(shelf.marks)}
        self.filers = {m.id: is_filer(house, m.id) for m in house.members}
        self.back = {
            (m.id, mark): home_after(house, m.id, mark, ground.last, ground.months)
            for m in house.members
            for mark in shelf.marks
        }

    def ways(self, at: int, variant: Variant, side: Side) -> Iterator[Way]:
        """Every way of one tenor of one listing."""
        listing, ground = self.shelf.listings[at], self.ground
        if side is Side.FINANCE or (side is Side.GRANT and listing.category in SPENT_ON):
            yield from self._bound(at, variant, side)
            return
        sent = kind_of(listing).amount_is_monthly and side is Side.GRANT
        sent = sent and bool(ground.case.household.remittances)
        for start in ground.half_years():
            if sent and start + variant.tenor > ground.last:
                continue
            for holder, locked_by in self._holders(at, start):
                full = self._full(variant, start, holder)
                yield Way(at, listing, full, side, holder, locked_by=locked_by)

    def _bound(self, at: int, variant: Variant, side: Side) -> Iterator[Way]:
        """Money for a purpose: for each thing it may serve, drawn by the time that is paid for."""
        listing, ground = self.shelf.listings[at], self.ground
        purposes = list(_purposes(listing, ground, self.own))
        late = self._drawn_late(listing, variant, side) if purposes else 0
        for target in purposes:
            served = self.own.items[target]
            start = served.mark - late
            unseen = side is Side.FINANCE and start + min(variant.tenor, YEAR) > ground.months
            if start not in self.column or unseen:
                continue
            for holder, locked_by in self._holders(at, start):
                full = self._full(variant, start, holder)
                way = Way(at, listing, full, side, holder, None, served.key, target, locked_by)
                yield way
                yield from _bringing(way, ground)

    def _holders(self, at: int, mark: int) -> Iterator[tuple[str, str]]:
        """Who may take a listing at a mark: as things stand, or once one fact has been turned."""
        shelf, members = self.shelf, self.ground.case.household.members
        if not shelf.listings[at].on_sale(self.days[mark]):
            return
        for fact, opened in (("", shelf.open), *shelf.waiting.items()):
            state, who = opened.state[at, self.column[mark]], opened.holder[at, self.column[mark]]
            if who >= 0 and state == OPEN:
                yield members[who].id, fact
                if not fact:
                    return

    def _full(self, variant: Variant, start: int, holder: str) -> Variant:
        """The variant begun at a mark by its holder."""
        return Variant(
            tenor=variant.tenor,
            start=start,
            grace=variant.grace,
            tax_filer=self.filers[holder],
            home_after=self.back[(holder, start)],
        )

    def _drawn_late(self, listing: Listing, variant: Variant, side: Side) -> int:
        """Months from the start to the last money of a financing or gift."""
        unit = unit_of(listing, variant, self.quoted)
        received = _received(unit, lends=side is Side.FINANCE)
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
