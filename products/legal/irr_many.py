"""Rates of return of many flows at once, along an array's last axis; one, none or several each.

A row with more than one rate, or none, gets no number: its count says which. Many rows go through
the compiled `kernel`; few, or a machine without a compiler, through arrays here. Both hand the rows
they cannot decide to `roots`, one by one, so that all ways give the same answer.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from products.legal.irr import rates_of_return
from products.legal.roots import NONE, ONE, OPEN, RESOLUTION, SEVERAL, UNDECIDED

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Codes = NDArray[np.int8]
Flags = NDArray[np.bool_]

KERNEL_ROWS = 512  # fewer rows are done before the compiled code is loaded
_STEPS = 60
_CAREFUL = 3
_CLOSE = 1e-13
_DUST = 1e-11


@dataclass(frozen=True, slots=True)
class ManyRates:
    """`rates[...]`, NaN where there is not exactly one; `counts[...]`: 0 none, 1 one, 2 several."""

    rates: Floats
    counts: Codes


def irr_pm(flows: ArrayLike, *, kernel_rows: int = KERNEL_ROWS) -> ManyRates:
    """Rate of return per period of flows `[..., T+1]` one period apart, the first at time 0.

    >>> found = irr_pm([[-100.0, 110.0], [100.0, 110.0]])
    >>> found.rates.round(12).tolist(), found.counts.tolist()
    ([0.1, nan], [1, 0])
    """
    amounts = np.asarray(flows, dtype=np.float64)
    rows = _rows(amounts)
    times = np.arange(rows.shape[1], dtype=np.float64)
    if rows.shape[0] < kernel_rows:
        rates, status = _by_arrays(np.broadcast_to(times, rows.shape), rows)
    else:
        from products.legal.kernel.first import equal_rows
        from products.legal.kernel.second import settled

        rates, status = _empty(rows.shape[0])
        rows = np.ascontiguousarray(rows)
        equal_rows(rows, rates, status)
        left = np.flatnonzero(status == OPEN)
        spread = np.broadcast_to(times, (left.size, times.size))
        rates[left], status[left] = settled(spread, rows[left], rates[left])
    for row in np.flatnonzero(status == UNDECIDED):
        rates[row], status[row] = _one_by_one(times, rows[row])
    return ManyRates(rates.reshape(amounts.shape[:-1]), status.reshape(amounts.shape[:-1]))


def irr_of_days(
    days: ArrayLike,
    flows: ArrayLike,
    year_days: float = 365.0,
    *,
    kernel_rows: int = KERNEL_ROWS,
) -> ManyRates:
    """Effective annual rate of flows `[..., n]` on whole `days` `[..., n]` or `[n]`, in any order.

    >>> round(float(irr_of_days([0, 365], [-100.0, 110.0]).rates), 12)
    0.1
    """
    amounts = np.asarray(flows, dtype=np.float64)
    given = np.broadcast_to(np.asarray(days, dtype=np.int64), amounts.shape)
    rows, on = _rows(amounts), given.reshape(-1, amounts.shape[-1])
    if (np.diff(on, axis=1) < 0).any():
        order = np.argsort(on, axis=1, kind="stable")
        on, rows = np.take_along_axis(on, order, 1), np.take_along_axis(rows, order, 1)
    on = on - on[:, :1]
    if rows.shape[0] < kernel_rows:
        rates, status = _by_arrays(on / year_days, rows)
    else:
        from products.legal.kernel.first import dated_rows
        from products.legal.kernel.second import settled

        rates, status = _empty(rows.shape[0])
        rows, on = np.ascontiguousarray(rows), np.ascontiguousarray(on)
        dated_rows(on, rows, float(year_days), rates, status)
        left = np.flatnonzero(status == OPEN)
        spread = on[left] / year_days
        rates[left], status[left] = settled(spread, rows[left], rates[left])
    for row in np.flatnonzero(status == UNDECIDED):
        rates[row], status[row] = _one_by_one(on[row] / year_days, rows[row])
    return ManyRates(rates.reshape(amounts.shape[:-1]), status.reshape(amounts.shape[:-1]))


def _rows(amounts: Floats) -> Floats:
    if not np.isfinite(amounts).all():
        raise ValueError("amounts must be finite")
    return amounts.reshape(-1, amounts.shape[-1])


def _empty(rows: int) -> tuple[Floats, Codes]:
    return np.full(rows, np.nan), np.full(rows, NONE, dtype=np.int8)


def _one_by_one(times: Floats, amounts: Floats) -> tuple[float, int]:
    found = rates_of_return(times, amounts)
    if found.only is not None:
        return found.only, ONE
    return np.nan, SEVERAL if found.is_several else NONE


def _by_arrays(times: Floats, rows: Floats) -> tuple[Floats, Codes]:
    """Rates and statuses of rows whose flows change sign once; all others undecided.

    Newton's method on the logarithm of receipts over outlays, for all rows together.
    """
    rates, status = _empty(rows.shape[0])
    is_simple = _change_once(times, rows)
    status[~is_simple] = UNDECIDED
    u = _newton(times[is_simple], rows[is_simple])
    is_found = ~np.isnan(u)
    rates[is_simple] = np.expm1(u)
    status[is_simple] = np.where(is_found, ONE, UNDECIDED)
    return rates, status


def _change_once(times: Floats, rows: Floats) -> Flags:
    """Whether flows change sign exactly once, no two of them at one time."""
    later = np.where(rows != 0, np.sign(rows), 0.0)
    first = later[np.arange(rows.shape[0]), np.argmax(later != 0, axis=1)][:, None]
    turned = later == -first
    starts = np.argmax(turned, axis=1)
    places = np.arange(rows.shape[1])
    back = (later == first) & (places > starts[:, None])
    together = (np.diff(times, axis=1) == 0) & (rows[:, 1:] != 0) & (rows[:, :-1] != 0)
    once: Flags = turned.any(axis=1) & ~back.any(axis=1) & ~together.any(axis=1)
    return once


def _newton(times: Floats, rows: Floats) -> Floats:
    """The root u of each row, NaN where the steps lead away or it is not resolved."""
    into, out = np.maximum(rows, 0.0), np.maximum(-rows, 0.0)
    u = np.zeros(rows.shape[0])
    with np.errstate(all="ignore"):
        for step in range(_STEPS):
            discount = np.exp(-times * u[:, None])
            plus, minus = into * discount, out * discount
            received, paid = plus.sum(axis=1), minus.sum(axis=1)
            slope = (plus * times).sum(axis=1) / received - (minus * times).sum(axis=1) / paid
            move = np.log(received / paid) / slope
            u += np.clip(move, -0.5, 0.5) if step < _CAREFUL else move
            if not (np.abs(move) > _CLOSE * np.abs(u) + 1e-15).any():
                break
        settled = np.abs(move) <= _CLOSE * np.abs(u) + 1e-15
        since = times - np.take_along_axis(times, (rows != 0).argmax(axis=1)[:, None], 1)
        gross_now = (np.abs(rows) * np.exp(-since * u[:, None])).sum(axis=1)
    resolved = gross_now * np.finfo(np.float64).eps < RESOLUTION * np.abs(rows).sum(axis=1)
    return np.where(settled & resolved, u, np.nan)
