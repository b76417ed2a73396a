"""Income certificate: one sum put away, profit paid every few months, the sum back at the end.

Derivation: a coupon is the yearly figure for the months of its period, or a row of a table. Checked
against the notifications of National Savings (Pakistan) for the Special Savings, Regular Income and
Behbood certificates, see `tests/products/kinds/test_income_certificate.py`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Literal, Self

import numpy as np
from pydantic import Field, field_validator, model_validator

from products.basis.cashflow import Schedule, UnitFlows
from products.basis.market import Market
from products.basis.money import round_minor, to_major, to_minor
from products.basis.rates import RateBasis
from products.kind import MOST_RATE, Kind, Months, RateValue, Share, Side, Step, Variant
from products.mechanics.closing import closed
from products.mechanics.coupons import coupon_months, outstanding_at, repaid_parts, so_far
from products.mechanics.exact import Row, dated, in_parts, taxed, whole
from products.mechanics.lookups import Ints, charge_before, kept_profit, ladder_profit, value_at
from products.mechanics.placing import on_marks
from products.mechanics.prices import Floats, growth_in_periods
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


class IncomeCertificateTerms(TenorTerms, TaxTerms, ZakatTerms, RoundingTerms):
    """Terms of an income certificate.

    The listing's amount is face value. The profit of a period is `rate` for its months, or the row
    of `coupons` that holds at that payment. A period that is not complete earns nothing. Left
    undrawn (`profit_kept`), profit stays in and earns the first period's share itself; what later
    payments pay above that counts on the face value only. Tax is withheld when profit is paid.
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
    drawn_payments: Annotated[int, Field(ge=0, le=480, json_schema_extra={"unit": "payments"})] = 0
    """With `profit_kept`: so many first payments are drawn all the same."""
    first_coupon_months: Annotated[
        int | None, Field(ge=1, le=12, json_schema_extra={"unit": "months"})
    ] = None
    """Months to the first payment, which is a whole one; empty: a whole period."""
    price_share: Annotated[float, Field(gt=0, le=3, json_schema_extra={"unit": "share"})] = 1.0
    """Clean price per unit of face value."""
    accrued_share: Share = 0.0
    """Profit accrued since the last payment, paid with the price, per unit of face value."""
    repaid_in_parts: bool = False
    """Whether face value is repaid in equal parts with the payments, rather than at the end."""
    deferral_months: Months = 0
    """With `repaid_in_parts`: no part is repaid in so many first months."""
    coupon_currency: Annotated[str, Field(pattern=r"^([A-Z]{3})?$")] = ""
    """Currency in which profit is paid, at the exchange rate of its day; empty: the listing's."""
    exit_allowed: bool = True
    """Whether it may be cashed before the end."""
    exit_charges: tuple[Step, ...] = ()
    """On leaving: `at` = before completing these years, `value` = share of face value kept back."""
    exit_rates: tuple[Step, ...] = ()
    """On leaving: `at` = completed months, `value` = yearly profit for the whole time held; what
    was paid above it is taken from the face value, with no tax given back."""
    exit_period_months: Period = 1
    """With `exit_rates`: profit counts for whole periods of so many months."""

    @field_validator("exit_charges")
    @classmethod
    def _charges_valued(cls, steps: tuple[Step, ...]) -> tuple[Step, ...]:
        return all_valued(steps)

    @field_validator("exit_rates")
    @classmethod
    def _exit_rates_valued(cls, steps: tuple[Step, ...]) -> tuple[Step, ...]:
        return all_valued(steps, MOST_RATE)

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
        first, every = self.first_coupon, self.coupon_every_months
        if first > every:
            raise ValueError(f"problem.too_high|value={first}|limit={every}")
        for months in self.tenors:
            if months < first or (months - first) % every:
                raise ValueError(f"problem.not_whole_periods|value={months}|limit={every}")
        payments = (self.tenor_max_months - first) // every + 1
        if self.coupons and self.coupons[-1].at > payments:
            raise ValueError(
                f"problem.step_beyond_tenor|value={self.coupons[-1].at}|limit={payments}"
            )
        exit_ladder(self.exit_rates, self.tenor_max_months)
        return self

    @model_validator(mode="after")
    def _parts_and_kept_agree(self) -> Self:
        other = self.profit_kept or self.exit_rates or self.zakat_pa_share
        if self.repaid_in_parts and other:
            raise ValueError("problem.parts_do_not_fit")
        longest = self.tenors[0] - 1
        if self.deferral_months > longest:
            raise ValueError(
                f"problem.grace_beyond_tenor|value={self.deferral_months}|limit={longest}"
            )
        return self

    @property
    def first_coupon(self) -> int:
        """Months to the first payment of profit."""
        return self.first_coupon_months or self.coupon_every_months


def variants(terms: IncomeCertificateTerms) -> tuple[Variant, ...]:
    """Every tenor."""
    return tuple(Variant(tenor=tenor) for tenor in terms.tenors)


