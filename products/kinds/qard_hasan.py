"""Benevolent loan (qard hasan): paid back in equal parts, with nothing for the time.

Derivation: equal parts of the amount over the months after the grace. Checked against the Apni
Chhat Apna Ghar scheme (Punjab): Rs 1.5 million over 9 years, see
`tests/products/kinds/test_qard_hasan.py`.
"""

from __future__ import annotations

from datetime import date
from math import inf
from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from products.basis.cashflow import Schedule, UnitFlows
from products.basis.market import Market
from products.basis.money import minor_digits, to_minor
from products.borrowing import DrawdownTerms, InstalmentTerms
from products.kind import Kind, MoneyAmount, Side, Variant
from products.mechanics import financing
from products.mechanics.exact import Payback, dated, declining_rows, with_fee
from products.mechanics.placing import on_marks, whole_periods
from products.mechanics.repayment import Repayment, repaid_shares
from products.terms import RoundingTerms


class QardHasanTerms(InstalmentTerms, DrawdownTerms, RoundingTerms):
    """Terms of a benevolent loan.

    A fixed fee for the provider's real expenses is the only cost it can have. A grace one
    instalment short of the tenor means a single payment at the end.
    """

    kind: Literal["qard_hasan"] = "qard_hasan"
    """Code of the kind."""
    instalment_cap: Annotated[
        float | None, Field(gt=0, le=1e12, json_schema_extra={"unit": "money"})
    ] = None
    """Most that one instalment may be, in the listing's currency; limits the amount for each
    tenor."""
    fee_fixed: MoneyAmount = 0.0
    """Fixed fee, whatever the amount, in the listing's currency."""
    fee_yearly: MoneyAmount = 0.0
    """Fixed fee at the beginning of every year, the first included, in the listing's currency."""


def variants(terms: QardHasanTerms) -> tuple[Variant, ...]:
    """Every tenor with the shortest and the longest grace."""
    return terms.choices


def unit_flows(terms: QardHasanTerms, variant: Variant, market: Market) -> UnitFlows:
    """Flows of a loan of 1, `[T+1]`: received at the start, paid back in equal monthly parts."""
    months, grace = whole_periods(variant.tenor, variant.grace, 1)
    shares = repaid_shares(Repayment.EQUAL_PRINCIPAL, np.zeros(months), grace)
    course = financing.flat(0.0, shares, 1)
    course = financing.with_fees(course, 0.0, terms.fee_fixed)
    return on_marks(course, variant.start, market.timeline.n_marks)


def schedule(
    terms: QardHasanTerms,
    variant: Variant,
    amount_minor: int,
    start: date,
    currency: str,
    market: Market,
) -> Schedule:
    """The dated contract in minor units; the amount must be within `amount_limit`."""
    limit = amount_limit(terms, variant)
    if amount_minor > limit * 10 ** minor_digits(currency):
        raise ValueError(f"instalments of at most {terms.instalment_cap} cannot carry this amount")
    months, grace = whole_periods(variant.tenor, variant.grace, 1)
    payback = Payback(Repayment.EQUAL_PRINCIPAL, grace, terms.rounding)
    rows = declining_rows(payback, [amount_minor] + [0] * months, np.zeros(months), 1)
    rows = with_fee(rows, to_minor(terms.fee_fixed, currency))
    return dated(rows, start, market.timeline, owes=True)


def amount_limit(terms: QardHasanTerms, variant: Variant) -> float:
    """Largest amount whose equal parts stay within the cap; infinite without one."""
    if terms.instalment_cap is None:
        return inf
    return terms.instalment_cap * (variant.tenor - variant.grace)


QARD_HASAN = Kind(
    code="qard_hasan",
    side=Side.FINANCE,
    Terms=QardHasanTerms,
    variants=variants,
    unit_flows=unit_flows,
    schedule=schedule,
    amount_limit=amount_limit,
)
