"""Ijara: the provider owns the thing and rents it to the family, which owns it at the end.

Derivation: level rent that pays the cost less what is left for the end, at the yearly rent on what
is outstanding. See `tests/products/kinds/test_ijara.py`.
"""

from __future__ import annotations

from typing import Literal, Self

from pydantic import model_validator

from products.borrowing import SteppedPriceTerms
from products.kind import Share
from products.terms import FeeTerms, GraceTerms, Period, RoundingTerms, basis_fits


class IjaraTerms(GraceTerms, SteppedPriceTerms, FeeTerms, RoundingTerms):
    """Terms of an ijara that ends in ownership; the listing's amount is the provider's cost.

    The rent may follow an index from one renewal to the next. The provider bears the thing's cover
    and takes it into the rent. What is owed is the cost not yet paid through the rent: what ending
    the contract by purchase would take.
    """

    kind: Literal["ijara"] = "ijara"
    """Code of the kind."""
    instalment_every_months: Period = 1
    """Months between two rents."""
    rent_in_advance: bool = False
    """Whether the rent of a period is paid at its beginning."""
    final_price_share: Share = 0.0
    """Price of ownership at the end, as a share of the cost; 0: a gift."""
    deposit_share: Share = 0.0
    """Security deposit, as a share of the cost, given at the start and set off against the last
    payment or given back with it."""
    takaful_pa_share: Share = 0.0
    """Yearly contribution to cover of the thing, as a share of the cost, taken into the rent."""

    @model_validator(mode="after")
    def _rent_stated(self) -> Self:
        basis_fits(self.rate_basis)
        every = self.instalment_every_months
        for months in (*self.tenors, self.grace_min_months, self.grace_months):
            if months % every:
                raise ValueError(f"problem.not_whole_periods|value={months}|limit={every}")
        return self
