"""A certificate's payments: when coupons fall due and what is repaid with each of them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def coupon_months(tenor: int, every: int, first: int | None = None) -> Ints:
    """Months in which coupons are paid, the last at the end; the first may come sooner.

    >>> coupon_months(17, 6, 5).tolist(), coupon_months(12, 6).tolist()
    ([5, 11, 17], [6, 12])
    """
    start = every if first is None else first
    if not 1 <= start <= tenor or (tenor - start) % every:
        raise ValueError(f"coupons every {every} months from {start} do not end at {tenor}")
    return np.arange(start, tenor + 1, every)


def repaid_parts(due: Ints, in_parts: bool, deferral: int) -> Floats:
    """Share of face value repaid with each coupon: all with the last, or equal parts once deferred.

    >>> repaid_parts(np.array([6, 12, 18, 24]), True, 12).tolist()
    [0.0, 0.0, 0.5, 0.5]
    """
    parts = np.zeros(due.size)
    if not in_parts:
        parts[-1] = 1.0
        return parts
    paying = due > deferral
    if not paying.any():
        raise ValueError(f"nothing is repaid when {deferral} months are deferred of {due[-1]}")
    parts[paying] = 1 / paying.sum()
    return parts


def outstanding_at(due: Ints, parts: Floats) -> Floats:
    """Face value still out when each coupon falls due, before what is repaid with it.

    >>> outstanding_at(np.array([6, 12]), np.array([0.25, 0.75])).tolist()
    [1.0, 0.75]
    """
    return 1 - np.concatenate([[0.0], np.cumsum(parts)[:-1]])[: due.size]


def so_far(months: int, due: Ints, paid: Floats) -> Floats:
    """What has been paid up to and at each month, `[months + 1]`.

    >>> so_far(4, np.array([2, 4]), np.array([1.0, 2.0])).tolist()
    [0.0, 0.0, 1.0, 1.0, 3.0]
    """
    found = np.zeros(months + 1)
    np.add.at(found, due, paid)
    return np.cumsum(found)
