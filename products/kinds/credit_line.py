"""Credit line: drawn in stages with a smallest monthly payment, then paid off like a loan.

Derivation: while the line is open a share of the balance is paid every month; what is left when it
closes is repaid in equal parts or level instalments. Checked against the Asaan Karobar Card
(Punjab), see `tests/products/kinds/test_credit_line.py`.
"""

from __future__ import annotations

from typing import Literal, Self

from pydantic import model_validator

from products.borrowing import DrawdownTerms, SteppedPriceTerms
from products.kind import MoneyAmount, Months, Share
from products.terms import FeeTerms, RoundingTerms, basis_fits


class CreditLineTerms(DrawdownTerms, SteppedPriceTerms, FeeTerms, RoundingTerms):
    """Terms of a credit line that turns into a term loan; the listing's amount is its limit.

    The family draws what the stages release, when they do, and does not draw again what it has
    paid back. The tenor is the line and the paying off together; `grace_months` are those at the
    beginning without any payment of principal.
    """

    kind: Literal["credit_line"] = "credit_line"
    """Code of the kind."""
    line_months: Months
    """Months in which the line is open; the rest of the tenor pays off what is then owed. As long
    as the tenor: everything still owed is due at once when it closes."""
    minimum_payment_share: Share = 0.0
    """Share of the balance that is paid each month while the line is open, after the grace; the
    charge is part of it."""
    fee_yearly: MoneyAmount = 0.0
    """Fee at the beginning of every year, the first included, in the listing's currency; tax on it
    included."""
    fee_yearly_while_open: bool = False
    """Whether that fee ends when the line closes; otherwise it is paid to the end of the tenor."""

    @model_validator(mode="after")
    def _terms_agree(self) -> Self:
        basis_fits(self.rate_basis)
        shortest = self.tenors[0]
        if self.line_months > shortest:
            raise ValueError(f"problem.step_beyond_tenor|value={self.line_months}|limit={shortest}")
        if self.grace_months > self.line_months:
            value, limit = self.grace_months, self.line_months
            raise ValueError(f"problem.grace_beyond_tenor|value={value}|limit={limit}")
        if self.drawdowns and self.drawdowns[-1].at > self.line_months:
            value = self.drawdowns[-1].at
            raise ValueError(f"problem.step_beyond_tenor|value={value}|limit={self.line_months}")
        return self
