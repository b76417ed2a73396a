"""Declared dividend: a monthly saving in a fund whose yearly dividend is known only afterwards.

Derivation: the averaging rule, a year's dividend being the declared figure on the mean of the
values after its first and after its last payment. Checked against the tables of the Pag-IBIG MP2
and Regular Savings programmes (Philippines), see
`tests/products/kinds/test_declared_dividend.py`.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from products.kind import Months, RateValue, Share
from products.terms import OutlookTerms, RoundingTerms, TaxTerms, TenorTerms


class DividendPayout(StrEnum):
    """What becomes of a year's dividend."""

    COMPOUNDED = "compounded"
    """it stays in and earns the next year's dividend"""
    YEARLY = "yearly"
    """it is paid out every year"""


class DeclaredDividendTerms(TenorTerms, OutlookTerms, TaxTerms, RoundingTerms):
    """Terms of a provident saving; the listing's amount is one month's payment.

    Payments are made at the start of every month until the longest tenor, which is maturity. What
    is not claimed then earns `after_dividend_pa` for `after_months`, and nothing later. Dividends
    are declared afterwards: none is promised.
    """

    kind: Literal["declared_dividend"] = "declared_dividend"
    """Code of the kind."""
    dividend_pa: RateValue
    """Yearly dividend as a decimal: the last declared, or what a plan should count on."""
    dividend_pa_low: RateValue | None = None
    """Lowest yearly dividend thought possible, such as the lowest of its history."""
    dividend_pa_high: RateValue | None = None
    """Highest yearly dividend thought possible, such as the highest of its history."""
    payout: DividendPayout = DividendPayout.COMPOUNDED
    """Whether dividends stay in or are paid out every year."""
    after_dividend_pa: RateValue = 0.0
    """Yearly dividend on what is left in after maturity."""
    after_months: Months = 0
    """How long after maturity it earns that; it earns nothing later."""
    exit_allowed: bool = False
    """Whether the family may count on leaving before maturity; no where it takes a listed reason
    that the family does not have."""
    exit_reasons: Annotated[str, Field(pattern=r"^([a-z_]+(\|[a-z_]+)*)?$", max_length=300)] = ""
    """Reasons for which it may be left early, parted by |, such as returned|disability."""
    exit_dividend_share: Share = 0.0
    """Share of all dividends that is kept by who leaves early; what was paid out above it comes out
    of the payments."""

    @model_validator(mode="after")
    def _years_whole(self) -> Self:
        if self.payout is DividendPayout.YEARLY:
            for months in self.tenors:
                if months % 12:
                    raise ValueError(f"problem.not_whole_years|value={months}|limit=12")
        if self.after_months % 12:
            raise ValueError(f"problem.not_whole_years|value={self.after_months}|limit=12")
        return self
