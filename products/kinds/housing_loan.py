"""Housing loan: released in stages, at a price that steps from subsidised to market, with level instalments."""

from __future__ import annotations

from math import isclose
from typing import Literal, Self

from pydantic import field_validator, model_validator

from products.basis.rates import RateBasis
from products.kind import MOST_RATE, Months, Share, Step
from products.terms import (
    FeeTerms,
    PriceTerms,
    RoundingTerms,
    TenorTerms,
    all_valued,
    grace_fits,
    in_order,
)


class HousingLoanTerms(TenorTerms, PriceTerms, FeeTerms, RoundingTerms):
    """Terms of a housing loan with monthly instalments, recalculated at each change of price or balance.

    The price comes from `rate_steps` (fixed until a month, then index plus spread, read again every
    `reset_months`), or, without a table, from `rate` or `index`. During grace only the charge on what has been
    released is paid.
    """

    kind: Literal["housing_loan"] = "housing_loan"
    """Code of the kind."""
    rate_steps: tuple[Step, ...] = ()
    """Price by month: `at` = months gone by, `value` fixed or `index` + `spread`; the first is at 0."""
    drawdowns: tuple[Step, ...] = ()
    """Release by stage: `at` = months gone by, `value` = share of the loan; empty means all at once."""
    grace_min_months: Months = 0
    """Shortest time without repayment of principal that may be agreed."""
    grace_months: Months = 0
    """Longest time, inside the tenor, without repayment of principal."""
    down_payment_share: Share = 0.0
    """Share of the purchase that the family brings itself; not part of the loan's flows."""
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
        if self.rate_basis in (RateBasis.FLAT_PA, RateBasis.FLAT_TERM):
            raise ValueError(f"problem.basis_does_not_fit|value={self.rate_basis.value}")
        grace_fits(self.grace_months, self.grace_min_months, self.tenor_max_months)
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
