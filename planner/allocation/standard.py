"""Programmes in the one form that the search and the solver read; many families at once.

Each column becomes two numbers a row: its `base`, what it takes of the row's room when taken at its
smallest amount, and `more`, what it takes besides up to its largest; in between by a share `t` of
[0, 1]. Rows are one-sided and scaled to their largest number, values to the largest value, so that
one tolerance fits all. All arrays have the families as first axis.

Largest amounts are brought down to what the rows allow in the best case: with the help of every
column that could be taken besides. A row that cannot be broken is not `live`.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from planner.allocation.model import Bools, Model
from products.basis.cashflow import Floats

_DUST = 1e-9
_PASSES = 3
"""An unlimited amount may be limited by the rows only once another one is."""


@dataclass(frozen=True, slots=True)
class Varying:
    """What differs from family to family, `[H, ...]`; None where all have the model's.

    `open` `[H, K]` says which columns a family may take at all.
    """

    value_x: Floats | None = None
    value_y: Floats | None = None
    rows_x: Floats | None = None
    rows_y: Floats | None = None
    lower: Floats | None = None
    upper: Floats | None = None
    low: Floats | None = None
    high: Floats | None = None
    open: Bools | None = None

    @property
    def families(self) -> int:
        """How many; 1 where nothing differs."""
        given = (getattr(self, f.name) for f in fields(self))
        return max((array.shape[0] for array in given if array is not None), default=1)

    def part(self, first: int, last: int) -> Varying:
        """The families from `first` up to `last`."""
        given = {f.name: getattr(self, f.name) for f in fields(self)}
        return Varying(**{n: None if a is None else a[first:last] for n, a in given.items()})


@dataclass(frozen=True, slots=True)
class Standard:
    """Maximise `worth . y + extra . t` under `base y + more t <= room`, `0 <= t <= y`, per family.

    `base`, `more` `[H, R, K]`; `room`, `live` `[H, R]`; `worth`, `extra`, `low`, `span`, `open`
    `[H, K]`; `scale` `[H]` is what a value of 1 is in money. An amount is `low + span * t`.
    """

    base: Floats
    more: Floats
    room: Floats
    live: Bools
    worth: Floats
    extra: Floats
    low: Floats
    span: Floats
    open: Bools
    scale: Floats


def standard(model: Model, varying: Varying | None = None) -> Standard:
    """The standard form of a model, or of its like for many families.

    Raises:
        ValueError: a column that may be taken has no largest amount, and no row gives it one.
    """
    given = varying or Varying()
    low, high = _of(model, given, "low"), _of(model, given, "high")
    value_x, value_y = _of(model, given, "value_x"), _of(model, given, "value_y")
    rows_x, rows_y, room = _one_sided(model, given)
    may = low <= high
    if given.open is not None:
        may = may & given.open
    low, high, may = np.broadcast_arrays(low, high, may)
    low, high, may = _tightened(model, (rows_x, rows_y, room), low, high, may)
    if np.isinf(np.where(may, high, 0.0)).any() or np.isinf(np.where(may, low, 0.0)).any():
        columns = sorted(set(np.argwhere(may & (np.isinf(high) | np.isinf(low)))[:, 1].tolist()))
        raise ValueError(f"no largest amount, and no row that gives one: columns {columns}")
    low = np.where(may, low, 0.0)
    span = np.where(may, high, 0.0) - low
    base, more = rows_y + rows_x * low[:, None, :], rows_x * span[:, None, :]
    worth, extra = value_y + value_x * low, value_x * span
    base, more, room, live = _scaled_rows(model, base, more, room, may)
    scale = _largest(worth, extra, may, axis=-1)
    return Standard(
        base=base,
        more=more,
        room=room,
        live=live,
        worth=worth / scale,
        extra=extra / scale,
        low=low,
        span=span,
        open=may,
        scale=scale[..., 0],
    )


def _of(model: Model, given: Varying, name: str) -> Floats:
    own: Floats | None = getattr(given, name)
    return np.asarray(getattr(model, name), dtype=np.float64)[None] if own is None else own


def _one_sided(model: Model, given: Varying) -> tuple[Floats, Floats, Floats]:
    """Rows as `... <= room`: those with an upper bound, then those with a lower one, turned."""
    lower, upper = _of(model, given, "lower"), _of(model, given, "upper")
    above, below = np.isfinite(upper).any(axis=0), np.isfinite(lower).any(axis=0)
    rows_x, rows_y = (_of(model, given, name) for name in ("rows_x", "rows_y"))
    many = max(lower.shape[0], upper.shape[0])
    sides = [
        np.broadcast_to(bound[:, keep] * sign, (many, int(keep.sum())))
        for bound, keep, sign in ((upper, above, 1.0), (lower, below, -1.0))
    ]
    return (
        np.concatenate((rows_x[:, above], -rows_x[:, below]), axis=1),
        np.concatenate((rows_y[:, above], -rows_y[:, below]), axis=1),
        np.concatenate(sides, axis=1),
    )


def slots_left(model: Model) -> int:
    """How many counted columns may be taken besides those that must be."""
    return model.most - sum(bool(model.counted[k]) for k in model.must)


def _tightened(
    model: Model, rows: tuple[Floats, Floats, Floats], low: Floats, high: Floats, may: Bools
) -> tuple[Floats, Floats, Bools]:
    """Amounts within what the rows allow in the best case; columns that they forbid closed.

    Valid for numbers of any sign: a row leaves to one column its room less the least that all
    others can take of it, and that least counts every free column and every slot that could help.
    """
    rows_x, rows_y, room = rows
    for _ in range(_PASSES):
        with np.errstate(invalid="ignore", divide="ignore"):
            left = room[..., None] - _least_of_others(model, rows_x, rows_y, low, high, may)
            left = np.where(np.isnan(left), np.inf, left) - rows_y
            share = left / rows_x
            caps = np.where(rows_x > 0, share, np.inf).min(axis=1, initial=np.inf)
            floors = np.where(rows_x < 0, share, -np.inf).max(axis=1, initial=-np.inf)
        never = ((rows_x == 0) & (left < -_DUST * np.abs(rows_y))).any(axis=1)
        dust = _DUST * (np.abs(low) + np.abs(np.where(np.isinf(high), 0.0, high)))
        never |= (caps < low - dust) | (floors > high + dust)
        may = may & ~never
        was = high
        high = np.where(may, np.maximum(np.minimum(high, caps), low), high)
        low = np.where(may, np.minimum(np.maximum(low, floors), high), low)
        if not np.isinf(np.where(may, was, 0.0)).any():
            break
    return low, high, may


def _least_of_others(
    model: Model, rows_x: Floats, rows_y: Floats, low: Floats, high: Floats, may: Bools
) -> Floats:
    """The least that all other columns can take of each row, `[H, R, K]` by column left out."""
    ends = (rows_x * low[:, None, :], rows_x * high[:, None, :])
    low_end, high_end = (np.where(rows_x == 0, 0.0, end) for end in ends)
    total, own = _least(model, rows_y + np.minimum(low_end, high_end), may[:, None, :])
    return np.asarray(total - own)


def _least(model: Model, each: Floats, may: Bools) -> tuple[Floats, Floats]:
    """The least that all columns together can take `[..., 1]`, and each one's part in it.

    `each` `[..., K]` is the least a column takes if it is taken. Those that must be taken count in
    any case, of the others only what is below nought: all free ones, and the lowest of the counted
    ones, as many as have a slot.
    """
    must = np.isin(np.arange(model.size), model.must)
    counts, slots = model.counted & ~must, slots_left(model)
    each = np.where(must, each, np.where(may, np.minimum(each, 0.0), 0.0))
    total = each[..., ~counts].sum(axis=-1, keepdims=True)
    own = np.where(counts, 0.0, each)
    several = each[..., counts]
    if slots > 0 and (several < 0).any():
        if slots < several.shape[-1]:
            several = np.partition(several, slots - 1, axis=-1)[..., :slots]
        total = total + several.sum(axis=-1, keepdims=True)
        own = np.where(counts & (each <= several.max(axis=-1, keepdims=True)), each, own)
    return total, own


def _scaled_rows(
    model: Model, base: Floats, more: Floats, room: Floats, may: Bools
) -> tuple[Floats, Floats, Floats, Bools]:
    size = _largest(base, more, may[:, None, :], axis=-1)
    base, more, room = base / size, more / size, room / size[..., 0]
    turned, _ = _least(model, -(base + np.maximum(more, 0.0)), may[:, None, :])
    return base, more, room, np.asarray(-turned[..., 0] > room)


def _largest(first: Floats, second: Floats, may: Bools, axis: int) -> Floats:
    both = np.maximum(np.maximum(np.abs(first), np.abs(second)), np.abs(first + second))
    size = np.where(may, both, 0.0).max(axis=axis, keepdims=True, initial=0.0)
    return np.asarray(np.where(size > 0, size, 1.0))