def unit_flows(terms: IncomeCertificateTerms, variant: Variant, market: Market) -> UnitFlows:
    """Flows of a face value of 1, `[T+1]`: bought, profit after tax, paid back at the end."""
    months, paper = variant.tenor, _paper(terms, variant)
    net = 1 - terms.tax_share(variant.tax_filer)
    zakat = terms.zakat_pa_share * (np.arange(months + 1) // YEAR)
    drawn = so_far(months, paper.due, paper.drawn)
    kept = np.concatenate([[0.0], paper.kept])[paper.completed]
    face = np.round(1 - so_far(months, paper.due, paper.parts), 12)
    cost = terms.price_share + terms.accrued_share
    owned = face * min(cost, 1.0) + net * kept - zakat
    gain = max(1 - cost, 0.0) * np.diff(-face, prepend=-1.0)
    gain[0] = min(1 - cost, 0.0)
    charge = gain + np.diff(net * (drawn + kept) - zakat, prepend=0.0)
    owned[-1] = 0.0
    early = np.maximum(_early(terms, face, drawn, kept, net) - zakat, 0.0)
    early[-1] = 0.0
    flows = closed(owned, charge, early)
    return on_marks(flows, variant.start, market.timeline.n_marks)


def schedule(
    terms: IncomeCertificateTerms,
    variant: Variant,
    amount_minor: int,
    start: date,
    currency: str,  # noqa: ARG001 - the signature of every kind
    market: Market,
) -> Schedule:
    """The dated contract in minor units: purchase, payments of profit after tax, face value.

    What the price and the accrued profit differ from face value is the charge of the purchase.
    """
    share, paper = terms.tax_share(variant.tax_filer), _paper(terms, variant)
    repaid = in_parts(amount_minor, [float(part) for part in paper.parts])
    price = whole(amount_minor * (terms.price_share + terms.accrued_share))
    rows = [Row(0, principal=-amount_minor, charge=amount_minor - price)]
    out = amount_minor
    for month, coupon, part in zip(paper.due.tolist(), paper.quoted, repaid, strict=True):
        profit = round_minor(out * float(coupon), terms.rounding)
        rows.append(Row(month, principal=part, charge=taxed(profit, share)))
        out -= part
    if terms.profit_kept:
        rows = [*rows[: 1 + min(terms.drawn_payments, len(repaid) - 1)], rows[-1]]
        kept = round_minor(amount_minor * float(paper.kept[-1]), terms.rounding)
        rows[-1] = Row(variant.tenor, principal=amount_minor, charge=taxed(kept, share))
    zakat = whole(amount_minor * terms.zakat_pa_share * (variant.tenor // YEAR))
    rows[-1] = replace(rows[-1], charge=rows[-1].charge - zakat)
    return dated(rows, start, market.timeline, owes=False)


def coupons_paid(
    terms: IncomeCertificateTerms, found: Schedule, currency: str, market: Market
) -> tuple[int, ...]:
    """Profit of each row of a schedule in minor units of the coupon's own currency.

    At the exchange rate of the row's mark; a currency that the market does not quote is the plan's
    own. Empty where profit is paid in the listing's currency.
    """
    if terms.coupon_currency in ("", currency):
        return ()
    one = np.ones(market.timeline.n_marks)
    cross = market.fx.get(currency, one) / market.fx.get(terms.coupon_currency, one)
    paid = []
    for mark, profit in zip(found.due_mark.tolist(), found.charge_minor.tolist(), strict=True):
        rate_of_day = float(cross[..., min(max(mark, 0), market.timeline.months)])
        paid.append(to_minor(to_major(profit, currency) * rate_of_day, terms.coupon_currency))
    return tuple(paid)


@dataclass(frozen=True, slots=True)
class _Paper:
    """A certificate of face value 1: its payments `[P]`, before tax.

    `quoted` is the coupon on what is out, `drawn` what is paid of it, `kept` what has been left in
    so far, `parts` what is repaid; `completed` `[months + 1]` counts payments gone by.
    """

    due: Ints
    quoted: Floats
    drawn: Floats
    kept: Floats
    parts: Floats
    completed: Ints


def _paper(terms: IncomeCertificateTerms, variant: Variant) -> _Paper:
    due = coupon_months(variant.tenor, terms.coupon_every_months, terms.first_coupon)
    parts = repaid_parts(due, terms.repaid_in_parts, terms.deferral_months)
    quoted = _coupons(terms, due.size)
    drawn = quoted * outstanding_at(due, parts)
    kept = np.zeros(due.size)
    if terms.profit_kept:
        first = min(terms.drawn_payments, due.size - 1)
        drawn[first:] = 0.0
        kept[first:] = kept_profit(quoted[first:], terms.kept_step_share)[1:]
    completed = np.searchsorted(due, np.arange(variant.tenor + 1), side="right")
    return _Paper(due, quoted, drawn, kept, parts, completed)


def _coupons(terms: IncomeCertificateTerms, payments: int) -> Floats:
    """Profit of each payment per unit of face value, `[payments]`."""
    if terms.rate is not None:
        one = np.full(terms.coupon_every_months, terms.rate)
        share = growth_in_periods(one, terms.rate_basis, one.size)[0, -1] - 1
        return np.full(payments, share)
    at = [step.at for step in terms.coupons]
    value = [step.value or 0.0 for step in terms.coupons]
    return value_at(at, value, np.arange(1, payments + 1), 0.0)


def _early(
    terms: IncomeCertificateTerms, face: Floats, drawn: Floats, kept: Floats, net: float
) -> Floats:
    """What is paid on leaving after each month, `[N + 1]`: worth less the charge of its year."""
    month = np.arange(face.size)
    if not terms.exit_allowed:
        return np.zeros(face.shape)
    if terms.exit_rates:
        at = [step.at for step in terms.exit_rates]
        figures = [step.value or 0.0 for step in terms.exit_rates]
        period, basis = terms.exit_period_months, RateBasis.SIMPLE_PA
        due = ladder_profit(at, figures, month.size - 1, period, basis) - drawn
        worth = face + np.where(due > 0, net * due, due)
    else:
        worth = face + net * kept
    at = [step.at for step in terms.exit_charges]
    value = [step.value or 0.0 for step in terms.exit_charges]
    return worth - charge_before(at, value, month // YEAR)


INCOME_CERTIFICATE = Kind(
    code="income_certificate",
    side=Side.SAVING,
    Terms=IncomeCertificateTerms,
    variants=variants,
    unit_flows=unit_flows,
    schedule=schedule,
)
