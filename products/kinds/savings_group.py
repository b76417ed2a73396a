"""Savings group (VSLA): members buy shares, lend to each other, and share out after a cycle.

Derivation: shares earn what the members' loans bring the box; the social fund is given, not saved.
Cash in is cash out and the social fund at the end of a cycle, see
`tests/products/kinds/test_savings_group.py`.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from products.kind import MoneyAmount, RateValue, Share
from products.terms import OutlookTerms, RoundingTerms


class SavingsGroupTerms(OutlookTerms, RoundingTerms):
    """Terms of a savings group; the listing's amount is what one month's shares cost.

    The loans of the members bring `loan_charge_pm` a month on the part of the box that is lent; of
    what is lent, `loss_share` a cycle is not paid back. What is earned is shared by shares held.
    """

    worse_when_high: ClassVar[frozenset[str]] = frozenset({"loss_share"})

    kind: Literal["savings_group"] = "savings_group"
    """Code of the kind."""
    cycle_months: Annotated[int, Field(ge=1, le=36, json_schema_extra={"unit": "months"})] = 12
    """Months from the first meeting to the sharing out."""
    social_share: Share = 0.0
    """Paid into the social fund with each share, in proportion to it; not given back."""
    share_price: MoneyAmount = 0.0
    """Price of one share; 0 where it is not stated."""
    shares_max_per_meeting: Annotated[
        int, Field(ge=1, le=100, json_schema_extra={"unit": "shares"})
    ] = 5
    """Most shares a member may buy at a meeting."""
    meeting_every_weeks: Annotated[int, Field(ge=1, le=5, json_schema_extra={"unit": "weeks"})] = 1
    """Weeks between two meetings."""
    lent_share: Share = 0.0
    """Part of the box that is lent to members, on average."""
    lent_share_low: Share | None = None
    """The same when few borrow."""
    lent_share_high: Share | None = None
    """The same when many borrow."""
    loan_charge_pm: RateValue = 0.0
    """What members pay for a loan, a month, as a decimal."""
    loss_share: Share = 0.0
    """Part of what is lent that is lost in a cycle."""
    loss_share_low: Share | None = None
    """The same when all goes well."""
    loss_share_high: Share | None = None
    """The same when it goes badly."""
