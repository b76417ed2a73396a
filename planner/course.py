"""The numbers of a plan before anything is judged: one family along the one expected future."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from planner.assumptions import Assumptions, expected
from planner.baseline import (
    Ledger,
    Line,
    dues,
    last_mark,
    ledger,
    lines,
    opening_cash,
    owned,
    plan_fx,
    unknown_currencies,
)
from planner.budget import Budgets, budgets
from planner.candidates import Taken, take
from planner.case import Case, Payoff
from planner.debts import DebtCourse, a_month, course, is_flat
from planner.facts import adults
from planner.goals import PaidGoal, paid_marks, pay
from planner.household import Household
from planner.projection import Projection, fixed_lines, project
from planner.ventures import VentureCourse, begin
from products.basis.cashflow import Floats
from products.basis.market import Market
from products.basis.problems import Problem, Scalar, Severity
from products.catalogue.listing import Listing


@dataclass(frozen=True, slots=True)
class Course:
    """The numbers of a plan before anything is judged; arrays `[T+1]` in plan currency.

    `fx_of` is plan currency per unit of every currency that is quoted; `asked_pm` what all debts
    ask for a month while they stand; `fixed` the lines that do not hang on the return. `ventures`
    are those begun, `paid_goals` the goals paid for, `payoffs` the mark by the place of each debt
    that is paid off whole.
    """

    market: Market
    fx_of: Mapping[str, Floats]
    last: int
    opening: float
    debts: tuple[DebtCourse, ...]
    taken: tuple[Taken, ...]
    ventures: tuple[VentureCourse, ...]
    payoffs: Mapping[int, int]
    paid_goals: tuple[PaidGoal, ...]
    fixed: tuple[Line, ...]
    projection: Projection
    budgets: Budgets
    ledger: Ledger
    dues_if_paid: Floats
    dues_expected: Floats
    asked_pm: Floats
    problems: tuple[Problem, ...]


def course_of(
    case: Case,
    listings: Sequence[Listing],
    assumptions: Assumptions,
    currency: str,
    market: Market | None = None,
) -> Course:
    """One family's course along the one future of its assumptions, or along a `market` given."""
    household, timeline = case.household, case.timeline
    market = expected(assumptions, timeline) if market is None else market
    ones = np.ones(timeline.n_marks)
    fx_of = {**market.fx, currency: ones}
    last = last_mark(household, timeline, case.last_month)
    taken, bent = take(case.choices, {x.id: x for x in listings}, household, market, fx_of, last)
    ventures, misbegun = begin(household, case.undertakings, market, assumptions)
    payoffs, astray = payoff_marks(household, case.payoffs, timeline.months)
    debts = tuple(
        course(debt, f"debt.{i}", timeline.months, payoffs.get(i))
        for i, debt in enumerate(household.debts)
    )
    marks, unpaid = paid_marks(household.goals, case.payments, timeline.months)
    paid = pay(household.goals, marks, taken, ventures, market)
    payments = [goal.line(market.price_level) for goal in paid]
    fixed = fixed_lines(debts, taken, market, currency, ventures, payments)
    every = (*lines(household, market, currency, last), *fixed)
    opening = opening_cash(household, market, currency)
    has = owned(household, market, currency)
    projection = project(every, opening, has, debts, taken, market, currency, ventures)
    flat = _flat_payoffs(household, debts, payoffs, currency)
    doubts = _doubts(household, market, currency)
    full, weighed = dues(household, market, currency, last)
    return Course(
        market=market,
        fx_of=fx_of,
        last=last,
        opening=float(opening),
        debts=debts,
        taken=taken,
        ventures=ventures,
        payoffs=payoffs,
        paid_goals=paid,
        fixed=fixed,
        projection=projection,
        budgets=budgets(household, market, currency, last, debts, ventures),
        ledger=ledger(household, market, currency, last),
        dues_if_paid=full,
        dues_expected=weighed,
        asked_pm=_asked_pm(household, debts, market, currency),
        problems=(*bent, *misbegun, *astray, *unpaid, *flat, *doubts),
    )


def payoff_marks(
    household: Household, payoffs: Sequence[Payoff], months: int
) -> tuple[Mapping[int, int], tuple[Problem, ...]]:
    """Place of a debt -> the mark it is paid off at, and what is wrong with the rest."""
    marks: dict[int, int] = {}
    problems: list[Problem] = []
    for i, payoff in enumerate(payoffs):
        where, count = f"payoffs[{i}]", len(household.debts)
        if payoff.debt >= count:
            counts = {"value": payoff.debt + 1, "limit": count}
            problems.append(Problem("problem.unknown_debt", f"{where}.debt", params=counts))
        elif payoff.debt in marks:
            label = {"value": household.debts[payoff.debt].label}
            problems.append(Problem("problem.decided_twice", f"{where}.debt", params=label))
        elif payoff.mark > months:
            late: dict[str, Scalar] = {"value": payoff.mark, "limit": months}
            problems.append(Problem("problem.mark_after_plan", f"{where}.mark", params=late))
        else:
            marks[payoff.debt] = payoff.mark
    return marks, tuple(problems)


def _flat_payoffs(
    household: Household,
    debts: Sequence[DebtCourse],
    payoffs: Mapping[int, int],
    currency: str,
) -> tuple[Problem, ...]:
    """A warning for each debt of a flat price that is paid off before its end: what is asked."""
    found = []
    for place, mark in payoffs.items():
        debt, asked = household.debts[place], float(debts[place].settled[mark])
        if is_flat(debt) and asked > 0:
            params: dict[str, Scalar] = {
                "value": debt.label,
                "limit": round(asked),
                "currency": debt.currency or currency,
            }
            where = f"household.debts[{place}]"
            code = "problem.flat_price_at_payoff"
            found.append(Problem(code, where, Severity.WARNING, params))
    return tuple(found)


def _asked_pm(
    household: Household, debts: Sequence[DebtCourse], market: Market, currency: str
) -> Floats:
    """What all debts ask for a month while they stand, in plan currency."""
    asked = (
        a_month(debt, its) * plan_fx(market, currency, debt.currency)
        for debt, its in zip(household.debts, debts, strict=True)
    )
    return np.asarray(sum(asked, np.zeros_like(market.price_level)), dtype=np.float64)


def _doubts(household: Household, market: Market, currency: str) -> tuple[Problem, ...]:
    """What a plan can be made with, and the reader must know or mend."""
    unquoted = tuple(
        Problem("problem.no_exchange_rate", where, params={"value": code})
        for where, code in unknown_currencies(household, market, currency).items()
    )
    if adults(household):
        return unquoted
    return (*unquoted, Problem("problem.no_adult", "household.members", Severity.WARNING))
