"""Credit line: drawn in stages with a smallest monthly payment, then paid off like a loan.

Derivation: while the line is open a share of the balance is paid every month; what is left when it
closes is repaid in equal parts or level instalments. Checked against the Asaan Karobar Card
(Punjab), see `tests/products/kinds/test_credit_line.py`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Literal, Self

import numpy as np
from pydantic import model_validator

from products.basis.cashflow import Floats, Schedule, UnitFlows
from products.basis.market import Market
from products.basis.money import round_minor, to_minor
from products.borrowing import DrawdownTerms, SteppedPriceTerms
from products.kind import Kind, MoneyAmount, Months, Share, Side, Variant
from products.lending import quoted, released_by_period, staged
from products.mechanics import financing, paydown
from products.mechanics.exact import dated, whole, with_fee
from products.mechanics.placing import on_marks, start_mark, whole_periods
from products.mechanics.prices import growth_in_periods, monthly
from products.mechanics.repayment import Repayment, repaid_shares
from products.terms import FeeTerms, RoundingTerms, basis_fits


class CreditLineTerms(DrawdownTerms, SteppedPriceTerms, FeeTerms, RoundingTerms):
    """Terms of a credit line that turns into a term loan; the listing's amount is its limit.

    The family draws what the stages release, when they do, and does not draw again what it has
    paid back. The tenor is the line and the paying off together; `grace_months` are those at the
    beginning without any payment of principal.
    """

    kind: Literal["credit_line"] = "credit_line"
    """Code of the kind."""
    line_months: Months
    """Months in which the line is open; the rest of the tenor pays off what is then owed. As long
    as the tenor: everything still owed is due at once when it closes."""
    minimum_payment_share: Share = 0.0
    """Share of the balance that is paid each month while the line is open, after the grace; the
    charge is part of it."""
    fee_yearly: MoneyAmount = 0.0
    """Fee at the beginning of every year, the first included, in the listing's currency; tax on it
    included."""
    fee_yearly_while_open: bool = False
    """Whether that fee ends when the line closes; otherwise it is paid to the end of the tenor."""

    @model_validator(mode="after")
    def _terms_agree(self) -> Self:
        basis_fits(self.rate_basis)
        shortest = self.tenors[0]
        if self.line_months > shortest:
            raise ValueError(f"problem.step_beyond_tenor|value={self.line_months}|limit={shortest}")
        if self.grace_months > self.line_months:
            value, limit = self.grace_months, self.line_months
            raise ValueError(f"problem.grace_beyond_tenor|value={value}|limit={limit}")
        if self.drawdowns and self.drawdowns[-1].at > self.line_months:
            value = self.drawdowns[-1].at
            raise ValueError(f"problem.step_beyond_tenor|value={value}|limit={self.line_months}")
        dearest = max((step.value or 0.0 for step in self.rate_steps), default=self.rate or 0.0)
        charge = float(monthly(dearest, self.rate_basis))
        if 0 < self.minimum_payment_share < charge:
            least = f"{self.minimum_payment_share:g}"
            raise ValueError(f"problem.minimum_below_charge|value={least}|limit={charge:g}")
        return self


def variants(terms: CreditLineTerms) -> tuple[Variant, ...]:
    """Every tenor with the shortest and the longest time without payment of principal."""
    return terms.choices


def unit_flows(terms: CreditLineTerms, variant: Variant, market: Market) -> UnitFlows:
    """Flows of a line with a limit of 1: drawn by stages, paid a little, then paid off.

    Shape `[..., T+1]` with the leading axes of the index, `[T+1]` for a fixed price.
    """
    months, grace = whole_periods(variant.tenor, variant.grace, 1)
    growth = _growth(terms, variant, market, variant.start)
    charges = growth[..., -1] - 1
    shares = repaid_shares(Repayment.LEVEL, charges)
    least = np.maximum(terms.minimum_payment_share - charges, 0.0)
    is_open = np.arange(months) < min(terms.line_months, months - 1)
    shares = np.where(is_open, least, shares)
    shares[..., :grace] = 0.0
    flows = financing.declining(growth, shares, released_by_period(terms, months, 1))
    flows = financing.with_fees(flows, terms.fee_share, terms.fee_fixed)
    flows = financing.with_fixed(flows, -terms.fee_yearly * _fee_months(terms, months))
    return on_marks(flows, variant.start, market.timeline.n_marks)


def schedule(
    terms: CreditLineTerms,
    variant: Variant,
    amount_minor: int,
    start: date,
    currency: str,
    market: Market,
) -> Schedule:
    """The dated contract in minor units; fees stand in `fee_minor`."""
    months, grace = whole_periods(variant.tenor, variant.grace, 1)
    charges = _growth(terms, variant, market, start_mark(market.timeline, start))[:, -1] - 1
    releases = staged(amount_minor, released_by_period(terms, months, 1), months)
    bill = paydown.Bill(charges, terms.rounding)
    found = paydown.bill_rows(bill, releases, _pattern(terms), grace)
    yearly = to_minor(terms.fee_yearly, currency)
    found = paydown.feed_more(found, [-yearly * int(due) for due in _fee_months(terms, months)])
    fee = to_minor(terms.fee_fixed, currency) + whole(amount_minor * terms.fee_share)
    return dated(paydown.busy(with_fee(found, fee)), start, market.timeline, owes=True)


def _pattern(terms: CreditLineTerms) -> paydown.Pattern:
    """The smallest payment while the line is open, then level instalments."""
    paying_off = paydown.level(terms.rounding)

    def repaid(at: paydown.Point) -> int:
        if at.period < terms.line_months:
            least = round_minor(at.balance * terms.minimum_payment_share, terms.rounding)
            return max(least - at.charge, 0)
        return paying_off(replace(at, anew=at.anew or at.period == terms.line_months))

    return repaid


def _growth(terms: CreditLineTerms, variant: Variant, market: Market, mark: int) -> Floats:
    yearly = quoted(terms, variant, market, mark, variant.tenor)
    return growth_in_periods(yearly, terms.rate_basis, 1)


def _fee_months(terms: CreditLineTerms, months: int) -> Floats:
    """1 in the months in which the yearly fee falls due, `[months + 1]`."""
    due = np.zeros(months + 1)
    last = terms.line_months if terms.fee_yearly_while_open else months
    due[:last:12] = 1.0
    return due


CREDIT_LINE = Kind(
    code="credit_line",
    side=Side.FINANCE,
    Terms=CreditLineTerms,
    variants=variants,
    unit_flows=unit_flows,
    schedule=schedule,
)
