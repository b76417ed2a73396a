"""What would be sold first if cash ran out: by days to sell, then by what a hurried sale loses."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

import numpy as np

from planner.baseline import BELOW, at_hand, plan_fx
from planner.household import Asset, AssetKind, Household
from products.basis.cashflow import Floats
from products.basis.market import Market

DAYS_A_MONTH = 365.25 / 12


@dataclass(frozen=True, slots=True)
class Sale:
    """One thing that could be sold; money in plan currency.

    `ready_mark` is the first mark the money could be there if the sale began today. `needed` says
    whether the plan needs it: cash is below zero somewhere without it. `in_time` whether the money
    would be there before cash first runs out without it. `carries_to_mark` is the last mark before
    cash first falls below zero once this and everything before it is sold; None: it never does.
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


def sale_order(household: Household, cash: Floats, market: Market, currency: str) -> SaleOrder:
    """The order in which things would be sold against the plan's cash `[T+1]`.

    What the family keeps in any case is left out, and so is money at hand, which is cash already.
    """
    found: list[Sale] = []
    raised = 0.0
    for i, asset in _in_order(household):
        value = asset.value * float(plan_fx(market, currency, asset.currency)[0])
        proceeds = value * (1 - asset.sale_loss_share)
        needed_mark = _first_below(cash + raised)
        raised += proceeds
        below = _first_below(cash + raised)
        ready = ceil(asset.days_to_sell / DAYS_A_MONTH)
        found.append(
            Sale(
                asset=i,
                label=asset.label,
                kind=asset.kind,
                value=value,
                proceeds=proceeds,
                days_to_sell=asset.days_to_sell,
                ready_mark=ready,
                needed=needed_mark is not None,
                in_time=needed_mark is None or ready <= needed_mark,
                carries_to_mark=None if below is None else max(below - 1, 0),
            )
        )
    lowest = float(cash.min()) + raised
    return SaleOrder(tuple(found), -lowest if lowest < BELOW else 0.0)


def _in_order(household: Household) -> list[tuple[int, Asset]]:
    sellable = [
        (i, a)
        for i, a in enumerate(household.assets)
        if not a.keep and not at_hand(a) and a.value > 0
    ]
    return sorted(
        sellable, key=lambda pair: (pair[1].days_to_sell, pair[1].sale_loss_share, -pair[1].value)
    )


def _first_below(cash: Floats) -> int | None:
    below = cash < BELOW
    return int(np.argmax(below)) if below.any() else None
