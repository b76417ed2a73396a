"""Flows that close by construction: from what is held and earned to what is paid and received."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from products.basis.cashflow import UnitFlows

Floats = NDArray[np.float64]

_DUST = 1e-13
"""A flow below this is what floating point left of nothing."""


def closed(
    owned: Floats,
    charge: Floats,
    exit_value: Floats,
    *,
    owed: Floats | None = None,
    per_take: Floats | None = None,
) -> UnitFlows:
    """The flows per unit that lead to these balances with this charge, `[..., N + 1]`.

    Nothing is held or owed before month 0; what is paid and received follows from identity I1.

    >>> flows = closed(np.array([1.0, 0.0]), np.array([0.0, 0.1]), np.zeros(2))
    >>> flows.per_unit.tolist()
    [-1.0, 1.1]
    """
    nothing = np.zeros(np.shape(owned))
    owing = nothing if owed is None else owed
    position = owing - owned
    moved = np.diff(position, axis=-1, prepend=np.zeros_like(position[..., :1])) + charge
    flow = np.where(np.abs(moved) < _DUST, 0.0, moved)
    taken = np.zeros(flow.shape) if per_take is None else np.broadcast_to(per_take, flow.shape)
    shape = flow.shape
    return UnitFlows(
        per_unit=flow,
        per_take=np.array(taken, dtype=np.float64),
        charge=np.array(np.broadcast_to(charge, shape), dtype=np.float64),
        owed=np.array(np.broadcast_to(owing, shape), dtype=np.float64),
        owned=np.array(np.broadcast_to(owned, shape), dtype=np.float64),
        exit_value=np.array(np.broadcast_to(exit_value, shape), dtype=np.float64),
    )


def at_months(months: int, where: NDArray[np.int64], value: Floats | float) -> Floats:
    """An array of months `[months + 1]` with `value` added at these months, zero elsewhere.

    >>> at_months(4, np.array([0, 2, 4]), 1.5).tolist()
    [1.5, 0.0, 1.5, 0.0, 1.5]
    """
    found = np.zeros(months + 1)
    np.add.at(found, where, value)
    return found


def every_months(months: int, every: int, first: int = 0) -> NDArray[np.int64]:
    """Months from `first` on, every so many, before or at the end; `every` 0 means the first alone.

    >>> every_months(12, 6, 6).tolist()
    [6, 12]
    """
    return np.arange(first, months + 1, every) if every else np.array([first], dtype=np.int64)
