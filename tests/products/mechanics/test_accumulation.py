"""Savings growing, and what is paid on leaving early."""

from __future__ import annotations

import numpy as np
import numpy_financial as npf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from products.basis.cashflow import roll_forward_gap
from products.basis.rates import RateBasis
from products.mechanics.accumulation import early_worth, held, lump_profit, recurring_profit


def test_simple_profit_adds_up_and_compound_profit_grows() -> None:
    simple = lump_profit(np.array([0.12, 0.12, 0.24]), RateBasis.SIMPLE_PA)
    np.testing.assert_allclose(simple, [0, 0.01, 0.02, 0.04])
    compound = lump_profit(np.full(12, 0.10), RateBasis.EFFECTIVE_PA)
    assert compound[12] == pytest.approx(0.10)
    many = lump_profit(np.full((2, 12), 0.10), RateBasis.EFFECTIVE_PA)
    np.testing.assert_array_equal(many[1], compound)


@given(st.floats(1e-4, 0.4), st.integers(1, 240))
def test_recurring_profit_credited_monthly_is_the_annuity_due(
    quoted_pa: float, months: int
) -> None:
    expected = -npf.fv(quoted_pa / 12, months, 1.0, 0.0, when="begin") - months
    found = recurring_profit(quoted_pa, months, 1)[-1]
    assert found == pytest.approx(expected, rel=1e-6, abs=1e-9)


def test_yearly_credit_earns_on_the_mean_of_first_and_last_balance() -> None:
    profit = recurring_profit(0.075, 24, 12)
    first = (1 + 12) / 2 * 0.075
    assert profit[12] == pytest.approx(first)
    second = ((13 + first) + (24 + first)) / 2 * 0.075
    assert profit[24] == pytest.approx(first + second)


def test_profit_since_the_last_credit_is_paid_too() -> None:
    profit = recurring_profit(0.12, 5, 3)
    assert profit[3] == pytest.approx(0.06)
    assert profit[5] == pytest.approx(0.06 + 0.01 * (4.06 + 5.06))


def test_tax_is_taken_from_each_credit() -> None:
    np.testing.assert_allclose(
        recurring_profit(0.12, 24, 1, tax_share=0.25), recurring_profit(0.09, 24, 1)
    )


def test_a_saving_pays_all_it_holds_at_its_last_month() -> None:
    paid_in, profit = np.array([1.0, 2.0, 2.0]), np.array([0.0, 0.1, 0.3])
    flows = held(paid_in, profit, early=np.array([1.0, 2.0, 2.2]))
    np.testing.assert_allclose(flows.per_unit, [-1, -1, 2.3])
    np.testing.assert_allclose(flows.owned, [1, 2.1, 0])
    np.testing.assert_allclose(flows.exit_value, [1, 2, 0])
    assert roll_forward_gap(flows) < 1e-15
    np.testing.assert_array_equal(profit, [0.0, 0.1, 0.3])


def test_leaving_early_pays_no_profit_too_soon_and_never_less_than_nothing() -> None:
    paid_in, profit = np.ones(4), np.array([0, 0.01, 0.02, 0.03])
    np.testing.assert_allclose(early_worth(paid_in, profit, 2, 0.0, True), [1, 1, 1.02, 1.03])
    np.testing.assert_allclose(early_worth(paid_in, profit, 0, 0.05, True)[:2], [0.95, 0.96])
    np.testing.assert_array_equal(early_worth(paid_in, profit - 2, 0, 0.0, True), 0)
    np.testing.assert_array_equal(early_worth(paid_in, profit, 0, 0.0, False), 0)
