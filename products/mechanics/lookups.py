"""Contracts that are tables: coupons by payment, worth by year, charges before a year is over."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from products.basis.rates import RateBasis
from products.mechanics.prices import monthly

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def value_at(at: Sequence[int], value: Sequence[float], places: Ints, before: float) -> Floats:
    """The row that holds at each place: the last with `at` not beyond it, else `before`.

    `at` is in order.

    >>> value_at([1, 6], [0.052, 0.055], np.array([0, 1, 5, 6, 7]), 0.0).tolist()
    [0.0, 0.052, 0.052, 0.055, 0.055]
    """
    row = np.searchsorted(np.asarray(at), places, side="right")
    return np.concatenate([[before], np.asarray(value, dtype=np.float64)])[row]


def charge_before(at: Sequence[int], value: Sequence[float], years: Ints) -> Floats:
    """The charge for leaving after so many completed years: the first row not reached, else 0.

    >>> charge_before([1, 2, 3, 4], [0.02, 0.015, 0.01, 0.005], np.array([0, 1, 3, 4])).tolist()
    [0.02, 0.015, 0.005, 0.0]
    """
    row = np.searchsorted(np.asarray(at), years, side="right")
    return np.concatenate([np.asarray(value, dtype=np.float64), [0.0]])[row]


def ladder_profit(
    at: Sequence[int], quoted_pa: Sequence[float], months: int, period: int, basis: RateBasis
) -> Floats:
    """Profit counted on one unit when leaving after each month, `[months + 1]`, by an exit ladder.

    The yearly figure is the row reached by then (none: nothing), for the whole time held, counted
    in whole periods of so many months; `simple_pa` adds up, any other basis compounds. Checked
    against the three-monthly certificate (Bangladesh): 10, 10.5 and 11.04 % simple give 110,000,
    121,000 and 133,120 per 100,000 after one, two and three years.

    >>> ladder = ladder_profit([12, 24, 36], [0.1, 0.105, 0.1104], 36, 12, RateBasis.SIMPLE_PA)
    >>> ladder[[11, 12, 23, 24, 36]].round(6).tolist()
    [0.0, 0.1, 0.1, 0.21, 0.3312]
    """
    month = np.arange(months + 1)
    by_month = monthly(value_at(at, quoted_pa, month, 0.0), basis)
    counted = month // period * period
    if basis is RateBasis.SIMPLE_PA:
        return np.asarray(by_month * counted, dtype=np.float64)
    return np.asarray((1 + by_month) ** counted - 1, dtype=np.float64)


def kept_profit(coupons: Floats, step_share: float) -> Floats:
    """Profit left in after each payment, per unit of face value, `[payments + 1]`.

    Everything left in earns the first coupon; what a later coupon pays above it counts on the face
    value only. With a `step_share` only whole multiples of it earn. Derived from the table of the
    Special Savings Certificate (1 December 2015): 3.2, 6.502, 9.910, 13.427, 17.056, 21.400 per
    100, which a step of one tenth per 100 reproduces to the printed figure.

    >>> (100 * kept_profit(np.array([0.032] * 5 + [0.038]), 0.001)).round(3).tolist()
    [0.0, 3.2, 6.502, 9.91, 13.427, 17.056, 21.4]
    """
    kept = np.zeros(coupons.size + 1)
    for number, coupon in enumerate(coupons):
        earning = 1 + kept[number]
        if step_share:
            earning = np.floor(earning / step_share + 1e-9) * step_share
        kept[number + 1] = kept[number] + coupons[0] * earning + (coupon - coupons[0])
    return kept
