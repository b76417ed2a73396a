"""Gold: the market's path, two spreads, and what keeping it costs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from products.basis.cashflow import roll_forward_gap
from products.basis.market import flat_market
from products.basis.problems import from_pydantic
from products.basis.timeline import Timeline
from products.kind import Variant
from products.kinds.gold import GOLD, GoldTerms
from products.terms import Outlook

START = date(2026, 1, 31)
MARKET = flat_market(Timeline(START, 60))


def terms(**columns: Any) -> GoldTerms:
    return GoldTerms.model_validate(columns)


def test_the_path_of_the_market_is_the_price() -> None:
    """Bought at Rs 403,600 a tola (29 September 2025) and sold at 440,000, if it comes to that.

    Source of the first: Business Recorder, Karachi market, see the sources of the pack of Pakistan.
    """
    path = np.linspace(403_600, 440_000, 13)
    market = replace(flat_market(Timeline(START, 12)), fx={"XAU": path})
    flows = GOLD.unit_flows(terms(), Variant(12), market)
    assert 403_600 * flows.per_unit[12] == pytest.approx(440_000)
    np.testing.assert_allclose(403_600 * flows.owned[:12], path[:12])
    found = GOLD.schedule(terms(), Variant(12), 403_600_00, START, "PKR", market)
    assert found.due_minor.tolist() == [-403_600_00, 440_000_00]


def test_a_later_start_reads_the_price_of_its_own_day() -> None:
    market = replace(MARKET, fx={"XAU": np.where(np.arange(61) < 12, 100.0, 150.0)})
    assert GOLD.unit_flows(terms(), Variant(12), market).per_unit[12] == pytest.approx(1.5)
    assert GOLD.unit_flows(terms(), Variant(12, start=12), market).per_unit[24] == pytest.approx(1)


def test_spreads_and_making_are_lost_at_once() -> None:
    shop = terms(buy_spread_share=0.02, making_share=0.1, sell_spread_share=0.05)
    flows = GOLD.unit_flows(shop, Variant(12), MARKET)
    assert flows.owned[0] == pytest.approx(0.95 / 1.12)
    assert flows.exit_value[0] == flows.owned[0]
    assert flows.per_unit.sum() == pytest.approx(0.95 / 1.12 - 1)


def test_storage_is_paid_every_month() -> None:
    flows = GOLD.unit_flows(terms(storage_pa_share=0.012), Variant(12), MARKET)
    np.testing.assert_allclose(flows.per_unit[1:12], -0.001)
    assert flows.per_unit[12] == pytest.approx(0.999)


def test_without_a_market_the_price_stands_still_or_grows_as_stated() -> None:
    assert GOLD.unit_flows(terms(), Variant(12), MARKET).per_unit[12] == 1
    path = terms(price_growth_pa=0.05, price_growth_pa_low=-0.2, price_growth_pa_high=0.3)
    found = [GOLD.unit_flows(path.seen(o), Variant(24), MARKET).per_unit[24] for o in Outlook]
    assert found == pytest.approx([0.8**2, 1.05**2, 1.3**2])


def test_many_futures_of_the_price_are_worked_out_at_once() -> None:
    rng = np.random.default_rng(1)
    paths = 100 * np.exp(np.cumsum(rng.normal(0, 0.04, (5, 61)), axis=-1))
    market = replace(MARKET, fx={"XAU": paths})
    flows = GOLD.unit_flows(terms(storage_pa_share=0.01), Variant(36, start=6), market)
    assert flows.per_unit.shape == (5, 61)
    assert roll_forward_gap(flows) < 1e-9
    np.testing.assert_allclose(flows.owned[:, 6], 1)


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"making_share": 12}, "problem.too_high"),
        ({"price_growth_pa": -1}, "problem.too_low"),
        ({"price_growth_pa_low": 0.1}, "problem.min_above_max"),
    ],
)
def test_terms_that_cannot_be_are_problems_by_name(columns: dict[str, Any], code: str) -> None:
    with pytest.raises(ValidationError) as caught:
        terms(**columns)
    assert from_pydantic(caught.value.errors())[0].code == code
