"""The earliest month of return that is safe often enough: the cliff, in many futures at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.assumptions import Assumptions
from planner.case import Case
from planner.course import Course
from planner.futures.draws import Drawer, blocks
from planner.futures.exposure import FIXED, Exposure
from planner.futures.fates import fates, wanted
from planner.futures.simulate import exposed
from planner.futures.tables import Tables, tables_of
from planner.futures.world import World, world_of
from planner.plan import Plan
from products.basis.cashflow import Floats, frozen

Bools = NDArray[np.bool_]

CONFIDENCE = 0.9
"""How sure a family may want to be, unless it says otherwise."""
_MANY, _LONG, _FEWER = 2_000, 120, 1_000


@dataclass(frozen=True, slots=True)
class Returns:
    """How often each month of return turns out safe; rows as in `planner.cliff.Cliff`.

    `chance` `[T+1]` is the share of `count` paths in which cash is never below zero in the whole
    plan if money is meant to arrive for the last time at that mark; who has to come home before
    does. It counts up to `judged_until` only, so that enough months after the return are seen.
    `earliest` is the first mark whose chance is `confidence` or more, None for none; `gaps` later
    ones that are not although it is. `moves` is False where no money is sent: every row is then the
    plan itself.
    """

    chance: Floats
    confidence: float
    earliest: int | None
    gaps: tuple[int, ...]
    judged_until: int
    chosen: int
    moves: bool
    count: int
    seed: int

    def at(self, confidence: float) -> int | None:
        """The earliest mark at another confidence."""
        return _earliest(self.chance[: self.judged_until + 1] >= confidence)


def enough_paths(months: int) -> int:
    """How many paths a plan of so many months is judged on: fewer for a long one."""
    return _MANY if months <= _LONG else _FEWER


def safe_returns(
    case: Case,
    plan: Plan | Course,
    assumptions: Assumptions,
    seed: int,
    *,
    confidence: float = CONFIDENCE,
    paths: int | None = None,
    world: World | None = None,
) -> Returns:
    """Every month of return of a plan, in the futures that `simulate` meets with the same seed."""
    exposure = exposed(case, plan, assumptions)
    months = case.months
    count = enough_paths(months) if paths is None else paths
    chance = _chances(exposure, world or world_of(assumptions), count, seed)
    judged = max(months - int(assumptions["safe_months_after_return"]), 0)
    safe = chance[: judged + 1] >= confidence
    earliest = _earliest(safe)
    gaps = () if earliest is None else np.flatnonzero(~safe[earliest:]) + earliest
    return Returns(
        chance=frozen(chance),
        confidence=confidence,
        earliest=earliest,
        gaps=tuple(int(mark) for mark in gaps),
        judged_until=judged,
        chosen=exposure.last,
        moves=exposure.sends,
        count=count,
        seed=seed,
    )


def _earliest(safe: Bools) -> int | None:
    return int(np.argmax(safe)) if safe.any() else None


def _chances(exposure: Exposure, world: World, count: int, seed: int) -> Floats:
    """Share of paths never below zero, by last mark, `[T+1]`."""
    factors = wanted(exposure)
    tables = tables_of(exposure, world, factors)
    drawer = Drawer(seed, exposure.timeline.months, factors)
    good = np.zeros(exposure.timeline.n_marks)
    for block, low, high in blocks(count):
        good += _good(exposure, world, tables, drawer, block, high - low).sum(axis=1)
    return good / count


def _good(
    exposure: Exposure, world: World, tables: Tables, drawer: Drawer, block: int, width: int
) -> Bools:
    """Whether each path of a block is never below zero, by last mark, `[T+1, width]`."""
    from planner.futures import compiled, kernel

    drawn = drawer.draw(block)
    its = fates(exposure, world, drawn, width, last=exposure.timeline.months)
    moves = compiled.moves_of(exposure, world, tables, drawer, drawn, its)
    n_marks = exposure.timeline.n_marks
    by_last = _tables(exposure, tables)
    weights = np.zeros((by_last.shape[0], n_marks, width))
    weights[-2] = 1.0
    common = np.repeat(_common(exposure)[:, None], width, axis=1)
    kernel.weigh(tables.flows, tables.holdings, moves, common, weights, width)
    good = np.zeros((n_marks, width), dtype=np.bool_)
    kernel.carried(float(exposure.cash[0]), common, by_last, weights, good)
    if not exposure.sends:
        return np.broadcast_to(good[exposure.last], good.shape)
    marks = np.arange(n_marks)[:, None]
    return np.take_along_axis(good, np.minimum(marks, its.last), axis=0)


def _tables(exposure: Exposure, tables: Tables) -> Floats:
    """What hangs on the return, `[tables + 2, T+1, T+1]` by mark and last mark.

    First what factors move, then what hangs on nothing else, then the cost of an illness.
    """
    nothing = np.zeros((exposure.timeline.n_marks,) * 2)
    fixed = exposure.flows.get(FIXED, nothing)
    alone = fixed.T if fixed.ndim > 1 else nothing
    return np.concatenate([tables.flows.by_last, alone[None], tables.flows.illness[None]])


def _common(exposure: Exposure) -> Floats:
    """What hangs neither on the return nor on any factor, `[T+1]`; at mark 0 it is in the cash."""
    flow = exposure.flows.get(FIXED)
    found = np.zeros(exposure.timeline.n_marks)
    if flow is not None and flow.ndim == 1:
        found[1:] = flow[1:]
    return found
