"""Term loan: money now, paid back in instalments, priced on the balance or flat.

Derivation: level instalments are the annuity of the period's charge; a flat price is worked out on
the first amount for the whole tenor and spread evenly. Checked against the disclosures of
MFTransparency (Pakistan, 2013) and published instalments of public schemes, see
`tests/products/kinds/test_loan.py`.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Literal, Self

import numpy as np
from pydantic import model_validator

from products.basis.cashflow import Schedule, UnitFlows
from products.basis.market import Market
from products.basis.money import to_minor
from products.basis.rates import Rate, RateBasis, flat_charge
from products.borrowing import (
    CalendarMonths,
    CapitalSubsidyTerms,
    DrawdownTerms,
    InstalmentTerms,
    InsuranceTerms,
    PledgeTerms,
    ResidenceTerms,
    SteppedPriceTerms,
    SubsidyTerms,
    YearDays,
)
from products.kind import Kind, Share, Side, Variant
from products.mechanics import financing
from products.mechanics.exact import Payback, dated, declining_rows, flat_rows, whole, with_fee
from products.mechanics.placing import on_marks, start_mark, whole_periods
from products.mechanics.prices import Floats, growth_in_periods, quoted_by_month
from products.mechanics.repayment import Repayment, repaid_shares
from products.terms import FeeTerms, RoundingTerms

FLAT = (RateBasis.FLAT_PA, RateBasis.FLAT_TERM)


class ChargePaid(StrEnum):
    """When the charge of a flat price is paid."""

    WITH_INSTALMENTS = "with_instalments"
    """an even part of it with every instalment"""
    IN_ADVANCE = "in_advance"
    """kept back when the loan is released, so that less money reaches the family"""
    AT_END = "at_end"
    """with the last instalment"""


class LoanTerms(
    InstalmentTerms,
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
    """Terms of a term loan.

    With a flat basis the charge is worked out once on the first amount and spread evenly over the
    instalments. `simple_pa` accrues a twelfth of the yearly price a month and never on unpaid
    charges; the other bases compound by the month, so that a quarterly instalment carries three
    months' growth. Counted in days (`instalment_every_days`), every instalment has its exact date;
    a plan books it at the first month mark on or after it, and the tenor is the whole months that
    hold all of them.
    """

    kind: Literal["loan"] = "loan"
    """Code of the kind."""
    repayment: Repayment = Repayment.LEVEL
    """Pattern of repayment."""
    year_days: YearDays = 365
    """Days of a year of the price where instalments are counted in days."""
    due_calendar_months: CalendarMonths = ""
    """Calendar months of the harvest, parted by "|" such as 4|10: everything is paid once, in the
    first of them that comes when the shortest tenor has gone by; empty: by the tenor."""
    balloon_share: Share = 0.0
    """Share of the loan that is paid with the last instalment, on top of it."""
    charge_paid: ChargePaid = ChargePaid.WITH_INSTALMENTS
    """When the charge of a flat price is paid; other prices are paid as they fall due."""
    charge_levy_share: Share = 0.0
    """Excise or value-added tax on the charge, as a share of it, paid with it."""
    grace_charge_added: bool = False
    """Whether the charge of the grace time is added to the balance; otherwise it is paid when
    due."""
    grace_charge_free: bool = False
    """Whether nothing is charged for the grace time."""
    saved_share: Share = 0.0
    """Share of the loan that is kept back at release as the family's own savings."""
    saved_each_share: Share = 0.0
    """Share of the loan that is saved with every instalment, on top of it."""
    saved_kept_share: Share = 0.0
    """Share of these savings that stays put away when the loan ends (a pension, share capital): it
    counts as owned and never as money at hand; the rest is paid out with the last instalment."""

    @model_validator(mode="after")
    def _terms_agree(self) -> Self:
        if self.rate_basis in FLAT and (self.index or self.grace_charge_added):
            raise ValueError(f"problem.basis_does_not_fit|value={self.rate_basis.value}")
        every = self.instalment_every_months
        if self.repayment is not Repayment.SINGLE:
            for months in (*self.tenors, self.grace_min_months, self.grace_months):
                if months % every:
                    raise ValueError(f"problem.not_whole_periods|value={months}|limit={every}")
        return self

    @property
    def is_flat(self) -> bool:
        """Whether the price is charged on the first amount."""
        return self.rate_basis in FLAT


