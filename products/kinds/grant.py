"""Grant: money given once, after a delay, and not paid back; it may match what the family puts in itself."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from products.kind import MoneyAmount, Months
from products.kind import Terms as BaseTerms


class GrantTerms(BaseTerms):
    """Terms of a grant.

    Without matching the listing's amount is the grant itself: fixed where its smallest and largest amount are
    equal, capped by the largest otherwise. With matching the amount is the family's own contribution to the
    venture, and the grant is that many times the contribution, at most `grant_max`.
    """

    kind: Literal["grant"] = "grant"
    """Code of the kind."""
    delay_months: Months = 0
    """Months from taking it up to the money in hand."""
    match_share: Annotated[float, Field(ge=0, le=20, json_schema_extra={"unit": "share"})] = 0.0
    """Grant per unit of own contribution; 0 means the amount is the grant itself."""
    grant_max: Annotated[
        float | None, Field(gt=0, le=1e12, json_schema_extra={"unit": "money"})
    ] = None
    """Most that is given, in the listing's currency."""
    fee_fixed: MoneyAmount = 0.0
    """Fixed cost of taking it up, such as a membership, in the listing's currency."""

    @model_validator(mode="after")
    def _fee_below_grant(self) -> Self:
        if self.grant_max is not None and self.fee_fixed >= self.grant_max:
            raise ValueError(
                f"problem.fee_above_grant|value={self.fee_fixed:g}|limit={self.grant_max:g}"
            )
        return self
