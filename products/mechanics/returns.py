"""The rate of return of a series of flows."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from products.basis.cashflow import npv

Floats = NDArray[np.float64]

LOWEST, HIGHEST = -0.5, 3.0
"""Bounds of the search, per month."""


def irr_pm(flows: Floats) -> float | None:
    """Effective rate per month at which flows `[T+1]` are worth 0 today; None where none is.

    Works for flows that turn from one sign to the other once, as loans and savings do: their
    present value crosses zero once, so halving a bracket finds the root. The root is the cost of a
    loan and the yield of a saving alike. Several turns of sign may have several roots; the one
    nearest to zero is given.

    >>> round(12 * irr_pm(np.array([1.0] + [-1.2 / 12] * 12)), 4)
    0.3507
    """
    if not (np.any(flows > 0) and np.any(flows < 0)):
        return None
    flows = flows[np.flatnonzero(flows)[0] :]
    grid = np.concatenate(
        [-np.geomspace(-LOWEST, 1e-6, 60), [0.0], np.geomspace(1e-6, HIGHEST, 60)]
    )
    worth = np.array([float(npv(point, flows)) for point in grid])
    exact = np.flatnonzero(worth == 0)
    turns = np.flatnonzero(np.sign(worth[:-1]) * np.sign(worth[1:]) < 0)
    if exact.size:
        return float(grid[exact[np.argmin(np.abs(grid[exact]))]])
    if not turns.size:
        return None
    nearest = turns[np.argmin(np.minimum(np.abs(grid[turns]), np.abs(grid[turns + 1])))]
    return _halved(flows, float(grid[nearest]), float(grid[nearest + 1]))


def _halved(flows: Floats, low: float, high: float) -> float:
    sign_low = np.sign(float(npv(low, flows)))
    for _ in range(100):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        if np.sign(float(npv(middle, flows))) == sign_low:
            low = middle
        else:
            high = middle
    return (low + high) / 2
