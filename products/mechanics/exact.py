"""Contracts exact in whole minor units, with the last instalment absorbing what rounding left over.

A contract here is three columns of whole numbers in the family's hand, one row per due month:
principal (+ received or taken back, - repaid or put away), charge (- paid, + earned) and fee (-).
Balances follow from principal alone, so they close exactly.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from products.basis.cashflow import Schedule
from products.basis.money import Rounding, round_minor
from products.basis.timeline import Timeline, add_months, mark_on_or_after

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Row:
    """One due month of a contract, in whole minor units, in the family's hand."""

    month: int
    principal: int = 0
    charge: int = 0
    fee: int = 0


def dated(rows: Sequence[Row], start: date, timeline: Timeline, *, owes: bool) -> Schedule:
    """The schedule of a contract that starts on `start`; each row falls due `month` months later.

    `owes` says which way the balance counts: what is still owed, or what is still held.
    """
    due = tuple(add_months(start, row.month) for row in rows)
    return laid_out(rows, due, timeline, owes=owes)


def laid_out(
    rows: Sequence[Row], due: tuple[date, ...], timeline: Timeline, *, owes: bool
) -> Schedule:
    """The schedule of rows that fall due on these days, whatever their months say."""
    principal = np.array([row.principal for row in rows], dtype=np.int64)
    charge = np.array([row.charge for row in rows], dtype=np.int64)
    fee = np.array([row.fee for row in rows], dtype=np.int64)
    return Schedule(
        due_date=due,
        due_mark=np.array([mark_on_or_after(timeline, day) for day in due], dtype=np.int64),
        due_minor=principal + charge + fee,
        principal_minor=principal,
        charge_minor=charge,
        fee_minor=fee,
        balance_minor=np.cumsum(principal if owes else -principal),
    )


def whole(value_minor: float) -> int:
    """Whole minor units nearest to a computed amount, halves away from zero."""
    return round_minor(value_minor, Rounding())


def in_parts(amount_minor: int, shares: Sequence[float]) -> list[int]:
    """An amount in whole parts of these shares; the last part absorbs what rounding left over.

    >>> in_parts(100, [1 / 3, 1 / 3, 1 / 3])
    [33, 33, 34]
    """
    parts = [whole(amount_minor * share) for share in shares[:-1]]
    return [*parts, amount_minor - sum(parts)]


def with_fee(rows: Sequence[Row], fee_minor: int) -> list[Row]:
    """The same rows with a fee taken at the first."""
    first = rows[0]
    return [Row(first.month, first.principal, first.charge, first.fee - fee_minor), *rows[1:]]


def taxed(profit_minor: int, tax_share: float) -> int:
    """Profit after tax, both in whole minor units; tax is never taken from a loss.

    >>> taxed(2580_00, 0.15)
    219300
    """
    return profit_minor - whole(max(profit_minor, 0) * tax_share)