def variants(terms: LoanTerms) -> tuple[Variant, ...]:
    """Every tenor with the shortest and the longest grace."""
    return terms.choices


def unit_flows(terms: LoanTerms, variant: Variant, market: Market) -> UnitFlows:
    """Flows of a loan of 1: received at the start, paid back at the end of every period.

    Shape `[..., T+1]` with the leading axes of the index, `[T+1]` for a fixed price.
    """
    periods, grace, every = _periods(terms, variant)
    if terms.is_flat:
        shares = repaid_shares(_flat_pattern(terms), np.zeros(periods), grace)
        charge = flat_charge(_quoted(terms), variant.tenor)
        course = financing.flat(charge, shares, every, terms.insurance_pa_share)
    else:
        growth = _growth(terms, variant, market, variant.start)
        charges = growth[..., -1] - 1
        shares = repaid_shares(terms.repayment, charges, grace)
        if terms.grace_charge_added:
            shares[..., :grace] = -charges[..., :grace]
        course = financing.declining(growth, shares, insurance_pa_share=terms.insurance_pa_share)
    course = financing.with_fees(course, terms.fee_share, terms.fee_fixed)
    return on_marks(course, variant.start, market.timeline.n_marks)


def schedule(
    terms: LoanTerms,
    variant: Variant,
    amount_minor: int,
    start: date,
    currency: str,
    market: Market,
) -> Schedule:
    """The dated contract in minor units; insurance and fees stand in `fee_minor`."""
    periods, grace, every = _periods(terms, variant)
    payback = Payback(terms.repayment, grace, terms.rounding, terms.grace_charge_added)
    insurance = terms.insurance_pa_share / 12 * every
    if terms.is_flat:
        charge = flat_charge(_quoted(terms), variant.tenor)
        rows = flat_rows(payback, amount_minor, charge, periods, every, insurance)
    else:
        growth = _growth(terms, variant, market, start_mark(market.timeline, start))
        releases = [amount_minor] + [0] * periods
        rows = declining_rows(payback, releases, growth[:, -1] - 1, every, insurance)
    fee = to_minor(terms.fee_fixed, currency) + whole(amount_minor * terms.fee_share)
    return dated(with_fee(rows, fee), start, market.timeline, owes=True)


def _periods(terms: LoanTerms, variant: Variant) -> tuple[int, int, int]:
    """Periods, periods of grace, and months of a period."""
    if terms.repayment is Repayment.SINGLE:
        return (*whole_periods(variant.tenor, 0, variant.tenor), variant.tenor)
    every = terms.instalment_every_months
    return (*whole_periods(variant.tenor, variant.grace, every), every)


def _growth(terms: LoanTerms, variant: Variant, market: Market, mark: int) -> Floats:
    every = _periods(terms, variant)[2]
    quoted = quoted_by_month(terms.price_rule(), market, mark, variant.tenor)
    return growth_in_periods(quoted, terms.rate_basis, every)


def _quoted(terms: LoanTerms) -> Rate:
    return Rate(value=terms.rate or 0.0, basis=terms.rate_basis)


def _flat_pattern(terms: LoanTerms) -> Repayment:
    """With an even charge, level instalments repay equal parts of principal."""
    level = terms.repayment is Repayment.LEVEL
    return Repayment.EQUAL_PRINCIPAL if level else terms.repayment


LOAN = Kind(
    code="loan",
    side=Side.FINANCE,
    Terms=LoanTerms,
    variants=variants,
    unit_flows=unit_flows,
    schedule=schedule,
)
