"""Ijara: the provider owns the thing and rents it to the family, which owns it at the end.

Derivation: level rent that pays the cost less what is left for the end, at the yearly rent on what
is outstanding. See `tests/products/kinds/test_ijara.py`.
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
from products.basis.rates import RateBasis
from products.borrowing import SteppedPriceTerms, rent_basis_fits
from products.kind import Kind, Share, Side, Variant
from products.lending import quoted
from products.mechanics import financing, paydown
from products.mechanics.exact import dated, whole, with_fee
from products.mechanics.placing import on_marks, start_mark, whole_periods
from products.mechanics.prices import growth_in_periods
from products.mechanics.repayment import Repayment, repaid_shares
from products.terms import FeeTerms, GraceTerms, Period, RoundingTerms


class IjaraTerms(GraceTerms, SteppedPriceTerms, FeeTerms, RoundingTerms):
    """Terms of an ijara that ends in ownership; the listing's amount is the provider's cost.

    The rent may follow an index from one renewal to the next. The provider bears the thing's cover
    and takes it into the rent. What is owed is the cost not yet paid through the rent: what ending
    the contract by purchase would take.
    """

    kind: Literal["ijara"] = "ijara"
    """Code of the kind."""
    instalment_every_months: Period = 1
    """Months between two rents."""
    final_price_share: Share = 0.0
    """Price of ownership at the end, as a share of the cost; 0: a gift."""
    deposit_share: Share = 0.0
    """Security deposit, as a share of the cost, given at the start and set off against the last
    payment or given back with it."""
    takaful_pa_share: Share = 0.0
    """Yearly contribution to cover of the thing, as a share of the cost, taken into the rent."""

    @model_validator(mode="after")
    def _terms_agree(self) -> Self:
        every = self.instalment_every_months
        rent_basis_fits(self.rate_basis, every)
        for months in (*self.tenors, self.grace_min_months, self.grace_months):
            if months % every:
                raise ValueError(f"problem.not_whole_periods|value={months}|limit={every}")
        return self


def variants(terms: IjaraTerms) -> tuple[Variant, ...]:
    """Every tenor with the shortest and the longest time in which only rent is paid."""
    return terms.choices


def unit_flows(terms: IjaraTerms, variant: Variant, market: Market) -> UnitFlows:
    """Flows for a thing that costs 1: had at the start, rented, and owned at the end.

    Shape `[..., T+1]` with the leading axes of the index, `[T+1]` for a fixed rent.
    """
    every = terms.instalment_every_months
    _, grace = whole_periods(variant.tenor, variant.grace, every)
    rents = _rents(terms, variant, market, variant.start)
    renting, waiting = (
        financing.declining(rents, repaid_shares(pattern, rents[..., -1] - 1, grace))
        for pattern in (Repayment.LEVEL, Repayment.BULLET)
    )
    left = terms.final_price_share
    flows = financing.blend([(1 - left, renting), (left, waiting)])
    cover = np.zeros(variant.tenor + 1)
    cover[every::every] = terms.takaful_pa_share * every / 12
    flows = financing.with_extra(flows, -cover)
    given = np.zeros(variant.tenor + 1)
    given[0] = terms.deposit_share
    flows = financing.with_savings(flows, given, 0.0)
    flows = financing.with_fees(flows, terms.fee_share, terms.fee_fixed)
    return on_marks(flows, variant.start, market.timeline.n_marks)


def schedule(
    terms: IjaraTerms,
    variant: Variant,
    amount_minor: int,
    start: date,
    currency: str,
    market: Market,
) -> Schedule:
    """The dated contract in minor units.

    A rent is the part of the cost it pays (`principal_minor`) and the provider's return
    (`charge_minor`); cover, fees and the deposit stand in `fee_minor`.
    """
    every = terms.instalment_every_months
    periods, grace = whole_periods(variant.tenor, variant.grace, every)
    rents = _rents(terms, variant, market, start_mark(market.timeline, start))[:, -1] - 1
    bill = paydown.Bill(rents, terms.rounding, fixed_premium=terms.takaful_pa_share * every / 12)
    pattern = paydown.level(terms.rounding, terms.final_price_share)
    found = paydown.bill_rows(bill, [amount_minor] + [0] * periods, pattern, grace)
    deposit = whole(amount_minor * terms.deposit_share)
    found = paydown.feed_more(found, [-deposit] + [0] * (periods - 1) + [deposit])
    found = [replace(row, month=row.month * every) for row in found]
    fee = to_minor(terms.fee_fixed, currency) + whole(amount_minor * terms.fee_share)
    return dated(paydown.busy(with_fee(found, fee)), start, market.timeline, owes=True)


def _rents(terms: IjaraTerms, variant: Variant, market: Market, mark: int) -> Floats:
    """What 1 of the cost outstanding and its rent so far come to, `[..., periods, every]`."""
    yearly = quoted(terms, variant, market, mark, variant.tenor)
    return growth_in_periods(yearly, RateBasis.SIMPLE_PA, terms.instalment_every_months)


IJARA = Kind(
    code="ijara",
    side=Side.FINANCE,
    Terms=IjaraTerms,
    variants=variants,
    unit_flows=unit_flows,
    schedule=schedule,
)
