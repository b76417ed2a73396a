"""Every rate of return of a flow of money: one, none or several, never one of them guessed.

A rate of return r > -1 makes the present value of all flows zero: `sum c_i (1 + r)^-t_i = 0`. With
`u = log(1 + r)` this is a sum of exponentials in u. It has no more roots than the flows, in order
of time, change sign (Descartes, Laguerre), and as many as that less an even number. One change of
sign therefore means exactly one rate. Where there are more changes the whole line is searched by
halving intervals, each of which is either shown to hold no root, or shown to be monotone and so to
hold at most one (a second-order bound on the present value decides); the bracketed roots are then
refined.

A root so far below zero that rounding blurs the present value in the eighth digit of all the money
that changes hands cannot be told from its neighbours; such roots are left out (`unresolved` counts
them). Loans and savings never have one: it takes flows of both signs over decades and a loss of
nearly everything every year.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from products.basis.problems import Problem, Scalar

Floats = NDArray[np.float64]

# (1 + r) from the smallest double step above 0 to the largest power a double holds
_U_MIN = math.log(sys.float_info.epsilon)
_U_MAX = math.log(sys.float_info.max) - 10
_STEPS = 200  # halvings and Newton steps of one bracket; 60 halve any bracket to a rounding error
_NARROW = 1e-7  # half an interval, in u, that may be taken for a point
_ZERO = 1e-14  # present value over gross flows that rounding cannot tell from zero
_BLUR = 10  # how far above that a gap between two points of one root may lie
_MOST_OPEN = 20_000  # intervals under examination; only a rate of multiplicity five needs more
_BLOCK = 1_000_000  # matrix cells evaluated at a time
_RESOLUTION = math.sqrt(sys.float_info.epsilon)


@dataclass(frozen=True, slots=True)
class RatesOfReturn:
    """All rates of return of one flow, ascending; decimals per unit of the flow's time.

    `unresolved` counts further roots too far out for doubles to tell (see the module).

    >>> RatesOfReturn((0.1,)).only, RatesOfReturn(()).only, RatesOfReturn((-0.5, 0.1)).only
    (0.1, None, None)
    """

    rates: tuple[float, ...]
    unresolved: int = 0

    @property
    def only(self) -> float | None:
        """The rate of return if there is exactly one, else None."""
        return self.rates[0] if len(self.rates) == 1 else None

    @property
    def is_none(self) -> bool:
        """Whether the flow has no rate of return."""
        return not self.rates

    @property
    def is_several(self) -> bool:
        """Whether the flow has more than one rate of return, so that none of them is *the* rate."""
        return len(self.rates) > 1

    def within(self, low: float, high: float) -> RatesOfReturn:
        """Only the rates from `low` to `high`, for a caller who states what it looks for.

        >>> RatesOfReturn((0.08, 199.0)).within(-1, 100).only
        0.08
        """
        return RatesOfReturn(tuple(r for r in self.rates if low <= r <= high), self.unresolved)

    def problem(self, where: str) -> Problem | None:
        """What to tell a person when there is not exactly one rate; None when there is."""
        if self.is_none:
            return Problem("problem.no_rate_of_return", where)
        if self.is_several:
            shown = ", ".join(f"{100 * each:.2f} %" for each in self.rates)
            params: dict[str, Scalar] = {"value": shown, "count": len(self.rates)}
            return Problem("problem.several_rates_of_return", where, params=params)
        return None


@dataclass(frozen=True, slots=True)
class _Flow:
    """Flows in order of time from 0, no zeros, one per time: `sign` +-1, `log_size` = log|c|."""

    times: Floats
    sign: Floats
    log_size: Floats

    @property
    def span(self) -> float:
        return float(self.times[-1])


def present_value(rate: float, times: ArrayLike, amounts: ArrayLike) -> float:
    """Present value at time 0 of `amounts` at `times`, at `rate` > -1 per unit of time.

    >>> round(present_value(0.1, [0, 1], [-100, 110]), 12)
    0.0
    """
    moments = np.asarray(times, dtype=np.float64)
    return float(np.sum(np.asarray(amounts, dtype=np.float64) * (1.0 + rate) ** -moments))


def rates_of_return(times: ArrayLike, amounts: ArrayLike) -> RatesOfReturn:
    """All rates of return of `amounts` at `times` (any order, any origin; same length).

    The rate is per unit of time: times in years give a yearly rate. Scaling all amounts, or
    shifting all times, changes nothing.

    >>> rates_of_return([0, 1], [-100, 110]).only
    0.1...
    >>> [round(rate, 9) for rate in rates_of_return([0, 1, 2], [-1000, 2500, -1540]).rates]
    [0.1, 0.4]
    >>> rates_of_return([0, 1], [100, 110]).is_none
    True
    """
    flow = _flow(np.asarray(times, dtype=np.float64), np.asarray(amounts, dtype=np.float64))
    if flow is None:
        return RatesOfReturn(())
    changes = int(np.count_nonzero(flow.sign[1:] != flow.sign[:-1]))
    if changes == 0:
        return RatesOfReturn(())
    roots = [_single_root(flow)] if changes == 1 else _all_roots(flow)
    kept = [u for u in roots if u is not None and _is_resolved(flow, u)]
    return RatesOfReturn(tuple(math.expm1(u) for u in kept), len(roots) - len(kept))


def _flow(times: Floats, amounts: Floats) -> _Flow | None:
    if times.shape != amounts.shape or times.ndim != 1:
        raise ValueError(f"one time for each amount: {times.shape} against {amounts.shape}")
    if not (np.isfinite(times).all() and np.isfinite(amounts).all()):
        raise ValueError("times and amounts must be finite")
    moments, place = np.unique(times, return_inverse=True)
    sums = np.zeros(moments.size)
    np.add.at(sums, place, amounts)
    held = sums != 0
    if not held.any():
        return None
    moments, sums = moments[held], sums[held]
    sizes = np.log(np.abs(sums))
    return _Flow(moments - moments[0], np.sign(sums), sizes - sizes.max())


def _balance(flow: _Flow, u: float) -> tuple[float, float]:
    """Present value at u over gross present value, in [-1, 1], and its slope in u."""
    log_weight = flow.log_size - flow.times * u
    weight = np.exp(log_weight - log_weight.max())
    weight /= weight.sum()
    centre = float(weight @ flow.times)
    signed = flow.sign * weight
    return float(signed.sum()), -float(signed @ (flow.times - centre))


def _refine(flow: _Flow, low: float, high: float) -> float:
    """The root between `low` and `high`, where the balance has opposite signs."""
    low_is_positive = _balance(flow, low)[0] > 0
    u = (low + high) / 2
    for _ in range(_STEPS):
        value, slope = _balance(flow, u)
        if (value > 0) == low_is_positive:
            low = u
        else:
            high = u
        newton = u - value / slope if slope else math.inf
        following = newton if low < newton < high else (low + high) / 2
        if abs(following - u) <= 2e-16 * max(abs(u), 1e-3) or value == 0:
            return following if value else u
        u = following
    return u


def _single_root(flow: _Flow) -> float | None:
    """The one root there is; None where 1 + r is beyond what a double can express."""
    step = 1.0 / flow.span
    first = _balance(flow, 0.0)[0]
    if first == 0:
        return 0.0
    # the earliest flow rules at high rates, so a balance of its sign puts the root below
    down = (first > 0) == (flow.sign[0] > 0)
    near, far = 0.0, -step if down else step
    while _U_MIN < far < _U_MAX and (_balance(flow, far)[0] > 0) == (first > 0):
        near, far = far, 2 * far
    far = min(max(far, _U_MIN), _U_MAX)
    if (_balance(flow, far)[0] > 0) == (first > 0):
        return None
    return _refine(flow, min(near, far), max(near, far))


def _all_roots(flow: _Flow) -> list[float]:
    low, high = _outermost(flow, -1.0), _outermost(flow, 1.0)
    parts = max(8, min(4096, math.ceil((high - low) * flow.span / 4)))
    edges = np.linspace(low, high, parts + 1)
    brackets, points = _search(flow, edges[:-1], edges[1:])
    roots = sorted([*(_refine(flow, left, right) for left, right in brackets), *points])
    return _distinct(flow, roots)


def _outermost(flow: _Flow, side: float) -> float:
    """A u with no root beyond it on that side: there the outermost flow outweighs all others."""
    outer = 0 if side > 0 else -1
    limit = _U_MAX if side > 0 else _U_MIN
    u = side / flow.span
    while abs(u) < abs(limit):
        log_weight = flow.log_size - flow.times * u
        weight = np.exp(log_weight - log_weight.max())
        if 2 * weight[outer] > weight.sum():
            return u
        u *= 2
    return limit


def _search(
    flow: _Flow, low: Floats, high: Floats
) -> tuple[list[tuple[float, float]], list[float]]:
    """Brackets that hold exactly one root each, and roots that only touch zero."""
    brackets: list[tuple[float, float]] = []
    points: list[float] = []
    while low.size:
        middle, half = (low + high) / 2, (high - low) / 2
        value, slope, bend = _bounds(flow, middle, half)
        empty = np.abs(value) > np.abs(slope) * half + bend * half**2 / 2 + _ZERO
        point = ~empty & (half < _NARROW) & (np.abs(value) <= _ZERO)
        settled = (np.abs(slope) > bend * half) | (half < _ZERO) | (low.size > _MOST_OPEN)
        points.extend(float(u) for u in middle[point])
        for i in np.flatnonzero(~empty & ~point & settled):
            at_low, at_high = _balance(flow, low[i])[0], _balance(flow, high[i])[0]
            if at_low == 0:
                points.append(float(low[i]))
            elif at_high != 0 and (at_low > 0) != (at_high > 0):
                brackets.append((float(low[i]), float(high[i])))
        split = ~empty & ~point & ~settled
        low, middle, high = low[split], middle[split], high[split]
        low, high = np.concatenate([low, middle]), np.concatenate([middle, high])
    return brackets, points


def _bounds(flow: _Flow, middle: Floats, half: Floats) -> tuple[Floats, Floats, Floats]:
    """Balance and slope at the middle of each interval, and a bound on its bend all over it."""
    rows = max(1, _BLOCK // flow.times.size)
    starts = range(0, middle.size, rows)
    parts = [_bounds_block(flow, middle[i : i + rows], half[i : i + rows]) for i in starts]
    value, slope, bend = (np.concatenate(part) for part in zip(*parts, strict=True))
    return value, slope, bend


def _bounds_block(flow: _Flow, middle: Floats, half: Floats) -> tuple[Floats, Floats, Floats]:
    log_weight = flow.log_size - middle[:, None] * flow.times
    weight = np.exp(log_weight - log_weight.max(axis=1, keepdims=True))
    weight /= weight.sum(axis=1, keepdims=True)
    apart = flow.times - (weight @ flow.times)[:, None]
    value = weight @ flow.sign
    slope = -np.einsum("ij,ij,j->i", weight, apart, flow.sign)
    with np.errstate(over="ignore", invalid="ignore"):
        reach = np.exp(np.abs(apart) * half[:, None])
        bend = np.einsum("ij,ij,ij->i", weight, apart**2, reach)
    return value, slope, bend


def _distinct(flow: _Flow, roots: Sequence[float]) -> list[float]:
    """The roots, those counted once between which the balance never leaves zero."""
    groups: list[list[float]] = []
    for u in roots:
        last = groups[-1][-1] if groups else None
        if last is not None and _joined(flow, last, u):
            groups[-1].append(u)
        else:
            groups.append([u])
    return [_touching(flow, group[0], group[-1]) for group in groups]


def _joined(flow: _Flow, low: float, high: float) -> bool:
    return high - low <= _ZERO or abs(_balance(flow, (low + high) / 2)[0]) <= _BLUR * _ZERO


def _touching(flow: _Flow, first: float, last: float) -> float:
    """The root in a group; where the balance turns back at zero, the point where it turns."""
    low, high = first - _NARROW, last + _NARROW
    at_low, at_high = _balance(flow, low), _balance(flow, high)
    if (at_low[0] > 0) != (at_high[0] > 0) or (at_low[1] > 0) == (at_high[1] > 0):
        return (first + last) / 2
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if (_balance(flow, middle)[1] > 0) == (at_low[1] > 0):
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _is_resolved(flow: _Flow, u: float) -> bool:
    """Whether rounding at u stays below the eighth digit of the money that changes hands."""
    log_weight = flow.log_size - flow.times * u
    top = float(log_weight.max())
    gross = top + math.log(float(np.exp(log_weight - top).sum()))
    limit = math.log(float(np.exp(flow.log_size).sum()) * _RESOLUTION / sys.float_info.epsilon)
    return gross < limit
