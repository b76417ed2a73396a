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
from products.mechanics.repayment import Repayment, level_instalment

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


@dataclass(frozen=True, slots=True)
class Payback:
    """How a financing is paid back: pattern, first `grace` periods, rounding of a payment."""

    pattern: Repayment
    grace: int
    rounding: Rounding
    grace_charge_added: bool = False


def declining_rows(
    payback: Payback,
    releases: Sequence[int],
    charges: Floats,
    every: int,
    insurance_share: float = 0.0,
) -> list[Row]:
    """Rows of a financing priced on what is outstanding; row 0 is the first release.

    `releases[j]` is paid out after the payment of period j (`[periods + 1]`), `charges` is the
    charge per unit of balance in each period of `every` months, `insurance_share` of the balance is
    paid with each period's payment. A level instalment is worked out again when the price changes
    or money has been released, not otherwise.
    """
    periods = charges.size
    balance, regular = releases[0], 0
    rows = [Row(0, principal=balance)]
    for period in range(periods):
        price = float(charges[period])
        charge, insurance = whole(balance * price), whole(balance * insurance_share)
        repriced = payback.pattern is Repayment.LEVEL and price != charges[period - 1]
        if period == payback.grace or releases[period] or repriced:
            regular = _regular(payback, balance, price, periods - period)
        if period == periods - 1:
            repaid = balance
        else:
            repaid = _repaid(payback, period, balance, charge, regular)
        principal = releases[period + 1] - repaid
        balance += principal
        rows.append(Row((period + 1) * every, principal, -charge, -insurance))
    return _due(rows)


def _regular(payback: Payback, balance: int, price: float, left: int) -> int:
    """The payment that recurs: a level instalment, or an equal part of principal."""
    level = payback.pattern is Repayment.LEVEL
    factor = level_instalment(price, left) if level else 1 / left
    return round_minor(balance * factor, payback.rounding)


def _repaid(payback: Payback, period: int, balance: int, charge: int, regular: int) -> int:
    """Principal repaid in a period before the last; never more than the balance."""
    if period < payback.grace:
        return -charge if payback.grace_charge_added else 0
    match payback.pattern:
        case Repayment.LEVEL:
            return min(regular - charge, balance)
        case Repayment.EQUAL_PRINCIPAL:
            return min(regular, balance)
        case Repayment.BULLET | Repayment.SINGLE:
            return 0


def flat_rows(
    payback: Payback,
    amount_minor: int,
    charge: float,
    periods: int,
    every: int,
    insurance_share: float = 0.0,
) -> list[Row]:
    """Rows of a financing whose `charge` is spread evenly over its periods; row 0 is the release.

    Equal payments are principal and charge together, rounded; the charge's part of each is its even
    share.
    """
    total = whole(amount_minor * charge)
    balance, unpaid = amount_minor, total
    payments = periods - payback.grace
    level = round_minor(amount_minor / payments + total / periods, payback.rounding)
    at_end = payback.pattern in (Repayment.BULLET, Repayment.SINGLE)
    rows = [Row(0, principal=amount_minor)]
    for period in range(periods):
        insurance = whole(balance * insurance_share)
        if period == periods - 1:
            repaid, paid_charge = balance, unpaid
        else:
            paid_charge = min(total // periods, unpaid)
            waits = at_end or period < payback.grace
            repaid = 0 if waits else min(level - paid_charge, balance)
        balance, unpaid = balance - repaid, unpaid - paid_charge
        rows.append(Row((period + 1) * every, -repaid, -paid_charge, -insurance))
    return _due(rows)


def _due(rows: list[Row]) -> list[Row]:
    """Rows in which something happens, and the first."""
    return rows[:1] + [row for row in rows[1:] if row.principal or row.charge or row.fee]


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
