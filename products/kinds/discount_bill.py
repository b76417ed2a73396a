"""Discount bill: bought below face value for some days, paid back at face value, and bought again.

Derivation: what a bill gains is its yearly figure for its days, on the price (a yield) or on face
value (a discount). Checked against the weekly auctions of CETES (Mexico) with their withholding on
capital, see `tests/products/kinds/test_discount_bill.py`.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal, Self

import numpy as np
from pydantic import Field, model_validator

from products.basis.cashflow import Schedule, UnitFlows
from products.basis.market import Market
from products.basis.money import round_minor
from products.basis.timeline import date_of
from products.kind import Kind, RateValue, Share, Side, Variant
from products.mechanics.accumulation import held
from products.mechanics.bills import (
    YEAR_DAYS,
    bills_within,
    gain,
    months_paid,
    paid_on,
)
from products.mechanics.days import months_covering
from products.mechanics.exact import Row, laid_out
from products.mechanics.placing import on_marks
from products.mechanics.prices import Floats
from products.terms import RoundingTerms, TaxTerms


class BillQuote(StrEnum):
    """What the quoted yearly figure is taken of."""

    YIELD = "yield"
    """simple, on the price paid"""
    DISCOUNT = "discount"
    """simple, on face value"""


class DiscountBillTerms(TaxTerms, RoundingTerms):
    """Terms of a discount bill; the listing's amount is the money put in, not face value.

    A variant is a number of bills one after another, each bought for what the last one paid.
    Dates are exact; in a plan a bill pays at the first month mark on or after its day.
    """

    kind: Literal["discount_bill"] = "discount_bill"
    """Code of the kind."""
    rate: RateValue
    """Yearly figure as a decimal, as quoted at the auction."""
    quote: BillQuote = BillQuote.YIELD
    """What the figure is taken of."""
    bill_days: Annotated[int, Field(ge=7, le=366, json_schema_extra={"unit": "days"})]
    """Days from purchase to payment of one bill."""
    year_days: Annotated[int, Field(ge=360, le=366, json_schema_extra={"unit": "days"})] = 365
    """Days that the market counts as a year, such as 360 in Mexico."""
    bills_max: Annotated[int, Field(ge=1, le=130, json_schema_extra={"unit": "bills"})] = 1
    """How many bills one after another a plan may count with."""
    tax_capital_pa_share: Share = 0.0
    """Share of the money put in that is withheld for every year of 365 days, whatever it gains."""
    fee_share: Share = 0.0
    """Fee of each purchase in proportion to the money put in."""
    exit_allowed: bool = False
    """Whether it may be sold before its day at a known price; no where that is the market's."""
    exit_charge_share: Share = 0.0
    """Share of the money put in that is lost when sold early; no gain is counted on."""

    @model_validator(mode="after")
    def _gains_something_left(self) -> Self:
        if self.quote is BillQuote.DISCOUNT and self.rate * self.bill_days >= self.year_days:
            limit = self.year_days / self.bill_days
            raise ValueError(f"problem.price_below_zero|value={self.rate:g}|limit={limit:g}")
        return self

    def gain_share(self, tax_filer: bool) -> float:
        """What one unit put into a bill has gained when it pays, after tax and fee."""
        earned = gain(
            self.rate, self.bill_days, self.year_days, of_face=self.quote is BillQuote.DISCOUNT
        )
        capital = self.tax_capital_pa_share * self.bill_days / YEAR_DAYS
        invested = 1 / (1 + self.fee_share)
        return invested * (1 + earned * (1 - self.tax_share(tax_filer)) - capital) - 1


def variants(terms: DiscountBillTerms) -> tuple[Variant, ...]:
    """One bill, as many as pay within each whole year, and the most; tenors cover their days."""
    one, most = months_covering(terms.bill_days), months_covering(terms.bill_days * terms.bills_max)
    whole_years = range(12, most, 12)
    return tuple(
        Variant(tenor=tenor) for tenor in sorted({one, *whole_years, most}) if tenor >= one
    )


def unit_flows(terms: DiscountBillTerms, variant: Variant, market: Market) -> UnitFlows:
    """Flows of one unit put in, `[T+1]`: bill after bill, everything paid with the last."""
    bills = bills_within(variant.tenor, terms.bill_days, terms.bills_max)
    begins = date_of(market.timeline, variant.start)
    paid = np.array(
        months_paid(market.timeline, variant.start, begins, terms.bill_days, bills), dtype=np.int64
    )
    months = int(paid[-1])
    number = np.searchsorted(paid, np.arange(months + 1), side="right").astype(np.float64)
    worth: Floats = (1 + terms.gain_share(variant.tax_filer)) ** number
    early = worth * (1 - terms.exit_charge_share if terms.exit_allowed else 0.0)
    flows = held(np.ones(months + 1), worth - 1, early)
    return on_marks(flows, variant.start, market.timeline.n_marks)


def schedule(
    terms: DiscountBillTerms,
    variant: Variant,
    amount_minor: int,
    start: date,
    currency: str,  # noqa: ARG001 - the signature of every kind
    market: Market,
) -> Schedule:
    """The dated bills in minor units: what each gains after tax is put into the next."""
    bills = bills_within(variant.tenor, terms.bill_days, terms.bills_max)
    rows, balance = [Row(0, principal=-amount_minor)], amount_minor
    for number in range(1, bills + 1):
        gained = round_minor(balance * terms.gain_share(variant.tax_filer), terms.rounding)
        put_away = -balance if number == bills else gained
        rows.append(Row(number, principal=-put_away, charge=gained))
        balance += put_away
    due = (start, *paid_on(start, terms.bill_days, bills))
    return laid_out(rows, due, market.timeline, owes=False)


DISCOUNT_BILL = Kind(
    code="discount_bill",
    side=Side.SAVING,
    Terms=DiscountBillTerms,
    variants=variants,
    unit_flows=unit_flows,
    schedule=schedule,
)
