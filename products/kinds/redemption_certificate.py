"""Redemption certificate: one sum put away, worth what its table says after each completed year.

Derivation: the table is the contract; quoted averages are not used. Checked against the table of
the Defence Savings Certificate (National Savings, Pakistan, December 2024), see
`tests/products/kinds/test_redemption_certificate.py`.
"""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Literal, Self

import numpy as np
from pydantic import field_validator, model_validator

from products.basis.cashflow import Schedule, UnitFlows
from products.basis.market import Market
from products.basis.money import round_minor
from products.kind import Kind, Side, Step, Variant
from products.mechanics.accumulation import held
from products.mechanics.exact import Row, dated, taxed
from products.mechanics.lookups import Ints, value_at
from products.mechanics.placing import on_marks, whole_periods
from products.mechanics.prices import Floats
from products.terms import RoundingTerms, TaxTerms, TenorTerms, all_valued

MOST_REDEMPTION = 100.0
"""A hundredfold: a value above it was most likely typed per 100 or per 100,000 invested."""


class RedemptionCertificateTerms(TenorTerms, TaxTerms, RoundingTerms):
    """Terms of a certificate whose contract is a table of redemption values.

    Its worth stands still between completed years. Before the first year in the table it cannot be
    cashed (a row at 0 years says otherwise). Tax is withheld from the profit when it is cashed.
    """

    kind: Literal["redemption_certificate"] = "redemption_certificate"
    """Code of the kind."""
    redemptions: tuple[Step, ...] = ()
    """Table: `at` = completed years, `value` = payable per unit invested."""

    @field_validator("redemptions")
    @classmethod
    def _values_rise(cls, steps: tuple[Step, ...]) -> tuple[Step, ...]:
        ordered = all_valued(steps, MOST_REDEMPTION)
        for earlier, later in pairwise(ordered):
            if (later.value or 0.0) < (earlier.value or 0.0):
                raise ValueError(
                    f"problem.table_falls|value={later.value:g}|limit={earlier.value:g}"
                )
        return ordered

    @model_validator(mode="after")
    def _table_reaches_tenors(self) -> Self:
        if not any(step.at for step in self.redemptions):
            raise ValueError("problem.no_redemption_table")
        for months in self.tenors:
            if months % 12:
                raise ValueError(f"problem.not_whole_years|value={months}|limit=12")
        years = {step.at for step in self.redemptions}
        for months in self.tenors:
            if months // 12 not in years:
                raise ValueError(f"problem.table_gap|value={months // 12}")
        return self


def variants(terms: RedemptionCertificateTerms) -> tuple[Variant, ...]:
    """Every whole year of holding on offer."""
    return tuple(Variant(tenor=tenor) for tenor in terms.tenors)


def unit_flows(terms: RedemptionCertificateTerms, variant: Variant, market: Market) -> UnitFlows:
    """Flows of a certificate of 1, `[T+1]`: bought, cashed after the tenor, tax withheld."""
    whole_periods(variant.tenor, 0, 12)
    years = np.arange(variant.tenor + 1) // 12
    profit = _profit(terms, years, variant.tax_filer)
    early = np.where(years >= terms.redemptions[0].at, 1 + profit, 0.0)
    flows = held(np.ones(profit.size), profit, early)
    return on_marks(flows, variant.start, market.timeline.n_marks)


def schedule(
    terms: RedemptionCertificateTerms,
    variant: Variant,
    amount_minor: int,
    start: date,
    currency: str,  # noqa: ARG001 - the signature of every kind
    market: Market,
) -> Schedule:
    """The dated contract in minor units: the purchase, and the table's value after tax."""
    years, _ = whole_periods(variant.tenor, 0, 12)
    worth = float(_worth(terms, np.array([years]))[0])
    profit = round_minor(amount_minor * worth, terms.rounding) - amount_minor
    net = taxed(profit, terms.tax_share(variant.tax_filer))
    rows = [
        Row(0, principal=-amount_minor),
        Row(variant.tenor, principal=amount_minor, charge=net),
    ]
    return dated(rows, start, market.timeline, owes=False)


def _worth(terms: RedemptionCertificateTerms, years: Ints) -> Floats:
    """The table's value after so many completed years; what was paid in before its first row."""
    at = [step.at for step in terms.redemptions]
    value = [step.value or 0.0 for step in terms.redemptions]
    return value_at(at, value, years, 1.0)


def _profit(terms: RedemptionCertificateTerms, years: Ints, tax_filer: bool) -> Floats:
    gain = _worth(terms, years) - 1
    return gain - terms.tax_share(tax_filer) * np.maximum(gain, 0.0)


REDEMPTION_CERTIFICATE = Kind(
    code="redemption_certificate",
    side=Side.SAVING,
    Terms=RedemptionCertificateTerms,
    variants=variants,
    unit_flows=unit_flows,
    schedule=schedule,
)
