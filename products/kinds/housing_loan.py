"""Housing loan: released in stages, at a price that steps from subsidised to market.

Derivation: the level instalment is the annuity of what is left at the price in force, worked out
again whenever the price changes or a stage is released. Checked against published instalments of
Mera Ghar Mera Ashiana, Pag-IBIG and the Bangladesh House Building Finance Corporation, see
`tests/products/kinds/test_housing_loan.py`.
"""

from __future__ import annotations

from datetime import date
from typing import Literal, Self

import numpy as np
from pydantic import model_validator

from products.basis.cashflow import Schedule, UnitFlows
from products.basis.market import Market
from products.basis.money import to_minor
from products.borrowing import (
    CapitalSubsidyTerms,
    CurrencyOrNone,
    DrawdownTerms,
    InsuranceTerms,
    PledgeTerms,
    ResidenceTerms,
    SteppedPriceTerms,
    SubsidyTerms,
)
from products.kind import Kind, MoneyAmount, Months, Side, Step, Variant
from products.mechanics import financing
from products.mechanics.exact import (
    Payback,
    dated,
    declining_rows,
    in_parts,
    whole,
    with_fee,
)
from products.mechanics.placing import on_marks, start_mark, whole_periods
from products.mechanics.prices import Floats, growth_in_periods, quoted_by_month
from products.mechanics.repayment import Repayment, repaid_shares
from products.terms import FeeTerms, RoundingTerms, basis_fits


class HousingLoanTerms(
    DrawdownTerms,
    SteppedPriceTerms,
    FeeTerms,
    InsuranceTerms,
    PledgeTerms,
    SubsidyTerms,
    CapitalSubsidyTerms,
    ResidenceTerms,
    RoundingTerms,
):
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
        if self.rate_steps and self.rate_steps[-1].at >= self.tenor_max_months:
            limit = self.tenor_max_months
            raise ValueError(
                f"problem.step_beyond_tenor|value={self.rate_steps[-1].at}|limit={limit}"
            )
        return self


def variants(terms: HousingLoanTerms) -> tuple[Variant, ...]:
    """Every tenor with the shortest and the longest grace."""
    return terms.choices


def unit_flows(terms: HousingLoanTerms, variant: Variant, market: Market) -> UnitFlows:
    """Flows of a loan of 1: received by stages, paid back at the end of every month.

    Shape `[..., T+1]` with the leading axes of the indices, `[T+1]` for fixed prices.
    """
    months, grace = whole_periods(variant.tenor, variant.grace, 1)
    growth = _growth(terms, variant, market, variant.start)
    shares = repaid_shares(Repayment.LEVEL, growth[..., -1] - 1, grace)
    released = _released(terms, months)
    course = financing.declining(growth, shares, released, terms.insurance_pa_share)
    course = financing.with_fees(course, terms.fee_share, terms.fee_fixed)
    return on_marks(course, variant.start, market.timeline.n_marks)


def schedule(
    terms: HousingLoanTerms,
    variant: Variant,
    amount_minor: int,
    start: date,
    currency: str,
    market: Market,
) -> Schedule:
    """The dated contract in minor units; insurance and fees stand in `fee_minor`."""
    months, grace = whole_periods(variant.tenor, variant.grace, 1)
    growth = _growth(terms, variant, market, start_mark(market.timeline, start))
    payback = Payback(Repayment.LEVEL, grace, terms.rounding)
    steps = terms.drawdowns or (Step(at=0, value=1.0),)
    releases = [0] * (months + 1)
    parts = in_parts(amount_minor, [step.value or 0.0 for step in steps])
    for step, part in zip(steps, parts, strict=True):
        releases[step.at] = part
    insurance = terms.insurance_pa_share / 12
    rows = declining_rows(payback, releases, growth[:, -1] - 1, 1, insurance)
    fee = to_minor(terms.fee_fixed, currency) + whole(amount_minor * terms.fee_share)
    return dated(with_fee(rows, fee), start, market.timeline, owes=True)


def _growth(terms: HousingLoanTerms, variant: Variant, market: Market, mark: int) -> Floats:
    rule = terms.price_rule(terms.rate_steps)
    quoted = quoted_by_month(rule, market, mark, variant.tenor)
    return growth_in_periods(quoted, terms.rate_basis, 1)


def _released(terms: HousingLoanTerms, months: int) -> Floats:
    """Share of the loan paid out after each month's payment, `[months + 1]`."""
    released = np.zeros(months + 1)
    released[0] = 1.0 if not terms.drawdowns else 0.0
    for step in terms.drawdowns:
        released[step.at] = step.value
    return released


HOUSING_LOAN = Kind(
    code="housing_loan",
    side=Side.FINANCE,
    Terms=HousingLoanTerms,
    variants=variants,
    unit_flows=unit_flows,
    schedule=schedule,
)
