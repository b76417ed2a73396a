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

BOUGHT_BY = {GoalKind.HOUSE: Category.HOUSING, GoalKind.ENTERPRISE: Category.ENTERPRISE}
"""What money lent or given for a purpose has bought of a goal."""


@dataclass(frozen=True, slots=True)
class GoalOutlook:
    """One goal at the mark it is wanted by; money of that mark.

    `needed` is its price then; `bought` what the plan's products spend on it by then; `there` what
    the plan can give for it in all: that, and what could be taken out of cash without ever falling
    below the buffer later, after earlier goals. `missing` >= 0; `save_pm` is what more than in this
    plan, each month from now on, closes the gap; `possible_mark` the first mark from which the plan
    itself pays for it. `beyond_plan` goals are judged at the plan's last mark.
    """

    goal: Goal
    mark: int
    needed: float
    bought: float
    there: float
    missing: float
    save_pm: float
    possible_mark: int | None
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
    spent = spent_on(taken, cash)
    used = dict.fromkeys(spent, 0.0)
    spare = np.minimum.accumulate(cash[::-1])[::-1] - buffer
    drawn, found = 0.0, []
    for goal in sorted(goals, key=lambda g: g.by):
        by = month_mark(market.timeline, goal.by)
        mark = min(max(by, 0), months)
        price = goal.amount_today * market.price_level
        category = BOUGHT_BY.get(goal.kind)
        bought = np.zeros_like(price)
        if category is not None:
            bought = np.clip(spent[category] - used[category], 0.0, price)
            used[category] += float(bought[mark])
        there = bought + np.maximum(spare - drawn, 0.0)
        missing = np.maximum(price - there, 0.0)
        pays = np.flatnonzero((missing <= 0) & (np.arange(price.size) >= mark))
        drawn += min(float(there[mark]), float(price[mark])) - float(bought[mark])
        found.append(
            GoalOutlook(
                goal=goal,
                mark=mark,
                needed=float(price[mark]),
                bought=float(bought[mark]),
                there=float(there[mark]),
                missing=float(missing[mark]),
                save_pm=float(missing[mark]) / max(mark, 1),
                possible_mark=int(pays[0]) if pays.size else None,
                beyond_plan=by > months,
            )
        )
    return tuple(found)


def spent_on(taken: Sequence[Taken], like: Floats) -> dict[Category, Floats]:
    """What the products taken have spent on each purpose up to each mark, `[T+1]`, >= 0."""
    return {
        category: -np.cumsum(
            sum(
                (t.course.purpose for t in taken if t.listing.category is category),
                np.zeros_like(like),
            )
        )
        for category in BOUGHT_BY.values()
    }
