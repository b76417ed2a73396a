"""Profit sharing (mudaraba, wakala, musharaka): a sum put in a pool whose profit is shared after.

Derivation: the holder's yearly profit is what the pool earns, times the holder's share of it, times
the weight of the tenor; or the figure that was announced last. Checked against the Sarwa Islamic
Term Account (National Savings, Pakistan) and the ratios of the Islamic Naya Pakistan Certificates,
see `tests/products/kinds/test_profit_sharing.py`.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal, Self

import numpy as np
from pydantic import Field, model_validator

from products.basis.cashflow import Schedule, UnitFlows
from products.basis.market import Market
from products.basis.money import round_minor
from products.kind import Kind, Months, RateValue, Share, Side, Variant
from products.mechanics.closing import closed
from products.mechanics.exact import Row, dated, taxed, whole
from products.mechanics.placing import on_marks, whole_periods
from products.mechanics.prices import Floats
from products.terms import (
    HoldTerms,
    OutlookTerms,
    PeriodOrOnce,
    RoundingTerms,
    TaxTerms,
    ZakatTerms,
)

YEAR = 12
"""Months of a year."""


class ShareContract(StrEnum):
    """Under which contract profit is shared."""

    MUDARABA = "mudaraba"
    """the holder gives the money, the bank the work; loss is the holder's"""
    WAKALA = "wakala"
    """the bank is the holder's agent; what is earned above the expected figure may be its own"""
    MUSHARAKA = "musharaka"
    """both give money and share profit as agreed, loss by what each gave"""


SignedYield = Annotated[float, Field(ge=-1, le=3, json_schema_extra={"unit": "decimal rate"})]


class ProfitSharingTerms(HoldTerms, OutlookTerms, TaxTerms, ZakatTerms, RoundingTerms):
    """Terms of a deposit that shares in a pool's profit; the listing's amount is a sum put in once.

    Either `profit_pa` is the holder's yearly profit as announced, or `pool_profit_pa` is the
    pool's, of which the holder has `holder_share` times `weight`. Nothing of it is promised.
    """

    kind: Literal["profit_sharing"] = "profit_sharing"
    """Code of the kind."""
    contract: ShareContract = ShareContract.MUDARABA
    """Under which contract profit is shared."""
    profit_pa: SignedYield | None = None
    """The holder's yearly profit as a decimal, as announced last."""
    profit_pa_low: SignedYield | None = None
    """The same if things turn out badly; below zero only where loss is shared."""
    profit_pa_high: SignedYield | None = None
    """The same if things turn out well."""
    pool_profit_pa: SignedYield | None = None
    """Yearly profit of the whole pool, before it is shared."""
    pool_profit_pa_low: SignedYield | None = None
    """The same if things turn out badly; below zero only where loss is shared."""
    pool_profit_pa_high: SignedYield | None = None
    """The same if things turn out well."""
    holder_share: Share | None = None
    """The holders' share of the pool's profit; empty means "not found"."""
    weight: Annotated[float, Field(gt=0, le=10, json_schema_extra={"unit": "ratio"})] = 1.0
    """Weight of this tenor and amount in the holders' share."""
    profit_cap_pa: RateValue | None = None
    """Yearly profit above which the agent keeps all; empty where there is no such limit."""
    loss_shared: bool = True
    """Whether the holder bears loss of the pool."""
    payout_every_months: PeriodOrOnce = 0
    """Months between two payments of profit; 0: all of it with the sum at the end."""
    profit_kept: bool = False
    """Whether profit is added to the sum each time, rather than paid out."""
    exit_allowed: bool = True
    """Whether the sum may be taken back before the end."""
    exit_min_months: Months = 0
    """No profit is counted on when it is taken back before this many months."""
    exit_profit_pa: RateValue | None = None
    """Yearly profit when taken back early; empty means "not found": the sum alone is counted on."""

    @model_validator(mode="after")
    def _terms_agree(self) -> Self:
        if self.profit_pa is None and self.pool_profit_pa is None:
            raise ValueError("problem.no_profit")
        if self.profit_pa is not None and self.pool_profit_pa is not None:
            raise ValueError(f"problem.profit_twice|value={self.profit_pa:g}")
        if self.pool_profit_pa is not None and self.holder_share is None:
            raise ValueError("problem.no_holder_share")
        lows = (self.profit_pa, self.profit_pa_low, self.pool_profit_pa, self.pool_profit_pa_low)
        lowest = min(low for low in lows if low is not None)
        if lowest < 0 and not self.loss_shared:
            raise ValueError(f"problem.loss_not_shared|value={lowest:g}")
        if self.payout_every_months:
            for months in self.tenors:
                if months % self.payout_every_months:
                    limit = self.payout_every_months
                    raise ValueError(f"problem.not_whole_periods|value={months}|limit={limit}")
        elif self.profit_kept:
            raise ValueError("problem.nothing_to_keep")
        return self

    @property
    def holder_profit_pa(self) -> float:
        """The holder's yearly profit: as announced, or its part of the pool's; loss is borne whole.

        >>> ProfitSharingTerms(pool_profit_pa=0.16, holder_share=0.65, weight=1.0).holder_profit_pa
        0.10400000000000001
        """
        pool = self.pool_profit_pa
        if pool is None:
            earned = self.profit_pa or 0.0
        else:
            earned = pool * (self.holder_share or 0.0) * self.weight if pool > 0 else pool
        return earned if self.profit_cap_pa is None else min(earned, self.profit_cap_pa)


