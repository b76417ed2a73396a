"""Rates of return of the rows the first kernel leaves open, compiled.

Where a root is known, the balance of the flow carried forward and backward at it bounds the number
of roots on either side (Laguerre). What that leaves open is searched by halving the line, as
`roots` does; and what that cannot decide stays undecided and is left to `roots`.
"""

from __future__ import annotations

import math

import numpy as np

from products.legal.kernel.compiled import Codes, Floats, compiled
from products.legal.roots import NONE, ONE, RESOLUTION, SEVERAL, U_MAX, U_MIN, UNDECIDED, ZERO

_STEPS = 60
_CLOSE = 1e-13
_FAR_POWER = 600.0  # exponents a double holds with room to spare
_DUST = 1e-11  # a sum this small beside the gross flows is blurred
_FLAT = 1e-7  # a slope below this, per balance and span, is a root that only touches zero
_NARROW = 1e-7
_STACK = 512
_GROSS_LIMIT = math.log(RESOLUTION / np.finfo(np.float64).eps)


def settled(times: Floats, amounts: Floats, roots: Floats) -> tuple[Floats, Codes]:
    """Rates and statuses of rows of flows `[M, n]` at ascending `times` `[M, n]`.

    `roots` holds u of a root of each row, or NaN where none is known.
    """
    rates, status = np.full(roots.shape, np.nan), np.full(roots.shape, NONE, dtype=np.int8)
    _settle(np.ascontiguousarray(times), np.ascontiguousarray(amounts), roots, rates, status)
    return rates, status


@compiled
def _settle(times: Floats, amounts: Floats, roots: Floats, rates: Floats, status: Codes) -> None:
    rows, n = amounts.shape
    t, c, work = np.empty(n), np.empty(n), np.empty(n)
    for row in range(rows):
        u = roots[row]
        m = _gathered(times[row], amounts[row], t, c)
        if math.isnan(u):
            found, u = _searched(t[:m], c[:m], work[:m])
        else:
            found, u = _judged(t[:m], c[:m], u, work[:m])
        status[row] = found
        if found == ONE:
            rates[row] = math.expm1(u)


@compiled
def _weights(t: Floats, c: Floats, u: float, out: Floats) -> float:
    """Discounted amounts over their gross sum into `out`; the log of that sum.

    The first and the last amount are not zero, and so the sum is not.
    """
    far = t[0] if u >= 0.0 else t[t.size - 1]
    gross = 0.0
    for i in range(t.size):
        out[i] = c[i] * math.exp((far - t[i]) * u)
        gross += abs(out[i])
    for i in range(t.size):
        out[i] /= gross
    return float(math.log(gross) - far * u)


@compiled
def _value(t: Floats, c: Floats, u: float, work: Floats) -> float:
    """Present value over gross present value at u."""
    _weights(t, c, u, work)
    total = 0.0
    for i in range(t.size):
        total += work[i]
    return total


@compiled
def _lowest(t: Floats, c: Floats, work: Floats) -> float:
    """The u below which no root can be resolved: the gross present value is at its limit there."""
    limit = _weights(t, c, 0.0, work) + _GROSS_LIMIT
    if _weights(t, c, U_MIN, work) <= limit:
        return U_MIN
    u = -1.0 / float(t[t.size - 1] - t[0])
    for _ in range(_STEPS):  # convex and falling: one step may go too far left, the rest converge
        excess = _weights(t, c, u, work) - limit
        slope = 0.0
        for i in range(t.size):
            slope -= t[i] * abs(work[i])
        following = max(u - excess / slope, U_MIN) if slope < 0.0 else U_MIN
        if abs(following - u) < _CLOSE * abs(u):
            return following
        u = following
    return u


@compiled
def _highest(t: Floats, c: Floats, work: Floats) -> float:
    """A u above which the first flow outweighs all others, so that there is no root."""
    u = 1.0 / float(t[t.size - 1] - t[0])
    while u < U_MAX:
        _weights(t, c, u, work)
        if 2 * abs(work[0]) > 1.0:
            return u
        u *= 2
    return U_MAX


@compiled
def _moments(t: Floats, work: Floats) -> tuple[float, float, float]:
    """Value, slope and mean time of weighted flows."""
    centre, value, slope = 0.0, 0.0, 0.0
    for i in range(t.size):
        centre += t[i] * abs(work[i])
        value += work[i]
        slope -= t[i] * work[i]
    return value, slope + centre * value, centre


