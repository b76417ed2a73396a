"""Saved money growing: one sum, a sum every month, and what either is worth when left early."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from products.basis.cashflow import UnitFlows
from products.basis.rates import RateBasis
from products.mechanics.prices import monthly

Floats = NDArray[np.float64]


def lump_profit(quoted_pa: Floats, basis: RateBasis) -> Floats:
    """Profit so far on one unit put in at month 0, `[..., months + 1]`.

    `quoted_pa` is the yearly figure of each month, `[..., months]`. `simple_pa` adds up, others
    compound.

    >>> lump_profit(np.full(12, 0.12), RateBasis.SIMPLE_PA)[-1].round(9)
    np.float64(0.12)
    """
    by_month = monthly(quoted_pa, basis)
    simple = basis is RateBasis.SIMPLE_PA
    profit = np.cumsum(by_month, axis=-1) if simple else np.cumprod(1 + by_month, axis=-1) - 1
    return np.concatenate([np.zeros_like(profit[..., :1]), profit], axis=-1)


def recurring_profit(
    quoted_pa: float,
    months: int,
    credit_months: int,
    tax_share: float = 0.0,
    deposits: int | None = None,
) -> Floats:
    """Profit so far, after tax, on one unit put in at the start of each month, `[months + 1]`.

    After `deposits` months nothing more is put in; None means to the end.

    Each month earns a twelfth of the yearly figure on the deposits and the profit already added;
    profit is added, less tax, after every `credit_months`. With yearly credit this is the averaging
    rule of provident funds: the mean of the first and the last month's balance earns the year's
    figure.

    >>> round(float(recurring_profit(0.12, 12, 12)[-1]), 6)  # 78 deposit-months at 1 %
    0.78
    """
    profit = np.zeros(months + 1)
    added = waiting = 0.0
    for month in range(1, months + 1):
        paid_in = month if deposits is None else min(month, deposits)
        waiting += (paid_in + added) * quoted_pa / 12 * (1 - tax_share)
        if month % credit_months == 0:
            added, waiting = added + waiting, 0.0
        profit[month] = added + waiting
    return profit


def account_profit(
    quoted_pa: float, months: int, credit_months: int, tax_share: float = 0.0, lost: int = 0
) -> Floats:
    """Profit so far, after tax, on one unit left in an account, `[months + 1]`.

    Each month earns a twelfth of the yearly figure on the unit and the profit already added, which
    is added, less tax, after every `credit_months`; the first `lost` months earn nothing.

    >>> account_profit(0.12, 3, 1).round(6).tolist()
    [0.0, 0.01, 0.0201, 0.030301]
    """
    profit = np.zeros(months + 1)
    added = waiting = 0.0
    for month in range(1, months + 1):
        if month > lost:
            waiting += (1 + added) * quoted_pa / 12 * (1 - tax_share)
        if month % credit_months == 0:
            added, waiting = added + waiting, 0.0
        profit[month] = added + waiting
    return profit


def held(paid_in: Floats, profit: Floats, early: Floats) -> UnitFlows:
    """A saving that pays everything at its last month, `[N + 1]`.

    `paid_in` is what has been put in so far, `profit` what has been earned so far after tax,
    `early` what would be paid on leaving after each month; all `[N + 1]`.
    """
    nothing = np.zeros(profit.shape)
    owned = paid_in + profit
    flow = -np.diff(paid_in, prepend=0.0)
    flow[-1] += owned[-1]
    owned[-1] = 0.0
    exit_value = early.copy()
    exit_value[-1] = 0.0
    charge = np.diff(profit, prepend=0.0)
    return UnitFlows(flow, nothing, charge, nothing, owned, exit_value)


def early_worth(
    paid_in: Floats, profit: Floats, min_months: int, charge_share: float, allowed: bool
) -> Floats:
    """What is paid on leaving after each month, `[N + 1]`, never below zero.

    `profit` is what the early-exit price has earned so far, after tax; before `min_months` there is
    none. `charge_share` of what was put in is kept back. Nothing is paid where leaving is not
    allowed.
    """
    month = np.arange(paid_in.shape[-1])
    earned = np.where(month >= min_months, profit, 0.0)
    worth = np.maximum(paid_in * (1 - charge_share) + earned, 0.0)
    return worth if allowed else np.zeros_like(worth)
