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
from planner.case import Case
from planner.debts import DebtCourse, a_month, course
from planner.facts import adults
from planner.household import Household
from planner.projection import Projection, fixed_lines, project
from products.basis.cashflow import Floats
from products.basis.market import Market
from products.basis.problems import Problem, Severity
from products.catalogue.listing import Listing


@dataclass(frozen=True, slots=True)
class Course:
    """The numbers of a plan before anything is judged; arrays `[T+1]` in plan currency.

    `fx_of` is plan currency per unit of every currency that is quoted; `asked_pm` what all debts
    ask for a month while they stand; `fixed` the lines that do not hang on the return.
    """

    market: Market
    fx_of: Mapping[str, Floats]
    last: int
    opening: float
    debts: tuple[DebtCourse, ...]
    taken: tuple[Taken, ...]
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
    taken, problems = take(
        case.choices, {x.id: x for x in listings}, household, market, fx_of, last
    )
    debts = tuple(
        course(debt, f"debt.{i}", timeline.months) for i, debt in enumerate(household.debts)
    )
    fixed = fixed_lines(debts, taken, market, currency)
    own = lines(household, market, currency, last)
    opening = opening_cash(household, market, currency)
    projection = project(
        (*own, *fixed), opening, owned(household, market, currency), debts, taken, market, currency
    )
    full, weighed = dues(household, market, currency, last)
    return Course(
        market=market,
        fx_of=fx_of,
        last=last,
        opening=float(opening),
        debts=debts,
        taken=taken,
        fixed=fixed,
        projection=projection,
        budgets=budgets(household, market, currency, last, debts),
        ledger=ledger(household, market, currency, last),
        dues_if_paid=full,
        dues_expected=weighed,
        asked_pm=_asked_pm(household, debts, market, currency),
        problems=(*problems, *_doubts(household, market, currency)),
    )


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
