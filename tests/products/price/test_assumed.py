"""The market that a pack assumes is the one that plans use."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from planner.assumptions import expected, load_assumptions
from products.basis.timeline import Timeline
from products.catalogue.pack import AssumptionLine
from products.catalogue.seed import COUNTRIES, load_pack
from products.price.assumed import market_of

DAY = date(2026, 6, 30)


def line(name: str, value: float, since: date = date(2026, 1, 1)) -> AssumptionLine:
    return AssumptionLine(name=name, since=since, value=value, grade="D", source_id="page")


def test_rows_hold_from_their_day_until_a_later_one() -> None:
    rows = [
        line("inflation_pa", 0.1),
        line("inflation_pa", 0.2, date(2026, 5, 1)),
        line("inflation_pa", 0.3, date(2027, 1, 1)),
        line("fx_change_pa", 0.05),
        line("fx_USD", 280.0, date(2027, 1, 1)),
        line("index_kibor_1y_pa", 0.115),
    ]
    market, problems = market_of(rows, DAY)
    assert problems == ()
    assert market.price_level[12] == pytest.approx(1.2)
    assert market.fx["USD"][[0, 12]] == pytest.approx([280, 294])
    assert set(market.fx) == {"USD"}
    assert market.index_pa["kibor_1y"][-1] == 0.115


def test_what_a_pack_does_not_say_is_told() -> None:
    market, problems = market_of([], DAY)
    assert [problem.where for problem in problems] == ["inflation_pa", "fx_change_pa"]
    assert np.all(market.inflation_pm == 0)


def test_it_is_the_market_of_plans() -> None:
    pack = load_pack(COUNTRIES / "PAK")
    plans = expected(load_assumptions(pack.assumptions, DAY, {})[0], Timeline(DAY, 240))
    found, _ = market_of(pack.assumptions, DAY)
    np.testing.assert_allclose(found.inflation_pm[:241], plans.inflation_pm)
    assert set(found.fx) == set(plans.fx)
    for code, level in plans.fx.items():
        np.testing.assert_allclose(found.fx[code][:241], level)
    assert {n: level[0] for n, level in found.index_pa.items()} == {
        n: level[0] for n, level in plans.index_pa.items()
    }
