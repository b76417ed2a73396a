"""Entitlement: a benefit due again and again to who has a right to it, with nothing paid back.

Derivation: the same payment every period from the first on. Checked against the minimum pension of
EOBI (Pakistan), see `tests/products/kinds/test_entitlement.py`.
"""

from __future__ import annotations

from typing import Literal

from products.kind import MoneyAmount, Months
from products.terms import ClaimTerms, HoldTerms, Period, RoundingTerms


class EntitlementTerms(HoldTerms, ClaimTerms, RoundingTerms):
    """Terms of an entitlement; the listing's amount is one payment.

    Who has the right to it is said by the listing's rules; what is paid once is a grant.
    """

    kind: Literal["entitlement"] = "entitlement"
    """Code of the kind."""
    paid_every_months: Period = 1
    """Months between two payments."""
    delay_months: Months = 0
    """Months from the claim to the first payment."""
    fee_fixed: MoneyAmount = 0.0
    """What claiming it costs once, in the listing's currency."""
