"""Murabaha: goods bought for the family and sold on to it at cost plus a markup, paid later.

Derivation: the sale price is fixed on the day of the sale and never grows; instalments are equal
parts of it. Checked against the published contracts of `tests/published/islamic_finance`, see
`tests/products/kinds/test_murabaha.py`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Literal, Self

import numpy as np
from pydantic import model_validator

from products.basis.cashflow import Schedule, UnitFlows
from products.basis.market import Market
from products.basis.money import to_minor
from products.basis.timeline import Timeline
from products.borrowing import CalendarMonths, harvest_in_reach, wanted_months
from products.kind import Kind, RateValue, Share, Side, Variant
from products.mechanics import financing, paydown
from products.mechanics.days import month_after
from products.mechanics.exact import dated, whole, with_fee
from products.mechanics.placing import on_marks, whole_periods
from products.mechanics.repayment import level_instalment
from products.terms import FeeTerms, GraceTerms, Period, RoundingTerms


class MarkupBasis(StrEnum):
    """What the quoted markup is worked out on."""

    FLAT_TERM = "flat_term"
    """on the cost financed, once"""
    FLAT_PA = "flat_pa"
    """on the cost financed, for every year of the contract"""
    CONSTANT_RETURN_PA = "constant_return_pa"
    """a yearly return on the cost outstanding, taken into the price once and for all: twelve times
    the monthly one"""


class MurabahaTerms(GraceTerms, FeeTerms, RoundingTerms):
    """Terms of a murabaha; the listing's amount is the cost after the family's own part.

    The whole price is owed from the day of the sale. Paying early gives no right to a rebate; the
    seller may waive a part of the markup that is not yet earned, which is never counted on.
    """

    kind: Literal["murabaha"] = "murabaha"
    """Code of the kind."""
    markup: RateValue
    """The seller's profit as a decimal, on `markup_basis`."""
    markup_basis: MarkupBasis
    """What the markup is worked out on."""
    instalment_every_months: Period = 1
    """Months between two instalments."""
    paid_at_end: bool = False
    """Whether the price is paid once, at the end, and not in instalments."""
    due_calendar_months: CalendarMonths = ""
    """Calendar months of the harvest, parted by "|" such as 4|10: the price is paid once, in the
    first of them that comes when the shortest tenor has gone by; empty: by the tenor."""
    takaful_pa_share: Share = 0.0
    """Yearly contribution to mutual cover, as a share of cost and markup together, spread evenly
    over the instalments."""
    rebate_share: Share = 0.0
    """Share of the unearned markup that the seller has usually waived when all was paid early; at
    its discretion."""

    @model_validator(mode="after")
    def _terms_agree(self) -> Self:
        harvest_in_reach(self, self.due_calendar_months)
        every = self.instalment_every_months
        if not self.is_single:
            for months in (*self.tenors, self.grace_min_months, self.grace_months):
                if months % every:
                    raise ValueError(f"problem.not_whole_periods|value={months}|limit={every}")
        return self

    @property
    def is_single(self) -> bool:
        """Whether the price is paid once."""
        return self.paid_at_end or bool(self.due_calendar_months)

    @property
    def choices(self) -> tuple[Variant, ...]:
        """Every tenor with its graces; with a harvest, the longest time until it comes."""
        if self.due_calendar_months:
            return (Variant(tenor=self.tenor_max_months),)
        return super().choices


@dataclass(frozen=True, slots=True)
class _Sale:
    """The sale of goods that cost 1: markup, cover, and the months of its instalments."""

    markup: float
    cover: float
    months: tuple[int, ...]


def variants(terms: MurabahaTerms) -> tuple[Variant, ...]:
    """Every tenor with the shortest and the longest time before the first instalment."""
    return terms.choices


def unit_flows(terms: MurabahaTerms, variant: Variant, market: Market) -> UnitFlows:
    """Flows for goods that cost 1, `[T+1]`: had at the start, paid for at their price."""
    sale = _sale(terms, variant, market.timeline, variant.start)
    nothing = np.zeros(variant.tenor + 1)
    paid, charge = nothing.copy(), nothing.copy()
    paid[list(sale.months)] = (1 + sale.markup) / len(sale.months)
    charge[list(sale.months)] = -sale.cover / len(sale.months)
    owed = 1 + sale.markup - np.cumsum(paid)
    owed[sale.months[-1] :] = 0.0
    per_unit = charge - paid
    per_unit[0] += 1
    charge[0] -= sale.markup
    flows = UnitFlows(per_unit, nothing, charge, owed, nothing, nothing)
    flows = financing.with_fees(flows, terms.fee_share, terms.fee_fixed)
    return on_marks(flows, variant.start, market.timeline.n_marks)


def schedule(
    terms: MurabahaTerms,
    variant: Variant,
    amount_minor: int,
    start: date,
    currency: str,
    market: Market,
) -> Schedule:
    """The dated contract in minor units.

    The balance is what is left of the price, the markup stands in the first row, and cover and fees
    in `fee_minor`.
    """
    sale = _sale(terms, variant, Timeline(start, 0), 0)
    number = len(sale.months)
    price = amount_minor + whole(amount_minor * sale.markup)
    free = paydown.Bill(np.zeros(number), terms.rounding)
    pattern = paydown.in_parts_of(terms.rounding, np.ones(number))
    found = paydown.bill_rows(free, [price] + [0] * number, pattern)
    found = [replace(row, month=month) for row, month in zip(found, (0, *sale.months), strict=True)]
    found = paydown.charged_more(found, [amount_minor - price] + [0] * number)
    cover = whole(amount_minor * sale.cover / number)
    found = paydown.feed_more(found, [0] + [-cover] * number)
    fee = to_minor(terms.fee_fixed, currency) + whole(amount_minor * terms.fee_share)
    return dated(paydown.busy(with_fee(found, fee)), start, market.timeline, owes=True)


def _sale(terms: MurabahaTerms, variant: Variant, timeline: Timeline, start: int) -> _Sale:
    every, wanted = terms.instalment_every_months, wanted_months(terms.due_calendar_months)
    tenor, grace = variant.tenor, variant.grace
    if wanted:
        tenor, grace = month_after(timeline, start, terms.tenors[0], wanted), 0
    if terms.is_single:
        whole_periods(tenor, 0, tenor)
        months: tuple[int, ...] = (tenor,)
    else:
        whole_periods(tenor, grace, every)
        months = tuple(range(grace + every, tenor + 1, every))
    markup = _markup(terms, tenor, months)
    return _Sale(markup, terms.takaful_pa_share * (1 + markup) * tenor / 12, months)


def _markup(terms: MurabahaTerms, tenor: int, months: tuple[int, ...]) -> float:
    """The whole markup per unit of cost, fixed on the day of the sale."""
    match terms.markup_basis:
        case MarkupBasis.FLAT_TERM:
            return terms.markup
        case MarkupBasis.FLAT_PA:
            return terms.markup * tenor / 12
        case MarkupBasis.CONSTANT_RETURN_PA:
            by_month = 1 + terms.markup / 12
            every = months[-1] - months[-2] if len(months) > 1 else months[0]
            grown = by_month ** (months[0] - every)
            instalment = level_instalment(by_month**every - 1, len(months))
            return max(float(grown * instalment * len(months) - 1), 0.0)


MURABAHA = Kind(
    code="murabaha",
    side=Side.FINANCE,
    Terms=MurabahaTerms,
    variants=variants,
    unit_flows=unit_flows,
    schedule=schedule,
)