def variants(terms: ProfitSharingTerms) -> tuple[Variant, ...]:
    """Every tenor."""
    return tuple(Variant(tenor=tenor) for tenor in terms.tenors)


def unit_flows(terms: ProfitSharingTerms, variant: Variant, market: Market) -> UnitFlows:
    """Flows of a sum of 1, `[T+1]`: put in, profit as it is paid or kept, the sum at the end."""
    months, share = variant.tenor, terms.tax_share(variant.tax_filer)
    every = terms.payout_every_months or months
    whole_periods(months, 0, every)
    month = np.arange(months + 1)
    a_month = _after_tax(terms.holder_profit_pa / 12, share)
    paid, rest = month // every, month % every
    if terms.profit_kept:
        earned = (1 + a_month * every) ** paid * (1 + a_month * rest) - 1
        drawn = np.zeros(months + 1)
    else:
        earned = a_month * month
        drawn = np.where(terms.payout_every_months > 0, a_month * every * paid, 0.0)
    zakat: Floats = terms.zakat_pa_share * (month // YEAR).astype(np.float64)
    owned = np.maximum(1 + earned - drawn - zakat, 0.0)
    owned[-1] = 0.0
    early = np.where(month < months, _early(terms, owned, drawn, share, zakat), 0.0)
    flows = closed(owned, np.diff(earned - zakat, prepend=0.0), early)
    return on_marks(flows, variant.start, market.timeline.n_marks)


def schedule(
    terms: ProfitSharingTerms,
    variant: Variant,
    amount_minor: int,
    start: date,
    currency: str,  # noqa: ARG001 - the signature of every kind
    market: Market,
) -> Schedule:
    """The dated account in minor units, with the profit that is counted on; none is promised."""
    every = terms.payout_every_months or variant.tenor
    payments, _ = whole_periods(variant.tenor, 0, every)
    share, balance = terms.tax_share(variant.tax_filer), amount_minor
    rows = [Row(0, principal=-amount_minor)]
    for payment in range(1, payments + 1):
        gross = round_minor(balance * terms.holder_profit_pa * every / 12, terms.rounding)
        profit = taxed(gross, share)
        put_away = profit if terms.profit_kept else 0
        if payment == payments:
            put_away = -balance
            profit -= whole(amount_minor * terms.zakat_pa_share * (variant.tenor // YEAR))
        rows.append(Row(payment * every, principal=-put_away, charge=profit))
        balance += put_away
    return dated(rows, start, market.timeline, owes=False)


def _after_tax(profit: float, share: float) -> float:
    return profit * (1 - share) if profit > 0 else profit


def _early(
    terms: ProfitSharingTerms, owned: Floats, drawn: Floats, share: float, zakat: Floats
) -> Floats:
    """What is paid on leaving after each month: the sum, less any loss, and what is counted on."""
    month = np.arange(owned.size)
    if not terms.exit_allowed:
        return np.zeros(owned.shape)
    if terms.holder_profit_pa < 0:
        return owned
    if terms.exit_profit_pa is None:
        return np.maximum(np.minimum(1 - zakat, owned), 0.0)
    counted = np.where(month >= terms.exit_min_months, month, 0)
    worth = 1 + _after_tax(terms.exit_profit_pa, share) * counted / 12 - drawn - zakat
    return np.maximum(worth, 0.0)


PROFIT_SHARING = Kind(
    code="profit_sharing",
    side=Side.SAVING,
    Terms=ProfitSharingTerms,
    variants=variants,
    unit_flows=unit_flows,
    schedule=schedule,
)
