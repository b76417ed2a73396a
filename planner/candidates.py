"""What a choice means in flows: the listing, the variant taken, its money month by month."""

from __future__ import annotations

from dataclasses import dataclass

from planner.case import Choice
from products.basis.cashflow import Floats, Schedule, UnitFlows
from products.catalogue.listing import Listing
from products.kind import Side, Variant


@dataclass(frozen=True, slots=True)
class Taken:
    """One product taken; arrays `[..., T+1]` in plan currency, the family's hand.

    `flow` is the contract alone; `purpose` (<= 0) what the lent money and the family's own share
    are spent on; `brings` (>= 0) what the family says that brings in. `owed`, `owned`, `exit_value`
    are after the mark's flows; `bought` (>= 0) is a house at cost. `unit` stays in the listing's
    currency. `schedule` is the dated contract in minor units of that currency.
    """

    key: str
    choice: Choice
    listing: Listing
    side: Side
    variant: Variant
    unit: UnitFlows
    flow: Floats
    purpose: Floats
    brings: Floats
    owed: Floats
    owned: Floats
    bought: Floats
    exit_value: Floats
    own_share: float
    money: float
    schedule: Schedule
