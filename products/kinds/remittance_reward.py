"""Remittance reward: a bonus or points for money sent home through formal channels.

Derivation: a share of what is sent, paid some months later. Checked against the cash incentive on
remittances (Bangladesh) and the bands of the Sohni Dharti Remittance Programme (Pakistan), see
`tests/products/kinds/test_remittance_reward.py`.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from products.kind import Months, Share
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
