"""Recurring saving: the same sum put in at the start of every month, paid back with its profit.

Derivation: each month earns a twelfth of the yearly figure on its balance, added at the stated
interval. With yearly credit it is the averaging rule of the Pag-IBIG MP2 programme (Philippines),
whose published tables it reproduces, see `tests/products/kinds/test_recurring_saving.py`.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, Self

import numpy as np
from pydantic import Field, model_validator

from products.basis.cashflow import Schedule, UnitFlows
from products.basis.market import Market
from products.basis.money import round_minor
from products.basis.rates import RateBasis
from products.kind import Kind, Months, RateValue, Share, Side, Variant
from products.mechanics.accumulation import early_worth, held, recurring_profit
from products.mechanics.exact import Row, dated, taxed
from products.mechanics.placing import on_marks, whole_periods
from products.mechanics.prices import monthly
from products.terms import RoundingTerms, TaxTerms, TenorTerms, basis_stated

CREDIT_MONTHS = {
    RateBasis.NOMINAL_PA_MONTHLY: 1,
    RateBasis.NOMINAL_PA_QUARTERLY: 3,
    RateBasis.NOMINAL_PA_HALF_YEARLY: 6,
    RateBasis.EFFECTIVE_PA: 12,
}
"""Months after which profit is added to the balance; with `simple_pa` it never is."""


class RecurringSavingTerms(TenorTerms, TaxTerms, RoundingTerms):
    """Terms of a recurring saving; the listing's amount is one month's deposit.

    Every month earns a twelfth of the yearly figure on the balance after its deposit, or the
    compound equivalent of the basis. The basis says how often that profit is added: monthly,
    quarterly, half-yearly, yearly (`effective_pa`), or only at the end (`simple_pa`). Tax is
    withheld when profit is added.
    """

    kind: Literal["recurring_saving"] = "recurring_saving"
    """Code of the kind."""
    rate: RateValue
    """Yearly profit as a decimal."""
    rate_basis: RateBasis = RateBasis.NOMINAL_PA_MONTHLY
    """How often profit is added to the balance."""
    accrues_compound: bool = False
    """Whether profit grows at the compound monthly equivalent between two additions, rather than
    by a twelfth of the yearly figure for each month."""
    deposit_months: Annotated[
        int | None, Field(ge=1, le=480, json_schema_extra={"unit": "months"})
    ] = None
    """Deposits are made in so many first months only; empty: to the end."""
    exit_allowed: bool = True
    """Whether it may be cashed before the end."""
    exit_min_months: Months = 0
    """No profit is paid when it is cashed before this many months."""
    exit_rate: RateValue | None = None
    """Yearly profit when cashed early; empty means "not found": the deposits alone are counted
    on."""
    exit_charge_share: Share = 0.0
    """Share of the deposits kept back when cashed early."""

    @model_validator(mode="after")
    def _basis_fits(self) -> Self:
        if self.rate_basis not in (*CREDIT_MONTHS, RateBasis.SIMPLE_PA):
            raise ValueError(f"problem.basis_does_not_fit|value={self.rate_basis.value}")
        if self.accrues_compound and self.rate_basis is RateBasis.SIMPLE_PA:
            raise ValueError(f"problem.basis_does_not_fit|value={self.rate_basis.value}")
        basis_stated(self, self.rate)
        return self


def variants(terms: RecurringSavingTerms) -> tuple[Variant, ...]:
    """Every tenor."""
    return tuple(Variant(tenor=tenor) for tenor in terms.tenors)


def unit_flows(terms: RecurringSavingTerms, variant: Variant, market: Market) -> UnitFlows:
    """Flows of a deposit of 1 a month, `[T+1]`: put in at each month's start, paid at the end."""
    months, _ = whole_periods(variant.tenor, 0, 1)
    share, credit = terms.tax_share(variant.tax_filer), _credit_months(terms, months)
    deposits = min(terms.deposit_months or months, months)
    profit = recurring_profit(_nominal(terms, terms.rate), months, credit, share, deposits)
    early_pa = _nominal(terms, terms.exit_rate or 0.0)
    exit_profit = recurring_profit(early_pa, months, credit, share, deposits)
    paid_in = np.minimum(np.arange(1.0, months + 2), deposits)
    early = early_worth(
        paid_in, exit_profit, terms.exit_min_months, terms.exit_charge_share, terms.exit_allowed
    )
    return on_marks(held(paid_in, profit, early), variant.start, market.timeline.n_marks)


def schedule(
    terms: RecurringSavingTerms,
    variant: Variant,
    amount_minor: int,
    start: date,
    currency: str,  # noqa: ARG001 - the signature of every kind
    market: Market,
) -> Schedule:
    """The dated contract in minor units, for a month's deposit of `amount_minor`.

    Profit added to the balance stands in its row as charge earned and as principal put away at
    once.
    """
    months, _ = whole_periods(variant.tenor, 0, 1)
    share, credit = terms.tax_share(variant.tax_filer), _credit_months(terms, months)
    rows, balance, waiting = [Row(0, principal=-amount_minor)], amount_minor, 0.0
    nominal, deposits = _nominal(terms, terms.rate), terms.deposit_months or months
    for month in range(1, months + 1):
        waiting += balance * nominal / 12
        last, profit = month == months, 0
        if last or month % credit == 0:
            profit, waiting = taxed(round_minor(waiting, terms.rounding), share), 0.0
        put_away = -balance if last else profit + (amount_minor if month < deposits else 0)
        if put_away or profit:
            rows.append(Row(month, principal=-put_away, charge=profit))
        balance += put_away
    return dated(rows, start, market.timeline, owes=False)


def _credit_months(terms: RecurringSavingTerms, months: int) -> int:
    if terms.accrues_compound:
        return 1
    return CREDIT_MONTHS.get(terms.rate_basis, months)


def _nominal(terms: RecurringSavingTerms, quoted_pa: float) -> float:
    """Yearly figure of which a twelfth is earned each month."""
    if terms.accrues_compound:
        return 12 * float(monthly(quoted_pa, terms.rate_basis))
    return quoted_pa


RECURRING_SAVING = Kind(
    code="recurring_saving",
    side=Side.SAVING,
    Terms=RecurringSavingTerms,
    variants=variants,
    unit_flows=unit_flows,
    schedule=schedule,
    amount_is_monthly=True,
)
