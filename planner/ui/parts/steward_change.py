"""What a version in review changes: new, dearer, cheaper, or only its words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import isfinite

from planner import prices
from planner.candidates import kind_of
from planner.prices import Shelf, Trial
from planner.ui.world import World
from products.catalogue.listing import Listing
from products.kind import Side, Variant
from products.price.asking import amount_bounds
from products.publishing.content import Change, Content, differences, listing_of, of_listing
from products.publishing.registry import Registry
from products.publishing.rows import Version
from products.publishing.states import State

WORDS = frozenset({
    "name", "note", "channel", "documents", "security", "exit_note", "quota", "status",
    "as_of_basis", "external_ref", "version",
})  # fmt: skip
"""Fields that only say something in words."""
SOURCE = frozenset({"source_id", "as_of", "confidence", "provenance"})
"""Fields that say how a thing is known."""
SAME_PA, JUMP_PA = 5e-5, 0.05
"""Yearly rates nearer to each other than the first are the same; farther than the second, odd."""


class Sort(StrEnum):
    """The sort of change, as a queue says it."""

    NEW = "new"
    DEARER = "dearer"
    CHEAPER = "cheaper"
    PAYS_MORE = "pays_more"
    PAYS_LESS = "pays_less"
    BOTH_WAYS = "both_ways"
    TERMS = "terms"
    SOURCE = "source"
    WORDS = "words"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Point:
    """The effective yearly rate of one taking, before and after; None where there is none."""

    months: int
    amount: float
    before: float | None
    after: float | None

    @property
    def moved(self) -> float | None:
        """By how much the rate moved; None where one end is not known."""
        if self.before is None or self.after is None:
            return None
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Changed:
    """A version against what is published: the sort, every value, and the rate where it counts."""

    sort: Sort
    values: tuple[Change, ...]
    points: tuple[Point, ...] = ()
    side: Side = Side.FINANCE

    @property
    def moved(self) -> float | None:
        """The largest move of the effective rate, with its sign; None where none is known."""
        known = [point.moved for point in self.points if point.moved is not None]
        return max(known, key=abs, default=None)


def published(world: World, registry: Registry, version: Version) -> Content | None:
    """What stands in the catalogue under the version's listing; None while nothing does."""
    held = registry.history(version.listing_id)
    for each in held:
        if each.state is State.PUBLISHED and each.version_id != version.version_id:
            return each.content
    if any(each.state in (State.WITHDRAWN, State.SUPERSEDED) for each in held):
        return None
    known = (world.packs or world.catalogue).get(version.listing_id)
    return None if known is None else of_listing(known)


def changed(before: Content | None, after: Content, shelf: Shelf | None) -> Changed:
    """What changes, priced on the shelf where there is one."""
    if before is None:
        return _new(after, shelf)
    values = differences(before, after)
    heads = {change.path.split(".")[0].split("[")[0] for change in values}
    if not heads:
        return Changed(Sort.NOTHING, ())
    if heads <= WORDS:
        return Changed(Sort.WORDS, values)
    if heads <= WORDS | SOURCE:
        return Changed(Sort.SOURCE, values)
    old, _ = listing_of(before)
    new, _ = listing_of(after)
    if old is None or new is None or shelf is None:
        return Changed(Sort.TERMS, values)
    found = [_point(old, new, trial, shelf) for trial in takings(new, shelf.as_of)]
    side = _side(new)
    return Changed(_sort(found, side), values, tuple(found), side)


def _new(after: Content, shelf: Shelf | None) -> Changed:
    listing, _ = listing_of(after)
    values = differences({}, after)
    if listing is None or shelf is None:
        return Changed(Sort.NEW, values)
    found = [
        Point(t.variant.tenor, t.amount, None, prices.price_of(t, shelf).effective_pa)
        for t in takings(listing, shelf.as_of)
    ]
    return Changed(Sort.NEW, values, tuple(found), _side(listing))


def takings(listing: Listing, start: date) -> tuple[Trial, ...]:
    """The two takings a change is measured at: least for the shortest time, most for the longest.

    Where no largest amount is known the least is taken for both.
    """
    variants = kind_of(listing).variants(listing.terms)
    usual = prices.usual_variant(listing)
    longest = max(variants, key=lambda v: (v.tenor, v.grace))
    ends = (
        (usual, prices.usual_amount(listing, usual)),
        (Variant(tenor=longest.tenor, grace=longest.grace, home_after=0), _most(listing, longest)),
    )
    made = [Trial(listing, variant, amount, start) for variant, amount in ends]
    return tuple(made[:1]) if made[0] == made[1] else tuple(made)


def _most(listing: Listing, variant: Variant) -> float:
    low, high = amount_bounds(listing, variant)
    return high if isfinite(high) and high > low else prices.usual_amount(listing, variant)


def _point(old: Listing, new: Listing, trial: Trial, shelf: Shelf) -> Point:
    """One taking under both versions; None before where the old one did not offer it."""
    offered = {v.tenor for v in kind_of(old).variants(old.terms)}
    before = None
    if trial.variant.tenor in offered and old.kind == new.kind:
        was = Trial(old, trial.variant, trial.amount, trial.start)
        before = prices.price_of(was, shelf).effective_pa
    after = prices.price_of(trial, shelf).effective_pa
    return Point(trial.variant.tenor, trial.amount, before, after)


def _sort(points: Sequence[Point], side: Side) -> Sort:
    moves = [point.moved for point in points if point.moved is not None]
    up, down = any(m > SAME_PA for m in moves), any(m < -SAME_PA for m in moves)
    if up and down:
        return Sort.BOTH_WAYS
    if not up and not down:
        return Sort.TERMS
    if side is Side.SAVING:
        return Sort.PAYS_MORE if up else Sort.PAYS_LESS
    return Sort.DEARER if up else Sort.CHEAPER


def _side(listing: Listing) -> Side:
    return kind_of(listing).side_of(listing.terms, prices.usual_variant(listing))
