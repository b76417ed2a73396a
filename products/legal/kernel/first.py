"""Rates of return of many flows, compiled: the first pass, which settles nearly all rows.

One row after another (dated flows) or sixty-four rows abreast (equal periods): Newton's method on
the logarithm of receipts over outlays, which is nearly straight in u = log(1 + r). Then the proof
that the root is the only one: what is left to come, valued at that rate, keeps its sign all along
(Soper). Rows it does not settle are left `OPEN`, with u in place of the rate (NaN where there is
none), for `second`.

Compiling takes seconds, once; the machine code is kept beside this file.
"""

from __future__ import annotations

import math

import numpy as np

from products.legal.kernel.compiled import Codes, Flags, Floats, Ints, compiled
from products.legal.roots import NONE, ONE, OPEN, RESOLUTION, UNDECIDED

_LANES = 64
_TABLE = 64  # powers of the daily discount kept at hand; longer gaps are computed
_STEPS = 60
_CAREFUL = 3  # first steps, held to a short stride
_FAR_MOVE, _FAR = 1e3, 20.0  # a step and a u beyond which Newton's method has lost its way
_FAR_POWER = 600.0  # exponents a double holds with room to spare
_TINY, _TINIEST = 1e-15, 1e-30
_DUST = 1e-11  # a balance this small beside the gross flows is nothing
_GROSS_LIMIT = math.log(RESOLUTION / np.finfo(np.float64).eps)


@compiled
def dated_rows(days: Ints, amounts: Floats, year_days: float, rates: Floats, status: Codes) -> None:
    """Rates per year and statuses of rows of dated flows `[N, n]`.

    `days` ascend in each row, from 0. Two flows on one day are left undecided.
    """
    rows = amounts.shape[0]
    table = np.empty(_TABLE)
    for row in range(rows):
        d, flow = days[row], amounts[row]
        rates[row], status[row] = math.nan, NONE
        changes, is_merged = _sign_changes(d, flow)
        if not is_merged:
            status[row] = UNDECIDED
            continue
        if changes == 0:
            continue
        u = _newton(d, flow, year_days, table)
        if math.isnan(u) or not _is_proved(d, flow, year_days, u, changes, table):
            rates[row], status[row] = u, OPEN
        else:
            rates[row], status[row] = math.expm1(u), ONE


@compiled
def _sign_changes(d: Ints, c: Floats) -> tuple[int, bool]:
    """How often the flows change sign, and whether no two of them fall on one day."""
    changes, last, last_day = 0, 0.0, -1
    for i in range(c.size):
        if c[i] == 0.0:
            continue
        if d[i] == last_day:
            return 0, False
        if last * c[i] < 0.0:
            changes += 1
        last, last_day = c[i], d[i]
    return changes, True


@compiled
def _powers(u: float, year_days: float, table: Floats) -> None:
    """The discounts of 0, 1, 2 ... days into `table`."""
    table[0], table[1] = 1.0, math.exp(-u / year_days)
    for i in range(2, _TABLE):
        table[i] = table[i >> 1] * table[(i + 1) >> 1]


@compiled
def _newton(d: Ints, c: Floats, year_days: float, table: Floats) -> float:
    """A root u of dated flows of both signs, or NaN where the steps leave their range."""
    n = c.size
    u = 0.0
    bend = (
        d[n - 1] - d[0]
    ) / year_days  # the next error is at most about this times the step squared
    for step in range(_STEPS):
        _powers(u, year_days, table)
        into, out, into_t, out_t = 0.0, 0.0, 0.0, 0.0
        after = d[n - 1]
        for k in range(n):
            i = n - 1 - k
            gap = after - d[i]
            after = d[i]
            w = table[gap] if gap < _TABLE else math.exp(-u * gap / year_days)
            plus = c[i] if c[i] > 0.0 else 0.0
            minus = plus - c[i]
            into = into * w + plus
            out = out * w + minus
            into_t = into_t * w + plus * after
            out_t = out_t * w + minus * after
        slope = (into_t / into - out_t / out) / year_days
        move = math.log(into / out) / slope
        if not abs(move) < _FAR_MOVE:
            return math.nan
        if step < _CAREFUL:
            move = min(max(move, -2.0), 2.0)
        u += move
        if not abs(u) < _FAR:
            return math.nan
        if bend * move * move < _TINY:
            return u
    return math.nan


@compiled
def _is_proved(d: Ints, c: Floats, year_days: float, u: float, changes: int, table: Floats) -> bool:
    """Whether a root is resolved, and the only one: the balance at it keeps its sign."""
    n = c.size
    first = 0
    while c[first] == 0.0:
        first += 1
    if u < 0.0:
        gross, now = 0.0, 0.0
        for i in range(first, n):
            gross += abs(c[i])
            now += abs(c[i]) * math.exp(-u * (d[i] - d[first]) / year_days)
        if math.log(now / gross) >= _GROSS_LIMIT:
            return False
    if changes == 1:
        return True
    _powers(u, year_days, table)
    left, gross, sign = 0.0, 0.0, 0.0
    after = d[n - 1]
    for k in range(n - 1 - first):
        i = n - 1 - k
        gap = after - d[i]
        after = d[i]
        w = table[gap] if gap < _TABLE else math.exp(-u * gap / year_days)
        left = left * w + c[i]
        gross = gross * w + abs(c[i])
        if gross > 0.0:
            if abs(left) <= _DUST * gross or sign * left < 0.0:
                return False
            sign = left
    return True


