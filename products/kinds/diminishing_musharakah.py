"""Diminishing musharakah: a house owned together; the family rents the provider's part and buys it.

Derivation: rent is the yearly figure on the provider's part at the beginning of a period and never
joins it; units are bought in equal numbers, in two steps, or so that the payment stays level.
Checked against the published contracts of `tests/published/islamic_finance`, see
`tests/products/kinds/test_diminishing_musharakah.py`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import Annotated, Literal, Self

import numpy as np
from pydantic import Field, model_validator

from products.basis.cashflow import Floats, Schedule, UnitFlows
from products.basis.market import Market
from products.basis.money import to_minor
from products.basis.rates import RateBasis
from products.borrowing import DrawdownTerms, ResidenceTerms, SteppedPriceTerms, rent_basis_fits
from products.kind import Kind, Share, Side, Variant
from products.lending import quoted, released_by_period, staged
from products.mechanics import financing, paydown
from products.mechanics.exact import dated, whole, with_fee
from products.mechanics.placing import on_marks, start_mark, whole_periods
from products.mechanics.prices import growth_in_periods
from products.mechanics.repayment import Repayment, repaid_shares, shares_of_parts
from products.terms import FeeTerms, Period, RoundingTerms

Units = Annotated[int, Field(ge=1, le=100, json_schema_extra={"unit": "units"})]


class UnitPurchase(StrEnum):
    """How the provider's units are bought."""

    EQUAL_UNITS = "equal_units"
    """the same number with every payment, so that payments fall"""
    STEPPED_UNITS = "stepped_units"
    """more of them with every payment from some time on"""
    LEVEL_PAYMENT = "level_payment"
    """so many that rent and purchase together stay level"""


class DiminishingMusharakahTerms(
    DrawdownTerms, SteppedPriceTerms, ResidenceTerms, FeeTerms, RoundingTerms
):
    """Terms of a diminishing musharakah; the listing's amount is the provider's part.

    The yearly rent is the price of these terms: fixed, stepped, or read from an index at each
    renewal. During grace rent is paid and no unit is bought.
    """

    kind: Literal["diminishing_musharakah"] = "diminishing_musharakah"
    """Code of the kind."""
    purchase: UnitPurchase = UnitPurchase.EQUAL_UNITS
    """How units are bought."""
    units_first: Units = 1
    """Units bought with each payment at first, where they step."""
    units_later: Units = 2
    """Units bought with each payment later on, where they step."""
    later_from_share: Share = 0.5
    """Part of the payments after which the later number holds, where they step; half for a plan
    that changes in the middle."""
    instalment_every_months: Period = 1
    """Months between two payments."""
    takaful_pa_share: Share = 0.0
    """Yearly contribution to mutual cover, as a share of the provider's part, paid with each
    payment."""

    @model_validator(mode="after")
    def _terms_agree(self) -> Self:
        every = self.instalment_every_months
        rent_basis_fits(self.rate_basis, every)
        stages = (step.at for step in self.drawdowns)
        for months in (*self.tenors, self.grace_min_months, self.grace_months, *stages):
            if months % every:
                raise ValueError(f"problem.not_whole_periods|value={months}|limit={every}")
        return self


def variants(terms: DiminishingMusharakahTerms) -> tuple[Variant, ...]:
    """Every tenor with the shortest and the longest time in which no unit is bought."""
    return terms.choices


def unit_flows(terms: DiminishingMusharakahTerms, variant: Variant, market: Market) -> UnitFlows:
    """Flows for a provider's part of 1: paid out by stages, rented and bought back.

    Shape `[..., T+1]` with the leading axes of the index, `[T+1]` for a fixed rent.
    """
    every = terms.instalment_every_months
    periods, grace = whole_periods(variant.tenor, variant.grace, every)
    rents = _rents(terms, variant, market, variant.start)
    if terms.purchase is UnitPurchase.LEVEL_PAYMENT:
        shares = repaid_shares(Repayment.LEVEL, rents[..., -1] - 1, grace)
    else:
        bought = shares_of_parts(_units(terms, periods, grace))
        shares = np.broadcast_to(bought, rents.shape[:-1])
    released = released_by_period(terms, periods, every)
    cover = terms.takaful_pa_share * every / 12
    flows = financing.declining(rents, shares, released, cover)
    flows = financing.with_fees(flows, terms.fee_share, terms.fee_fixed)
    return on_marks(flows, variant.start, market.timeline.n_marks)


def schedule(
    terms: DiminishingMusharakahTerms,
    variant: Variant,
    amount_minor: int,
    start: date,
    currency: str,
    market: Market,
) -> Schedule:
    """The dated contract in minor units: rent in `charge_minor`, units bought in `principal_minor`.

    Cover and fees stand in `fee_minor`; the balance is the provider's part.
    """
    every = terms.instalment_every_months
    periods, grace = whole_periods(variant.tenor, variant.grace, every)
    rents = _rents(terms, variant, market, start_mark(market.timeline, start))[:, -1] - 1
    cover = np.full(periods, terms.takaful_pa_share * every / 12)
    if terms.purchase is UnitPurchase.LEVEL_PAYMENT:
        pattern = paydown.level(terms.rounding)
    else:
        pattern = paydown.in_parts_of(terms.rounding, _units(terms, periods, grace))
    bill = paydown.Bill(rents, terms.rounding, premiums=cover)
    releases = staged(amount_minor, released_by_period(terms, periods, every), periods)
    found = paydown.bill_rows(bill, releases, pattern, grace)
    found = [replace(row, month=row.month * every) for row in found]
    fee = to_minor(terms.fee_fixed, currency) + whole(amount_minor * terms.fee_share)
    return dated(paydown.busy(with_fee(found, fee)), start, market.timeline, owes=True)


def _rents(
    terms: DiminishingMusharakahTerms, variant: Variant, market: Market, mark: int
) -> Floats:
    """What 1 of the provider's part and its rent so far come to, `[..., periods, every]`."""
    every = terms.instalment_every_months
    yearly = quoted(terms, variant, market, mark, variant.tenor)
    return growth_in_periods(yearly, RateBasis.SIMPLE_PA, every)


def _units(terms: DiminishingMusharakahTerms, periods: int, grace: int) -> Floats:
    """Units bought with each payment, `[periods]`; none in the grace."""
    units = np.ones(periods)
    if terms.purchase is UnitPurchase.STEPPED_UNITS:
        turn = round(terms.later_from_share * periods)
        units = np.where(np.arange(periods) < turn, terms.units_first, terms.units_later) * 1.0
    units[:grace] = 0.0
    return units


DIMINISHING_MUSHARAKAH = Kind(
    code="diminishing_musharakah",
    side=Side.FINANCE,
    Terms=DiminishingMusharakahTerms,
    variants=variants,
    unit_flows=unit_flows,
    schedule=schedule,
)
