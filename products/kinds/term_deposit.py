"""Term deposit: one sum put away for a fixed time, paid back with its profit at maturity.

Derivation: simple profit adds a twelfth of the yearly figure a month, compound profit grows by its
monthly equivalent. Checked against the bank's own example of a step-up deposit (National Bank of
Pakistan) and the Short Term Savings Certificate, see `tests/products/kinds/test_term_deposit.py`.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, Self

import numpy as np
from pydantic import Field, field_validator, model_validator

from products.basis.cashflow import Schedule, UnitFlows
from products.basis.market import Market
from products.basis.money import round_minor
from products.basis.rates import RateBasis
from products.basis.timeline import date_of
from products.kind import MOST_RATE, Kind, Months, RateValue, Share, Side, Step, Variant
from products.mechanics.accumulation import early_worth, held, lump_profit
from products.mechanics.bills import YEAR_DAYS, months_paid, paid_on
from products.mechanics.days import months_covering
from products.mechanics.exact import Row, dated, laid_out, taxed, whole
from products.mechanics.lookups import ladder_profit, value_at
from products.mechanics.placing import on_marks, whole_periods
from products.mechanics.prices import Floats, monthly
from products.terms import (
    Period,
    RoundingTerms,
    TaxTerms,
    TenorTerms,
    ZakatTerms,
    all_valued,
    basis_fits,
    basis_stated,
    exit_ladder,
)

YEAR = 12
"""Months of a year."""


class TermDepositTerms(TenorTerms, TaxTerms, ZakatTerms, RoundingTerms):
    """Terms of a term deposit.

    With basis `simple_pa` the profit of each month is a twelfth of the yearly figure on the first
    amount; any other basis compounds. `rate_steps` replaces `rate` where the figure changes by
    month of holding. Tax is withheld when profit is paid.
    """

    kind: Literal["term_deposit"] = "term_deposit"
    """Code of the kind."""
    tenor_days: Annotated[int | None, Field(ge=7, le=3660, json_schema_extra={"unit": "days"})] = (
        None
    )
    """A time in days, such as 444; the tenor in months is then the fewest that cover it."""
    rate: RateValue | None = None
    """Yearly profit as a decimal, fixed for the whole tenor; empty where `rate_steps` says it."""
    rate_basis: RateBasis = RateBasis.SIMPLE_PA
    """What the figure is a rate of; `simple_pa` is not compounded."""
    rate_steps: tuple[Step, ...] = ()
    """Figure by month of holding: `at` = months gone by, `value` = decimal; the first is at 0."""
    exit_allowed: bool = True
    """Whether the deposit may be broken before maturity."""
    exit_min_months: Months = 0
    """No profit is paid when it is broken before this many months."""
    exit_rate: RateValue | None = None
    """Yearly profit when broken early; empty means "not found": the deposit alone is counted on."""
    exit_reduction: RateValue | None = None
    """Or: the contract's own figure, or that of the ladder, less this."""
    exit_rate_floor: RateValue = 0.0
    """After a reduction the figure is never below this."""
    exit_rates: tuple[Step, ...] = ()
    """Or a ladder: `at` = completed months, `value` = yearly profit for the whole time held."""
    exit_period_months: Period = 1
    """When broken early, profit counts for whole periods of so many months."""
    exit_charge_share: Share = 0.0
    """Share of the deposit kept back when broken early."""

    @field_validator("rate_steps")
    @classmethod
    def _steps_whole(cls, steps: tuple[Step, ...]) -> tuple[Step, ...]:
        ordered = all_valued(steps, MOST_RATE)
        if ordered and ordered[0].at:
            raise ValueError(f"problem.steps_start_late|value={ordered[0].at}|limit=0")
        return ordered

    @field_validator("exit_rates")
    @classmethod
    def _exit_rates_valued(cls, steps: tuple[Step, ...]) -> tuple[Step, ...]:
        return all_valued(steps, MOST_RATE)

    @model_validator(mode="after")
    def _terms_agree(self) -> Self:
        if self.rate is None and not self.rate_steps:
            raise ValueError("problem.no_rate")
        if self.rate is not None and self.rate_steps:
            raise ValueError("problem.rate_and_steps")
        if self.rate_steps:
            basis_stated(self, self.rate_steps[0].value or 0.0)
        basis_fits(self.rate_basis)
        basis_stated(self, self.rate)
        if self.exit_rate is not None and (self.exit_reduction is not None or self.exit_rates):
            raise ValueError("problem.two_exit_rules")
        exit_ladder(self.exit_rates, self.tenor_max_months)
        self._days_fit()
        if self.rate_steps and self.rate_steps[-1].at >= self.tenor_max_months:
            limit = self.tenor_max_months
            raise ValueError(
                f"problem.step_beyond_tenor|value={self.rate_steps[-1].at}|limit={limit}"
            )
        return self

    def _days_fit(self) -> None:
        if self.tenor_days is None:
            return
        if self.rate_steps:
            raise ValueError(f"problem.deposit_days_with_steps|value={self.tenor_days}")
        months = months_covering(self.tenor_days)
        for tenor in self.tenors:
            if tenor != months:
                raise ValueError(f"problem.tenor_not_of_days|value={tenor}|limit={months}")


