"""Remittance reward: a bonus or points for money sent home through formal channels.

Derivation: a share of what is sent, paid some months later. Checked against the cash incentive on
remittances (Bangladesh) and the bands of the Sohni Dharti Remittance Programme (Pakistan), see
`tests/products/kinds/test_remittance_reward.py`.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from products.basis.cashflow import Schedule, UnitFlows
from products.basis.market import Market
from products.basis.money import minor_digits, round_minor
from products.kind import Kind, Months, Share, Side, Variant
from products.mechanics.closing import at_months, every_months
from products.mechanics.exact import Row, dated
from products.mechanics.lookups import Ints
from products.mechanics.placing import on_marks
from products.terms import HoldTerms, Period, RoundingTerms


class RemittanceRewardTerms(HoldTerms, RoundingTerms):
    """Terms of a reward; the listing's amount is what is sent in a month.

    Bands by yearly remittance are listings of one `band_of`, their bounds a twelfth of the year's.
    The remittance itself is no flow of the reward.
    """

    kind: Literal["remittance_reward"] = "remittance_reward"
    """Code of the kind."""
    reward_share: Share
    """Reward in proportion to what is sent."""
    reward_fixed_pm: Annotated[
        float, Field(ge=-1e9, le=1e9, json_schema_extra={"unit": "money"})
    ] = 0.0
    """Added for every month, whatever is sent; below zero where the share holds only for what is
    above the band's lower bound."""
    whole_band_assumed: bool = False
    """Whether it is not stated if the share holds for all that is sent or only for what is above
    the band's lower bound, so that the terms are our prudent reading."""
    usable_share: Share = 1.0
    """What of the reward counts as money: 1 for cash; for points that pay only listed fees, the
    part the family would spend on such fees anyway."""
    paid_every_months: Period = 1
    """Months between two payments of the reward."""
    delay_months: Months = 0
    """Months from the end of that time to the reward in hand."""


def variants(terms: RemittanceRewardTerms) -> tuple[Variant, ...]:
    """Every number of months for which money is sent."""
    return tuple(Variant(tenor=tenor) for tenor in terms.tenors)


def unit_flows(terms: RemittanceRewardTerms, variant: Variant, market: Market) -> UnitFlows:
    """Flows of a monthly remittance of 1, `[T+1]`: the reward alone, as far as it is money."""
    paid = _paid(terms, variant)
    months = int(paid[-1]) if paid.size else 0
    each = terms.paid_every_months * terms.usable_share
    reward = at_months(months, paid, each * terms.reward_share)
    fixed = at_months(months, paid, each * terms.reward_fixed_pm)
    nothing = np.zeros(months + 1)
    flows = UnitFlows(reward, fixed, reward, nothing, nothing, nothing)
    return on_marks(flows, variant.start, market.timeline.n_marks)


def schedule(
    terms: RemittanceRewardTerms,
    variant: Variant,
    amount_minor: int,
    start: date,
    currency: str,
    market: Market,
) -> Schedule:
    """The dated rewards in minor units, for a monthly remittance of `amount_minor`."""
    share = terms.reward_share * amount_minor
    fixed = terms.reward_fixed_pm * 10 ** minor_digits(currency)
    each = terms.paid_every_months * terms.usable_share * (share + fixed)
    reward = round_minor(each, terms.rounding)
    rows = [Row(month, charge=reward) for month in _paid(terms, variant).tolist()]
    return dated([Row(0), *rows], start, market.timeline, owes=False)


def _paid(terms: RemittanceRewardTerms, variant: Variant) -> Ints:
    """Months in which a reward is in hand; a time that is not complete brings none."""
    every = terms.paid_every_months
    return every_months(variant.tenor, every, every) + terms.delay_months


REMITTANCE_REWARD = Kind(
    code="remittance_reward",
    side=Side.GRANT,
    Terms=RemittanceRewardTerms,
    variants=variants,
    unit_flows=unit_flows,
    schedule=schedule,
    amount_is_monthly=True,
)
