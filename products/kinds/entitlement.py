"""Entitlement: a benefit due again and again to who has a right to it, with nothing paid back.

Derivation: the same payment every period from the first on. Checked against the minimum pension of
EOBI (Pakistan), see `tests/products/kinds/test_entitlement.py`.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

import numpy as np

from products.basis.cashflow import Schedule, UnitFlows
from products.basis.market import Market
from products.basis.money import to_minor
from products.kind import Kind, MoneyAmount, Months, Side, Variant
from products.mechanics.closing import at_months, every_months
from products.mechanics.exact import Row, dated, with_fee
from products.mechanics.lookups import Ints
from products.mechanics.placing import on_marks
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


def variants(terms: EntitlementTerms) -> tuple[Variant, ...]:
    """Every time for which a plan counts it."""
    return tuple(Variant(tenor=tenor) for tenor in terms.tenors)


def unit_flows(terms: EntitlementTerms, variant: Variant, market: Market) -> UnitFlows:
    """Flows of a payment of 1, `[T+1]`: again and again from the first on, the fee at the start."""
    paid = _paid(terms, variant)
    months = int(paid[-1])
    given = at_months(months, paid, 1.0)
    nothing = np.zeros(months + 1)
    fee = nothing.copy()
    fee[0] = -terms.fee_fixed
    flows = UnitFlows(given, fee, given, nothing, nothing, nothing)
    return on_marks(flows, variant.start, market.timeline.n_marks)


def schedule(
    terms: EntitlementTerms,
    variant: Variant,
    amount_minor: int,
    start: date,
    currency: str,
    market: Market,
) -> Schedule:
    """The dated payments in minor units."""
    rows = [Row(month, charge=amount_minor) for month in _paid(terms, variant).tolist()]
    if rows[0].month:
        rows = [Row(0), *rows]
    rows = with_fee(rows, to_minor(terms.fee_fixed, currency))
    return dated(rows, start, market.timeline, owes=False)


def _paid(terms: EntitlementTerms, variant: Variant) -> Ints:
    """Months in which it is paid: as many as begin within the months counted, after the delay."""
    return every_months(variant.tenor - 1, terms.paid_every_months) + terms.delay_months


ENTITLEMENT = Kind(
    code="entitlement",
    side=Side.GRANT,
    Terms=EntitlementTerms,
    variants=variants,
    unit_flows=unit_flows,
    schedule=schedule,
)
