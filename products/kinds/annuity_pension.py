"""Annuity pension: a payment every month for years, then a monthly pension from a published table.

Derivation: the table is the contract: so many completed years of payments give so much a month.
Checked against the tables of the Universal Pension Scheme (Bangladesh), see
`tests/products/kinds/test_annuity_pension.py`.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, field_validator, model_validator

from products.kind import Step
from products.terms import OutlookTerms, RoundingTerms, all_valued

MOST_YEARS = 50
"""Nobody pays in for longer."""
MOST_PENSION = 1000.0
"""A pension above a thousand times the monthly payment was most likely typed as money."""


class AnnuityPensionTerms(OutlookTerms, RoundingTerms):
    """Terms of a contributory pension; the listing's amount is one month's payment.

    Payments are made at the end of every month for whole years; the pension follows at once. It is
    paid for life: a plan counts it for `pension_months`. Nothing can be taken out meanwhile.
    """

    kind: Literal["annuity_pension"] = "annuity_pension"
    """Code of the kind."""
    pensions: tuple[Step, ...] = ()
    """Table: `at` = completed years of payments, `value` = monthly pension per unit of monthly
    payment."""
    pension_age: Annotated[int, Field(ge=40, le=80, json_schema_extra={"unit": "years"})] = 60
    """Age from which the pension is paid."""
    pension_months: Annotated[int, Field(ge=1, le=720, json_schema_extra={"unit": "months"})] = 240
    """For how many months a plan counts the pension, which is paid for life."""
    pension_months_low: Annotated[
        int | None, Field(ge=1, le=720, json_schema_extra={"unit": "months"})
    ] = None
    """The same for a shorter life, such as the months that are guaranteed."""
    pension_months_high: Annotated[
        int | None, Field(ge=1, le=720, json_schema_extra={"unit": "months"})
    ] = None
    """The same for a longer life."""

    @field_validator("pensions")
    @classmethod
    def _pensions_valued(cls, steps: tuple[Step, ...]) -> tuple[Step, ...]:
        ordered = all_valued(steps, MOST_PENSION)
        if ordered and (ordered[0].at == 0 or ordered[-1].at > MOST_YEARS):
            raise ValueError(f"problem.step_out_of_range|value={ordered[-1].at}|limit={MOST_YEARS}")
        return ordered

    @model_validator(mode="after")
    def _has_table(self) -> Self:
        if not self.pensions:
            raise ValueError("problem.no_pension_table")
        return self
