"""Remittance rewards: a bonus in cash, and points that pay only some fees."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from products.basis.market import flat_market
from products.basis.problems import from_pydantic
from products.basis.timeline import Timeline
from products.kind import Variant
from products.kinds.remittance_reward import REMITTANCE_REWARD, RemittanceRewardTerms

START = date(2026, 1, 31)
MARKET = flat_market(Timeline(START, 60))
BANDS = {"green": 0.01, "gold": 0.0125, "platinum": 0.015, "diamond": 0.0175}
EDGES = {"green": 0, "gold": 10_000, "platinum": 30_000, "diamond": 50_000}
"""Sohni Dharti Remittance Programme, share of a year's remittance in points, from so many dollars.
Source: https://1link.net.pk/products-services/sohni-dharti-remittance-program
"""


def terms(**columns: Any) -> RemittanceRewardTerms:
    return RemittanceRewardTerms.model_validate({"reward_share": 0.025, **columns})


def test_formal_remittances_bring_two_and_a_half_per_cent() -> None:
    """Tk 20,000 a month through a bank brings Tk 500 more. Source: https://www.tbsnews.net/
    bangladesh/migration/expats-demand-increased-remittance-incentives-553970
    """
    flows = REMITTANCE_REWARD.unit_flows(terms(), Variant(12), MARKET)
    np.testing.assert_allclose(20_000 * flows.per_unit[1:13], 500)
    found = REMITTANCE_REWARD.schedule(terms(), Variant(12), 20_000_00, START, "BDT", MARKET)
    assert found.due_minor.tolist() == [0] + [500_00] * 12


def marginal(band: str) -> RemittanceRewardTerms:
    """A band whose share holds only for what is above its lower edge, as monthly terms."""
    below = 0.0
    names = list(BANDS)
    for lower, upper in pairwise(names):
        if names.index(upper) <= names.index(band):
            below += BANDS[lower] * (EDGES[upper] - EDGES[lower])
    fixed = below - BANDS[band] * EDGES[band]
    return terms(reward_share=BANDS[band], reward_fixed_pm=fixed / 12, whole_band_assumed=True)


@pytest.mark.parametrize(
    ("band", "a_year", "points"),
    [
        ("green", 10_000, 100),
        ("gold", 30_000, 100 + 250),
        ("platinum", 50_000, 100 + 250 + 300),
        ("diamond", 62_000, 100 + 250 + 300 + 210),
    ],
)
def test_bands_can_be_read_as_holding_only_above_their_edge(
    band: str, a_year: int, points: int
) -> None:
    flows = REMITTANCE_REWARD.unit_flows(marginal(band), Variant(12), MARKET)
    a_month = a_year / 12
    assert (a_month * flows.per_unit + flows.per_take).sum() == pytest.approx(points)


@pytest.mark.parametrize("band", ["gold", "platinum", "diamond"])
def test_marginal_bands_meet_at_their_edge(band: str) -> None:
    names = list(BANDS)
    edge = EDGES[band] / 12
    rewards = []
    for name in (names[names.index(band) - 1], band):
        flows = REMITTANCE_REWARD.unit_flows(marginal(name), Variant(12), MARKET)
        rewards.append((edge * flows.per_unit + flows.per_take).sum())
    assert rewards[0] == pytest.approx(rewards[1])


def test_points_count_only_as_far_as_their_fees_would_be_paid_anyway() -> None:
    points = terms(reward_share=0.0125, usable_share=0.4)
    flows = REMITTANCE_REWARD.unit_flows(points, Variant(12), MARKET)
    assert flows.per_unit.sum() == pytest.approx(12 * 0.0125 * 0.4)
    assert not REMITTANCE_REWARD.unit_flows(
        terms(usable_share=0), Variant(12), MARKET
    ).per_unit.any()


def test_a_yearly_reward_comes_after_its_year_and_the_delay() -> None:
    yearly = terms(paid_every_months=12, delay_months=2)
    flows = REMITTANCE_REWARD.unit_flows(yearly, Variant(30), MARKET)
    assert np.flatnonzero(flows.per_unit).tolist() == [14, 26]
    assert flows.per_unit[14] == pytest.approx(12 * 0.025)


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"reward_share": 2.5}, "problem.too_high"),
        ({"paid_every_months": 5}, "problem.not_in_list"),
    ],
)
def test_terms_that_cannot_be_are_problems_by_name(columns: dict[str, Any], code: str) -> None:
    with pytest.raises(ValidationError) as caught:
        terms(**columns)
    assert from_pydantic(caught.value.errors())[0].code == code
