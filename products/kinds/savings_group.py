"""Savings group (VSLA): members buy shares, lend to each other, and share out after a cycle.

Derivation: shares earn what the members' loans bring the box; the social fund is given, not saved.
Cash in is cash out and the social fund at the end of a cycle, see
`tests/products/kinds/test_savings_group.py`.
"""

from __future__ import annotations

from datetime import date
from math import inf
from typing import Annotated, ClassVar, Literal

import numpy as np
from pydantic import Field

from products.basis.cashflow import Schedule, UnitFlows
from products.basis.market import Market
from products.basis.money import round_minor
from products.kind import Kind, MoneyAmount, RateValue, Share, Side, Variant
from products.mechanics.accumulation import recurring_profit
from products.mechanics.closing import closed
from products.mechanics.exact import Row, dated, whole
from products.mechanics.placing import on_marks, whole_periods
from products.terms import OutlookTerms, RoundingTerms

WEEKS_A_MONTH = 52 / 12
"""Weeks of a month, on average."""


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


def variants(terms: SavingsGroupTerms) -> tuple[Variant, ...]:
    """One cycle."""
    return (Variant(tenor=terms.cycle_months),)


def unit_flows(terms: SavingsGroupTerms, variant: Variant, market: Market) -> UnitFlows:
    """Flows of shares for 1 a month, `[T+1]`: bought at each month's start, shared out at the end.

    Nothing is counted on for who leaves before.
    """
    months, _ = whole_periods(variant.tenor, 0, 1)
    paid_in = np.minimum(np.arange(1.0, months + 2), months)
    earned = recurring_profit(12 * _a_month(terms), months, 1)
    lost = terms.loss_share * terms.lent_share * paid_in
    charge = np.diff(earned - lost, prepend=0.0)
    charge[:-1] -= terms.social_share
    owned = paid_in + earned - lost
    owned[-1] = 0.0
    flows = closed(owned, charge, np.zeros(months + 1))
    return on_marks(flows, variant.start, market.timeline.n_marks)


def schedule(
    terms: SavingsGroupTerms,
    variant: Variant,
    amount_minor: int,
    start: date,
    currency: str,  # noqa: ARG001 - the signature of every kind
    market: Market,
) -> Schedule:
    """The dated cycle in minor units, with the sharing out that is counted on; none is promised.

    What is paid into the social fund is a fee.
    """
    months, _ = whole_periods(variant.tenor, 0, 1)
    social = whole(amount_minor * terms.social_share)
    rows = [Row(month, principal=-amount_minor, fee=-social) for month in range(months)]
    paid_in = months * amount_minor
    earned = amount_minor * float(recurring_profit(12 * _a_month(terms), months, 1)[-1])
    profit = round_minor(earned - paid_in * terms.loss_share * terms.lent_share, terms.rounding)
    rows.append(Row(months, principal=paid_in, charge=profit))
    return dated(rows, start, market.timeline, owes=False)


def amount_limit(terms: SavingsGroupTerms, variant: Variant) -> float:  # noqa: ARG001 - as in every kind
    """Most that shares can cost in a month; infinite where the price of one is not stated."""
    if not terms.share_price:
        return inf
    meetings = WEEKS_A_MONTH / terms.meeting_every_weeks
    return terms.share_price * terms.shares_max_per_meeting * meetings


def _a_month(terms: SavingsGroupTerms) -> float:
    return terms.lent_share * terms.loan_charge_pm


SAVINGS_GROUP = Kind(
    code="savings_group",
    side=Side.SAVING,
    Terms=SavingsGroupTerms,
    variants=variants,
    unit_flows=unit_flows,
    schedule=schedule,
    amount_is_monthly=True,
    amount_limit=amount_limit,
    informal=True,
)
