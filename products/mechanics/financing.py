"""A financing along its own months 0 ... N: received and paid, what it costs, what is owed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from products.basis.cashflow import UnitFlows
from products.mechanics.repayment import balances

Floats = NDArray[np.float64]


def declining(
    growth: Floats, shares: Floats, released: Floats | None = None, insurance_pa_share: float = 0.0
) -> UnitFlows:
    """A financing priced on what is outstanding, per unit, `[..., periods * months + 1]`.

    `growth` is `[..., periods, months]` (see `prices.growth_in_periods`), `shares` `[..., periods]`
    (see `repayment.repaid_shares`). Charges accrue every month into `owed` and are paid at the end
    of a period. `insurance_pa_share` of the balance at a period's start is paid with its
    instalment. Stages (`released`) need one month per period.
    """
    every = growth.shape[-1]
    left = balances(shares, released)
    before = left[..., :-1]
    grown = before[..., None] * growth
    accrued = np.diff(grown, axis=-1, prepend=before[..., None])
    insurance = before * (insurance_pa_share / 12 * every)
    payment = before * (growth[..., -1] - 1 + shares) + insurance
    drawn = np.zeros(left.shape[-1]) if released is None else released
    if released is None:
        drawn[0] = 1.0
    return _assembled(grown, accrued, payment, insurance, left, drawn)


def flat(charge: float, shares: Floats, every: int, insurance_pa_share: float = 0.0) -> UnitFlows:
    """A financing whose whole `charge`, per unit of the first amount, is spread over its periods.

    `shares` is `[periods]`, the answer `[N + 1]`. What is owed counts the charge as the months go
    by.
    """
    left = balances(shares)
    before = left[:-1]
    by_month = charge / (before.size * every)
    grown = before[:, None] + by_month * np.arange(1, every + 1)
    accrued = np.full((before.size, every), by_month)
    insurance = before * (insurance_pa_share / 12 * every)
    payment = before * shares + by_month * every + insurance
    drawn = np.zeros(left.size)
    drawn[0] = 1.0
    return _assembled(grown, accrued, payment, insurance, left, drawn)


def _assembled(
    grown: Floats,
    accrued: Floats,
    payment: Floats,
    insurance: Floats,
    left: Floats,
    drawn: Floats,
) -> UnitFlows:
    """Periods unfolded into months; month 0 stands before the first period."""
    lead, every = grown.shape[:-2], grown.shape[-1]
    flow = np.zeros(grown.shape)
    flow[..., -1] = drawn[1:] - payment
    charge = -accrued
    charge[..., -1] -= insurance
    owed = grown.copy()
    owed[..., -1] = left[..., 1:]
    months = (*lead, grown.shape[-2] * every)
    first = np.broadcast_to(drawn[0], (*lead, 1))
    nothing = np.zeros((*lead, months[-1] + 1))
    return UnitFlows(
        per_unit=np.concatenate([first, flow.reshape(months)], axis=-1),
        per_take=nothing,
        charge=np.concatenate([np.zeros((*lead, 1)), charge.reshape(months)], axis=-1),
        owed=np.concatenate([first, owed.reshape(months)], axis=-1),
        owned=nothing,
        exit_value=nothing,
    )


def with_fees(flows: UnitFlows, fee_share: float, fee_fixed: float) -> UnitFlows:
    """The same financing with fees taken at its first month: in proportion, and once."""
    per_unit, charge, per_take = flows.per_unit.copy(), flows.charge.copy(), flows.per_take.copy()
    per_unit[..., 0] -= fee_share
    charge[..., 0] -= fee_share
    per_take[..., 0] -= fee_fixed
    return UnitFlows(per_unit, per_take, charge, flows.owed, flows.owned, flows.exit_value)
