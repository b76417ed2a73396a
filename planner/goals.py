"""What a family hopes for, at the month it is wanted by, against what the plan leaves for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from planner.baseline import month_mark
from planner.candidates import Taken
from planner.household import Goal, GoalKind
from products.basis.cashflow import Floats
from products.basis.market import Market
from products.catalogue.listing import Category

_BOUGHT_BY = {GoalKind.HOUSE: Category.HOUSING, GoalKind.ENTERPRISE: Category.ENTERPRISE}


@dataclass(frozen=True, slots=True)
class GoalOutlook:
    """One goal at the mark it is wanted by; money of that mark.

    `needed` is its price then; `there` what the plan can give for it then: what its products spend
    on it by then, and what could be taken out of cash without ever falling below the buffer later,
    after earlier goals. `missing` >= 0; `save_pm` is the saving a month from now on that closes the
    gap. `beyond_plan` goals are judged at the plan's last mark.
    """

    goal: Goal
    mark: int
    needed: float
    there: float
    missing: float
    save_pm: float
    beyond_plan: bool

    @property
    def reached(self) -> bool:
        """Whether the plan pays for it."""
        return self.missing <= 0


def outlooks(
    goals: Sequence[Goal], cash: Floats, taken: Sequence[Taken], market: Market, buffer: float
) -> tuple[GoalOutlook, ...]:
    """Every goal in order of its month; a rupee is counted for one goal only."""
    months = market.timeline.months
    spent = {
        category: -np.cumsum(
            sum(
                (t.course.purpose for t in taken if t.listing.category is category),
                np.zeros_like(cash),
            )
        )
        for category in _BOUGHT_BY.values()
    }
    used = dict.fromkeys(spent, 0.0)
    drawn, found = 0.0, []
    for goal in sorted(goals, key=lambda g: g.by):
        by = month_mark(market.timeline, goal.by)
        mark = min(max(by, 0), months)
        needed = goal.amount_today * float(market.price_level[mark])
        bought = 0.0
        category = _BOUGHT_BY.get(goal.kind)
        if category is not None:
            bought = min(max(float(spent[category][mark]) - used[category], 0.0), needed)
            used[category] += bought
        free = max(float(cash[mark:].min()) - buffer - drawn, 0.0)
        there = bought + free
        drawn += min(free, needed - bought)
        missing = max(needed - there, 0.0)
        found.append(
            GoalOutlook(goal, mark, needed, there, missing, missing / max(mark, 1), by > months)
        )
    return tuple(found)
