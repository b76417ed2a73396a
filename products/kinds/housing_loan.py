"""Housing loan: released in stages, at a price that steps from subsidised to market.

Derivation: the level instalment is the annuity of what is left at the price in force, worked out
again whenever the price changes or a stage is released. Checked against published instalments of
Mera Ghar Mera Ashiana, Pag-IBIG and the Bangladesh House Building Finance Corporation, see
`tests/products/kinds/test_housing_loan.py`.
"""

from __future__ import annotations

from datetime import date
from math import isclose
from typing import Literal, Self

import numpy as np
from pydantic import field_validator, model_validator

from products.basis.cashflow import Schedule, UnitFlows
from products.basis.market import Market
from products.basis.money import to_minor
from products.kind import MOST_RATE, Kind, Share, Side, Step, Variant
from products.mechanics import financing
from products.mechanics.exact import (
    Payback,
    dated,
    declining_rows,
    in_parts,
    whole,
    with_fee,
)
from products.mechanics.placing import on_marks, start_mark, whole_periods
from products.mechanics.prices import Floats, growth_in_periods, quoted_by_month
from products.mechanics.repayment import Repayment, repaid_shares
from products.terms import (
    FeeTerms,
    GraceTerms,
    PriceTerms,
    RoundingTerms,
    all_valued,
    basis_fits,
    basis_stated,
    in_order,
)


class HousingLoanTerms(GraceTerms, PriceTerms, FeeTerms, RoundingTerms):
    """Terms of a housing loan with level monthly instalments.

    The price comes from `rate_steps` (fixed until a month, then index plus spread, read again every
    `reset_months`), or, without a table, from `rate` or `index`. During grace only the charge on
    what has been released is paid.
    """

    kind: Literal["housing_loan"] = "housing_loan"
    """Code of the kind."""
    rate_steps: tuple[Step, ...] = ()
    """Price: `at` = months gone by, `value` fixed or `index` + `spread`; the first is at 0."""
    drawdowns: tuple[Step, ...] = ()
    """Release: `at` = months gone by, `value` = share of the loan; empty means all at once."""
    insurance_pa_share: Share = 0.0
    """Yearly insurance premium as a share of the balance, paid with each instalment."""

    @field_validator("rate_steps")
    @classmethod
    def _rates_stated(cls, steps: tuple[Step, ...]) -> tuple[Step, ...]:
        for step in steps:
            if (step.value is None) == (not step.index):
                raise ValueError(f"problem.step_without_rate|value={step.at}")
            if step.value is not None and not 0 <= step.value <= MOST_RATE:
                limit = f"{step.value / 100:g}"
                raise ValueError(f"problem.percent_not_decimal|value={step.value:g}|limit={limit}")
        ordered = in_order(steps)
        if ordered and ordered[0].at:
            raise ValueError(f"problem.steps_start_late|value={ordered[0].at}|limit=0")
        return ordered

    @field_validator("drawdowns")
    @classmethod
    def _whole_loan_released(cls, steps: tuple[Step, ...]) -> tuple[Step, ...]:
        ordered = all_valued(steps)
        if not ordered:
            return ordered
        if ordered[0].at:
            raise ValueError(f"problem.steps_start_late|value={ordered[0].at}|limit=0")
        released = sum(step.value or 0.0 for step in ordered)
        if not isclose(released, 1.0, abs_tol=1e-9):
            raise ValueError(f"problem.drawdowns_not_whole|value={released:g}|limit=1")
        return ordered

    @model_validator(mode="after")
    def _terms_agree(self) -> Self:
        if self.rate is None and not self.index and not self.rate_steps:
            raise ValueError("problem.no_rate")
        if self.rate_steps and (self.rate is not None or self.index):
            raise ValueError("problem.rate_and_steps")
        if self.rate_steps:
            basis_stated(self, self.rate_steps[0].value or 0.0)
        basis_fits(self.rate_basis)
        shortest = self.tenors[0]
        if self.drawdowns and self.drawdowns[-1].at >= shortest:
            raise ValueError(
                f"problem.step_beyond_tenor|value={self.drawdowns[-1].at}|limit={shortest}"
            )
        if self.rate_steps and self.rate_steps[-1].at >= self.tenor_max_months:
            limit = self.tenor_max_months
            raise ValueError(
                f"problem.step_beyond_tenor|value={self.rate_steps[-1].at}|limit={limit}"
            )
        return self


def variants(terms: HousingLoanTerms) -> tuple[Variant, ...]:
    """Every tenor with the shortest and the longest grace."""
    return terms.choices


def unit_flows(terms: HousingLoanTerms, variant: Variant, market: Market) -> UnitFlows:
    """Flows of a loan of 1: received by stages, paid back at the end of every month.

    Shape `[..., T+1]` with the leading axes of the indices, `[T+1]` for fixed prices.
    """
    months, grace = whole_periods(variant.tenor, variant.grace, 1)
    growth = _growth(terms, variant, market, variant.start)
    shares = repaid_shares(Repayment.LEVEL, growth[..., -1] - 1, grace)
    released = _released(terms, months)
    course = financing.declining(growth, shares, released, terms.insurance_pa_share)
    course = financing.with_fees(course, terms.fee_share, terms.fee_fixed)
    return on_marks(course, variant.start, market.timeline.n_marks)


def schedule(
    terms: HousingLoanTerms,
    variant: Variant,
    amount_minor: int,
    start: date,
    currency: str,
    market: Market,
) -> Schedule:
    """The dated contract in minor units; insurance and fees stand in `fee_minor`."""
    months, grace = whole_periods(variant.tenor, variant.grace, 1)
    growth = _growth(terms, variant, market, start_mark(market.timeline, start))
    payback = Payback(Repayment.LEVEL, grace, terms.rounding)
    steps = terms.drawdowns or (Step(at=0, value=1.0),)
    releases = [0] * (months + 1)
    parts = in_parts(amount_minor, [step.value or 0.0 for step in steps])
    for step, part in zip(steps, parts, strict=True):
        releases[step.at] = part
    insurance = terms.insurance_pa_share / 12
    rows = declining_rows(payback, releases, growth[:, -1] - 1, 1, insurance)
    fee = to_minor(terms.fee_fixed, currency) + whole(amount_minor * terms.fee_share)
    return dated(with_fee(rows, fee), start, market.timeline, owes=True)


def _growth(terms: HousingLoanTerms, variant: Variant, market: Market, mark: int) -> Floats:
    rule = terms.price_rule(terms.rate_steps)
    quoted = quoted_by_month(rule, market, mark, variant.tenor)
    return growth_in_periods(quoted, terms.rate_basis, 1)


def _released(terms: HousingLoanTerms, months: int) -> Floats:
    """Share of the loan paid out after each month's payment, `[months + 1]`."""
    released = np.zeros(months + 1)
    released[0] = 1.0 if not terms.drawdowns else 0.0
    for step in terms.drawdowns:
        released[step.at] = step.value
    return released


HOUSING_LOAN = Kind(
    code="housing_loan",
    side=Side.FINANCE,
    Terms=HousingLoanTerms,
    variants=variants,
    unit_flows=unit_flows,
    schedule=schedule,
)
