"""Salam: the price of goods is paid now, and the goods are delivered at the harvest.

Derivation: money now; at delivery the family gives up what the goods would have brought. Nobody
promises what that is: low, base and high ends stand in the terms. See
`tests/products/kinds/test_salam.py`.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, Literal, Self

import numpy as np
from pydantic import Field, model_validator

from products.basis.cashflow import Schedule, UnitFlows
from products.basis.market import Market
from products.basis.money import round_minor, to_minor
from products.basis.timeline import Timeline
from products.borrowing import CalendarMonths, harvest_in_reach, wanted_months
from products.kind import Kind, Side, Variant
from products.mechanics import financing
from products.mechanics.days import month_after
from products.mechanics.exact import Row, dated, whole, with_fee
from products.mechanics.placing import on_marks
from products.terms import FeeTerms, OutlookTerms, RoundingTerms, TenorTerms

Worth = Annotated[float, Field(gt=0, le=10, json_schema_extra={"unit": "ratio"})]


class SalamTerms(TenorTerms, OutlookTerms, FeeTerms, RoundingTerms):
    """Terms of a salam; the listing's amount is the price paid in advance.

    Nothing is paid back in money. Flows show the sale that the family can no longer make: the goods
    at what they are thought to bring at delivery.
    """

    worse_when_high: ClassVar[frozenset[str]] = frozenset({"goods_worth_share"})

    kind: Literal["salam"] = "salam"
    """Code of the kind."""
    goods: Annotated[str, Field(max_length=120)] = ""
    """What is to be delivered, in which quantity and quality."""
    goods_worth_share: Worth
    """What the goods would bring on the market at delivery, per unit of the price paid for them
    now."""
    goods_worth_share_low: Worth | None = None
    """The same if their price turns out low."""
    goods_worth_share_high: Worth | None = None
    """The same if their price turns out high."""
    due_calendar_months: CalendarMonths = ""
    """Calendar months of the harvest, parted by "|" such as 4|10: delivery is in the first of them
    that comes when the shortest tenor has gone by; empty: by the tenor."""

    @model_validator(mode="after")
    def _terms_agree(self) -> Self:
        harvest_in_reach(self, self.due_calendar_months)
        return self


def variants(terms: SalamTerms) -> tuple[Variant, ...]:
    """Every tenor; with a harvest, the longest time until it comes."""
    if terms.due_calendar_months:
        return (Variant(tenor=terms.tenor_max_months),)
    return tuple(Variant(tenor=tenor) for tenor in terms.tenors)


def unit_flows(terms: SalamTerms, variant: Variant, market: Market) -> UnitFlows:
    """Flows for a price of 1, `[T+1]`: had at the start, given up in goods at delivery.

    What is owed goes evenly from the price to what the goods are then thought to bring.
    """
    months = _months(terms, variant, market.timeline, variant.start)
    nothing = np.zeros(variant.tenor + 1)
    gone_by = np.minimum(np.arange(variant.tenor + 1) / months, 1.0)
    worth = 1 + (terms.goods_worth_share - 1) * gone_by
    per_unit, charge = nothing.copy(), -np.diff(worth, prepend=1.0)
    per_unit[0], per_unit[months] = 1.0, -terms.goods_worth_share
    owed = np.where(np.arange(variant.tenor + 1) < months, worth, 0.0)
    flows = UnitFlows(per_unit, nothing, charge, owed, nothing, nothing)
    flows = financing.with_fees(flows, terms.fee_share, terms.fee_fixed)
    return on_marks(flows, variant.start, market.timeline.n_marks)


def schedule(
    terms: SalamTerms,
    variant: Variant,
    amount_minor: int,
    start: date,
    currency: str,
    market: Market,
) -> Schedule:
    """The dated contract in minor units: the price, and the goods at what they are thought worth.

    At delivery `principal_minor` is the price that is worked off and `charge_minor` what the goods
    would have brought beyond it (+ where they would bring less).
    """
    months = _months(terms, variant, Timeline(start, 0), 0)
    worth = round_minor(amount_minor * terms.goods_worth_share, terms.rounding)
    found = [Row(0, amount_minor), Row(months, -amount_minor, amount_minor - worth)]
    fee = to_minor(terms.fee_fixed, currency) + whole(amount_minor * terms.fee_share)
    return dated(with_fee(found, fee), start, market.timeline, owes=True)


def _months(terms: SalamTerms, variant: Variant, timeline: Timeline, start: int) -> int:
    """Months from the start to the delivery."""
    wanted = wanted_months(terms.due_calendar_months)
    return month_after(timeline, start, terms.tenors[0], wanted) if wanted else variant.tenor


SALAM = Kind(
    code="salam",
    side=Side.FINANCE,
    Terms=SalamTerms,
    variants=variants,
    unit_flows=unit_flows,
    schedule=schedule,
)
