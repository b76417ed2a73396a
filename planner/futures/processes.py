"""How one uncertain thing moves: small functions from independent draws to paths.

Draws are mark-major, `[T, P]`: row m - 1 belongs to the month that ends at mark m. Paths are
`[T+1, P]` and stand at their expected value at mark 0. The kernel repeats `ar1` and `walk` in one
pass; what it must give is written here. Checked against closed forms in
`tests/uncertain/stochastic_engine.json`.
"""

from __future__ import annotations

from math import sqrt

import numpy as np
from numpy.typing import NDArray

from products.basis.cashflow import Floats

Bools = NDArray[np.bool_]
YEAR = 12


def persistence(half_life_months: float) -> float:
    """What is left of a deviation after a month; 0 where it is gone at once.

    >>> round(persistence(12) ** 12, 12)
    0.5
    """
    return 0.5 ** (1 / half_life_months) if half_life_months > 0 else 0.0


def shock_sd(long_run_sd: float, kept: float) -> float:
    """Standard deviation of the monthly shock that keeps the long-run one where it is."""
    return long_run_sd * sqrt(1 - kept * kept)


def ar1_variance(kept: float, shock: float, steps: int) -> Floats:
    """Variance `[steps + 1]` of a first-order autoregression that begins at its mean."""
    grown = shock * shock * kept ** (2 * np.arange(steps))
    return np.concatenate([[0.0], np.cumsum(grown)])


def ar1(z: Floats, kept: float, shock: float, start: float = 0.0, mean: float = 0.0) -> Floats:
    """Autoregression `x' = mean + kept (x - mean) + shock z`, `[T+1, P]` for `z` `[T, P]`."""
    path = np.empty((z.shape[0] + 1, *z.shape[1:]))
    path[0] = start
    for step in range(z.shape[0]):
        path[step + 1] = mean + kept * (path[step] - mean) + shock * z[step]
    return path


def walk(z: Floats, step_sd: float, drift: float = 0.0) -> Floats:
    """Random walk from 0 with normal steps, `[T+1, P]`."""
    path = np.zeros((z.shape[0] + 1, *z.shape[1:]))
    np.cumsum(drift + step_sd * z, axis=0, out=path[1:])
    return path


def gbm(z: Floats, mu: float, sigma: float, step: float, start: float = 1.0) -> Floats:
    """Geometric Brownian motion `dS = mu S dt + sigma S dW`, seen every `step` years, `[T+1, P]`.

    With `mu` 0 its mean stands at `start`.
    """
    drift = (mu - sigma * sigma / 2) * step
    return np.asarray(start * np.exp(walk(z, sigma * sqrt(step), drift)), dtype=np.float64)


def level(x: Floats, variance: Floats) -> Floats:
    """Factor around 1 whose log moves like `x` `[T+1, P]`: `exp(x - variance / 2)`, mean 1."""
    return np.asarray(np.exp(x - variance[:, None] / 2), dtype=np.float64)


def spread_over_year(kept: float) -> float:
    """Standard deviation of the mean of twelve months of an autoregression of long-run sd 1.

    >>> spread_over_year(1.0), round(spread_over_year(0.0) ** 2 * 12, 12)
    (1.0, 1.0)
    """
    apart = np.abs(np.subtract.outer(np.arange(YEAR), np.arange(YEAR)))
    return float(np.sqrt(np.mean(np.float64(kept) ** apart)))


def monthly(chance_pa: float) -> float:
    """The chance in a month of what happens with that chance in a year."""
    return 1.0 if chance_pa >= 1 else float(-np.expm1(np.log1p(-chance_pa) / YEAR))


def on_and_off(u: Floats, stop: float, resume: float) -> Bools:
    """Whether it runs in each month, `[T, P]`, for uniform `u` `[T, P]`; it runs before the first.

    In a month that begins running it stops with the chance `stop`, otherwise it begins anew with
    the chance `resume`: a stop lasts `1 / resume` months on average.
    """
    runs = np.empty(u.shape, dtype=np.bool_)
    state = np.ones(u.shape[1:], dtype=np.bool_)
    for step in range(u.shape[0]):
        state = np.where(state, u[step] >= stop, u[step] < resume)
        runs[step] = state
    return runs


def surviving(chance_pa: float, start: int, n_marks: int) -> Floats:
    """Chance `[n_marks]` that what may end with a chance a year is still there; 1 up to `start`."""
    gone = np.maximum(np.arange(n_marks) - start, 0)
    return np.asarray((1.0 - chance_pa) ** (gone / YEAR), dtype=np.float64)