@compiled
def _refined(t: Floats, c: Floats, low: float, high: float, work: Floats) -> float:
    """The root between two u of opposite sign."""
    low_is_positive = _value(t, c, low, work) > 0
    u = (low + high) / 2
    for _ in range(200):
        _weights(t, c, u, work)
        value, slope, _ = _moments(t, work)
        if value == 0.0:
            return u
        if (value > 0) == low_is_positive:
            low = u
        else:
            high = u
        following = u - value / slope if slope != 0.0 else low
        if not low < following < high:
            following = (low + high) / 2
        if abs(following - u) <= 2e-16 * max(abs(u), 1e-3):
            return following
        u = following
    return u


@compiled
def _searched(t: Floats, c: Floats, work: Floats) -> tuple[int, float]:
    """Status and root of a flow by halving the whole line; see `roots`."""
    low, high = _lowest(t, c, work), _highest(t, c, work)
    stack = np.empty((_STACK, 2))
    stack[0, 0], stack[0, 1] = low, high
    size, found, root = 1, 0, math.nan
    while size:
        size -= 1
        a, b = stack[size, 0], stack[size, 1]
        half = (b - a) / 2
        middle = a + half
        _weights(t, c, middle, work)
        value, slope, centre = _moments(t, work)
        bend = 0.0
        for i in range(t.size):
            apart = abs(t[i] - centre)
            reach = apart * half
            bend += abs(work[i]) * apart**2 * (math.exp(reach) if reach < _FAR_POWER else math.inf)
        if abs(value) > abs(slope) * half + bend * half * half / 2 + ZERO:
            continue
        if abs(slope) > bend * half:
            at_a, at_b = _value(t, c, a, work), _value(t, c, b, work)
            if at_a == 0.0 or at_b == 0.0:
                return UNDECIDED, math.nan
            if (at_a > 0) != (at_b > 0):
                if found:
                    return SEVERAL, math.nan
                found, root = 1, _refined(t, c, a, b, work)
            continue
        if half < _NARROW or size + 2 > _STACK:
            return UNDECIDED, math.nan
        stack[size, 0], stack[size, 1] = a, middle
        stack[size + 1, 0], stack[size + 1, 1] = middle, b
        size += 2
    return (ONE if found else NONE), root


@compiled
def _turns(t: Floats, c: Floats, u: float, forward: bool) -> tuple[int, float]:
    """Sign changes of the summed balance carried through the flow at a root u, and the last sum.

    Carried forward, it bounds the number of roots above u, and ends at the slope there; carried
    backward, the number of roots below.
    """
    n = t.size
    gross, balance, total = 0.0, 0.0, 0.0
    start = t[0] if forward else t[n - 1]
    before = start
    last, turns = 0, 0
    for k in range(n):
        i = k if forward else n - 1 - k
        gap = abs(t[i] - before)
        before = t[i]
        grown = math.exp(u * gap if forward else -u * gap)
        total = grown * (total + gap * balance)
        balance = grown * balance + c[i]
        gross = grown * gross + abs(c[i])
        if k and abs(total) <= _DUST * gross * abs(t[i] - start):
            turns = n  # blurred: no bound can be read off
        elif k:
            sign = 1 if total > 0 else -1
            if last and sign != last:
                turns += 1
            last = sign
    return turns, total / (gross * abs(t[n - 1] - t[0]))


@compiled
def _judged(t: Floats, c: Floats, u: float, work: Floats) -> tuple[int, float]:
    """Status and root of a flow whose balance changes sign at a root u, so that others may be."""
    over, slope = _turns(t, c, u, True)
    under, _ = _turns(t, c, u, False)
    if abs(slope) < _FLAT:
        return _searched(t, c, work)
    lowest = _lowest(t, c, work)
    if u <= lowest:
        return _searched(t, c, work)
    rises = slope > 0
    if over and (_value(t, c, _highest(t, c, work), work) > 0) != rises:
        return SEVERAL, math.nan
    if under and (_value(t, c, lowest, work) > 0) == rises:
        return SEVERAL, math.nan
    return (ONE, u) if over <= 1 and under <= 1 else _searched(t, c, work)


@compiled
def _gathered(times: Floats, amounts: Floats, t: Floats, c: Floats) -> int:
    """The flows that are not zero, their times counted from the first; how many."""
    n = 0
    for i in range(amounts.size):
        if amounts[i] != 0.0:
            t[n], c[n] = times[i], amounts[i]
            n += 1
    for i in range(n - 1, -1, -1):
        t[i] -= t[0]
    return n
