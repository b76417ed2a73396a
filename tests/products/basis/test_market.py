"""The outside world along the marks."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from products.basis.market import flat_market
from products.basis.timeline import Timeline

TIMELINE = Timeline(date(2026, 1, 31), 24)


@pytest.mark.parametrize("inflation_pa", [0.0, 0.117, 0.6, -0.02])
def test_prices_grow_by_the_yearly_rate_every_twelve_marks(inflation_pa):
    level = flat_market(TIMELINE, inflation_pa=inflation_pa).price_level
    assert level[0] == 1
    np.testing.assert_allclose(level[12:] / level[:-12], 1 + inflation_pa, rtol=1e-12)


def test_exchange_and_index_rates_stand_still_on_every_mark():
    market = flat_market(TIMELINE, fx={"SAR": 74.2}, index_pa={"kibor_1y": 0.115})
    assert market.fx["SAR"].shape == (25,)
    assert set(market.fx["SAR"]) == {74.2}
    assert set(market.index_pa["kibor_1y"]) == {0.115}
