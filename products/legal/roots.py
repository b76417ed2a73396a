"""The roots of a present value: where a sum of exponentials in u = log(1 + r) is zero.

A present value has no more roots than its flows, in order of time, change sign (Descartes,
Laguerre), and as many as that less an even number. One change of sign means exactly one root.
Where there are more changes the whole line is searched by halving intervals, each of which is
either shown to hold no root, or shown to be monotone and so to hold at most one (a second-order
bound on the present value decides); the bracketed roots are then refined.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

# what is known of one row of many: no rate, one, several; left to this module; to a second pass
NONE, ONE, SEVERAL, UNDECIDED, OPEN = 0, 1, 2, 3, 4

# (1 + r) from the smallest double step above 0 to the largest power a double holds
U_MIN = math.log(sys.float_info.epsilon)
U_MAX = math.log(sys.float_info.max) - 10
_STEPS = 200  # halvings and Newton steps of one bracket; 60 halve any bracket to a rounding error
_NARROW = 1e-7  # half an interval, in u, that may be taken for a point
ZERO = 1e-14  # present value over gross flows that rounding cannot tell from zero
_BLUR = 10  # how far above that a gap between two points of one root may lie
_MOST_OPEN = 20_000  # intervals under examination; only a rate of multiplicity five needs more
_DRIFT = 0.25  # the largest slope of the logistic curve a simple fraction follows
_BLOCK = 1_000_000  # matrix cells evaluated at a time
RESOLUTION = math.sqrt(sys.float_info.epsilon)


@dataclass(frozen=True, slots=True)
class Flow:
    """Flows in order of time from 0, no zeros, one per time: `sign` +-1, `log_size` = log|c|.

    `simple` is the part of a period, after `times`, over which interest is simple: its discount is
    1 / (1 + simple r). The weight of a flow then falls with u as if it stood at `moments(u)`, which
    moves from `times` to `times + 1` by at most `_DRIFT` per unit of u.
    """

    times: Floats
    simple: Floats
    sign: Floats
    log_size: Floats

    @property
    def span(self) -> float:
        """Time from the first flow to the last."""
        return float(self.times[-1] + self.simple[-1])

    @property
    def drift(self) -> float:
        """Bound on the slope of `moments`; 0 without simple parts."""
        return _DRIFT if self.simple.any() else 0.0

    def log_weight(self, u: Floats | float) -> Floats:
        """Log of the discounted size of each flow; one row for each u."""
        column = np.asarray(u)[..., None]
        weight: Floats = self.log_size - column * self.times
        if self.drift:
            weight -= np.log1p(self.simple * np.expm1(column))
        return weight

    def moments(self, u: Floats | float) -> Floats:
        """The time each flow seems to stand at, seen from u."""
        if not self.drift:
            return self.times
        grown = self.simple * np.exp(np.asarray(u)[..., None])
        moved: Floats = self.times + grown / (1 - self.simple + grown)
        return moved


def make_flow(times: Floats, simple: Floats, amounts: Floats) -> Flow | None:
    """The flow of `amounts` at `times` plus `simple` parts, in any order; None if all are zero."""
    if not times.shape == simple.shape == amounts.shape or times.ndim != 1:
        raise ValueError(f"one time for each amount: {times.shape} against {amounts.shape}")
    if not all(np.isfinite(each).all() for each in (times, simple, amounts)):
        raise ValueError("times and amounts must be finite")
    if simple.any() and (simple.min() < 0 or simple.max() >= 1 or (times % 1).any()):
        raise ValueError("a simple part is 0 to 1 of a period after whole periods")
    keys, place = np.unique(np.stack([times, simple]), axis=1, return_inverse=True)
    sums = np.zeros(keys.shape[1])
    np.add.at(sums, place.ravel(), amounts)
    held = sums != 0
    if not held.any():
        return None
    keys, sums = keys[:, held], sums[held]
    sizes = np.log(np.abs(sums))
    return Flow(keys[0] - keys[0, 0], keys[1], np.sign(sums), sizes - sizes.max())


def _balance(flow: Flow, u: float) -> tuple[float, float]:
    """Present value at u over gross present value, in [-1, 1], and its slope in u."""
    log_weight = flow.log_weight(u)
    weight = np.exp(log_weight - log_weight.max())
    weight /= weight.sum()
    moments = flow.moments(u)
    signed = flow.sign * weight
    return float(signed.sum()), -float(signed @ (moments - weight @ moments))


def _refine(flow: Flow, low: float, high: float) -> float:
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


def _single_root(flow: Flow) -> float | None:
    """The one root there is; None where 1 + r is beyond what a double can express."""
    step = 1.0 / flow.span
    first = _balance(flow, 0.0)[0]
    if first == 0:
        return 0.0
    # the earliest flow rules at high rates, so a balance of its sign puts the root below
    down = (first > 0) == (flow.sign[0] > 0)
    near, far = 0.0, -step if down else step
    while U_MIN < far < U_MAX and (_balance(flow, far)[0] > 0) == (first > 0):
        near, far = far, 2 * far
    far = min(max(far, U_MIN), U_MAX)
    if (_balance(flow, far)[0] > 0) == (first > 0):
        return None
    return _refine(flow, min(near, far), max(near, far))


def all_roots(flow: Flow) -> list[float | None]:
    """Every u at which the present value is zero, ascending.

    None stands for a root that is known to be there, but at a 1 + r no double can express.
    """
    changes = int(np.count_nonzero(flow.sign[1:] != flow.sign[:-1]))
    if changes == 0:
        return []
    if changes == 1:
        return [_single_root(flow)]
    low, high = _outermost(flow, -1.0), _outermost(flow, 1.0)
    parts = max(8, min(4096, math.ceil((high - low) * flow.span / 4)))
    edges = np.linspace(low, high, parts + 1)
    brackets, points = _search(flow, edges[:-1], edges[1:])
    roots = sorted([*(_refine(flow, left, right) for left, right in brackets), *points])
    return [*_distinct(flow, roots)]


def _outermost(flow: Flow, side: float) -> float:
    """A u with no root beyond it on that side: there the outermost flow outweighs all others."""
    outer = 0 if side > 0 else -1
    limit = U_MAX if side > 0 else U_MIN
    u = side / flow.span
    while abs(u) < abs(limit):
        log_weight = flow.log_weight(u)
        weight = np.exp(log_weight - log_weight.max())
        if 2 * weight[outer] > weight.sum():
            return u
        u *= 2
    return limit


def _search(flow: Flow, low: Floats, high: Floats) -> tuple[list[tuple[float, float]], list[float]]:
    """Brackets that hold exactly one root each, and roots that only touch zero."""
    brackets: list[tuple[float, float]] = []
    points: list[float] = []
    while low.size:
        middle, half = (low + high) / 2, (high - low) / 2
        value, slope, bend = _bounds(flow, middle, half)
        empty = np.abs(value) > np.abs(slope) * half + bend * half**2 / 2 + ZERO
        point = ~empty & (half < _NARROW) & (np.abs(value) <= ZERO)
        settled = (np.abs(slope) > bend * half) | (half < ZERO) | (low.size > _MOST_OPEN)
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


def _bounds(flow: Flow, middle: Floats, half: Floats) -> tuple[Floats, Floats, Floats]:
    """Balance and slope at the middle of each interval, and a bound on its bend all over it."""
    rows = max(1, _BLOCK // flow.times.size)
    starts = range(0, middle.size, rows)
    parts = [_bounds_block(flow, middle[i : i + rows], half[i : i + rows]) for i in starts]
    value, slope, bend = (np.concatenate(part) for part in zip(*parts, strict=True))
    return value, slope, bend


def _bounds_block(flow: Flow, middle: Floats, half: Floats) -> tuple[Floats, Floats, Floats]:
    log_weight = flow.log_weight(middle)
    weight = np.exp(log_weight - log_weight.max(axis=1, keepdims=True))
    weight /= weight.sum(axis=1, keepdims=True)
    moments = np.broadcast_to(flow.moments(middle), weight.shape)
    apart = moments - np.einsum("ij,ij->i", weight, moments)[:, None]
    value = weight @ flow.sign
    slope = -np.einsum("ij,ij,j->i", weight, apart, flow.sign)
    with np.errstate(over="ignore", invalid="ignore"):
        far = np.abs(apart) + flow.drift * half[:, None]
        reach = np.exp(far * half[:, None])
        bend = np.einsum("ij,ij,ij->i", weight, far**2 + flow.drift, reach)
    return value, slope, bend


def _distinct(flow: Flow, roots: Sequence[float]) -> list[float]:
    """The roots, those counted once between which the balance never leaves zero."""
    groups: list[list[float]] = []
    for u in roots:
        last = groups[-1][-1] if groups else None
        if last is not None and _joined(flow, last, u):
            groups[-1].append(u)
        else:
            groups.append([u])
    return [_touching(flow, group[0], group[-1]) for group in groups]


def _joined(flow: Flow, low: float, high: float) -> bool:
    return high - low <= ZERO or abs(_balance(flow, (low + high) / 2)[0]) <= _BLUR * ZERO


def _touching(flow: Flow, first: float, last: float) -> float:
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


def is_resolved(flow: Flow, u: float) -> bool:
    """Whether rounding at u stays below the eighth digit of the money that changes hands."""
    log_weight = flow.log_weight(u)
    top = float(log_weight.max())
    gross = top + math.log(float(np.exp(log_weight - top).sum()))
    limit = math.log(float(np.exp(flow.log_size).sum()) * RESOLUTION / sys.float_info.epsilon)
    return gross < limit
