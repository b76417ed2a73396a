"""Income certificate: one sum put away, profit paid every few months, the sum back at the end."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import field_validator, model_validator

from products.basis.rates import RateBasis
from products.kind import RateValue, Share, Step
from products.terms import Period, RoundingTerms, TaxTerms, TenorTerms, all_valued


class IncomeCertificateTerms(TenorTerms, TaxTerms, RoundingTerms):
    """Terms of an income certificate.

    The profit of a period is `rate` for its months, or the row of `coupons` that holds at that payment. A period
    that is not complete earns nothing. Left undrawn (`profit_kept`), profit stays in and earns the first
    period's share itself; what later payments pay above that counts on the face value only.
    """

    kind: Literal["income_certificate"] = "income_certificate"
    """Code of the kind."""
    rate: RateValue | None = None
    """Yearly profit as a decimal; empty where `coupons` says it."""
    rate_basis: RateBasis = RateBasis.SIMPLE_PA
    """What the figure is a rate of; `simple_pa` pays a twelfth of it for every month of a period."""
    coupon_every_months: Period = 1
    """Months between two payments of profit."""
    coupons: tuple[Step, ...] = ()
    """Profit by payment number: `at` = 1, 2, ..., `value` = share of face value, held until the next row."""
    profit_kept: bool = False
    """Whether profit is left in and paid with the face value, rather than drawn as it falls due."""
    kept_step_share: Share = 0.0
    """Kept profit earns only on whole multiples of this share of face value; 0 means on all of it."""
    exit_allowed: bool = True
    """Whether it may be cashed before the end."""
    exit_charges: tuple[Step, ...] = ()
    """Kept back on leaving: `at` = before completing this many years, `value` = share of face value."""

    @field_validator("exit_charges")
    @classmethod
    def _charges_valued(cls, steps: tuple[Step, ...]) -> tuple[Step, ...]:
        return all_valued(steps)

    @field_validator("coupons")
    @classmethod
    def _coupons_from_first(cls, steps: tuple[Step, ...]) -> tuple[Step, ...]:
        ordered = all_valued(steps)
        if ordered and ordered[0].at != 1:
            raise ValueError(f"problem.steps_start_late|value={ordered[0].at}|limit=1")
        return ordered

    @model_validator(mode="after")
    def _terms_agree(self) -> Self:
        if self.rate is None and not self.coupons:
            raise ValueError("problem.no_rate")
        if self.rate is not None and self.coupons:
            raise ValueError("problem.rate_and_steps")
        if self.rate_basis in (RateBasis.FLAT_PA, RateBasis.FLAT_TERM):
            raise ValueError(f"problem.basis_does_not_fit|value={self.rate_basis.value}")
        every = self.coupon_every_months
        for months in self.tenors:
            if months % every:
                raise ValueError(f"problem.not_whole_instalments|value={months}|limit={every}")
        payments = self.tenor_max_months // every
        if self.coupons and self.coupons[-1].at > payments:
            raise ValueError(
                f"problem.step_beyond_tenor|value={self.coupons[-1].at}|limit={payments}"
            )
        return self
