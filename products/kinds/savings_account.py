"""Savings account: a sum left in an open account, with profit at an announced yearly figure.

Derivation: every month earns a twelfth of the yearly figure on the balance that counts; profit is
added at the interval of the basis and earns from then on. Checked against the wallet plans of
JazzCash (Pakistan), see `tests/products/kinds/test_savings_account.py`.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from products.basis.rates import RateBasis
from products.kind import MoneyAmount, RateValue
from products.terms import (
    HoldTerms,
    OutlookTerms,
    RoundingTerms,
    TaxTerms,
    ZakatTerms,
    basis_stated,
)


class CountedBalance(StrEnum):
    """Which balance of a month earns its profit."""

    DAILY = "daily"
    """the balance of each day"""
    LOWEST = "lowest"
    """the lowest balance of the calendar month, counted from `lowest_from_day`"""


class SavingsAccountTerms(HoldTerms, OutlookTerms, TaxTerms, ZakatTerms, RoundingTerms):
    """Terms of a savings account; the listing's amount is a sum put in once and left there.

    Tiers by balance are listings of one `band_of`. The basis says when profit is added to the
    balance: monthly, quarterly, half-yearly, yearly (`effective_pa`); with `simple_pa` it never
    earns itself. Tax is withheld when profit is added.
    """

    kind: Literal["savings_account"] = "savings_account"
    """Code of the kind."""
    rate: RateValue
    """Yearly profit as a decimal, as announced last."""
    rate_low: RateValue | None = None
    """Yearly profit if announcements turn out low; empty means "not found"."""
    rate_high: RateValue | None = None
    """Yearly profit if announcements turn out high; empty means "not found"."""
    rate_basis: RateBasis = RateBasis.NOMINAL_PA_MONTHLY
    """How often profit is added to the balance."""
    counted_balance: CountedBalance = CountedBalance.DAILY
    """Which balance of a month earns its profit."""
    lowest_from_day: Annotated[int, Field(ge=1, le=31, json_schema_extra={"unit": "day"})] = 1
    """With `lowest`: what is put in up to this day of a calendar month earns in that month; what is
    put in later earns from the next one."""
    balance_min: MoneyAmount = 0.0
    """Below this balance there is no profit; the listing's smallest amount is at least this."""
    fee_fixed: MoneyAmount = 0.0
    """Subscription or account fee each time it is asked, in the listing's currency."""
    fee_every_months: Annotated[int, Field(ge=0, le=12, json_schema_extra={"unit": "months"})] = 0
    """Months between two fees; 0: once, at the beginning."""
    fee_interval_assumed: bool = False
    """Whether the provider does not say how often the fee is asked, so that `fee_every_months` is
    our prudent reading."""

    @model_validator(mode="after")
    def _basis_fits(self) -> Self:
        if self.rate_basis not in (*CREDIT_MONTHS, RateBasis.SIMPLE_PA):
            raise ValueError(f"problem.basis_does_not_fit|value={self.rate_basis.value}")
        basis_stated(self, self.rate)
        return self


CREDIT_MONTHS = {
    RateBasis.NOMINAL_PA_MONTHLY: 1,
    RateBasis.NOMINAL_PA_QUARTERLY: 3,
    RateBasis.NOMINAL_PA_HALF_YEARLY: 6,
    RateBasis.EFFECTIVE_PA: 12,
}
"""Months after which profit is added to the balance; with `simple_pa` it never is."""
