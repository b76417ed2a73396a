"""Discount bill: bought below face value for some days, paid back at face value, and bought again.

Derivation: what a bill gains is its yearly figure for its days, on the price (a yield) or on face
value (a discount). Checked against the weekly auctions of CETES (Mexico) with their withholding on
capital, see `tests/products/kinds/test_discount_bill.py`.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from products.kind import RateValue, Share
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
