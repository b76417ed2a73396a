"""A contract's own months set on the marks of a plan."""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import NDArray

from products.basis.cashflow import UnitFlows, frozen
from products.basis.timeline import Timeline, mark_on_or_after

Floats = NDArray[np.float64]


def on_marks(flows: UnitFlows, start: int, n_marks: int) -> UnitFlows:
    """Flows along contract months `[..., N + 1]`, set on marks `[..., n_marks]` from `start` on.

    What falls beyond the last mark is cut off; what is then still owed or owned stands as it is
    there. A contract that starts beyond the last mark leaves nothing but zeros.
    """
    if start < 0:
        raise ValueError(f"a contract cannot start before mark 0, got {start}")
    return UnitFlows(
        per_unit=_shifted(flows.per_unit, start, n_marks),
        per_take=_shifted(flows.per_take, start, n_marks),
        charge=_shifted(flows.charge, start, n_marks),
        owed=_shifted(flows.owed, start, n_marks),
        owned=_shifted(flows.owned, start, n_marks),
        exit_value=_shifted(flows.exit_value, start, n_marks),
    )


def _shifted(values: Floats, start: int, n_marks: int) -> Floats:
    moved = np.zeros((*values.shape[:-1], n_marks))
    fits = max(min(values.shape[-1], n_marks - start), 0)
    moved[..., start : start + fits] = values[..., :fits]
    return frozen(moved)


def start_mark(timeline: Timeline, start: date) -> int:
    """The mark at which a contract reads the market; 0 for a start before the plan."""
    return max(mark_on_or_after(timeline, start), 0)


def whole_periods(tenor: int, grace: int, every: int) -> tuple[int, int]:
    """Periods of a contract and of its grace; parts of periods are a mistake of ours.

    >>> whole_periods(36, 12, 3)
    (12, 4)
    """
    if tenor < 1 or not 0 <= grace < tenor:
        raise ValueError(f"a tenor of {tenor} months with {grace} months of grace is no contract")
    if tenor % every or grace % every:
        raise ValueError(f"{tenor} and {grace} months are not whole periods of {every}")
    return tenor // every, grace // every
