"""Profit sharing (mudaraba, wakala, musharaka): a sum put in a pool whose profit is shared after.

Derivation: the holder's yearly profit is what the pool earns, times the holder's share of it, times
the weight of the tenor; or the figure that was announced last. Checked against the Sarwa Islamic
Term Account (National Savings, Pakistan) and the ratios of the Islamic Naya Pakistan Certificates,
see `tests/products/kinds/test_profit_sharing.py`.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from products.kind import Months, RateValue, Share
from products.terms import (
    PERIODS,
    HoldTerms,
    OutlookTerms,
    RoundingTerms,
    TaxTerms,
    ZakatTerms,
)


class ShareContract(StrEnum):
    """Under which contract profit is shared."""

    MUDARABA = "mudaraba"
    """the holder gives the money, the bank the work; loss is the holder's"""
    WAKALA = "wakala"
    """the bank is the holder's agent; what is earned above the expected figure may be its own"""
    MUSHARAKA = "musharaka"
    """both give money and share profit as agreed, loss by what each gave"""


def _payout(value: int) -> int:
    if value not in (0, *PERIODS):
        limit = ", ".join(str(months) for months in (0, *PERIODS))
        raise ValueError(f"problem.not_in_list|value={value}|limit={limit}")
    return value


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
    payout_every_months: Annotated[
        int,
        Field(ge=0, le=12, json_schema_extra={"unit": "months", "enum": [0, *PERIODS]}),
        AfterValidator(_payout),
    ] = 0
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
