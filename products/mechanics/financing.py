"""A financing along its own months 0 ... N: received and paid, what it costs, what is owed.

Each function makes a course or changes one, so that a contract is told step by step: priced on what
is left or flat, kept back, helped, insured. Arrays are `[..., N + 1]`, flows in the family's hand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace

import numpy as np
from numpy.typing import NDArray

from products.basis.cashflow import UnitFlows
from products.mechanics.repayment import ChargePaid, balances

Floats = NDArray[np.float64]


def declining(
    growth: Floats,
    shares: Floats,
    released: Floats | None = None,
    premium: Floats | float = 0.0,
) -> UnitFlows:
    """A financing priced on what is outstanding, per unit, `[..., periods * months + 1]`.

    `growth` is `[..., periods, months]` (see `prices.growth_in_periods`), `shares` `[..., periods]`
    (see `repayment.repaid_shares`). Charges accrue every month into `owed` and are paid at the end
    of a period. `premium`, per unit of the balance at a period's start, is paid with its
    instalment (insurance, tax on the charge). What is `released` later comes at the end of a
    period, `[periods + 1]`.
    """
    left = balances(shares, released)
    before = left[..., :-1]
    grown = before[..., None] * growth
    accrued = np.diff(grown, axis=-1, prepend=before[..., None])
    extra = before * premium
    payment = before * (growth[..., -1] - 1 + shares) + extra
    drawn = np.zeros(left.shape[-1]) if released is None else released
    if released is None:
        drawn[0] = 1.0
    return _assembled(grown, accrued, payment, extra, left, drawn)


def flat(
    charge: float,
    shares: Floats,
    every: int,
    premium: float = 0.0,
    paid: ChargePaid = ChargePaid.WITH_INSTALMENTS,
) -> UnitFlows:
    """A financing with one `charge` for its whole time, per unit of the first amount.

    `shares` is `[periods]`, the answer `[N + 1]`. What is owed counts the charge as the months go
    by, but for one that is kept back at the start. `premium` is per unit of the balance at a
    period's start.
    """
    left = balances(shares)
    before = left[:-1]
    by_month = charge / (before.size * every) if paid is ChargePaid.WITH_INSTALMENTS else 0.0
    grown = before[:, None] + by_month * np.arange(1, every + 1)
    accrued = np.full((before.size, every), by_month)
    extra = before * premium
    payment = before * shares + by_month * every + extra
    drawn = np.zeros(left.size)
    drawn[0] = 1.0
    flows = _assembled(grown, accrued, payment, extra, left, drawn)
    match paid:
        case ChargePaid.WITH_INSTALMENTS:
            return flows
        case ChargePaid.IN_ADVANCE:
            return with_fees(flows, charge, 0.0)
        case ChargePaid.AT_END:
            return _charged_at_end(flows, charge)


def _assembled(
    grown: Floats,
    accrued: Floats,
    payment: Floats,
    extra: Floats,
    left: Floats,
    drawn: Floats,
) -> UnitFlows:
    """Periods unfolded into months; month 0 stands before the first period."""
    lead, every = grown.shape[:-2], grown.shape[-1]
    flow = np.zeros(grown.shape)
    flow[..., -1] = drawn[1:] - payment
    charge = -accrued
    charge[..., -1] -= extra
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
    fees = np.zeros(flows.per_unit.shape[-1])
    fees[0] = 1.0
    return with_fixed(with_extra(flows, -fee_share * fees), -fee_fixed * fees)


def with_extra(flows: UnitFlows, extra: Floats) -> UnitFlows:
    """The same financing with money in proportion that changes no debt: help (+), premiums (-)."""
    return replace(flows, per_unit=flows.per_unit + extra, charge=flows.charge + extra)


def with_fixed(flows: UnitFlows, fixed: Floats) -> UnitFlows:
    """The same financing with money that comes or goes once it is taken, whatever the amount."""
    return replace(flows, per_take=flows.per_take + fixed)


def cleared(flows: UnitFlows, month: int) -> UnitFlows:
    """The same financing, of which somebody else pays the 1 that is due in that month."""
    relief = np.zeros(flows.per_unit.shape[-1])
    relief[month] = 1.0
    return with_extra(flows, relief)


def with_savings(flows: UnitFlows, put_in: Floats, kept_share: float) -> UnitFlows:
    """The same financing with savings put in on the way; all but `kept_share` come back at the end.

    `put_in` is what is put in at each month, per unit of the loan. What is kept stays owned, and is
    never money at hand.
    """
    owned = np.cumsum(put_in)
    back = np.zeros(put_in.shape)
    back[-1] = (1 - kept_share) * owned[-1]
    owned[-1] -= back[-1]
    return replace(flows, per_unit=flows.per_unit - put_in + back, owned=flows.owned + owned)


def _charged_at_end(flows: UnitFlows, charge: float) -> UnitFlows:
    """The same financing with one more `charge` that accrues evenly and is paid with the last."""
    months = flows.per_unit.shape[-1] - 1
    gone_by = np.arange(months + 1) / months
    due = np.zeros(months + 1)
    due[-1] = charge
    return replace(
        flows,
        per_unit=flows.per_unit - due,
        charge=flows.charge - charge * np.diff(gone_by, prepend=0.0),
        owed=flows.owed + charge * gone_by - due,
    )


def blend(parts: Sequence[tuple[float, UnitFlows]]) -> UnitFlows:
    """Several financings at once, each with its share of the amount; lengths are the same."""
    summed = {}
    for field in fields(UnitFlows):
        total: Floats | float = 0.0
        for share, flows in parts:
            total = total + share * getattr(flows, field.name)
        summed[field.name] = np.asarray(total, dtype=np.float64)
    return UnitFlows(**summed)


def begun_later(flows: UnitFlows, months: int) -> UnitFlows:
    """The same financing begun so many months later, with that many columns before it."""
    return _padded(flows, months, 0)


def lengthened(flows: UnitFlows, months: int) -> UnitFlows:
    """The same financing with so many more months after its end; what is owned then stays so."""
    longer = _padded(flows, 0, months)
    owned = longer.owned.copy()
    if months:
        owned[..., -months:] = flows.owned[..., -1:]
    return replace(longer, owned=owned)


def _padded(flows: UnitFlows, before: int, after: int) -> UnitFlows:
    def pad(values: Floats) -> Floats:
        sides = [(0, 0)] * (values.ndim - 1) + [(before, after)]
        return np.pad(values, sides)

    return UnitFlows(**{f.name: pad(getattr(flows, f.name)) for f in fields(UnitFlows)})
