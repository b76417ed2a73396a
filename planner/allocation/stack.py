"""Stack, don't pick: the efficient sequences of up to three products, none better in everything.

The exact search gives the best sets of decisions for the aim. Of those that differ in their
products, the ones are kept that no other beats in all three: the lowest cash, what is owned at the
end in today's money, and the aim. Each is measured on its own projection, in whole steps.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from planner.allocation.allocate import Allocation, Done, decisions_of, in_steps
from planner.allocation.ground import Ground
from planner.allocation.model import Solution
from planner.allocation.search import SearchTooLargeError, top
from planner.case import Decisions
from planner.course import Course, course_of
from products.basis.cashflow import Floats
from products.catalogue.listing import Category

MOST_STACKED = 3
_LOOKED_AT = 60
"""How many of the best sets are looked at."""
_SHOWN = 6
_NEAR = 1e-9


@dataclass(frozen=True, slots=True)
class Stack:
    """One sequence of products with the family's own decisions beside it.

    `lowest` is the lowest cash of its course, `worth` its net worth at the end in today's money
    with what went into goals, `value` what it brings to the aim beyond deciding nothing.
    """

    decisions: Decisions
    done: tuple[Done, ...]
    lowest: float
    worth: float
    value: float


def efficient(allocation: Allocation) -> tuple[Stack, ...]:
    """The efficient few, the best for the aim first; at most `_SHOWN`.

    Empty where the programme has too many sets to be searched.
    """
    model = replace(allocation.model, most=min(allocation.model.most, MOST_STACKED))
    try:
        solutions = top(model, _LOOKED_AT)
    except SearchTooLargeError:
        return ()
    return best_of(allocation, solutions)


def best_of(allocation: Allocation, solutions: Sequence[Solution]) -> tuple[Stack, ...]:
    """The efficient ones of some solutions, each set of products once, with its best decisions."""
    seen: set[tuple[str, ...]] = set()
    firsts = []
    for solution in solutions:
        taken = _products(allocation, solution)
        if solution.feasible and taken not in seen:
            seen.add(taken)
            firsts.append(solution)
    rough = np.array([_measured(allocation, one) for one in firsts]).reshape(len(firsts), 3)
    few = [firsts[i] for i in not_beaten(rough)][:_SHOWN]
    stacks = [_stack(allocation, one) for one in few]
    sure = np.array([(s.lowest, s.worth, s.value) for s in stacks]).reshape(len(stacks), 3)
    return tuple(stacks[i] for i in not_beaten(sure))


def not_beaten(measures: Floats) -> list[int]:
    """Places of the rows `[N, M]` that no other row beats: as good in all, better in one.

    >>> not_beaten(np.array([[1.0, 2.0], [2.0, 1.0], [1.0, 1.0], [1.0, 2.0]]))
    [0, 1]
    """
    kept = []
    for i, row in enumerate(measures):
        dust = _NEAR * np.maximum(np.abs(row), 1.0)
        as_good = np.all(measures >= row - dust, axis=1)
        better = np.any(measures > row + dust, axis=1)
        same_before = np.all(np.abs(measures[:i] - row) <= dust, axis=1).any()
        if not np.any(as_good & better) and not same_before:
            kept.append(i)
    return kept


def _products(allocation: Allocation, solution: Solution) -> tuple[str, ...]:
    items = allocation.columns.items
    things = (items[k].thing for k in np.flatnonzero(solution.y).tolist() if items[k].listing)
    return tuple(sorted(things))


def _measured(allocation: Allocation, solution: Solution) -> tuple[float, float, float]:
    """Lowest cash, worth at the end and value of a solution, from the programme's own flows."""
    ground, columns = allocation.ground, allocation.columns
    flows = columns.done(solution.x, solution.y)
    cash = ground.cash + np.cumsum(flows.cash)
    moved = np.cumsum(flows.cash) + flows.owned + flows.spent - flows.owed
    return float(cash.min()), float(moved[-1] / ground.level[-1]), solution.value


def _stack(allocation: Allocation, solution: Solution) -> Stack:
    ground, columns = allocation.ground, allocation.columns
    done = in_steps(columns, solution)
    decisions = decisions_of([(d.item, d.amount) for d in done])
    case = ground.case.model_copy(update=decisions.decided)
    course = course_of(case, allocation.shelf.listings, ground.assumptions, ground.currency)
    places = np.flatnonzero(solution.y)
    amounts = np.array([d.amount for d in done])
    model = allocation.model
    brought = float(model.value_x[places] @ amounts + model.value_y[places].sum())
    return Stack(
        decisions=decisions,
        done=done,
        lowest=float(course.projection.cash.min()),
        worth=end_worth(course, ground),
        value=brought,
    )


def end_worth(course: Course, ground: Ground) -> float:
    """Net worth at the end in today's money, with what went into goals that are not owned."""
    had = sum(float(paid.price) for paid in course.paid_goals)
    counted = sum(
        float(t.course.bought[-1]) for t in course.taken if t.listing.category is Category.HOUSING
    )
    worth = float(course.projection.net_worth[-1]) + max(had - counted, 0.0)
    return worth / float(ground.level[-1])
