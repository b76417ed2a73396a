"""Income certificate: one sum put away, profit paid every few months, the sum back at the end.

Derivation: a coupon is the yearly figure for the months of its period, or a row of a table. Checked
against the notifications of National Savings (Pakistan) for the Special Savings, Regular Income and
Behbood certificates, see `tests/products/kinds/test_income_certificate.py`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Literal, Self

import numpy as np
from pydantic import field_validator, model_validator

from products.basis.cashflow import Schedule, UnitFlows
from products.basis.market import Market
from products.basis.money import round_minor
from products.basis.rates import RateBasis
from products.kind import Kind, RateValue, Share, Side, Step, Variant
from products.mechanics.accumulation import held
from products.mechanics.exact import Row, dated, taxed
from products.mechanics.lookups import Ints, charge_before, kept_profit, value_at
from products.mechanics.placing import on_marks, whole_periods
from products.mechanics.prices import Floats, growth_in_periods
from products.terms import (
    Period,
    RoundingTerms,
    TaxTerms,
    TenorTerms,
    all_valued,
    basis_fits,
    basis_stated,
)


class IncomeCertificateTerms(TenorTerms, TaxTerms, RoundingTerms):
    """Terms of an income certificate.

    The profit of a period is `rate` for its months, or the row of `coupons` that holds at that
    payment. A period that is not complete earns nothing. Left undrawn (`profit_kept`), profit stays
    in and earns the first period's share itself; what later payments pay above that counts on the
    face value only. Tax is withheld when profit is paid.
    """

    kind: Literal["income_certificate"] = "income_certificate"
    """Code of the kind."""
    rate: RateValue | None = None
    """Yearly profit as a decimal; empty where `coupons` says it."""
    rate_basis: RateBasis = RateBasis.SIMPLE_PA
    """What the figure is a rate of; `simple_pa` pays a twelfth of it for every month."""
    coupon_every_months: Period = 1
    """Months between two payments of profit."""
    coupons: tuple[Step, ...] = ()
    """Profit: `at` = payment number, `value` = share of face value, held until the next row."""
    profit_kept: bool = False
    """Whether profit is left in and paid with the face value, rather than drawn as it falls due."""
    kept_step_share: Share = 0.0
    """Kept profit earns only on whole multiples of this share of face value; 0: on all of it."""
    exit_allowed: bool = True
    """Whether it may be cashed before the end."""
    exit_charges: tuple[Step, ...] = ()
    """On leaving: `at` = before completing these years, `value` = share of face value kept back."""

    @field_validator("exit_charges")
    @classmethod
    def _charges_valued(cls, steps: tuple[Step, ...]) -> tuple[Step, ...]:
        return all_valued(steps)

    @field_validator("coupons")
    @classmethod
    def _coupons_from_first(cls, steps: tuple[Step, ...]) -> tuple[Step, ...]:
        ordered = all_valued(steps)
        if ordered and ordered[0].at != 1:
            raise ValueError(f"problem.steps_start_late|value={ordered[0].at}|limit=1")
        return ordered

    @model_validator(mode="after")
    def _terms_agree(self) -> Self:
        if self.rate is None and not self.coupons:
            raise ValueError("problem.no_rate")
        if self.rate is not None and self.coupons:
            raise ValueError("problem.rate_and_steps")
        basis_fits(self.rate_basis)
        basis_stated(self, self.rate)
        every = self.coupon_every_months
        for months in self.tenors:
            if months % every:
                raise ValueError(f"problem.not_whole_periods|value={months}|limit={every}")
        payments = self.tenor_max_months // every
        if self.coupons and self.coupons[-1].at > payments:
            raise ValueError(
                f"problem.step_beyond_tenor|value={self.coupons[-1].at}|limit={payments}"
            )
        return self


def variants(terms: IncomeCertificateTerms) -> tuple[Variant, ...]:
    """Every tenor."""
    return tuple(Variant(tenor=tenor) for tenor in terms.tenors)


def unit_flows(terms: IncomeCertificateTerms, variant: Variant, market: Market) -> UnitFlows:
    """Flows of a certificate of 1, `[T+1]`: bought, profit after tax, paid back at the end."""
    every = terms.coupon_every_months
    payments, _ = whole_periods(variant.tenor, 0, every)
    after_tax = 1 - terms.tax_share(variant.tax_filer)
    coupons = _coupons(terms, payments)
    month = np.arange(variant.tenor + 1)
    if terms.profit_kept:
        profit = after_tax * kept_profit(coupons, terms.kept_step_share)[month // every]
    else:
        profit = np.zeros(month.size)
    paid_in = np.ones(month.size)
    flows = held(paid_in, profit, _early(terms, paid_in + profit, month // 12))
    if not terms.profit_kept:
        drawn = np.zeros(month.size)
        drawn[every::every] = after_tax * coupons
        flows = replace(flows, per_unit=flows.per_unit + drawn, charge=drawn)
    return on_marks(flows, variant.start, market.timeline.n_marks)


def schedule(
    terms: IncomeCertificateTerms,
    variant: Variant,
    amount_minor: int,
    start: date,
    currency: str,  # noqa: ARG001 - the signature of every kind
    market: Market,
) -> Schedule:
    """The dated contract in minor units: purchase, payments of profit after tax, face value."""
    every = terms.coupon_every_months
    payments, _ = whole_periods(variant.tenor, 0, every)
    share = terms.tax_share(variant.tax_filer)
    coupons = _coupons(terms, payments)
    if terms.profit_kept:
        coupons = np.diff(kept_profit(coupons, terms.kept_step_share)[[0, -1]])
        every = variant.tenor
    rows = [Row(0, principal=-amount_minor)]
    for number, coupon in enumerate(coupons, start=1):
        net = taxed(round_minor(amount_minor * float(coupon), terms.rounding), share)
        last = amount_minor if number == coupons.size else 0
        rows.append(Row(number * every, principal=last, charge=net))
    return dated(rows, start, market.timeline, owes=False)


def _coupons(terms: IncomeCertificateTerms, payments: int) -> Floats:
    """Profit of each payment per unit of face value, `[payments]`."""
    if terms.rate is not None:
        one = np.full(terms.coupon_every_months, terms.rate)
        share = growth_in_periods(one, terms.rate_basis, one.size)[0, -1] - 1
        return np.full(payments, share)
    at = [step.at for step in terms.coupons]
    value = [step.value or 0.0 for step in terms.coupons]
    return value_at(at, value, np.arange(1, payments + 1), 0.0)


def _early(terms: IncomeCertificateTerms, worth: Floats, years: Ints) -> Floats:
    """What is paid on leaving after each month, `[N + 1]`: worth less the charge of its year."""
    if not terms.exit_allowed:
        return np.zeros(worth.shape)
    at = [step.at for step in terms.exit_charges]
    value = [step.value or 0.0 for step in terms.exit_charges]
    return np.maximum(worth - charge_before(at, value, years), 0.0)


INCOME_CERTIFICATE = Kind(
    code="income_certificate",
    side=Side.SAVING,
    Terms=IncomeCertificateTerms,
    variants=variants,
    unit_flows=unit_flows,
    schedule=schedule,
)