@compiled
def equal_rows(flows: Floats, rates: Floats, status: Codes) -> None:
    """Rates per period and statuses of rows of flows `[N, n]` one period apart."""
    rows = flows.shape[0]
    block = np.empty((flows.shape[1], _LANES))
    u, proved = np.empty(_LANES), np.empty(_LANES, np.bool_)
    changes = np.empty(_LANES, np.int64)
    for start in range(0, rows, _LANES):
        lanes = min(_LANES, rows - start)
        _turned(flows, start, lanes, block, changes)
        _newton_block(block, u, changes)
        _prove_block(block, u, changes, proved)
        for lane in range(lanes):
            row = start + lane
            rates[row], status[row] = math.nan, NONE
            if changes[lane] == 0:
                continue
            if proved[lane]:
                rates[row], status[row] = math.expm1(u[lane]), ONE
            else:
                rates[row], status[row] = u[lane], OPEN


@compiled
def _turned(flows: Floats, start: int, lanes: int, block: Floats, changes: Ints) -> None:
    """Rows from `start` on as columns of `block`, the last one repeated, and their sign changes."""
    n = flows.shape[1]
    for lane in range(_LANES):
        row = start + min(lane, lanes - 1)
        last, turns = 0.0, 0
        for i in range(n):
            a = flows[row, i]
            block[i, lane] = a
            if a != 0.0:
                if last * a < 0.0:
                    turns += 1
                last = a
        changes[lane] = turns


@compiled
def _newton_block(block: Floats, u: Floats, changes: Ints) -> None:
    """Newton's method on flows abreast; u is NaN where the steps leave their range."""
    n = block.shape[0]
    low = -_FAR_POWER / n
    x, done = np.empty(_LANES), np.empty(_LANES, np.bool_)
    into, out = np.empty(_LANES), np.empty(_LANES)
    into_t, out_t = np.empty(_LANES), np.empty(_LANES)
    for lane in range(_LANES):
        u[lane], done[lane] = 0.0, changes[lane] == 0
    for step in range(_STEPS):
        left = 0
        for lane in range(_LANES):
            x[lane] = 1.0 if done[lane] else math.exp(-u[lane])
            into[lane] = out[lane] = into_t[lane] = out_t[lane] = 0.0
        for k in range(n):
            _horner(block[n - 1 - k], x, into, out, into_t, out_t)
        for lane in range(_LANES):
            if done[lane]:
                continue
            slope = x[lane] * (into_t[lane] / into[lane] - out_t[lane] / out[lane])
            move = math.log(into[lane] / out[lane]) / slope
            u[lane] += min(max(move, -0.5), 0.5) if step < _CAREFUL else move
            if not (abs(move) < _FAR_MOVE and low < u[lane] < _FAR):
                u[lane], done[lane] = math.nan, True
            elif n * move * move < _TINY * abs(u[lane]) + _TINIEST:
                done[lane] = True
            else:
                left += 1
        if left == 0:
            return
    u[~done] = math.nan


@compiled
def _horner(
    flow: Floats, x: Floats, into: Floats, out: Floats, into_t: Floats, out_t: Floats
) -> None:
    """One step of receipts, outlays and their slopes in the discount x, for all lanes."""
    for lane in range(_LANES):
        plus = flow[lane] if flow[lane] > 0.0 else 0.0
        into_t[lane] = into_t[lane] * x[lane] + into[lane]
        out_t[lane] = out_t[lane] * x[lane] + out[lane]
        into[lane] = into[lane] * x[lane] + plus
        out[lane] = out[lane] * x[lane] + (plus - flow[lane])


@compiled
def _prove_block(block: Floats, u: Floats, changes: Ints, proved: Flags) -> None:
    """Whether each lane's root is resolved, and the only one: the balance at it keeps its sign."""
    has_more = False
    for lane in range(_LANES):
        proved[lane] = not math.isnan(u[lane]) and _is_resolved(block, lane, u[lane])
        has_more = has_more or (changes[lane] > 1 and proved[lane])
    if not has_more:
        return
    x, left, gross = np.exp(-u), np.zeros(_LANES), np.zeros(_LANES)
    held = np.zeros((3, _LANES))
    for i in range(block.shape[0] - 1, -1, -1):
        _carry(block[i], x, left, gross, held)
    for lane in range(_LANES):
        if changes[lane] > 1:
            first = 0  # the sum is zero at the first flow and before it, and nowhere else
            while block[first, lane] == 0.0:
                first += 1
            blurred = held[0, lane] > first + 1
            proved[lane] &= not blurred and held[1, lane] * held[2, lane] == 0.0


@compiled
def _carry(flow: Floats, x: Floats, left: Floats, gross: Floats, held: Floats) -> None:
    """One step of what is left to come; `held` counts where that is zero, below, and above zero."""
    for lane in range(_LANES):
        left[lane] = left[lane] * x[lane] + flow[lane]
        gross[lane] = gross[lane] * x[lane] + abs(flow[lane])
        dust = _DUST * gross[lane]
        held[1, lane] += 1.0 if left[lane] < -dust else 0.0
        held[2, lane] += 1.0 if left[lane] > dust else 0.0
        held[0, lane] += 1.0 if abs(left[lane]) <= dust and gross[lane] > 0.0 else 0.0


@compiled
def _is_resolved(block: Floats, lane: int, u: float) -> bool:
    if u >= 0.0:
        return True
    gross, now, first = 0.0, 0.0, -1
    for i in range(block.shape[0]):
        if block[i, lane] != 0.0:
            first = i if first < 0 else first
            gross += abs(block[i, lane])
            now += abs(block[i, lane]) * math.exp(-u * (i - first))
    return math.log(now / gross) < _GROSS_LIMIT
