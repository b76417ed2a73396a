"""Ways of taking products as columns: their amounts, and what they do at every mark.

A saving may also be left early on half-years and when a goal is due, where its contract pays for it
then. What a financing spends on its purpose is not paid again by the thing it serves.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import inf

import numpy as np

from planner.allocation.ground import Ground
from planner.allocation.items import Columns, Deed, Flows, Item, joined, nothing
from planner.allocation.model import Bools, Ints
from planner.allocation.shelf import DEPOSIT_FACT, Shelf, Way, ways_of
from planner.candidates import (
    Course,
    Traits,
    amount_bounds,
    course,
    kind_of,
    quoted,
    stacked,
    traits_of,
    unit_of,
)
from planner.gates import a_month, runs_of
from products.basis.cashflow import Floats, UnitFlows
from products.kind import Side

_BEYOND = 10.0
_DUST = 1e-9
_A_MONTH_HAS, _ENOUGH_STEPS = 20, 10


def product_columns(shelf: Shelf, ground: Ground, own: Columns) -> Columns:
    """Every product in every way it may be taken, those left early after those that stay."""
    ways = ways_of(shelf, ground, own)
    limits = _Limits(ground)
    fitting = [(way, found) for way in ways if (found := limits.of(way)) is not None]
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


class _Limits:
    """Smallest and largest amounts of ways, on whole steps."""

    def __init__(self, ground: Ground) -> None:
        house, fx_of = ground.case.household, ground.course.fx_of
        wanted = sum(goal.amount_today for goal in house.goals)
        wanted += sum(v.cost + v.working_capital for v in house.ventures)
        # More than such a family could ever put into one thing; only so that amounts end.
        most = _BEYOND * (float(np.abs(ground.cash).max()) + wanted * float(ground.level.max()))
        self.most = {code: most / float(fx.min()) for code, fx in fx_of.items() if fx.min() > 0}
        self.first = {code: float(fx[0]) for code, fx in fx_of.items()}
        self.essential = ground.essential
        self.sends, self.sent = bool(house.remittances), ground.course.budgets.now.remittance

    def of(self, way: Way) -> tuple[float, float, float] | None:
        """Smallest and largest amount, and the step; None where nothing fits."""
        listing = way.listing
        if self.sends and way.side is Side.GRANT and kind_of(listing).amount_is_monthly:
            sent = self.sent / self.first[listing.currency]
            return (sent, sent, sent) if sent > 0 and listing.takes(sent) else None
        low, high = amount_bounds(listing, way.variant)
        low = max(low, way.lift)
        step = listing.amount_step or self._round(listing.currency, low, high)
        low = float(np.ceil(low / step - _DUST)) * step
        if listing.band_of and listing.amount_max is not None:
            high = min(high, listing.amount_max - step)
        high = float(np.floor(high / step + _DUST)) * step if high < inf else inf
        if listing.amount_min is not None and listing.amount_min == listing.amount_max:
            low = high = listing.amount_min
        high = min(high, self.most[listing.currency])
        return (low, high, step) if low <= high and high > 0 else None

    def _round(self, currency: str, low: float, high: float) -> float:
        """A step that leaves round amounts, where no step is stated; 1 where that leaves no choice.

        The power of ten below a twentieth of a month's essentials: 1,000 rupees, 10 dollars.
        """
        month = self.essential / self.first[currency] / _A_MONTH_HAS
        step = 10.0 ** np.floor(np.log10(month)) if month > 1 else 1.0
        high = min(high, self.most[currency])
        return float(step) if high - low >= _ENOUGH_STEPS * step else 1.0


def _units(ways: Sequence[Way], ground: Ground) -> UnitFlows:
    at = quoted(ground.course.market)
    units = [unit_of(way.listing, way.variant, at) for way in ways]
    return UnitFlows(*(np.array([getattr(u, n) for u in units]) for n in UnitFlows.__slots__))


def _exits(
    ways: Sequence[Way], unit: UnitFlows, ground: Ground, own: Columns
) -> Iterator[tuple[int, int]]:
    """Row and mark of each early exit: of the longest tenor, on half-years and goals' marks.

    Only of ways that begin when the family's own course has something to spare.
    """
    longest: dict[tuple[int, Side], int] = {}
    for way in ways:
        key = (way.at, way.side)
        longest[key] = max(longest.get(key, 0), way.variant.tenor)
    due = {item.mark for item in own.items if item.deed is not Deed.PAYOFF}
    marks = sorted({*ground.half_years(), *due})
    spare = ground.cash > ground.floor
    for row, way in enumerate(ways):
        if way.side is not Side.SAVING or way.variant.tenor < longest[(way.at, way.side)]:
            continue
        if not spare[way.variant.start]:
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
    traits = _traits(ways)
    fx = np.array([ground.course.fx_of[way.listing.currency] for way in ways])
    lone = replace(unit, per_take=np.zeros_like(unit.per_take))
    where = (marks == start, fx, marks == exits)
    per_unit = course(stacked(traits), lone, 1.0, *where)
    runs = runs_of(start, np.array([way.variant.tenor for way in ways])[:, None], n_marks)
    serves = np.array([own.items[w.target].mark if w.target >= 0 else -1 for w in ways])[:, None]
    each = _of(per_unit, serves, runs)
    lends = np.array([way.side is Side.FINANCE for way in ways])
    once = _fees(unit.per_take, lends[:, None], (fx, marks == exits, runs))
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
    lent = np.where(lends, per_unit.money, 0.0)
    money = np.where(serves[:, 0] >= 0, np.where(spent > 0, spent, lent), 0.0)
    return each, once, np.asarray(money)


def _of(taken: Course, serves: Ints, runs: Bools) -> Flows:
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


def _fees(per_take: Floats, finance: Bools, where: tuple[Floats, Bools, Bools]) -> Flows:
    """What comes once if a way is taken, whatever the amount: fees, to the mark it is left at."""
    fx, exits, runs = where
    found = nothing(per_take.shape[0], per_take.shape[1])
    some = np.flatnonzero(np.any(per_take != 0, axis=-1))
    left = exits[some]
    gone = (np.cumsum(left, axis=-1) > 0) & ~left
    paid = np.where(gone, 0.0, per_take[some] * fx[some])
    for moved in (found.cash, found.expected, found.income):
        moved[some] = paid
    asks = a_month(np.where(finance[some], -paid, 0.0), runs[some])
    found.asks[some] = asks
    return found


def _traits(ways: Sequence[Way]) -> list[Traits]:
    """The traits of all ways; those of one listing and side are the same."""
    known: dict[tuple[int, Side], Traits] = {}
    found = []
    for way in ways:
        key = (way.at, way.side)
        if key not in known:
            known[key] = traits_of(way.listing, way.variant)
        found.append(known[key])
    return found


def _item(way: Way) -> Item:
    listing, variant = way.listing, way.variant
    end = variant.start + variant.tenor if way.exit_mark is None else way.exit_mark
    left = "" if way.exit_mark is None else way.exit_mark
    told = "brings" if way.brought[0] else ""
    head = f"{listing.id}/{variant.tenor}/{variant.grace}/{variant.start}"
    return Item(
        key=f"{head}/{left}/{way.serves}/{way.locked_by}/{told}",
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