def variants(terms: TermDepositTerms) -> tuple[Variant, ...]:
    """Every tenor."""
    return tuple(Variant(tenor=tenor) for tenor in terms.tenors)


def unit_flows(terms: TermDepositTerms, variant: Variant, market: Market) -> UnitFlows:
    """Flows of a deposit of 1, `[T+1]`: put in, paid back with profit after tax at the end."""
    months = _months(terms, variant, market)
    after_tax = 1 - terms.tax_share(variant.tax_filer)
    zakat = terms.zakat_pa_share * (np.arange(months + 1) // YEAR)
    quoted = _quoted(terms, months)
    profit = after_tax * lump_profit(quoted, terms.rate_basis) - zakat
    profit[-1] = after_tax * _earned(terms, months) - terms.zakat_pa_share * _years(terms, months)
    exit_profit = after_tax * _exit_profit(terms, quoted)
    paid_in = np.ones(months + 1)
    early = early_worth(
        paid_in, exit_profit, terms.exit_min_months, terms.exit_charge_share, terms.exit_allowed
    )
    early = np.maximum(early - zakat, 0.0)
    return on_marks(held(paid_in, profit, early), variant.start, market.timeline.n_marks)


def schedule(
    terms: TermDepositTerms,
    variant: Variant,
    amount_minor: int,
    start: date,
    currency: str,  # noqa: ARG001 - the signature of every kind
    market: Market,
) -> Schedule:
    """The dated contract in minor units: the deposit, its return with what profit is left."""
    months, _ = whole_periods(variant.tenor, 0, 1)
    profit = round_minor(amount_minor * _earned(terms, months), terms.rounding)
    zakat = whole(amount_minor * terms.zakat_pa_share * _years(terms, months))
    net = taxed(profit, terms.tax_share(variant.tax_filer)) - zakat
    rows = [Row(0, principal=-amount_minor), Row(months, principal=amount_minor, charge=net)]
    if terms.tenor_days is None:
        return dated(rows, start, market.timeline, owes=False)
    due = (start, *paid_on(start, terms.tenor_days, 1))
    return laid_out(rows, due, market.timeline, owes=False)


def _months(terms: TermDepositTerms, variant: Variant, market: Market) -> int:
    """Months at whose end it is paid back: the tenor, or the first mark on or after its day."""
    months, _ = whole_periods(variant.tenor, 0, 1)
    if terms.tenor_days is None:
        return months
    begins = date_of(market.timeline, variant.start)
    return months_paid(market.timeline, variant.start, begins, terms.tenor_days, 1)[0]


def _years(terms: TermDepositTerms, months: int) -> int:
    """Completed years of the whole time."""
    return months // YEAR if terms.tenor_days is None else terms.tenor_days // YEAR_DAYS


def _earned(terms: TermDepositTerms, months: int) -> float:
    """Profit before tax of the whole time, per unit: by its months, or by days of a year of 365."""
    if terms.tenor_days is None:
        return float(lump_profit(_quoted(terms, months), terms.rate_basis)[-1])
    by_month, part = (
        float(monthly(terms.rate or 0.0, terms.rate_basis)),
        terms.tenor_days / YEAR_DAYS,
    )
    if terms.rate_basis is RateBasis.SIMPLE_PA:
        return by_month * YEAR * part
    return float((1 + by_month) ** (YEAR * part) - 1)


def _quoted(terms: TermDepositTerms, months: int) -> Floats:
    """Yearly figure in force in each month of holding, `[months]`."""
    if terms.rate is not None:
        return np.full(months, terms.rate)
    at = [step.at for step in terms.rate_steps]
    figures = [step.value or 0.0 for step in terms.rate_steps]
    return value_at(at, figures, np.arange(months), 0.0)


def _exit_profit(terms: TermDepositTerms, quoted: Floats) -> Floats:
    """Profit before tax when the deposit is broken after each month, `[months + 1]`."""
    months, period = quoted.size, terms.exit_period_months
    if terms.exit_rates:
        at = [step.at for step in terms.exit_rates]
        figures = [_reduced(terms, step.value or 0.0) for step in terms.exit_rates]
        return ladder_profit(at, figures, months, period, terms.rate_basis)
    if terms.exit_reduction is not None:
        paid = np.array([_reduced(terms, float(figure)) for figure in quoted])
    else:
        paid = np.full(months, terms.exit_rate or 0.0)
    counted = np.arange(months + 1) // period * period
    return lump_profit(paid, terms.rate_basis)[counted]


def _reduced(terms: TermDepositTerms, figure: float) -> float:
    return max(figure - (terms.exit_reduction or 0.0), terms.exit_rate_floor)


TERM_DEPOSIT = Kind(
    code="term_deposit",
    side=Side.SAVING,
    Terms=TermDepositTerms,
    variants=variants,
    unit_flows=unit_flows,
    schedule=schedule,
)
