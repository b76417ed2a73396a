"""Term loan: money now, paid back in instalments; priced on the declining balance or flat on the first amount."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import model_validator

from products.basis.rates import RateBasis
from products.kind import Months, Share
from products.mechanics.repayment import Repayment
from products.terms import FeeTerms, Period, PriceTerms, RoundingTerms, TenorTerms, grace_fits

FLAT = (RateBasis.FLAT_PA, RateBasis.FLAT_TERM)


class LoanTerms(TenorTerms, PriceTerms, FeeTerms, RoundingTerms):
    """Terms of a term loan.

    With a flat basis the charge is worked out once on the first amount and spread evenly over the instalments.
    `simple_pa` accrues a twelfth of the yearly price a month and never on unpaid charges; the other bases
    compound by the month, so that a quarterly instalment carries three months' growth.
    """

    kind: Literal["loan"] = "loan"
    """Code of the kind."""
    repayment: Repayment = Repayment.LEVEL
    """Pattern of repayment."""
    instalment_every_months: Period = 1
    """Months between two instalments."""
    grace_min_months: Months = 0
    """Shortest time without repayment of principal that may be agreed."""
    grace_months: Months = 0
    """Longest time, inside the tenor, without repayment of principal."""
    grace_charge_added: bool = False
    """Whether the charge of the grace time is added to the balance; otherwise it is paid as it falls due."""
    down_payment_share: Share = 0.0
    """Share of the purchase that the family brings itself; not part of the loan's flows."""
    insurance_pa_share: Share = 0.0
    """Yearly insurance premium as a share of the balance, paid with each instalment."""

    @model_validator(mode="after")
    def _terms_agree(self) -> Self:
        if self.rate is None and not self.index:
            raise ValueError("problem.no_rate")
        if self.index and self.rate_basis in FLAT:
            raise ValueError(f"problem.flat_with_index|value={self.rate_basis.value}")
        grace_fits(self.grace_months, self.grace_min_months, self.tenor_max_months)
        every = self.instalment_every_months
        if self.repayment is not Repayment.SINGLE:
            for months in (*self.tenors, self.grace_min_months, self.grace_months):
                if months % every:
                    raise ValueError(f"problem.not_whole_instalments|value={months}|limit={every}")
        return self
