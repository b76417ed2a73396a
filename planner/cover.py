"""Months of cover along a plan: what a month would lack if the money from abroad stopped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.assumptions import expected
from planner.baseline import month_mark, plan_fx
from planner.budget import a_month
from planner.candidates import Taken
from planner.gates import a_month as asked_pm
from planner.gates import runs_of
from planner.household import Expense, Income, Phase
from planner.plan import Plan
from products.basis.cashflow import Floats
from products.basis.timeline import Timeline
from products.kind import Side


@dataclass(frozen=True, slots=True)
class Lack:
    """What a typical month lacks if the money from abroad stopped at each mark; arrays `[T+1]`.

    `moving` grows with prices and stands in today's money, `still` is nominal. `closing` is the
    part of income (today's money) that ends where a shop or venture closes, by its key; it is
    counted in `moving` as if all of them lived.
    """

    moving: Floats
    still: Floats
    closing: Mapping[str, Floats]


def lacking(plan: Plan) -> Lack:
    """What a month lacks at each mark of a plan whose money from abroad stops there.

    At mark 0 it is what `budget.cover_months` divides by, and what products taken there ask for.
    Incomes hoped for after the return, and what ventures and products bring, count once there.
    """
    household, timeline = plan.case.household, plan.timeline
    market = expected(plan.assumptions, timeline)
    ahead = np.minimum(np.arange(timeline.n_marks) + 1, timeline.months)
    parts = {True: np.zeros(timeline.n_marks), False: np.zeros(timeline.n_marks)}
    closing: dict[str, Floats] = {}
    for cost in household.expenses:
        if cost.essential and cost.phase is not Phase.UNTIL_RETURN:
            parts[cost.grows_with_prices] += _runs(cost, timeline, ahead) * a_month(cost)
    last = plan.answers.last_mark
    for i, income in enumerate(household.incomes):
        if income.phase is not Phase.UNTIL_RETURN:
            after = last + income.wait_months if income.phase is Phase.AFTER_RETURN else 0
            there = _runs(income, timeline, ahead) & (ahead > after)
            earned = there * a_month(income) * plan_fx(market, plan.currency, income.currency)
            parts[income.grows_with_prices] -= earned
            if income.grows_with_prices:
                closing[f"income.{i}"] = earned
    for v in plan.ventures:
        closing[v.key] = np.where(ahead > v.answered_from, v.counted_pm, 0.0)
        parts[True] -= closing[v.key]
    for debt, course in zip(household.debts, plan.debts, strict=True):
        fx = plan_fx(market, plan.currency, debt.currency)
        parts[False] += (course.owed > 0) * (debt.instalment / debt.every_months) * fx
    for t in plan.taken:
        brings = ahead > t.choice.start_mark + t.choice.brings_after_months
        parts[True] -= brings * t.choice.brings_pm
        parts[False] += _asks(t)[ahead]
    return Lack(parts[True], parts[False], closing)


def _runs(
    item: Income | Expense, timeline: Timeline, marks: NDArray[np.int64]
) -> NDArray[np.bool_]:
    until = timeline.months if item.until is None else month_mark(timeline, item.until)
    return np.asarray(marks <= until, dtype=np.bool_)


def _asks(t: Taken) -> Floats:
    if t.side is not Side.FINANCE:
        return np.zeros_like(t.course.paid)
    return asked_pm(t.course.paid, runs_of(t.variant.start, t.variant.tenor, t.course.paid.size))
