"""Savings account: a sum left in an open account, with profit at an announced yearly figure.

Derivation: every month earns a twelfth of the yearly figure on the balance that counts; profit is
added at the interval of the basis and earns from then on. Checked against the wallet plans of
JazzCash (Pakistan), see `tests/products/kinds/test_savings_account.py`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import Annotated, Literal, Self

import numpy as np
from pydantic import Field, model_validator

from products.basis.cashflow import Schedule, UnitFlows
from products.basis.market import Market
from products.basis.money import round_minor, to_minor
from products.basis.rates import RateBasis
from products.basis.timeline import date_of
from products.kind import Kind, MoneyAmount, RateValue, Side, Variant
from products.mechanics.accumulation import account_profit, held
from products.mechanics.closing import at_months, every_months
from products.mechanics.exact import Row, dated, taxed, whole
from products.mechanics.lookups import Ints
from products.mechanics.placing import on_marks, whole_periods
from products.terms import (
    HoldTerms,
    OutlookTerms,
    RoundingTerms,
    TaxTerms,
    ZakatTerms,
    basis_stated,
)

YEAR = 12
"""Months of a year."""
YEAR_DAYS = 365
"""Days of a year."""
CREDIT_MONTHS = {
    RateBasis.NOMINAL_PA_MONTHLY: 1,
    RateBasis.NOMINAL_PA_QUARTERLY: 3,
    RateBasis.NOMINAL_PA_HALF_YEARLY: 6,
    RateBasis.EFFECTIVE_PA: 12,
}
"""Months after which profit is added to the balance; with `simple_pa` it never is."""


class CountedBalance(StrEnum):
    """Which balance of a month earns its profit."""

    DAILY = "daily"
    """the balance of each day"""
    LOWEST = "lowest"
    """the lowest balance of the calendar month, counted from `lowest_from_day`"""


class SavingsAccountTerms(HoldTerms, OutlookTerms, TaxTerms, ZakatTerms, RoundingTerms):
    """Terms of a savings account; the listing's amount is a sum put in once and left there.

    Tiers by balance are listings of one `band_of`. The basis says when profit is added to the
    balance: monthly, quarterly, half-yearly, yearly (`effective_pa`); with `simple_pa` it never
    earns itself. Tax is withheld when profit is added.
    """

    kind: Literal["savings_account"] = "savings_account"
    """Code of the kind."""
    rate: RateValue
    """Yearly profit as a decimal, as announced last."""
    rate_low: RateValue | None = None
    """Yearly profit if announcements turn out low; empty means "not found"."""
    rate_high: RateValue | None = None
    """Yearly profit if announcements turn out high; empty means "not found"."""
    rate_basis: RateBasis = RateBasis.NOMINAL_PA_MONTHLY
    """How often profit is added to the balance."""
    credited_daily: bool = False
    """Whether profit is added every day, a 365th of the yearly figure, rather than at the interval
    of the basis, which is then monthly."""
    counted_balance: CountedBalance = CountedBalance.DAILY
    """Which balance of a month earns its profit."""
    lowest_from_day: Annotated[int, Field(ge=1, le=31, json_schema_extra={"unit": "day"})] = 1
    """With `lowest`: what is put in up to this day of a calendar month earns in that month; what is
    put in later earns from the next one."""
    balance_min: MoneyAmount = 0.0
    """Below this balance there is no profit; the listing's smallest amount is at least this."""
    fee_fixed: MoneyAmount = 0.0
    """Subscription or account fee each time it is asked, in the listing's currency."""
    fee_every_months: Annotated[int, Field(ge=0, le=12, json_schema_extra={"unit": "months"})] = 0
    """Months between two fees; 0: once, at the beginning."""
    fee_interval_assumed: bool = False
    """Whether the provider does not say how often the fee is asked, so that `fee_every_months` is
    our prudent reading."""

    @model_validator(mode="after")
    def _basis_fits(self) -> Self:
        if self.rate_basis not in (*CREDIT_MONTHS, RateBasis.SIMPLE_PA):
            raise ValueError(f"problem.basis_does_not_fit|value={self.rate_basis.value}")
        if self.credited_daily and self.rate_basis is not RateBasis.NOMINAL_PA_MONTHLY:
            raise ValueError(f"problem.basis_does_not_fit|value={self.rate_basis.value}")
        basis_stated(self, self.rate)
        return self


