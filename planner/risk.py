"""How a plan fares in its futures: bands, odds of running out and why, months of cover, goals met.

All of it is counted from `Paths` and nothing is drawn here. A share of P paths is only known to
within its sampling error, `standard_error`. "Today's money" of a path is its money divided by the
path's own price level.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from math import ceil, sqrt

import numpy as np
from numpy.typing import NDArray

from planner.baseline import BELOW
from planner.cover import lacking
from planner.futures.order import at_places
from planner.futures.paths import NEVER, Cause, Paths
from planner.goals import BOUGHT_BY, GoalOutlook, spent_on
from planner.household import Goal
from planner.plan import Plan
from products.basis.cashflow import Floats, frozen
from products.basis.timeline import Timeline
from products.catalogue.listing import Category

Ints = NDArray[np.int64]

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
"""The bands, lowest first."""
DANGER_SHARE = 0.1
"""A month is dangerous where at least this share of paths is below zero."""
TAIL_SHARE = 0.05
"""The worst paths whose lowest cash is averaged."""
MET_SHARES = (0.5, 0.8, 0.9)
"""How sure one may want to be that a goal is met."""
_THREADS = 2
_TEN, _HUNDRED = 10, 100


@dataclass(frozen=True, slots=True)
class Bands:
    """Quantiles over the paths at each mark, `[5, T+1]`, in the order of `QUANTILES`."""

    nominal: Floats
    today: Floats


@dataclass(frozen=True, slots=True)
class Reason:
    """What took most, where cash fell below zero: in how many paths, and which share of those."""

    cause: Cause
    count: int
    share: float


@dataclass(frozen=True, slots=True)
class GoalOdds:
    """The chance of one goal of the plan.

    `met_by` `[T+1]` is the share of paths that can pay for it, from its own mark (`mark`) on, by
    each later mark; 0 before it. `sure_by` says by which mark so many paths have met it, None for
    not within the plan. Goals wanted after the plan's end are judged at its end.
    """

    label: str
    mark: int
    beyond_plan: bool
    met_by: Floats
    sure_by: Mapping[float, int | None]

    @property
    def in_time(self) -> float:
        """The chance that it is met in the month it is wanted by."""
        return float(self.met_by[self.mark])


@dataclass(frozen=True, slots=True)
class VentureOdds:
    """One venture: share of paths in which it closes at each mark, and in which it still runs."""

    key: str
    closing: Floats
    running: Floats


@dataclass(frozen=True, slots=True)
class Risk:
    """A plan in its futures; arrays `[T+1]` (bands `[5, T+1]`), money in plan currency, read-only.

    `below_at` is the chance that cash is below zero at a mark, `below_by` that it has been by then,
    `below_ever` within the plan. `danger` are the marks where `below_at` reaches `danger_share`.
    `reasons` come most frequent first. `tail_today` is the mean, over the worst twentieth of paths,
    of their lowest cash in today's money. Months of cover are cash over what a typical month would
    lack if the money from abroad stopped (essentials and instalments less home income): infinite
    where it would lack nothing; `cover_median` and `cover_low` (5th percentile).
    """

    timeline: Timeline
    count: int
    seed: int
    cash: Bands
    worth: Bands
    below_at: Floats
    below_by: Floats
    below_ever: float
    danger_share: float
    danger: tuple[int, ...]
    reasons: tuple[Reason, ...]
    tail_today: float
    cover_median: Floats
    cover_low: Floats
    goals: tuple[GoalOdds, ...]
    ventures: tuple[VentureOdds, ...]


def assess(paths: Paths, plan: Plan, danger_share: float = DANGER_SHARE) -> Risk:
    """Everything a family asks about the paths of its plan.

    `danger_share` is how likely below zero must be for a month to count as dangerous.
    """
    cash, worth, lowest_today = bands(paths)
    below_at = (paths.cash < BELOW).mean(axis=-1)
    below_by = np.cumsum(_by_mark(paths.first_below, paths)) / paths.count
    low, middle = _cover(paths, plan)
    return Risk(
        timeline=paths.timeline,
        count=paths.count,
        seed=paths.seed,
        cash=cash,
        worth=worth,
        below_at=frozen(below_at),
        below_by=frozen(below_by),
        below_ever=float(below_by[-1]),
        danger_share=danger_share,
        danger=tuple(int(m) for m in np.flatnonzero(below_at >= danger_share)),
        reasons=_reasons(paths),
        tail_today=_tail(lowest_today),
        cover_median=frozen(middle),
        cover_low=frozen(low),
        goals=tuple(_goals(paths, plan)),
        ventures=tuple(_ventures(paths)),
    )


def standard_error(share: float, count: int) -> float:
    """How far a share counted over so many paths may be off: one standard deviation.

    >>> standard_error(0.5, 10_000)
    0.005
    """
    return sqrt(share * (1 - share) / count)


# ------------------------------------------------------------------ odds in words


@dataclass(frozen=True, slots=True)
class Odds:
    """A share as people say it: so many of ten or of a hundred families; `code` is its text key."""

    code: str
    number: int
    of: int


def odds(share: float) -> Odds:
    """A share as "7 of 10"; near nothing and near all in hundreds; "all" and "none" only if true.

    >>> odds(0.68), odds(0.07).number, odds(0.002).code, odds(1.0).code
    (Odds(code='odds.of', number=7, of=10), 7, 'odds.fewer', 'odds.all')
    """
    if share <= 0 or share >= 1:
        return Odds("odds.all" if share >= 1 else "odds.none", _HUNDRED * (share >= 1), _HUNDRED)
    coarse = 1 / _TEN <= share <= 1 - 1 / _TEN
    of = _TEN if coarse else _HUNDRED
    number = int(share * of + 0.5)
    if number == 0:
        return Odds("odds.fewer", 1, of)
    return Odds("odds.more", of - 1, of) if number == of else Odds("odds.of", number, of)


# ------------------------------------------------------------------ bands and the worst


def bands(paths: Paths) -> tuple[Bands, Bands, Floats]:
    """Bands of cash and worth, and each path's lowest cash in today's money `[P]`.

    Mark by mark, while its paths lie in the cache; half the marks a thread.
    """
    ranks = _Ranks(paths.count)
    picked = np.empty((4, ranks.at.size, paths.cash.shape[0]))

    def some(marks: range) -> Floats:
        lowest = np.full(paths.count, np.inf)
        for m in marks:
            level = paths.price_level[m]
            for i, values in enumerate((paths.cash[m], paths.worth[m])):
                today = values / level
                if i == 0:
                    np.minimum(lowest, today, out=lowest)
                picked[2 * i, :, m] = ranks.pick(values.copy())  # compiled for what can be written
                picked[2 * i + 1, :, m] = ranks.pick(today)
        return lowest

    marks = range(paths.cash.shape[0])
    with ThreadPoolExecutor(_THREADS) as threads:
        halves = threads.map(some, [marks[i::_THREADS] for i in range(_THREADS)])
        lowest = np.minimum.reduce(list(halves))
    found = [frozen(ranks.between(each)) for each in picked]
    return Bands(found[0], found[1]), Bands(found[2], found[3]), lowest


class _Ranks:
    """Places in a sorted row from which the quantiles are read, halfway between two of them."""

    def __init__(self, count: int, shares: Sequence[float] = QUANTILES) -> None:
        at = (count - 1) * np.asarray(shares)
        below = np.floor(at).astype(np.int64)
        self.part = (at - below)[:, None]
        both = np.concatenate([below, np.minimum(below + 1, count - 1)])
        self.places, self.at = np.unique(both, return_inverse=True)

    def pick(self, values: Floats) -> Floats:
        """The lower neighbour of every quantile in a row `[P]`, then the upper ones."""
        return at_places(values, self.places)[self.at]

    def between(self, picked: Floats) -> Floats:
        """Quantiles `[q, T+1]` of the values at `places`; the lower if the upper is endless."""
        low, high = np.split(picked, 2)
        gap = np.subtract(high, low, out=np.zeros_like(low), where=np.isfinite(high))
        return np.asarray(low + gap * self.part, dtype=np.float64)


def _tail(lowest_today: Floats) -> float:
    worst = ceil(TAIL_SHARE * lowest_today.size)
    return float(np.sort(lowest_today)[:worst].mean())


def _by_mark(marks: Ints, paths: Paths) -> Ints:
    """How many paths have each mark, `[T+1]`; `NEVER` is not counted."""
    return np.bincount(marks[marks != NEVER], minlength=paths.cash.shape[0])


def _reasons(paths: Paths) -> tuple[Reason, ...]:
    failed = paths.cause[paths.first_below != NEVER]
    counts = np.bincount(failed, minlength=len(Cause))
    found = [Reason(c, int(counts[c]), counts[c] / failed.size) for c in Cause if counts[c]]
    return tuple(sorted(found, key=lambda r: (-r.count, r.cause)))


def _ventures(paths: Paths) -> Iterator[VentureOdds]:
    for key, closed in zip(paths.venture_keys, paths.closed, strict=True):
        closing = _by_mark(closed, paths) / paths.count
        yield VentureOdds(key, frozen(closing), frozen(1 - np.cumsum(closing)))


# ------------------------------------------------------------------ months of cover


def _cover(paths: Paths, plan: Plan) -> tuple[Floats, Floats]:
    """Months that cash would last without money from abroad: 5th percentile and median, `[T+1]`."""
    ranks = _Ranks(paths.count, (TAIL_SHARE, 0.5))
    lack = lacking(plan)
    closing = [
        (lack.closing[key], np.where(closed == NEVER, paths.timeline.n_marks, closed))
        for key, closed in zip(paths.venture_keys, paths.closed, strict=True)
        if key in lack.closing
    ]
    picked = np.empty((ranks.at.size, lack.moving.size))
    for m in range(lack.moving.size):
        gone = sum((earned[m] * (ends <= m) for earned, ends in closing), np.zeros(paths.count))
        lacks = (lack.moving[m] + gone) * paths.price_level[m] + lack.still[m]
        months = np.full(paths.count, np.inf)
        np.divide(np.maximum(paths.cash[m], 0.0), lacks, out=months, where=lacks > 0)
        picked[:, m] = ranks.pick(months)
    low, middle = ranks.between(picked)
    return low, middle


# ------------------------------------------------------------------ goals


def _goals(paths: Paths, plan: Plan) -> Iterator[GoalOdds]:
    """Every goal as `planner.goals` judges it, on each path: a rupee is counted for one only.

    A goal the plan pays for by decision is met where cash is not below zero after the payment.
    """
    spare = np.minimum.accumulate(paths.cash[::-1], axis=0)[::-1] - plan.answers.buffer
    shares = _Shares(paths, plan)
    drawn = np.zeros(paths.count)
    for outlook in plan.goals:
        at = outlook.mark
        first = np.full(paths.count, NEVER)
        for m in range(at, spare.shape[0]):
            price = outlook.goal.amount_today * paths.price_level[m]
            bought = shares.bought(outlook.goal, m, price)
            there = bought + np.maximum(spare[m] - drawn, 0.0)
            met = (paths.cash[m] >= BELOW) & (m == at) if outlook.paid else there >= price
            first[met & (first == NEVER)] = m
        price = outlook.goal.amount_today * paths.price_level[at]
        bought = shares.take(outlook.goal, at, price)
        if not outlook.paid:
            there = bought + np.maximum(spare[at] - drawn, 0.0)
            drawn = drawn + (np.minimum(there, price) - bought)
        yield _odds_of(outlook, np.cumsum(_by_mark(first, paths)) / paths.count)


class _Shares:
    """What products and ventures have bought of one goal after the other, on each path.

    Products spend what they do in the plan; what a family puts into its ventures moves with the
    prices of the path at their start.
    """

    def __init__(self, paths: Paths, plan: Plan) -> None:
        self.spent = spent_on(plan.taken, plan.cash, plan.ventures)
        self.used = {category: np.zeros(paths.count) for category in self.spent}
        products = spent_on(plan.taken, plan.cash)[Category.ENTERPRISE]
        own = np.diff(self.spent[Category.ENTERPRISE] - products, prepend=0.0)
        self.dearer = {
            int(m): own[m] * (paths.price_level[m] / plan.price_level[m] - 1)
            for m in np.flatnonzero(own)
        }

    def bought(self, goal: Goal, mark: int, price: Floats) -> Floats:
        """What is bought of a goal by a mark, `[P]`: at most its price."""
        category = BOUGHT_BY.get(goal.kind)
        if category is None:
            return np.zeros_like(price)
        spent = np.full_like(price, self.spent[category][mark])
        if category is Category.ENTERPRISE:
            spent = sum((more for m, more in self.dearer.items() if m <= mark), spent)
        return np.asarray(np.clip(spent - self.used[category], 0.0, price), dtype=np.float64)

    def take(self, goal: Goal, mark: int, price: Floats) -> Floats:
        """The same, and used up for the goals after it."""
        found = self.bought(goal, mark, price)
        category = BOUGHT_BY.get(goal.kind)
        if category is not None:
            self.used[category] = self.used[category] + found
        return found


def _odds_of(outlook: GoalOutlook, met_by: Floats) -> GoalOdds:
    reached = {share: np.flatnonzero(met_by >= share) for share in MET_SHARES}
    return GoalOdds(
        label=outlook.goal.label,
        mark=outlook.mark,
        beyond_plan=outlook.beyond_plan,
        met_by=frozen(met_by),
        sure_by={share: int(marks[0]) if marks.size else None for share, marks in reached.items()},
    )
