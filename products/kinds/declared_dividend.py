"""Declared dividend: a monthly saving in a fund whose yearly dividend is known only afterwards.

Derivation: the averaging rule, a year's dividend being the declared figure on the mean of the
values after its first and after its last payment. Checked against the tables of the Pag-IBIG MP2
and Regular Savings programmes (Philippines), see
`tests/products/kinds/test_declared_dividend.py`.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal, Self

import numpy as np
from pydantic import Field, model_validator

from products.basis.cashflow import Schedule, UnitFlows
from products.basis.market import Market
from products.basis.money import round_minor
from products.kind import Kind, Months, RateValue, Share, Side, Variant
from products.mechanics.closing import closed
from products.mechanics.exact import Row, dated, taxed
from products.mechanics.placing import on_marks, whole_periods
from products.mechanics.prices import Floats
from products.terms import OutlookTerms, RoundingTerms, TaxTerms, TenorTerms

YEAR = 12
"""Months of a year."""


class DividendPayout(StrEnum):
    """What becomes of a year's dividend."""

    COMPOUNDED = "compounded"
    """it stays in and earns the next year's dividend"""
    YEARLY = "yearly"
    """it is paid out every year"""


class DeclaredDividendTerms(TenorTerms, OutlookTerms, TaxTerms, RoundingTerms):
    """Terms of a provident saving; the listing's amount is one month's payment.

    Payments are made at the start of every month until the longest tenor, which is maturity. What
    is not claimed then earns `after_dividend_pa` for `after_months`, and nothing later. Dividends
    are declared afterwards: none is promised.
    """

    kind: Literal["declared_dividend"] = "declared_dividend"
    """Code of the kind."""
    dividend_pa: RateValue
    """Yearly dividend as a decimal: the last declared, or what a plan should count on."""
    dividend_pa_low: RateValue | None = None
    """Lowest yearly dividend thought possible, such as the lowest of its history."""
    dividend_pa_high: RateValue | None = None
    """Highest yearly dividend thought possible, such as the highest of its history."""
    payout: DividendPayout = DividendPayout.COMPOUNDED
    """Whether dividends stay in or are paid out every year."""
    after_dividend_pa: RateValue = 0.0
    """Yearly dividend on what is left in after maturity."""
    after_months: Months = 0
    """How long after maturity it earns that; it earns nothing later."""
    exit_allowed: bool = False
    """Whether the family may count on leaving before maturity; no where it takes a listed reason
    that the family does not have."""
    exit_reasons: Annotated[str, Field(pattern=r"^([a-z_]+(\|[a-z_]+)*)?$", max_length=300)] = ""
    """Reasons for which it may be left early, parted by |, such as returned|disability."""
    exit_dividend_share: Share = 0.0
    """Share of all dividends that is kept by who leaves early; what was paid out above it comes out
    of the payments."""

    @model_validator(mode="after")
    def _years_whole(self) -> Self:
        if self.payout is DividendPayout.YEARLY:
            for months in self.tenors:
                if months % 12:
                    raise ValueError(f"problem.not_whole_years|value={months}|limit=12")
        if self.after_months % 12:
            raise ValueError(f"problem.not_whole_years|value={self.after_months}|limit=12")
        return self


def variants(terms: DeclaredDividendTerms) -> tuple[Variant, ...]:
    """Every tenor, and for the longest also each year it may earn on unclaimed."""
    after = range(12, terms.after_months + 1, 12)
    longer = tuple(Variant(tenor=terms.tenor_max_months + months) for months in after)
    return tuple(Variant(tenor=tenor) for tenor in terms.tenors) + longer


def unit_flows(terms: DeclaredDividendTerms, variant: Variant, market: Market) -> UnitFlows:
    """Flows of a payment of 1 a month, `[T+1]`, with the dividends that are counted on."""
    months, _ = whole_periods(variant.tenor, 0, 1)
    maturity = min(months, terms.tenor_max_months)
    month = np.arange(months + 1)
    paid_in = np.minimum(month + 1.0, maturity)
    earned, drawn = _dividends(terms, months, maturity, terms.tax_share(variant.tax_filer))
    owned = paid_in + earned - drawn
    owned[-1] = 0.0
    early = np.where(month < maturity, _early(terms, paid_in, earned, drawn), owned)
    flows = closed(owned, np.diff(earned, prepend=0.0), np.where(month < months, early, 0.0))
    return on_marks(flows, variant.start, market.timeline.n_marks)


def schedule(
    terms: DeclaredDividendTerms,
    variant: Variant,
    amount_minor: int,
    start: date,
    currency: str,  # noqa: ARG001 - the signature of every kind
    market: Market,
) -> Schedule:
    """The dated account in minor units, with the dividends that are counted on, rounded yearly."""
    months, _ = whole_periods(variant.tenor, 0, 1)
    maturity = min(months, terms.tenor_max_months)
    share = terms.tax_share(variant.tax_filer)
    rows, balance, waiting = [Row(0, principal=-amount_minor)], amount_minor, 0.0
    for month in range(1, months + 1):
        waiting += balance * _dividend_pa(terms, month, maturity) / 12
        last, dividend = month == months, 0
        if last or month % YEAR == 0:
            dividend, waiting = taxed(round_minor(waiting, terms.rounding), share), 0.0
        added = 0 if terms.payout is DividendPayout.YEARLY else dividend
        put_away = -balance if last else added + (amount_minor if month < maturity else 0)
        balance += put_away
        if put_away or dividend:
            rows.append(Row(month, principal=-put_away, charge=dividend))
    return dated(rows, start, market.timeline, owes=False)


def _dividend_pa(terms: DeclaredDividendTerms, month: int, maturity: int) -> float:
    """Yearly dividend in force in a month, the first being 1."""
    if month <= maturity:
        return terms.dividend_pa
    return terms.after_dividend_pa if month <= maturity + terms.after_months else 0.0


def _dividends(
    terms: DeclaredDividendTerms, months: int, maturity: int, tax: float
) -> tuple[Floats, Floats]:
    """Dividends earned and drawn so far after tax, each `[months + 1]`.

    Earned is counted month by month, a twelfth of the year's figure on what is in; it is added or
    drawn after every twelve months, which is the averaging rule.
    """
    earned, drawn = np.zeros(months + 1), np.zeros(months + 1)
    added = paid_out = waiting = 0.0
    for month in range(1, months + 1):
        base = min(month, maturity) + added
        waiting += base * _dividend_pa(terms, month, maturity) / 12 * (1 - tax)
        if month % YEAR == 0:
            if terms.payout is DividendPayout.YEARLY:
                paid_out += waiting
            else:
                added += waiting
            waiting = 0.0
        earned[month] = added + paid_out + waiting
        drawn[month] = paid_out
    return earned, drawn


def _early(terms: DeclaredDividendTerms, paid_in: Floats, earned: Floats, drawn: Floats) -> Floats:
    """What is paid on leaving before maturity: payments and a share of dividends, less drawn."""
    if not terms.exit_allowed:
        return np.zeros(paid_in.shape)
    return np.maximum(paid_in + terms.exit_dividend_share * earned - drawn, 0.0)


DECLARED_DIVIDEND = Kind(
    code="declared_dividend",
    side=Side.SAVING,
    Terms=DeclaredDividendTerms,
    variants=variants,
    unit_flows=unit_flows,
    schedule=schedule,
    amount_is_monthly=True,
)
