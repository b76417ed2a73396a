"""Quantiles of many paths without sorting them: values at given places of each sorted row."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from products.basis.cashflow import Floats


def at_places(rows: Floats, places: NDArray[np.int64]) -> Floats:
    """The values `[..., K]` at rising `places` `[K]` of each sorted row `[..., P]`.

    The same as `np.sort(rows)[..., places]`, ten times sooner for thousands of paths.

    >>> at_places(np.array([3.0, 1.0, 2.0]), np.array([0, 2])).tolist()
    [1.0, 3.0]
    """
    from planner.futures import kernel

    wide = np.ascontiguousarray(rows.reshape(-1, rows.shape[-1]))
    found = np.empty((wide.shape[0], places.size))
    for row, into in zip(wide, found, strict=True):
        kernel.pick(row, places, into)
    return found.reshape(*rows.shape[:-1], places.size)
