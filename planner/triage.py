"""The order of paying debts off early: who presses first, then what costs most a year.

Coercive and costly debts come before a cushion and before anything is invested: the harder a lender
presses, the poorer the reintegration goes (IOM's study of indebtedness and reintegration,
https://migrantprotection.iom.int/es/spotlight/articles/publication/iom-releases-study-indebtedness-and-reintegration).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import inf

import numpy as np

from planner.baseline import plan_fx
from planner.debts import DebtCourse, yearly_price
from planner.household import Debt, Pressure
from products.basis.cashflow import Floats
from products.basis.market import Market

PRESSING = (Pressure.THREATS, Pressure.PLEDGE, Pressure.SHAMING)
"""Pressure that makes a debt coercive, the hardest first."""
SMALL_MONTHS = 3
"""A debt that so many months of free money clear goes before dearer ones. Judgement: the dearer
debt waits at most a season, and from then on the small one's instalment pays on it too."""
KEPT_MONTHS = 1.0
"""Months of essentials that stay in hand when something is paid off at once. Judgement."""
_DUST = 0.005


class Why(StrEnum):
    """Why a debt stands where it does, in the order of paying off."""

    PRESSES = "presses"
    SMALL = "small"
    COSTLY = "costly"
    """it costs more than prices grow"""
    LATE = "late"
    """it is in arrears"""
    CHEAP = "cheap"
    """it costs something, but no more than prices grow"""
    PATIENT = "patient"
    """it costs nothing and nobody presses: its instalments are enough"""


@dataclass(frozen=True, slots=True)
class Turn:
    """One debt in its turn; money in plan currency at today's rate.

    `debt` is its place in the household's list. `mark` is the first mark at which it can be paid
    off whole, after the debts before it, without any month falling below what the family keeps, or
    lower than it does anyway; None where its own instalments clear it first or cash never allows.
    Where the case pays it off, that is the mark.
    """

    debt: int
    label: str
    why: Why
    owed: float
    price_pa: float
    instalment_pm: float
    mark: int | None

    @property
    def wanted(self) -> bool:
        """Whether paying it off early helps at all."""
        return self.why is not Why.PATIENT


def turns(
    debts: Sequence[Debt],
    courses: Sequence[DebtCourse],
    cash: Floats,
    market: Market,
    currency: str,
    *,
    free_pm: float,
    keep: float,
    price_growth_pa: float,
) -> tuple[Turn, ...]:
    """Every debt that is owed today, in the order of paying off, with the first possible mark.

    `cash` `[T+1]` is the plan's, `keep` what stays in hand whatever is paid off, `free_pm` what a
    typical month leaves.
    """
    found = []
    for i, (debt, its) in enumerate(zip(debts, courses, strict=True)):
        if its.owed_today <= 0:
            continue
        fx = plan_fx(market, currency, debt.currency)
        owed = float(debt.outstanding * fx[0])
        why = _why(debt, owed, free_pm, price_growth_pa)
        spared = float(debt.instalment / debt.every_months * fx[0])
        found.append(Turn(i, debt.label, why, owed, yearly_price(debt), spared, None))
    return _timed(sorted(found, key=lambda t: _rank(t, debts[t.debt])), courses, cash, market,
                  currency, keep)  # fmt: skip


def _why(debt: Debt, owed: float, free_pm: float, price_growth_pa: float) -> Why:
    price = yearly_price(debt)
    if debt.pressure in PRESSING:
        return Why.PRESSES
    if price <= 0 and not debt.arrears:
        return Why.PATIENT
    if debt.instalment and owed <= SMALL_MONTHS * free_pm:
        return Why.SMALL
    if price > price_growth_pa:
        return Why.COSTLY
    return Why.LATE if debt.arrears else Why.CHEAP


def _rank(turn: Turn, debt: Debt) -> tuple[int, float, float]:
    """By reason; within it the hardest pressure, the smallest small one, the dearest other."""
    within = -turn.price_pa
    if turn.why is Why.PRESSES:
        within = float(PRESSING.index(debt.pressure))
    elif turn.why is Why.SMALL:
        within = turn.owed
    return list(Why).index(turn.why), within, -turn.price_pa


def _timed(
    order: Sequence[Turn],
    courses: Sequence[DebtCourse],
    cash: Floats,
    market: Market,
    currency: str,
    keep: float,
) -> tuple[Turn, ...]:
    """The same turns with their marks, each on the cash that the ones before it leave."""
    left, found = cash, []
    for turn in order:
        its = courses[turn.debt]
        fx = plan_fx(market, currency, its.currency)
        mark = int(np.argmax(its.settled > 0)) if its.settled.any() else None
        if mark is None and turn.wanted:
            mark = payoff_mark(left, its.paid * fx, its.owed * fx, keep)
        if mark is not None and not its.settled.any():
            left = left + paid_off(its.paid * fx, its.owed * fx, mark)
        found.append(Turn(turn.debt, turn.label, turn.why, turn.owed, turn.price_pa,
                          turn.instalment_pm, mark))  # fmt: skip
    return tuple(found)


def spare_cash(cash: Floats, paid: Floats, keep: float) -> Floats:
    """At each mark, the most that can be paid at once instead of all later instalments; `[T+1]`.

    So much that no later month ends below `keep`, or lower than it does anyway. Never below 0.

    >>> spare_cash(np.array([50.0, 40.0, 30.0]), np.array([0.0, 10.0, 10.0]), 5.0)
    array([45., 35., 25.])
    """
    spent = np.cumsum(paid)
    free = np.maximum(cash - keep, 0.0) + spent
    most = np.minimum.accumulate(free[::-1])[::-1] - spent
    return np.asarray(np.maximum(most, 0.0), dtype=np.float64)


def payoff_mark(cash: Floats, paid: Floats, owed: Floats, keep: float) -> int | None:
    """The first mark at which what is owed can be paid whole; None where it never can, in time."""
    can = (owed > _DUST) & (spare_cash(cash, paid, keep) >= owed - _DUST)
    return int(np.argmax(can)) if can.any() else None


def paid_off(paid: Floats, owed: Floats, mark: int) -> Floats:
    """What paying off at a mark adds to cash from there on: instalments spared, less the sum."""
    after = np.arange(paid.size) >= mark
    spared = np.cumsum(np.where(np.arange(paid.size) > mark, paid, 0.0))
    return np.asarray(np.where(after, spared - owed[mark], 0.0), dtype=np.float64)


def clear_months(owed: float, free_pm: float) -> float:
    """Months of free money that clear a debt; infinite where a month leaves nothing."""
    return inf if free_pm <= 0 else float(np.ceil(owed / free_pm))
