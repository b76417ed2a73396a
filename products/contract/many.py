"""Level schedules of many loans at once: unrounded, or exact in whole minor units.

All loans of a call share the number of months; the charge of a month is a twelfth of the yearly
rate. Results are `[loans, months]`. In whole minor units they are those of `lay_out`: charges and
instalments rounded half up, the last instalment taking the rest. Compiled code does the work where
it provably gives the same whole numbers as the arrays here, which use whole numbers throughout.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

MAX_MONTHS = 1200
MAX_AMOUNT_MINOR = 10**12
_RATE_GRAINS = 10**6  # a rate is a whole number of these
_GRAINS_PM = 12 * _RATE_GRAINS
_NUDGE = 0.25 / _GRAINS_PM  # a quarter of the least step between two charges
_SLACK = 3 * float(np.finfo(np.float64).eps)  # relative error of a charge worked out in doubles
_LARGEST_CHARGE = _NUDGE / _SLACK  # below it, doubles tell every half coin from its neighbours


@dataclass(frozen=True, slots=True)
class ManyLoans:
    """Level schedules in major units, unrounded; arrays are `[loans, months]`, `level` `[loans]`.

    `fee` is the same in every month: a view of one column, not to be written to.
    """

    level: Floats
    charge: Floats
    principal: Floats
    fee: Floats
    balance: Floats


@dataclass(frozen=True, slots=True)
class ManyLoansMinor:
    """Level schedules in whole minor units; arrays as in `ManyLoans`."""

    level: Ints
    charge: Ints
    principal: Ints
    fee: Ints
    balance: Ints


def room(loans: int, months: int) -> Floats:
    """Memory for one call's results, to be used again and again; saves half of a call's time."""
    return np.empty((3, months, loans), dtype=np.float64)


def room_minor(loans: int, months: int) -> Ints:
    """The same for whole minor units."""
    return np.empty((3, months, loans), dtype=np.int64)


def level_loans(
    amount: Floats,
    rate_pa: Floats,
    months: int,
    fee_pm: Floats | float = 0.0,
    *,
    into: Floats | None = None,
    compiled: bool = True,
) -> ManyLoans:
    """Unrounded schedules; `into` is `room(...)` of the same size, if results may overwrite it.

    >>> loans = level_loans(np.array([1200.0]), np.array([0.12]), 12, compiled=False)
    >>> round(float(loans.level[0]), 4), round(float(loans.charge[0, 0]), 4)
    (106.6185, 12.0)
    """
    amount, rate_pm = _checked(amount, rate_pa, months)
    level = _level(amount, rate_pm, months)
    space = np.empty((3, months, amount.size)) if into is None else into
    charge, principal, balance = space
    if compiled:
        from products.contract.kernel import unrounded

        unrounded(amount, rate_pm, level, charge, principal, balance)
    else:
        _unrounded(amount, rate_pm, level, charge, principal, balance)
    fee = np.broadcast_to(np.asarray(fee_pm, dtype=np.float64), amount.shape)
    fees = np.broadcast_to(fee, charge.shape)
    return ManyLoans(level, charge.T, principal.T, fees.T, balance.T)


def level_loans_minor(
    amount_minor: Ints,
    rate_pa: Floats,
    months: int,
    fee_minor: Ints | int = 0,
    *,
    into: Ints | None = None,
    compiled: bool = True,
) -> ManyLoansMinor:
    """Exact schedules in whole minor units; rates have at most six decimals (0.123456).

    Raises ValueError for a rate with more and for amounts beyond `MAX_AMOUNT_MINOR`.

    >>> loans = level_loans_minor(np.array([100_000]), np.array([0.12]), 2, compiled=False)
    >>> loans.level.tolist(), loans.principal.tolist(), loans.charge.tolist()
    ([50751], [[49751, 50249]], [[1000, 502]])
    """
    amount_minor = np.asarray(amount_minor, dtype=np.int64)
    rate_pa = np.asarray(rate_pa, dtype=np.float64)
    grains = np.rint(rate_pa * _RATE_GRAINS).astype(np.int64)
    if np.any(np.abs(grains / _RATE_GRAINS - rate_pa) > 1 / (1000 * _RATE_GRAINS)):
        raise ValueError("a rate has more than six decimals")
    if np.any(amount_minor > MAX_AMOUNT_MINOR):
        raise ValueError(f"amounts must not exceed {MAX_AMOUNT_MINOR} minor units")
    exact_pa = grains / _RATE_GRAINS
    amount, rate_pm = _checked(amount_minor.astype(np.float64), exact_pa, months)
    level = np.floor(_level(amount, rate_pm, months) + 0.5)
    first = amount * rate_pm
    space = np.empty((3, months, amount.size), dtype=np.int64) if into is None else into
    charge, principal, balance = space
    if compiled and float(np.max(first, initial=0.0)) < _LARGEST_CHARGE:
        from products.contract.kernel import whole

        whole(amount, grains / _GRAINS_PM, _NUDGE, level, charge, principal, balance)
    else:
        _whole(amount_minor, grains, level.astype(np.int64), charge, principal, balance)
    fee = np.broadcast_to(np.asarray(fee_minor, dtype=np.int64), amount.shape)
    fees = np.broadcast_to(fee, charge.shape)
    return ManyLoansMinor(level.astype(np.int64), charge.T, principal.T, fees.T, balance.T)


def _checked(amount: Floats, rate_pa: Floats, months: int) -> tuple[Floats, Floats]:
    amount = np.ascontiguousarray(amount, dtype=np.float64)
    rate_pm = np.ascontiguousarray(rate_pa, dtype=np.float64) / 12
    if amount.ndim != 1 or amount.shape != rate_pm.shape:
        raise ValueError("amounts and rates are two rows of the same length")
    if not 1 <= months <= MAX_MONTHS:
        raise ValueError(f"months must be 1..{MAX_MONTHS}, got {months}")
    if not (np.all(np.isfinite(amount)) and np.all(np.isfinite(rate_pm))):
        raise ValueError("amounts and rates must be finite")
    if np.any(amount < 0) or np.any(rate_pm < 0):
        raise ValueError("amounts and rates must not be negative")
    return amount, rate_pm


def _level(amount: Floats, rate_pm: Floats, months: int) -> Floats:
    share = np.full(amount.shape, 1.0 / months)
    charged = rate_pm > 0
    rates = rate_pm[charged]
    share[charged] = rates / -np.expm1(-months * np.log1p(rates))
    levels: Floats = amount * share
    return levels


def _unrounded(
    amount: Floats, rate: Floats, level: Floats, charge: Floats, principal: Floats, balance: Floats
) -> None:
    before = amount
    for month in range(len(charge)):
        np.multiply(before, rate, out=charge[month])
        np.subtract(level, charge[month], out=principal[month])
        np.subtract(before, principal[month], out=balance[month])
        before = balance[month]


def _whole(
    amount: Ints, grains: Ints, level: Ints, charge: Ints, principal: Ints, balance: Ints
) -> None:
    before = amount
    last = len(charge) - 1
    for month in range(len(charge)):
        charge[month] = (before * grains + _GRAINS_PM // 2) // _GRAINS_PM
        principal[month] = before if month == last else np.minimum(level - charge[month], before)
        np.subtract(before, principal[month], out=balance[month])
        before = balance[month]
