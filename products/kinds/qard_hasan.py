"""Benevolent loan (qard hasan): what was lent is paid back in equal parts, and nothing for the time."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from products.kind import MoneyAmount, Months, Share
from products.terms import RoundingTerms, TenorTerms, grace_fits


class QardHasanTerms(TenorTerms, RoundingTerms):
    """Terms of a benevolent loan; a fixed fee for the provider's real expenses is the only cost it can have."""

    kind: Literal["qard_hasan"] = "qard_hasan"
    """Code of the kind."""
    grace_min_months: Months = 0
    """Shortest time without instalments that may be agreed."""
    grace_months: Months = 0
    """Longest time, inside the tenor, without instalments; one month short of it means a single payment."""
    instalment_cap: Annotated[
        float | None, Field(gt=0, le=1e12, json_schema_extra={"unit": "money"})
    ] = None
    """Most that one instalment may be, in the listing's currency; it limits the amount for each tenor."""
    fee_fixed: MoneyAmount = 0.0
    """Fixed fee, whatever the amount, in the listing's currency."""
    down_payment_share: Share = 0.0
    """Share of the purchase that the family brings itself; not part of the loan's flows."""

    @model_validator(mode="after")
    def _grace_inside(self) -> Self:
        grace_fits(self.grace_months, self.grace_min_months, self.tenor_max_months)
        return self
