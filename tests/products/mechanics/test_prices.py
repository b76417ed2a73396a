"""Prices month by month, and charges by period."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from products.basis.market import Market
from products.basis.rates import Rate, RateBasis, per_month
from products.basis.timeline import Timeline
from products.mechanics.prices import (
    PriceRule,
    PriceStep,
    charge_of_part,
    growth_in_periods,
    monthly,
    quoted_by_month,
)
from tests.strategies import YEARLY, prices_pa

START = date(2026, 1, 31)


def market(index: np.ndarray) -> Market:
    timeline = Timeline(START, index.shape[-1] - 1)
    return Market(timeline, np.zeros(index.shape), {}, {"kibor_1y": index})


@given(prices_pa, st.sampled_from([*YEARLY, RateBasis.EFFECTIVE_PM]))
def test_the_array_twin_gives_what_the_scalar_gives(quoted_pa: float, basis: RateBasis) -> None:
    expected = per_month(Rate(value=quoted_pa, basis=basis))
    np.testing.assert_allclose(monthly([quoted_pa] * 2, basis), expected, rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("basis", [RateBasis.FLAT_PA, RateBasis.FLAT_TERM])
def test_a_flat_price_has_no_month(basis: RateBasis) -> None:
    with pytest.raises(ValueError, match="flat"):
        monthly([0.2], basis)


def test_an_index_is_read_when_the_contract_starts_and_at_each_reset() -> None:
    index = np.arange(25) / 100
    rule = PriceRule((PriceStep(0, index="kibor_1y", spread=0.01),), reset_months=6)
    found = quoted_by_month(rule, market(index), 3, 14)
    np.testing.assert_allclose(found, [0.04] * 6 + [0.10] * 6 + [0.16] * 2)


def test_beyond_the_plan_an_index_stays_at_its_last_level() -> None:
    rule = PriceRule((PriceStep(0, index="kibor_1y"),), reset_months=1)
    found = quoted_by_month(rule, market(np.array([0.1, 0.2])), 0, 4)
    np.testing.assert_allclose(found, [0.1, 0.2, 0.2, 0.2])


def test_floor_and_cap_hold_the_index_and_leave_fixed_steps_alone() -> None:
    index = np.array([0.02, 0.30, 0.30, 0.30])
    steps = (PriceStep(0, index="kibor_1y", spread=0.01), PriceStep(2, fixed=0.01))
    rule = PriceRule(steps, reset_months=1, floor=0.07, cap=0.12)
    found = quoted_by_month(rule, market(index), 0, 4)
    np.testing.assert_allclose(found, [0.07, 0.12, 0.01, 0.01])


def test_many_futures_keep_their_axis_and_fixed_prices_have_none() -> None:
    index = np.full((3, 2, 13), 0.1)
    linked = PriceRule((PriceStep(0, fixed=0.05), PriceStep(6, index="kibor_1y")))
    assert quoted_by_month(linked, market(index), 0, 12).shape == (3, 2, 12)
    fixed = PriceRule((PriceStep(0, fixed=0.05),))
    assert quoted_by_month(fixed, market(index), 0, 12).shape == (12,)


def test_a_step_beyond_the_tenor_is_never_reached() -> None:
    rule = PriceRule((PriceStep(0, fixed=0.05), PriceStep(120, index="kibor_1y")))
    found = quoted_by_month(rule, market(np.full(13, 0.2)), 0, 12)
    np.testing.assert_array_equal(found, 0.05)


def test_an_unknown_index_is_our_mistake() -> None:
    rule = PriceRule((PriceStep(0, index="sofr"),))
    with pytest.raises(ValueError, match="sofr"):
        quoted_by_month(rule, market(np.full(13, 0.2)), 0, 12)


def test_simple_charges_add_up_and_others_compound_within_a_period() -> None:
    quoted = np.array([0.12, 0.12, 0.24, 0.24])
    simple = growth_in_periods(quoted, RateBasis.SIMPLE_PA, 2)
    np.testing.assert_allclose(simple, [[1.01, 1.02], [1.02, 1.04]])
    compound = growth_in_periods(quoted, RateBasis.NOMINAL_PA_MONTHLY, 4)
    np.testing.assert_allclose(compound[0, -1], 1.01**2 * 1.02**2)


def test_a_price_rises_by_no_more_than_its_most_at_each_reading() -> None:
    index = np.array([[0.05] * 2 + [0.20] * 4, [0.10] * 2 + [0.05] * 4])
    steps = (PriceStep(0, index="kibor_1y"),)
    rule = PriceRule(steps, reset_months=2, rise_max=0.02)
    found = quoted_by_month(rule, market(index), 0, 6)
    np.testing.assert_allclose(found[0], [0.05, 0.05, 0.07, 0.07, 0.09, 0.09])
    np.testing.assert_allclose(found[1], [0.10, 0.10, 0.05, 0.05, 0.05, 0.05])


def test_a_first_reading_after_a_fixed_price_is_held_back_too() -> None:
    steps = (PriceStep(0, fixed=0.0575), PriceStep(12, index="kibor_1y"))
    rule = PriceRule(steps, reset_months=12, rise_max=0.02)
    found = quoted_by_month(rule, market(np.full((3, 25), 0.12)), 0, 24)
    assert found.shape == (3, 24)
    np.testing.assert_allclose(found[:, 12:], 0.0775)


def test_a_rule_may_turn_into_another_from_a_month_on() -> None:
    rule = PriceRule((PriceStep(0, fixed=0.08), PriceStep(24, fixed=0.09)))
    then = PriceStep(0, fixed=0.15)
    assert rule.from_month(12, then).steps == (PriceStep(0, fixed=0.08), PriceStep(12, fixed=0.15))
    assert rule.from_month(0, then).steps == (then,)


def test_a_part_of_a_year_is_simple_or_compounds() -> None:
    assert charge_of_part(0.08, RateBasis.SIMPLE_PA, 14 / 365) == pytest.approx(0.08 * 14 / 365)
    month = charge_of_part(0.12, RateBasis.NOMINAL_PA_MONTHLY, 1 / 12)
    np.testing.assert_allclose(month, 0.01)
    year = charge_of_part(np.array([0.12, 0.24]), RateBasis.NOMINAL_PA_MONTHLY, 1.0)
    np.testing.assert_allclose(year, [1.01**12 - 1, 1.02**12 - 1])
