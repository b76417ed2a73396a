"""Diminishing musharakah: a house owned together; the family rents the provider's part and buys it.

Derivation: rent is the yearly figure on the provider's part at the beginning of a period and never
joins it; units are bought in equal numbers, in two steps, or so that the payment stays level.
Checked against the published contracts of `tests/published/islamic_finance`, see
`tests/products/kinds/test_diminishing_musharakah.py`.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from products.borrowing import DrawdownTerms, ResidenceTerms, SteppedPriceTerms
from products.kind import Share
from products.terms import FeeTerms, Period, RoundingTerms, basis_fits

Units = Annotated[int, Field(ge=1, le=100, json_schema_extra={"unit": "units"})]


class UnitPurchase(StrEnum):
    """How the provider's units are bought."""

    EQUAL_UNITS = "equal_units"
    """the same number with every payment, so that payments fall"""
    STEPPED_UNITS = "stepped_units"
    """more of them with every payment from some time on"""
    LEVEL_PAYMENT = "level_payment"
    """so many that rent and purchase together stay level"""


class DiminishingMusharakahTerms(
    DrawdownTerms, SteppedPriceTerms, ResidenceTerms, FeeTerms, RoundingTerms
):
    """Terms of a diminishing musharakah; the listing's amount is the provider's part.

    The yearly rent is the price of these terms: fixed, stepped, or read from an index at each
    renewal. During grace rent is paid and no unit is bought.
    """

    kind: Literal["diminishing_musharakah"] = "diminishing_musharakah"
    """Code of the kind."""
    purchase: UnitPurchase = UnitPurchase.EQUAL_UNITS
    """How units are bought."""
    units_first: Units = 1
    """Units bought with each payment at first, where they step."""
    units_later: Units = 2
    """Units bought with each payment later on, where they step."""
    later_from_share: Share = 0.5
    """Part of the payments after which the later number holds, where they step; half for a plan
    that changes in the middle."""
    instalment_every_months: Period = 1
    """Months between two payments."""
    takaful_pa_share: Share = 0.0
    """Yearly contribution to mutual cover, as a share of the provider's part, paid with each
    payment."""

    @model_validator(mode="after")
    def _terms_agree(self) -> Self:
        basis_fits(self.rate_basis)
        every = self.instalment_every_months
        for months in (*self.tenors, self.grace_min_months, self.grace_months):
            if months % every:
                raise ValueError(f"problem.not_whole_periods|value={months}|limit={every}")
        return self
