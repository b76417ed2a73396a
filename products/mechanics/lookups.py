"""Contracts that are tables: coupons by payment, worth by year, charges before a year is over."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

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
