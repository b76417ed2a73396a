"""What a family can do by itself, as columns: begin a venture, pay off a debt, pay for a goal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from planner.allocation.ground import HALF_YEAR, HORIZON, Ground
from planner.allocation.items import Columns, Deed, Flows, Item, joined, nothing
from planner.baseline import month_mark, plan_fx
from planner.debts import a_month, course
from planner.household import Goal, GoalKind, VentureKind
from planner.survival import running
from planner.ventures import (
    NO_ENTERPRISE,
    earliest_mark,
    expected_owned,
    owner_sex,
    undertake,
)

LATEST_MONTHS = 24
"""A goal is offered so late at most; later it is another goal."""
WORTH_LOST_PA = 0.25
"""Part of a goal's worth that each year of waiting takes. Judgement: at last a half is left."""


def own_columns(ground: Ground) -> Columns:
    """Everything of the family's own, at every mark at which it could be done."""
    parts = [*_ventures(ground), *_payoffs(ground), *_payments(ground)]
    return joined(parts, ground.months + 1)


def _column(item: Item, once: Flows, price: float, today: float) -> Columns:
    """One column without an amount."""
    nought = np.zeros(1)
    return Columns(
        items=(item,),
        each=nothing(1, once.cash.shape[-1]),
        once=once,
        low=nought,
        high=nought,
        step=np.ones(1),
        money=nought,
        price=np.array([price]),
        today=np.array([today]),
    )


def _ventures(ground: Ground) -> list[Columns]:
    found = []
    market, household = ground.course.market, ground.case.household
    for i, venture in enumerate(household.ventures):
        sex = owner_sex(household, venture)
        first = earliest_mark(venture, market)
        for start in sorted({first, *ground.half_years(first)}):
            if start >= ground.months or start > HORIZON:
                continue
            one = undertake(venture, start, sex, market, ground.assumptions)
            profit = one.profit * running(one.survival)
            once = replace(
                nothing(1, one.cost.size),
                cash=(one.cost + one.profit)[None],
                expected=(one.cost + profit)[None],
                income=profit[None],
                owned=expected_owned(one)[None],
            )
            item = Item(
                key=f"venture.{venture.id}@{start}",
                thing=f"venture.{venture.id}",
                deed=Deed.VENTURE,
                place=i,
                mark=start,
                end=ground.months,
                holder=venture.owner,
                unlocks=venture.answer,
                wait=venture.wait_months,
            )
            put_in = venture.cost + venture.working_capital
            found.append(_column(item, once, -float(one.cost[start]), put_in))
    return found


def _payoffs(ground: Ground) -> list[Columns]:
    """Each debt at each half-year while it stands."""
    found = []
    market = ground.course.market
    for i, debt in enumerate(ground.case.household.debts):
        as_agreed = ground.course.debts[i]
        fx = plan_fx(market, ground.currency, debt.currency)
        for mark in ground.half_years():
            if as_agreed.owed[mark] <= 0 or not np.any(fx):
                continue
            paid_off = course(debt, as_agreed.key, ground.months, mark)
            moved = {
                "cash": as_agreed.paid - paid_off.paid,
                "expected": as_agreed.paid - paid_off.paid,
                "income": as_agreed.charge - paid_off.charge,
                "owed": paid_off.owed - as_agreed.owed,
                "asks": a_month(debt, paid_off) - a_month(debt, as_agreed),
            }
            flows = {name: (values * fx)[None] for name, values in moved.items()}
            once = replace(nothing(1, fx.size), **flows)
            item = Item(f"debt.{i}@{mark}", f"debt.{i}", Deed.PAYOFF, i, mark, ground.months)
            price = float(paid_off.settled[mark] * fx[mark])
            found.append(_column(item, once, price, price / float(ground.level[mark])))
    return found


def payable(goals: Sequence[Goal]) -> list[tuple[int, Goal]]:
    """The goals that money is spent on, with their place; savings are kept, not spent."""
    return [(i, goal) for i, goal in enumerate(goals) if goal.kind is not GoalKind.SAVINGS]


def _payments(ground: Ground) -> list[Columns]:
    """Each goal at its month, and later by half-years."""
    found = []
    timeline, level = ground.course.market.timeline, ground.level
    for i, goal in payable(ground.case.household.goals):
        if not goal.amount_today or replaced(ground, goal):
            continue
        by = max(month_mark(timeline, goal.by), 0)
        for mark in range(by, min(by + LATEST_MONTHS, ground.months) + 1, HALF_YEAR):
            price = goal.amount_today * float(level[mark])
            at, since = np.arange(level.size) == mark, np.arange(level.size) >= mark
            once = replace(
                nothing(1, level.size),
                cash=np.where(at, -price, 0.0)[None],
                expected=np.where(at, -price, 0.0)[None],
                spent=np.where(since, price, 0.0)[None],
            )
            item = Item(f"goal.{i}@{mark}", f"goal.{i}", Deed.PAYMENT, i, mark, mark)
            found.append(_column(item, once, price, goal.amount_today))
    return found


def replaced(ground: Ground, goal: Goal) -> bool:
    """Whether a goal is reached by a venture told in full, and so is not paid for beside it."""
    ventures = ground.case.household.ventures
    return goal.kind is GoalKind.ENTERPRISE and any(enterprising(v.kind) for v in ventures)


def enterprising(kind: VentureKind) -> bool:
    """Whether what is put into a venture of a kind is put into an enterprise."""
    return kind not in NO_ENTERPRISE


def kept_worth(ground: Ground, goal: Goal, mark: int) -> float:
    """Part of a goal's worth that is left where it is met at a mark: 1 by its month.

    A year's waiting takes `WORTH_LOST_PA` of it.
    """
    by = max(month_mark(ground.course.market.timeline, goal.by), 0)
    return max(1.0 - WORTH_LOST_PA * max(mark - by, 0) / 12, 0.0)
