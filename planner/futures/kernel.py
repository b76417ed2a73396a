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
def _planned(g: int, m: int, flows: Flows, last: Ints, cur: Floats, width: int) -> None:
    """What one group gives at a mark, by the path's last mark where it matters."""
    if flows.table[g] < 0:
        cur[:width] = flows.level[g, m]
        return
    row = flows.by_last[flows.table[g], m]
    for p in range(width):
        cur[p] = row[last[p]]


@njit(cache=True, nogil=True)
def _move(g: int, m: int, flows: Flows, by: Moves, cur: Floats, booked: Floats, width: int) -> None:
    """All that one group hangs on, factor after factor, each booked under its cause."""
    r = m - 1
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
        _step(cur, by.yearly[flows.yearly[g], r // _YEAR], booked[flows.cause[g]], width)


@njit(cache=True, nogil=True)
def _book(m: int, flows: Flows, by: Moves, cur: Floats, booked: Floats, width: int) -> None:
    """All groups of flows of one mark, from 1 on."""
    back = flows.back[m]
    for p in range(width):
        booked[_RETURN, p] += back[by.last[p]]
    for g in range(flows.level.shape[0]):
        if flows.busy[g, m]:
            _planned(g, m, flows, by.last, cur, width)
            _move(g, m, flows, by, cur, booked, width)


@njit(cache=True, nogil=True)
def _book_illness(m: int, flows: Flows, by: Moves, booked: Floats, width: int) -> None:
    """What illness costs at one mark, from 1 on."""
    cost = flows.illness[m]
    for p in range(width):
        ill = by.ill[m - 1, p] < by.ill_chance
        booked[p] -= cost[by.last[p]] * by.prices[m - 1, p] if ill else 0.0


@njit(cache=True, nogil=True)
def _book_products(m: int, held: Holdings, by: Moves, booked: Floats, width: int) -> None:
    """What products declare, and what index rates change, at one mark, from 1 on."""
    ends = held.declared[:, m]
    if ends[0] != 0.0 or ends[1] != 0.0:
        for p in range(width):
            booked[p] += ends[0] * by.low[p] + ends[1] * by.high[p]
    if ends[2] != 0.0 or ends[3] != 0.0:
        for p in range(width):
            part = ends[2] * by.low[p] + ends[3] * by.high[p]
            booked[p] += part * by.exchange[m - 1, p]
    if by.more.shape[0]:
        for p in range(width):
            booked[p] += by.more[m, p]


@njit(cache=True, nogil=True)
def _value(m: int, held: Holdings, by: Moves, worth: Floats, cur: Floats, width: int) -> None:
    """What is owned is worth more or less than in the plan, added to the worth of one mark."""
    ends = held.declared[:, m]
    if ends[4] != 0.0 or ends[5] != 0.0:
        for p in range(width):
            worth[p] += ends[4] * by.low[p] + ends[5] * by.high[p]
    if ends[6] != 0.0 or ends[7] != 0.0:
        for p in range(width):
            worth[p] += (ends[6] * by.low[p] + ends[7] * by.high[p]) * by.exchange[m - 1, p]
    if by.held.shape[0]:
        for p in range(width):
            worth[p] += by.held[m, p]
    for h in range(held.level.shape[0]):
        level = held.level[h, m]
        if level != 0.0:
            cur[:width] = level
            _revalue(h, m, held, by, cur, width)
            for p in range(width):
                worth[p] += cur[p] - level


@njit(cache=True, nogil=True)
def _revalue(h: int, m: int, held: Holdings, by: Moves, cur: Floats, width: int) -> None:
    """One part of what is owned or owed, by all that it hangs on."""
    if held.foreign[h]:
        for p in range(width):
            cur[p] *= by.exchange[m - 1, p]
    if held.paid_at[h]:
        for p in range(width):
            cur[p] *= by.prices[held.paid_at[h] - 1, p]
    if held.slot[h] >= 0:
        until = by.until[held.slot[h]]
        for p in range(width):
            cur[p] = cur[p] if m < until[p] else 0.0
    if held.herd[h] >= 0:
        left = by.herds[held.herd[h], (m + _YEAR - 1) // _YEAR]
        for p in range(width):
            cur[p] *= left[p]


@njit(cache=True, nogil=True)
def _fail(m: int, stands: float, booked: Floats, out: Out, low: int, width: int) -> None:
    """Paths below zero for the first time at this mark, and what has taken most by then."""
    cash = out.cash[m]
    for p in range(width):
        if cash[low + p] < BELOW and out.first_below[low + p] < 0:
            out.first_below[low + p] = m
            least = min(stands, 0.0)
            for c in range(1, _CAUSES):
                if booked[c, p] < least:
                    least = booked[c, p]
                    out.cause[low + p] = c


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
            if by.ill.shape[0]:
                _book_illness(m, flows, by, booked[_ILLNESS], width)
            _book_products(m, held, by, booked[_PROFIT], width)
        gap[:] = 0.0
        for c in flows.causes:
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
        _fail(m, stands, booked, out, low, width)


@njit(cache=True, nogil=True)
def weigh(
    flows: Flows, held: Holdings, by: Moves, common: Floats, weights: Floats, width: int
) -> None:
    """Split flows at each mark: what does not hang on the return, and the factors of what does.

    The first is added to `common` `[T+1, B]`. The others are put into `weights`
    `[tables + 1, T+1, B]`: how many times its table each path has; the last row is illness.
    """
    cur, booked = np.zeros(width), np.zeros((_CAUSES, width))
    for m in range(1, common.shape[0]):
        for g in range(flows.level.shape[0]):
            if flows.busy[g, m]:
                table = flows.table[g]
                cur[:] = flows.level[g, m] if table < 0 else 1.0
                _move(g, m, flows, by, cur, booked, width)
                into = common[m] if table < 0 else weights[table, m]
                for p in range(width):
                    into[p] += cur[p]
        _book_products(m, held, by, common[m], width)
        if by.ill.shape[0]:
            for p in range(width):
                ill = by.ill[m - 1, p] < by.ill_chance
                weights[-1, m, p] = -by.prices[m - 1, p] if ill else 0.0


@njit(cache=True, nogil=True)
def _add(m: int, last: int, tables: Floats, weights: Floats, cash: Floats, width: int) -> None:
    """Add to cash what hangs on the return at one mark, for one last mark."""
    for k in range(tables.shape[0]):
        level = tables[k, m, last]
        if level != 0.0:
            row = weights[k, m]
            for p in range(width):
                cash[p] += level * row[p]


@njit(cache=True, nogil=True)
def carried(
    opening: float, common: Floats, tables: Floats, weights: Floats, good: NDArray[np.bool_]
) -> None:
    """Whether each path is never below zero, `good` `[T+1, B]`, for every last mark.

    What flows up to a last mark is the same for every later one, so that all last marks share one
    way abroad, and each goes its own way home until no path is left above zero.
    """
    n_marks, width = common.shape
    abroad, cash = np.full(width, opening), np.zeros(width)
    stands, still = np.full(width, opening >= BELOW), np.zeros(width, dtype=np.bool_)
    for last in range(n_marks):
        if last:
            for p in range(width):
                abroad[p] += common[last, p]
            _add(last, n_marks - 1, tables, weights, abroad, width)
            for p in range(width):
                stands[p] &= abroad[p] >= BELOW
        cash[:] = abroad
        still[:] = stands
        for m in range(last + 1, n_marks):
            if not still.any():
                break
            for p in range(width):
                cash[p] += common[m, p]
            _add(m, last, tables, weights, cash, width)
            for p in range(width):
                still[p] &= cash[p] >= BELOW
        good[last] = still


_BUCKETS = 2_048


@njit(cache=True, nogil=True)
def pick(row: Floats, places: Ints, out: Floats) -> None:
    """Values at `places` (rising) of the row as if sorted, without sorting it all.

    Values are counted by bucket; only the buckets that hold a wanted place are sorted.
    """
    low, high = row.min(), row.max()
    scale = (_BUCKETS - 1) / (high - low) if high > low else 0.0
    if not np.isfinite(scale) or scale == 0.0:
        out[:] = np.sort(row)[places]
        return
    count, wanted = np.zeros(_BUCKETS, dtype=np.int64), np.zeros(_BUCKETS, dtype=np.bool_)
    for value in row:
        count[int((value - low) * scale)] += 1
    bucket, before = 0, 0
    for place in places:
        while before + count[bucket] <= place:
            before += count[bucket]
            bucket += 1
        wanted[bucket] = True
    kept = np.empty(row.size)
    size = 0
    for value in row:
        if wanted[int((value - low) * scale)]:
            kept[size] = value
            size += 1
    few = np.sort(kept[:size])
    bucket, before, skipped = 0, 0, 0
    for k in range(places.size):
        while before + count[bucket] <= places[k]:
            before += count[bucket]
            skipped += 0 if wanted[bucket] else count[bucket]
            bucket += 1
        out[k] = few[places[k] - skipped]
