"""Livestock: fed, milked and sold, by hand, with and without the animals that die."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from products.basis.market import flat_market
from products.basis.problems import from_pydantic
from products.basis.timeline import Timeline
from products.kind import Variant
from products.kinds.livestock import LIVESTOCK, LivestockTerms
from products.terms import Outlook

START = date(2026, 1, 31)
MARKET = flat_market(Timeline(START, 60))


def terms(**columns: Any) -> LivestockTerms:
    plain = {
        "tenor_max_months": 12,
        "tenor_min_months": 4,
        "keep_pm_share": 0.05,
        "sale_share": 1.5,
        "mortality_chance": 0.0,
    }
    return LivestockTerms.model_validate({**plain, **columns})


def test_a_fattened_animal_brings_its_sale_less_its_keep() -> None:
    """Bought for 100,000, fed for 5,000 a month over 4 months, sold for 150,000."""
    flows = LIVESTOCK.unit_flows(terms(), Variant(4), MARKET)
    np.testing.assert_allclose(
        100_000 * flows.per_unit[:5], [-100_000, -5_000, -5_000, -5_000, 145_000]
    )
    found = LIVESTOCK.schedule(terms(), Variant(4), 100_000_00, START, "PKR", MARKET)
    assert found.due_minor.tolist() == [-100_000_00, *[-5_000_00] * 3, 145_000_00]


def test_milk_is_set_against_feed() -> None:
    flows = LIVESTOCK.unit_flows(terms(yield_pm_share=0.08), Variant(12), MARKET)
    np.testing.assert_allclose(flows.per_unit[1:12], 0.03)


def test_what_dies_is_fed_until_then_and_brings_nothing() -> None:
    herd = terms(mortality_chance=0.2, yield_pm_share=0.08)
    flows = LIVESTOCK.unit_flows(herd, Variant(4), MARKET)
    alive = [1, 0.95, 0.9, 0.85, 0.8]
    expected = [0.08 * alive[m] - 0.05 * alive[m - 1] for m in range(1, 5)]
    expected[-1] += 1.5 * 0.8
    np.testing.assert_allclose(flows.per_unit[1:5], expected)


def test_it_is_never_worth_more_than_it_cost_or_will_bring() -> None:
    rising = LIVESTOCK.unit_flows(terms(), Variant(4), MARKET)
    np.testing.assert_allclose(rising.owned[:4], 1)
    falling = LIVESTOCK.unit_flows(terms(sale_share=0.6), Variant(4), MARKET)
    np.testing.assert_allclose(falling.owned[:4], [1, 0.9, 0.8, 0.7])
    np.testing.assert_allclose(falling.exit_value, falling.owned)


def test_a_bad_year_is_dear_feed_an_outbreak_and_a_weak_market() -> None:
    herd = terms(
        keep_pm_share_high=0.07,
        sale_share_low=1.2,
        mortality_chance=0.05,
        mortality_chance_high=0.3,
    )
    bad = herd.seen(Outlook.LOW)
    assert (bad.keep_pm_share, bad.sale_share, bad.mortality_chance) == (0.07, 1.2, 0.3)
    good = herd.seen(Outlook.HIGH)
    assert (good.keep_pm_share, good.sale_share) == (0.05, 1.5)


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"mortality_chance": 5}, "problem.too_high"),
        ({"keep_pm_share": 5}, "problem.percent_not_decimal"),
        ({"sale_share_high": 1.0}, "problem.min_above_max"),
        ({"sale_share": None}, "problem.not_a_number"),
    ],
)
def test_terms_that_cannot_be_are_problems_by_name(columns: dict[str, Any], code: str) -> None:
    with pytest.raises(ValidationError) as caught:
        terms(**columns)
    assert from_pydantic(caught.value.errors())[0].code == code
