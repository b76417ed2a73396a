"""Term deposit: one sum put away for a fixed time, paid back with its profit at maturity."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import field_validator, model_validator

from products.basis.rates import RateBasis
from products.kind import MOST_RATE, Months, RateValue, Share, Step
from products.terms import RoundingTerms, TaxTerms, TenorTerms, all_valued


class TermDepositTerms(TenorTerms, TaxTerms, RoundingTerms):
    """Terms of a term deposit.

    With basis `simple_pa` the profit of each month is a twelfth of the yearly figure on the first amount; any
    other basis compounds. `rate_steps` replaces `rate` where the figure changes by month of holding.
    Tax is withheld when profit is paid.
    """

    kind: Literal["term_deposit"] = "term_deposit"
    """Code of the kind."""
    rate: RateValue | None = None
    """Yearly profit as a decimal, fixed for the whole tenor; empty where `rate_steps` says it."""
    rate_basis: RateBasis = RateBasis.SIMPLE_PA
    """What the figure is a rate of; `simple_pa` is not compounded."""
    rate_steps: tuple[Step, ...] = ()
    """Figure by month of holding: `at` = months gone by, `value` = decimal; the first is at 0."""
    exit_allowed: bool = True
    """Whether the deposit may be broken before maturity."""
    exit_min_months: Months = 0
    """No profit is paid when it is broken before this many months."""
    exit_rate: RateValue | None = None
    """Yearly profit for the time held when broken early; empty means "not found": the deposit alone."""
    exit_reduction: RateValue | None = None
    """Or: the contract's own figure less this, never below zero."""
    exit_charge_share: Share = 0.0
    """Share of the deposit kept back when broken early."""

    @field_validator("rate_steps")
    @classmethod
    def _steps_whole(cls, steps: tuple[Step, ...]) -> tuple[Step, ...]:
        ordered = all_valued(steps, MOST_RATE)
        if ordered and ordered[0].at:
            raise ValueError(f"problem.steps_start_late|value={ordered[0].at}|limit=0")
        return ordered

    @model_validator(mode="after")
    def _terms_agree(self) -> Self:
        if self.rate is None and not self.rate_steps:
            raise ValueError("problem.no_rate")
        if self.rate is not None and self.rate_steps:
            raise ValueError("problem.rate_and_steps")
        if self.rate_basis in (RateBasis.FLAT_PA, RateBasis.FLAT_TERM):
            raise ValueError(f"problem.basis_does_not_fit|value={self.rate_basis.value}")
        if self.exit_rate is not None and self.exit_reduction is not None:
            raise ValueError("problem.two_exit_rules")
        if self.rate_steps and self.rate_steps[-1].at >= self.tenor_max_months:
            limit = self.tenor_max_months
            raise ValueError(
                f"problem.step_beyond_tenor|value={self.rate_steps[-1].at}|limit={limit}"
            )
        return self
