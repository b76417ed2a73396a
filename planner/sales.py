"""What would be sold first if cash ran out: by days to sell, then by what a hurried sale loses."""

from __future__ import annotations

from dataclasses import dataclass

from planner.household import AssetKind


@dataclass(frozen=True, slots=True)
class Sale:
    """One thing that could be sold; money in plan currency.

    `ready_mark` is the first mark the money could be there if the sale began today. `needed` says
    whether the plan needs it: cash is below zero somewhere without it. `in_time` whether the money
    would be there before cash first runs out without it. `carries_to_mark` is the last mark with
    cash at or above zero once this and everything before it is sold; None: to the end of the plan.
    """

    asset: int
    label: str
    kind: AssetKind
    value: float
    proceeds: float
    days_to_sell: int
    ready_mark: int
    needed: bool
    in_time: bool
    carries_to_mark: int | None


@dataclass(frozen=True, slots=True)
class SaleOrder:
    """All that could be sold, in order; `uncovered` >= 0 is what is missing even then."""

    sales: tuple[Sale, ...]
    uncovered: float
