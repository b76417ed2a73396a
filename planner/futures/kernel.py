"""The twin, compiled: the same sums in the same order, month by month, over a block's paths.

Only arrays come in and go out. Each block of draws is turned into logs of factors in place; the
exponentials between are numpy's own, which work on many numbers at once.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from planner.baseline import BELOW
from planner.futures.paths import Cause
from planner.futures.tables import Flows, Holdings, Plan
from products.basis.cashflow import Floats

Ints = NDArray[np.int64]

_YEAR = 12
_CAUSES = len(Cause)
_RETURN, _INTERRUPTION = int(Cause.EARLY_RETURN), int(Cause.INTERRUPTION)
_EXCHANGE, _PRICES = int(Cause.EXCHANGE), int(Cause.PRICES)
_ILLNESS, _PROFIT = int(Cause.ILLNESS), int(Cause.PROFIT)


class Moves(NamedTuple):
    """What moves a block's money: rows of months `[T, B]` (the month ending at mark m is m - 1).

    Empty arrays stand for what the plan does not hang on. `monthly` `[.., T, B]` and `yearly`
    `[.., years, B]` are swings; `herds` is `[H, years + 1, B]`; `more`, `held` `[T+1, B]` are what
    repriced products add to flow and worth. `last`, `low`, `high` are `[B]`, `lives` and `until`
    (the first mark at which it is no longer owned) `[S, B]`.
    """

    prices: Floats
    exchange: Floats
    runs: Floats
    ill: Floats
    ill_chance: float
    monthly: Floats
    yearly: Floats
    herds: Floats
    more: Floats
    held: Floats
    last: Ints
    lives: Ints
    until: Ints
    low: Floats
    high: Floats


class Out(NamedTuple):
    """Where it goes: `[T+1, P]` and `[P]` of the whole simulation."""

    cash: Floats
    worth: Floats
    price_level: Floats
    first_below: Ints
    cause: Ints


@njit(cache=True, nogil=True)
def mix(a: Floats, b: Floats, c: Floats, mixing: Floats, width: int) -> None:
    """The shocks of exchange (`b`) and index (`c`) made to go with those of prices, in place."""
    for m in range(a.shape[0]):
        if c.shape[0]:
            for p in range(width):
                c[m, p] = mixing[2, 0] * a[m, p] + mixing[2, 1] * b[m, p] + mixing[2, 2] * c[m, p]
        for p in range(width):
            b[m, p] = mixing[1, 0] * a[m, p] + mixing[1, 1] * b[m, p]


@njit(cache=True, nogil=True)
def autoregress(z: Floats, kept: float, shock: float, half: Floats, width: int) -> None:
    """Shocks into an autoregression from 0, less `half` `[T+1]` at each mark, in place."""
    x = np.zeros(width)
    for m in range(z.shape[0]):
        for p in range(width):
            x[p] = kept * x[p] + shock * z[m, p]
            z[m, p] = x[p] - half[m + 1]


@njit(cache=True, nogil=True)
def accumulate(z: Floats, scale: float, drift: float, width: int) -> None:
    """Steps `drift + scale z` summed up over the months, in place."""
    x = np.zeros(width)
    for m in range(z.shape[0]):
        for p in range(width):
            x[p] += drift + scale * z[m, p]
            z[m, p] = x[p]


@njit(cache=True, nogil=True)
def interrupt(u: Floats, stop: float, resume: float, width: int) -> None:
    """Uniforms into 1 where money from abroad runs and 0 where it does not, in place."""
    runs = np.ones(width)
    for m in range(u.shape[0]):
        for p in range(width):
            limit = resume if runs[p] == 0.0 else stop
            below = u[m, p] < limit
            runs[p] = 1.0 if below == (runs[p] == 0.0) else 0.0
            u[m, p] = runs[p]


@njit(cache=True, nogil=True)
def _step(cur: Floats, factor: Floats, booked: Floats, width: int) -> None:
    """One factor on what flows, booked under its cause."""
    for p in range(width):
        after = cur[p] * factor[p]
        booked[p] += after - cur[p]
        cur[p] = after


@njit(cache=True, nogil=True)
def _book(m: int, flows: Flows, by: Moves, cur: Floats, booked: Floats, width: int) -> None:
    """All groups of flows of one mark, from 1 on."""
    r, y = m - 1, (m - 1) // _YEAR
    back = flows.back[m]
    for p in range(width):
        booked[_RETURN, p] += back[by.last[p]]
    for g in range(flows.level.shape[0]):
        if not flows.busy[g, m]:
            continue
        if flows.table[g] >= 0:
            row = flows.by_last[flows.table[g], m]
            for p in range(width):
                cur[p] = row[by.last[p]]
        else:
            cur[:width] = flows.level[g, m]
        if flows.sent[g]:
            _step(cur, by.runs[r], booked[_INTERRUPTION], width)
        if flows.foreign[g]:
            _step(cur, by.exchange[r], booked[_EXCHANGE], width)
        if flows.prices[g]:
            _step(cur, by.prices[r], booked[_PRICES], width)
        if flows.slot[g] >= 0:
            lives, ended = by.lives[flows.slot[g]], booked[flows.slot_cause[flows.slot[g]]]
            for p in range(width):
                after = cur[p] if m <= lives[p] else 0.0
                ended[p] += after - cur[p]
                cur[p] = after
        if flows.monthly[g] >= 0:
            _step(cur, by.monthly[flows.monthly[g], r], booked[flows.cause[g]], width)
        elif flows.yearly[g] >= 0:
            _step(cur, by.yearly[flows.yearly[g], y], booked[flows.cause[g]], width)


@njit(cache=True, nogil=True)
def _book_rest(m: int, flows: Flows, held: Holdings, by: Moves, booked: Floats, width: int) -> None:
    """Illness, declared results and repriced products of one mark, from 1 on."""
    r = m - 1
    if by.ill.shape[0]:
        cost = flows.illness[m]
        for p in range(width):
            if by.ill[r, p] < by.ill_chance:
                booked[_ILLNESS, p] -= cost[by.last[p]] * by.prices[r, p]
    ends = held.declared[:, m]
    if ends[0] != 0.0 or ends[1] != 0.0:
        for p in range(width):
            booked[_PROFIT, p] += ends[0] * by.low[p] + ends[1] * by.high[p]
    if ends[2] != 0.0 or ends[3] != 0.0:
        for p in range(width):
            part = ends[2] * by.low[p] + ends[3] * by.high[p]
            booked[_PROFIT, p] += part * by.exchange[r, p]
    if by.more.shape[0]:
        for p in range(width):
            booked[_PROFIT, p] += by.more[m, p]


@njit(cache=True, nogil=True)
def _value(m: int, held: Holdings, by: Moves, worth: Floats, cur: Floats, width: int) -> None:
    """What holdings are worth more or less than in the plan, added to the worth of one mark."""
    r, year = m - 1, (m + _YEAR - 1) // _YEAR
    ends = held.declared[:, m]
    if ends[4] != 0.0 or ends[5] != 0.0:
        for p in range(width):
            worth[p] += ends[4] * by.low[p] + ends[5] * by.high[p]
    if ends[6] != 0.0 or ends[7] != 0.0:
        for p in range(width):
            worth[p] += (ends[6] * by.low[p] + ends[7] * by.high[p]) * by.exchange[r, p]
    if by.held.shape[0]:
        for p in range(width):
            worth[p] += by.held[m, p]
    for h in range(held.level.shape[0]):
        level = held.level[h, m]
        if level == 0.0:
            continue
        cur[:width] = level
        if held.foreign[h]:
            for p in range(width):
                cur[p] *= by.exchange[r, p]
        if held.paid_at[h]:
            for p in range(width):
                cur[p] *= by.prices[held.paid_at[h] - 1, p]
        if held.slot[h] >= 0:
            until = by.until[held.slot[h]]
            for p in range(width):
                cur[p] = cur[p] if m < until[p] else 0.0
        if held.herd[h] >= 0:
            for p in range(width):
                cur[p] *= by.herds[held.herd[h], year, p]
        for p in range(width):
            worth[p] += cur[p] - level


@njit(cache=True, nogil=True)
def run(
    plan: Plan, flows: Flows, held: Holdings, by: Moves, out: Out, low: int, width: int
) -> None:
    """The first `width` paths of a block, put at path `low` of the simulation."""
    booked = np.zeros((_CAUSES, width))
    cur, gap, worth = np.zeros(width), np.zeros(width), np.zeros(width)
    out.first_below[low : low + width] = -1
    out.cause[low : low + width] = 0
    for m in range(plan.cash.shape[0]):
        if m:
            _book(m, flows, by, cur, booked, width)
            _book_rest(m, flows, held, by, booked, width)
        gap[:] = booked[1]
        for c in range(2, _CAUSES):
            sums = booked[c]
            for p in range(width):
                gap[p] += sums[p]
        cash, stands = out.cash[m], plan.cash[m]
        for p in range(width):
            cash[low + p] = stands + gap[p]
        for p in range(width):
            worth[p] = plan.worth[m] + gap[p]
        if m:
            _value(m, held, by, worth, cur, width)
        out.worth[m, low : low + width] = worth
        level = out.price_level[m]
        for p in range(width):
            level[low + p] = plan.price_level[m] * (by.prices[m - 1, p] if m else 1.0)
        for p in range(width):
            if cash[low + p] < BELOW and out.first_below[low + p] < 0:
                out.first_below[low + p] = m
                least = min(stands, 0.0)
                for c in range(1, _CAUSES):
                    if booked[c, p] < least:
                        least = booked[c, p]
                        out.cause[low + p] = c
