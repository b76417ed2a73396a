"""Flows per unit along the marks, exact contract schedules, present value and rate of return."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class UnitFlows:
    """What taking a product does to the family, for an amount of 1, in the family's hand.

    All arrays are `[..., T+1]` in the listing's own currency. `per_unit` scales with the amount;
    `per_take` comes once if the product is taken at all (a fixed fee). `charge` is the price inside
    `per_unit`, booked when it accrues: negative what the family pays for money (interest, markup,
    rent, fees in proportion), positive what it earns after tax. `owed` and `owned` are >= 0 after
    the mark's flows: what is still owed to the provider, and what the family may count as its own
    there, net of tax due. `exit_value` is what it would be paid if it left right after the mark's
    flows; 0 where leaving is not allowed or nothing is held.

    They close (I1): for finance `owed[m] = owed[m-1] + per_unit[m] - charge[m]`, for savings
    `owned[m] = owned[m-1] - per_unit[m] + charge[m]`, with nothing before mark 0.
    """

    per_unit: Floats
    per_take: Floats
    charge: Floats
    owed: Floats
    owned: Floats
    exit_value: Floats


@dataclass(frozen=True, slots=True)
class Schedule:
    """The contract, exact, in whole minor units; n rows in order of date.

    Signs are the family's hand: `due_minor` > 0 is received, < 0 paid, and `due_minor =
    principal_minor + charge_minor + fee_minor` row by row. `balance_minor` >= 0 is what is still
    owed (finance) or held (savings) after the row. Row 0 is the drawdown or the deposit. `due_mark`
    is the month mark a row falls on in the plan (the first mark on or after its date).
    """

    due_date: tuple[date, ...]
    due_mark: Ints
    due_minor: Ints
    principal_minor: Ints
    charge_minor: Ints
    fee_minor: Ints
    balance_minor: Ints

    def __len__(self) -> int:
        """Number of rows."""
        return len(self.due_date)


def frozen(values: Floats) -> Floats:
    """The same array, set read-only, as every array inside a record is."""
    values.setflags(write=False)
    return values


def npv(rate_pm: float, flows: Floats) -> Floats:
    """Present value at mark 0 of flows `[..., T+1]`; the first element is not discounted.

    >>> round(float(npv(0.01, np.array([-1.0, 2.02]))), 12)
    1.0
    """
    powers = (1 + rate_pm) ** -np.arange(flows.shape[-1])
    return np.asarray(flows @ powers, dtype=np.float64)


def roll_forward_gap(unit: UnitFlows) -> float:
    """Largest breach of identity I1 over all marks, per unit; 0 when the flows close.

    `owed - owned` moves by `per_unit - charge` at every mark, for finance and savings alike.
    """
    position = unit.owed - unit.owned
    before = np.concatenate([np.zeros_like(position[..., :1]), position[..., :-1]], axis=-1)
    return float(np.max(np.abs(position - before - unit.per_unit + unit.charge), initial=0.0))
