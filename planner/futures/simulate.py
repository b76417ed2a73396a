"""A plan in many futures: blocks of paths, one after the other or two at a time."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from planner.assumptions import Assumptions
from planner.baseline import BELOW
from planner.case import Case
from planner.course import Course, course_of
from planner.futures import twin
from planner.futures.draws import Drawer, blocks
from planner.futures.exposure import Exposure, exposure_of
from planner.futures.fates import Fates, wanted
from planner.futures.paths import NEVER, Cause, Paths
from planner.futures.tables import tables_of
from planner.futures.world import World, doubts, world_of
from planner.plan import Plan
from products.basis.cashflow import Floats, frozen

Ints = NDArray[np.int64]


def simulate(
    case: Case,
    plan: Plan | Course,
    assumptions: Assumptions,
    paths: int,
    seed: int,
    threads: int = 1,
    *,
    world: World | None = None,
) -> Paths:
    """So many futures of a plan, or of its course alone, in the world of its assumptions.

    `world` puts another in its place. Same seed, same futures, whatever the number of threads; the
    first paths of more are those of fewer.
    """
    exposure = exposed(case, plan, assumptions)
    return futures(exposure, world or world_of(assumptions), paths, seed, threads)


def exposed(case: Case, plan: Plan | Course, assumptions: Assumptions) -> Exposure:
    """What a plan, or its course alone, hangs on."""
    if isinstance(plan, Course):
        return exposure_of(case, plan, home_currency(plan))
    listings = [one.listing for one in plan.taken]
    course = course_of(case, listings, assumptions, plan.currency)
    return exposure_of(case, course, plan.currency)


def home_currency(course: Course) -> str:
    """The plan's own currency: the one whose rate is not the market's."""
    quoted = course.market.fx
    return next(code for code, rate in course.fx_of.items() if rate is not quoted.get(code))


def futures(exposure: Exposure, world: World, paths: int, seed: int, threads: int = 1) -> Paths:
    """So many futures of a plan's money in one world."""
    from planner.futures import compiled

    factors = wanted(exposure)
    tables, out = tables_of(exposure, world, factors), _Out(exposure, paths)
    shares = [blocks(paths)[worker::threads] for worker in range(threads)]

    def work(share: Sequence[tuple[int, int, int]]) -> None:
        """Some of the blocks, in this thread, with arrays of its own."""
        drawer = Drawer(seed, exposure.timeline.months, factors)
        for block, low, high in share:
            at = slice(low, high)
            its = compiled.run(exposure, world, tables, drawer, block, at, out.money)
            out.befell(at, its)

    if threads == 1:
        work(shares[0])
    else:
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(work, shares))
    return out.paths(exposure, world, seed)


def twin_futures(exposure: Exposure, world: World, paths: int, seed: int) -> Paths:
    """The same by the twin: slower, and what the kernel is held against."""
    drawer = Drawer(seed, exposure.timeline.months, wanted(exposure))
    out = _Out(exposure, paths)
    for block, low, high in blocks(paths):
        its = twin.run(exposure, world, drawer.draw(block), high - low)
        at = slice(low, high)
        found = (its.cash, its.worth, its.price_level, its.first_below, its.cause)
        for into, part in zip(out.money, found, strict=True):
            into[..., at] = part
        out.befell(at, its.fates)
    return out.paths(exposure, world, seed)


class _Out:
    """Where blocks are put, each at its own place."""

    def __init__(self, exposure: Exposure, count: int) -> None:
        shape = (exposure.timeline.n_marks, count)
        self.cash, self.worth, self.price_level = (np.empty(shape) for _ in range(3))
        self.first, self.cause, self.last = (np.empty(count, dtype=np.int64) for _ in range(3))
        self.rows = [i for i, slot in enumerate(exposure.slots) if slot.cause is Cause.CLOSURE]
        self.ends = np.full((len(self.rows), count), NEVER, dtype=np.int64)

    @property
    def money(self) -> tuple[Floats, Floats, Floats, Ints, Ints]:
        return self.cash, self.worth, self.price_level, self.first, self.cause

    def befell(self, at: slice, its: Fates) -> None:
        self.last[at], self.ends[:, at] = its.last, its.ends[self.rows]

    def paths(self, exposure: Exposure, world: World, seed: int) -> Paths:
        # Where the plan itself has no money that month, no bad luck is to blame.
        alone = (self.first >= 0) & (exposure.cash[self.first] < BELOW)
        self.cause[alone] = Cause.PLAN
        for whole in (self.first, self.cause, self.last, self.ends):
            whole.setflags(write=False)
        return Paths(
            timeline=exposure.timeline,
            cash=frozen(self.cash),
            worth=frozen(self.worth),
            price_level=frozen(self.price_level),
            first_below=self.first,
            cause=self.cause,
            last=self.last,
            closed=self.ends,
            venture_keys=tuple(exposure.slots[row].key for row in self.rows),
            seed=seed,
            warnings=doubts(world),
        )
