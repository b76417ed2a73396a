"""Murabaha: goods bought for the family and sold on to it at cost plus a markup, paid later.

Derivation: the sale price is fixed on the day of the sale and never grows; instalments are equal
parts of it. Checked against the published contracts of `tests/published/islamic_finance`, see
`tests/products/kinds/test_murabaha.py`.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Literal, Self

from pydantic import model_validator

from products.borrowing import CalendarMonths
from products.kind import RateValue, Share
from products.terms import FeeTerms, GraceTerms, Period, RoundingTerms


class MarkupBasis(StrEnum):
    """What the quoted markup is worked out on."""

    FLAT_TERM = "flat_term"
    """on the cost financed, once"""
    FLAT_PA = "flat_pa"
    """on the cost financed, for every year of the contract"""
    CONSTANT_RETURN_PA = "constant_return_pa"
    """a yearly return on the cost outstanding, taken into the price once and for all: twelve times
    the monthly one"""


class MurabahaTerms(GraceTerms, FeeTerms, RoundingTerms):
    """Terms of a murabaha; the listing's amount is the cost after the family's own part.

    The whole price is owed from the day of the sale. Paying early gives no right to a rebate; the
    seller may waive a part of the markup that is not yet earned, which is never counted on.
    """

    kind: Literal["murabaha"] = "murabaha"
    """Code of the kind."""
    markup: RateValue
    """The seller's profit as a decimal, on `markup_basis`."""
    markup_basis: MarkupBasis
    """What the markup is worked out on."""
    instalment_every_months: Period = 1
    """Months between two instalments."""
    paid_at_end: bool = False
    """Whether the price is paid once, at the end, and not in instalments."""
    due_calendar_months: CalendarMonths = ""
    """Calendar months of the harvest, parted by "|" such as 4|10: the price is paid once, in the
    first of them that comes when the shortest tenor has gone by; empty: by the tenor."""
    takaful_pa_share: Share = 0.0
    """Yearly contribution to mutual cover, as a share of cost and markup together, spread evenly
    over the instalments."""
    rebate_share: Share = 0.0
    """Share of the unearned markup that the seller has usually waived when all was paid early; at
    its discretion."""

    @model_validator(mode="after")
    def _whole_periods(self) -> Self:
        every = self.instalment_every_months
        if not self.paid_at_end and not self.due_calendar_months:
            for months in (*self.tenors, self.grace_min_months, self.grace_months):
                if months % every:
                    raise ValueError(f"problem.not_whole_periods|value={months}|limit={every}")
        return self
