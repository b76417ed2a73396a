"""Recurring saving: the same sum put in at the start of every month, paid back with its profit at the end."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import model_validator

from products.basis.rates import RateBasis
from products.kind import Months, RateValue, Share
from products.terms import RoundingTerms, TaxTerms, TenorTerms

CREDIT_MONTHS = {
    RateBasis.NOMINAL_PA_MONTHLY: 1,
    RateBasis.NOMINAL_PA_QUARTERLY: 3,
    RateBasis.NOMINAL_PA_HALF_YEARLY: 6,
    RateBasis.EFFECTIVE_PA: 12,
}
"""Months after which profit is added to the balance; a basis that is not here never adds it (`simple_pa`)."""


class RecurringSavingTerms(TenorTerms, TaxTerms, RoundingTerms):
    """Terms of a recurring saving; the listing's amount is one month's deposit.

    Every month earns a twelfth of the yearly figure on the balance after its deposit. The basis says how often
    that profit is added to the balance: monthly, quarterly, half-yearly, yearly (`effective_pa`), or only at the
    end (`simple_pa`). Tax is withheld when profit is paid out.
    """

    kind: Literal["recurring_saving"] = "recurring_saving"
    """Code of the kind."""
    rate: RateValue
    """Yearly profit as a decimal."""
    rate_basis: RateBasis = RateBasis.NOMINAL_PA_MONTHLY
    """How often profit is added to the balance."""
    exit_allowed: bool = True
    """Whether it may be cashed before the end."""
    exit_min_months: Months = 0
    """No profit is paid when it is cashed before this many months."""
    exit_rate: RateValue | None = None
    """Yearly profit for the time held when cashed early; empty means "not found": the deposits alone."""
    exit_charge_share: Share = 0.0
    """Share of the deposits kept back when cashed early."""

    @model_validator(mode="after")
    def _basis_fits(self) -> Self:
        if self.rate_basis not in (*CREDIT_MONTHS, RateBasis.SIMPLE_PA):
            raise ValueError(f"problem.basis_does_not_fit|value={self.rate_basis.value}")
        return self
