"""Annuity pension: a payment every month for years, then a monthly pension from a published table.

Derivation: the table is the contract: so many completed years of payments give so much a month.
Checked against the tables of the Universal Pension Scheme (Bangladesh), see
`tests/products/kinds/test_annuity_pension.py`.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, Self

import numpy as np
from pydantic import Field, field_validator, model_validator

from products.basis.cashflow import Schedule, UnitFlows
from products.basis.market import Market
from products.basis.money import round_minor
from products.kind import Kind, Side, Step, Variant
from products.mechanics.closing import closed
from products.mechanics.exact import Row, dated, in_parts
from products.mechanics.placing import on_marks
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


def variants(terms: AnnuityPensionTerms) -> tuple[Variant, ...]:
    """Every row of the table; `grace` is the months of paying in, `tenor` those of both."""
    months = [12 * step.at for step in terms.pensions]
    return tuple(Variant(tenor=n + terms.pension_months, grace=n) for n in months)


def unit_flows(terms: AnnuityPensionTerms, variant: Variant, market: Market) -> UnitFlows:
    """Flows of a payment of 1 a month, `[T+1]`, then of the pension; what was paid in runs down.

    Profit is counted only as the pension brings it.
    """
    paying, drawing = variant.grace, terms.pension_months
    month = np.arange(paying + drawing + 1)
    left = np.clip((paying + drawing - month) / drawing, 0.0, 1.0)
    owned = np.minimum(month, paying) * left
    pension = _pension(terms, paying) - paying / drawing
    charge = np.where(month > paying, pension, 0.0)
    return on_marks(
        closed(owned, charge, np.zeros(month.size)), variant.start, market.timeline.n_marks
    )


def schedule(
    terms: AnnuityPensionTerms,
    variant: Variant,
    amount_minor: int,
    start: date,
    currency: str,  # noqa: ARG001 - the signature of every kind
    market: Market,
) -> Schedule:
    """The dated contract in minor units: payments, then the pension of the table, rounded."""
    paying, drawing = variant.grace, terms.pension_months
    pension = round_minor(amount_minor * _pension(terms, paying), terms.rounding)
    back = in_parts(amount_minor * paying, [1 / drawing] * drawing)
    rows = [Row(0), *(Row(month, principal=-amount_minor) for month in range(1, paying + 1))]
    for number, part in enumerate(back, start=1):
        rows.append(Row(paying + number, principal=part, charge=pension - part))
    return dated(rows, start, market.timeline, owes=False)


def _pension(terms: AnnuityPensionTerms, paying: int) -> float:
    """Monthly pension after so many months of paying in, per unit of monthly payment."""
    by_years = {12 * step.at: step.value or 0.0 for step in terms.pensions}
    return by_years[paying]


ANNUITY_PENSION = Kind(
    code="annuity_pension",
    side=Side.SAVING,
    Terms=AnnuityPensionTerms,
    variants=variants,
    unit_flows=unit_flows,
    schedule=schedule,
    amount_is_monthly=True,
)
