"""What had to give where no decisions are enough, and the smallest changes that would mend it.

A family's own course may fall below zero whatever it decides. That is a finding: in which months,
by how much, with nothing decided and with the best decisions. Each mend is one change by itself:
the smallest that leaves no month of the course with the best decisions below zero.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from planner.allocation.ground import Ground
from planner.baseline import BELOW, month_of
from planner.cliff import cliff
from planner.course import Course
from planner.sales import sale_order
from products.basis.cashflow import Floats
from products.basis.problems import Scalar

_COIN = 100.0
"""Amounts are rounded up to a hundredth."""


@dataclass(frozen=True, slots=True)
class Shortfall:
    """How far a course falls below zero: the marks at which it is, the deepest and how deep."""

    marks: tuple[int, ...]
    lowest: float
    lowest_mark: int


@dataclass(frozen=True, slots=True)
class Mend:
    """One change that is enough by itself; `code` is its text key.

    `amount` is money a month in today's money (spend less, earn), or what a sale brings; `mark` is
    the new last month (stay), or the month by which something is sold.
    """

    code: str
    params: Mapping[str, Scalar]
    amount: float = 0.0
    mark: int | None = None


@dataclass(frozen=True, slots=True)
class Infeasible:
    """Money runs out even so; or what was asked for cannot be done.

    `gave` names the rules that had to give: `cash` where months stay below zero, `must` where what
    was asked for in any case cannot be done under the rules. `without` is the course with nothing
    decided, `with_decisions` the one with the best decisions.
    """

    gave: tuple[str, ...]
    without: Shortfall
    with_decisions: Shortfall
    mends: tuple[Mend, ...]


def infeasible(ground: Ground, course: Course, *, feasible: bool) -> Infeasible | None:
    """What had to give on the course with the best decisions; None where nothing had to."""
    cash = course.projection.cash
    gave = [] if feasible else ["must"]
    if np.any(cash < BELOW):
        gave.append("cash")
    if not gave:
        return None
    return Infeasible(
        tuple(gave), shortfall(ground.cash), shortfall(cash), tuple(mends(ground, course))
    )


def shortfall(cash: Floats) -> Shortfall:
    """How far a course `[T+1]` falls below zero."""
    marks = tuple(np.flatnonzero(cash < BELOW).tolist())
    return Shortfall(marks, float(cash.min()), int(cash.argmin()))


def mends(ground: Ground, course: Course) -> Iterator[Mend]:
    """Every single change that is enough, the least of a change of life first."""
    if not np.any(course.projection.cash < BELOW):
        return
    yield from _spend_less(ground, course)
    yield from _earn(ground, course)
    yield from _stay(ground, course)
    yield from _sell(ground, course)


def _month(ground: Ground, mark: int) -> str:
    return month_of(ground.course.market.timeline, mark).isoformat()


def _a_month(cash: Floats, level: Floats, first: int) -> float | None:
    """What more each month from mark `first` on, growing with prices, leaves no mark below zero.

    In today's money, rounded up to a hundredth; None where the first month below zero is earlier.
    """
    grown = np.cumsum(np.where(np.arange(level.size) >= first, level, 0.0))
    short = np.maximum(-cash, 0.0) * (cash < BELOW)
    if np.any(short[:first] > 0):
        return None
    some = grown > 0
    need = float(np.max(np.where(some, short / np.where(some, grown, 1.0), 0.0)))
    return float(np.ceil(need * _COIN)) / _COIN


def _spend_less(ground: Ground, course: Course) -> Iterator[Mend]:
    """So much less a month, from the first month on; only where so much is spent."""
    need = _a_month(course.projection.cash, ground.level, 1)
    budgets = ground.course.budgets
    spent = min(
        b.essential + b.other_spending
        for b in ((budgets.now, budgets.after) if ground.returns else (budgets.now,))
    )
    if need is not None and need <= spent:
        code = "mend.spend_less"
        spare = min(budgets.now.other_spending, budgets.after.other_spending)
        if need > spare:
            code = "mend.spend_less_hard"
        yield Mend(code, {"amount": need, "spared_amount": spare}, need)


def _earn(ground: Ground, course: Course) -> Iterator[Mend]:
    """So much more income a month once the remittances have ended."""
    if not ground.returns:
        return
    need = _a_month(course.projection.cash, ground.level, ground.last + 1)
    if need is not None:
        month = _month(ground, ground.last)
        yield Mend("mend.earn", {"amount": need, "month": month}, need)


def _stay(ground: Ground, course: Course) -> Iterator[Mend]:
    """The first later month of return with which no month of the plan is below zero."""
    if not ground.returns or not ground.case.household.remittances:
        return
    every = cliff(
        ground.case.household,
        ground.course.market,
        ground.currency,
        course.fixed,
        opening=course.opening,
        chosen=ground.last,
        safe_months=0,
    )
    later = np.flatnonzero(~(every.lowest[ground.last + 1 :] < BELOW))
    if later.size:
        mark = ground.last + 1 + int(later[0])
        params: dict[str, Scalar] = {"month": _month(ground, mark), "months": mark - ground.last}
        yield Mend("mend.stay", params, mark=mark)


def _sell(ground: Ground, course: Course) -> Iterator[Mend]:
    """Things of the family's own, in the order of a sale, as many as are needed."""
    cash = course.projection.cash
    order = sale_order(ground.case.household, cash, ground.course.market, ground.currency)
    needed = [sale for sale in order.sales if sale.needed]
    if needed and order.uncovered == 0 and all(sale.in_time for sale in needed):
        first = int(np.argmax(cash < BELOW))
        brings = sum(sale.proceeds for sale in needed)
        params: dict[str, Scalar] = {
            "label": ", ".join(sale.label for sale in needed),
            "amount": brings,
            "month": _month(ground, first),
        }
        yield Mend("mend.sell", params, brings, first)