def variants(terms: SavingsAccountTerms) -> tuple[Variant, ...]:
    """Every time it may be held for in a plan."""
    return tuple(Variant(tenor=tenor) for tenor in terms.tenors)


def unit_flows(terms: SavingsAccountTerms, variant: Variant, market: Market) -> UnitFlows:
    """Flows of a balance of 1, `[T+1]`: put in, taken out with profit after tax; fees beside it."""
    months, _ = whole_periods(variant.tenor, 0, 1)
    quoted, share = _quoted(terms, variant.tax_filer)
    opened = date_of(market.timeline, variant.start)
    credit = _credit_months(terms, months)
    profit = account_profit(quoted, months, credit, share, _lost(terms, opened))
    profit = profit - terms.zakat_pa_share * (np.arange(months + 1) // YEAR)
    flows = held(np.ones(months + 1), profit, np.maximum(1 + profit, 0.0))
    fees = at_months(months, _fee_months(terms, months), -terms.fee_fixed)
    return on_marks(replace(flows, per_take=fees), variant.start, market.timeline.n_marks)


def schedule(
    terms: SavingsAccountTerms,
    variant: Variant,
    amount_minor: int,
    start: date,
    currency: str,
    market: Market,
) -> Schedule:
    """The dated account in minor units: the sum, profit as it is added, fees, what is taken out.

    Profit added stands in its row as charge earned and as principal put away at once. Below
    `balance_min` there is none.
    """
    months, _ = whole_periods(variant.tenor, 0, 1)
    quoted, share = _quoted(terms, variant.tax_filer)
    credit, lost = _credit_months(terms, months), _lost(terms, start)
    if amount_minor < to_minor(terms.balance_min, currency):
        lost = months
    fee, fees = to_minor(terms.fee_fixed, currency), set(_fee_months(terms, months).tolist())
    rows, balance, waiting = [], amount_minor, 0.0
    for month in range(months + 1):
        waiting += balance * quoted / 12 if month > lost else 0.0
        paid = -fee if month in fees else 0
        profit, moved = 0, -amount_minor if month == 0 else 0
        if month and (month == months or month % credit == 0):
            profit, waiting = taxed(round_minor(waiting, terms.rounding), share), 0.0
            balance += profit
            moved = -profit
        if month == months:
            zakat = whole(amount_minor * terms.zakat_pa_share * (months // YEAR))
            moved, profit = balance - profit, profit - zakat
        rows.append(Row(month, moved, profit, paid))
    kept = [row for row in rows if row.month == 0 or row.principal or row.charge or row.fee]
    return dated(kept, start, market.timeline, owes=False)


def _quoted(terms: SavingsAccountTerms, tax_filer: bool) -> tuple[float, float]:
    """Yearly figure of which a twelfth is added or waits each month, and the tax share on it.

    What is added every day grows over the days of an average month, its tax withheld each time.
    """
    share = terms.tax_share(tax_filer)
    if not terms.credited_daily:
        return terms.rate, share
    a_day = terms.rate * (1 - share) / YEAR_DAYS
    return float(12 * ((1 + a_day) ** (YEAR_DAYS / 12) - 1)), 0.0


def _credit_months(terms: SavingsAccountTerms, months: int) -> int:
    return CREDIT_MONTHS.get(terms.rate_basis, months)


def _fee_months(terms: SavingsAccountTerms, months: int) -> Ints:
    """Months in which the fee is asked; none at the end, when the account is closed."""
    return every_months(months - 1, terms.fee_every_months)


def _lost(terms: SavingsAccountTerms, opened: date) -> int:
    """First months without profit: one if the month's lowest balance was none."""
    lowest = terms.counted_balance is CountedBalance.LOWEST
    return int(lowest and opened.day > terms.lowest_from_day)


SAVINGS_ACCOUNT = Kind(
    code="savings_account",
    side=Side.SAVING,
    Terms=SavingsAccountTerms,
    variants=variants,
    unit_flows=unit_flows,
    schedule=schedule,
)
