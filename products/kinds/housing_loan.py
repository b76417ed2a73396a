"""Housing loan: released in stages, at a price that steps from subsidised to market.

Derivation: the level instalment is the annuity of what is left at the price in force, worked out
again whenever the price changes or a stage is released. Checked against published instalments of
Mera Ghar Mera Ashiana, Pag-IBIG and the Bangladesh House Building Finance Corporation, see
`tests/products/kinds/test_housing_loan.py`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Literal, Self

import numpy as np
from pydantic import model_validator

from products.basis.cashflow import Floats, Schedule, UnitFlows
from products.basis.market import Market
from products.basis.money import to_minor
from products.borrowing import CurrencyOrNone, LendingTerms
from products.kind import Kind, MoneyAmount, Months, Side, Variant
from products.lending import (
    Shape,
    course,
    most_helped,
    price_by_month,
    quoted,
    refuse_beyond,
    released_by_period,
    rows,
)
from products.mechanics import financing, paydown
from products.mechanics.exact import Row, dated, whole, with_fee
from products.mechanics.placing import on_marks, start_mark, whole_periods
from products.mechanics.repayment import Repayment
from products.terms import basis_fits


class HousingLoanTerms(LendingTerms):
    """Terms of a housing loan with level monthly instalments.

    The price comes from `rate_steps` (fixed until a month, then index plus spread, read again every
    `reset_months`), or, without a table, from `rate` or `index`. During grace only the charge on
    what has been released is paid. Where saving comes first, the contract begins with it: the loan
    is released, and its tenor begins, when the last sum has been put in.
    """

    kind: Literal["housing_loan"] = "housing_loan"
    """Code of the kind."""
    saving_first_months: Months = 0
    """Months of saving that open the loan; 0: none, or they are a condition and no part of it."""
    saving_first_monthly: MoneyAmount = 0.0
    """What is put in each of these months, in `saving_first_currency`."""
    saving_first_currency: CurrencyOrNone = ""
    """Currency of that saving; empty: the listing's. Converted at the plan's exchange path."""
    saving_first_returned: bool = False
    """Whether that saving is paid back, in its currency, with the last instalment."""

    @model_validator(mode="after")
    def _terms_agree(self) -> Self:
        basis_fits(self.rate_basis)
        if self.saving_first_monthly and not self.saving_first_months:
            raise ValueError(f"problem.saving_without_months|value={self.saving_first_monthly:g}")
        return self


def variants(terms: HousingLoanTerms) -> tuple[Variant, ...]:
    """Every tenor with the shortest and the longest grace; saving first is part of the tenor."""
    first = terms.saving_first_months
    return tuple(replace(each, tenor=each.tenor + first) for each in terms.choices)


def unit_flows(terms: HousingLoanTerms, variant: Variant, market: Market) -> UnitFlows:
    """Flows of a loan of 1: received by stages, paid back at the end of every month.

    Shape `[..., T+1]` with the leading axes of the indices, `[T+1]` for fixed prices.
    """
    first, shape = terms.saving_first_months, _shape(terms, variant)
    full = quoted(terms, _released(terms, variant), market, variant.start + first, shape.periods)
    price = price_by_month(terms, full, 1)
    flows = course(terms, shape, price, released_by_period(terms, shape.periods, shape.every))
    flows = financing.with_fees(flows, terms.fee_share, terms.fee_fixed)
    flows = financing.begun_later(flows, first)
    if terms.saving_first_monthly:
        flows = financing.with_fixed(flows, _saved(terms, variant, market, variant.start))
    return on_marks(flows, variant.start, market.timeline.n_marks)


def schedule(
    terms: HousingLoanTerms,
    variant: Variant,
    amount_minor: int,
    start: date,
    currency: str,
    market: Market,
) -> Schedule:
    """The dated contract in minor units.

    Insurance, fees and saving first stand in `fee_minor`, help in `charge_minor`.
    """
    refuse_beyond(amount_limit(terms, variant), amount_minor, currency)
    first, shape = terms.saving_first_months, _shape(terms, variant)
    mark = start_mark(market.timeline, start)
    full = quoted(terms, _released(terms, variant), market, mark + first, shape.periods)
    price, released = price_by_month(terms, full, 1), released_by_period(terms, shape.periods, 1)
    found = rows(terms, shape, price, amount_minor, currency, released)
    fee = to_minor(terms.fee_fixed, currency) + whole(amount_minor * terms.fee_share)
    found = with_fee(found, fee)
    if first:
        later = [replace(row, month=row.month + first) for row in found]
        found = [*(Row(month) for month in range(first)), *later]
        saved = _saved(terms, variant, market, mark) if terms.saving_first_monthly else None
        if saved is not None:
            found = paydown.feed_more(found, [to_minor(float(part), currency) for part in saved])
    return dated(paydown.busy(found), start, market.timeline, owes=True)


def amount_limit(terms: HousingLoanTerms, variant: Variant) -> float:
    """Largest amount for which no limit on the state's help is reached; infinite without one."""
    return most_helped(terms, variant, _shape(terms, variant))


def _shape(terms: HousingLoanTerms, variant: Variant) -> Shape:
    tenor = variant.tenor - terms.saving_first_months
    months, grace = whole_periods(tenor, variant.grace, 1)
    return Shape(Repayment.LEVEL, months, 1, 1 / 12, grace)


def _released(terms: HousingLoanTerms, variant: Variant) -> Variant:
    """The variant as the loan sees it, whose months begin when it is released."""
    home, first = variant.home_after, terms.saving_first_months
    return variant if home is None else replace(variant, home_after=max(home - first, 0))


def _saved(terms: HousingLoanTerms, variant: Variant, market: Market, mark: int) -> Floats:
    """Saving first and its return in the listing's currency, `[..., tenor + 1]`.

    A month's sum is put in at its beginning, at the exchange of that day.
    """
    months = np.arange(variant.tenor + 1)
    paid = np.where(months < terms.saving_first_months, -terms.saving_first_monthly, 0.0)
    if terms.saving_first_returned:
        paid[-1] -= paid.sum()
    if not terms.saving_first_currency:
        return paid
    if terms.saving_first_currency not in market.fx:
        raise ValueError(f"the market has no exchange of {terms.saving_first_currency!r}")
    marks = np.minimum(mark + months, market.timeline.months)
    return np.asarray(paid * market.fx[terms.saving_first_currency][..., marks])


HOUSING_LOAN = Kind(
    code="housing_loan",
    side=Side.FINANCE,
    Terms=HousingLoanTerms,
    variants=variants,
    unit_flows=unit_flows,
    schedule=schedule,
    amount_limit=amount_limit,
)
