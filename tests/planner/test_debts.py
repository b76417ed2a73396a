"""A family's debts along the marks."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.debts import a_month, course, yearly_price
from planner.household import Debt
from tests.planner.families import amounts, prices, rhythms


def debt(**given) -> Debt:
    return Debt.model_validate({"label": "debt", "outstanding": 1000, **given})


def test_a_debt_without_price_is_paid_until_the_rest():
    found = course(debt(instalment=300, first_due_month=2), "debt.0", 8)
    assert found.paid.tolist() == [0, 0, 300, 300, 300, 100, 0, 0, 0]
    assert found.owed.tolist() == [1000, 1000, 700, 400, 100, 0, 0, 0, 0]


def test_without_an_instalment_it_stands_and_grows():
    found = course(debt(price={"value": 0.1, "basis": "effective_pm"}), "debt.0", 3)
    assert found.owed == pytest.approx([1000, 1100, 1210, 1331])
    assert not found.paid.any()


def test_every_second_month_carries_two_months_of_growth():
    price = {"value": 0.1, "basis": "effective_pm"}
    found = course(debt(price=price, instalment=500, every_months=2, first_due_month=2), "d", 4)
    assert found.owed == pytest.approx([1000, 1100, 710, 781, 359.1])


def test_a_flat_price_is_charged_on_what_was_owed_at_first():
    price = {"value": 0.12, "basis": "flat_pa"}
    found = course(debt(price=price, instalment=260), "debt.0", 6)
    assert found.charge[1:5].tolist() == [10, 10, 10, 10]
    assert found.owed[1:6].tolist() == [750, 500, 250, 0, 0]


def test_a_flat_price_for_the_term_is_spread_over_its_instalments():
    price = {"value": 0.2, "basis": "flat_term"}
    found = course(debt(price=price, instalment=300), "debt.0", 6)
    assert found.charge[1:6].tolist() == [50, 50, 50, 50, 0]
    assert found.paid[1:6].tolist() == [300, 300, 300, 300, 0]
    assert found.owed[4] == 0


def test_a_simple_price_is_never_charged_on_charges():
    price = {"value": 0.12, "basis": "simple_pa"}
    assert course(debt(price=price), "debt.0", 24).owed[24] == pytest.approx(1240)


@given(amounts, amounts, rhythms, prices, st.integers(1, 12), st.integers(1, 60))
def test_a_debt_closes_at_every_mark(owed, instalment, every, price, first, months):
    """I1: owed[m] = owed[m-1] + charge[m] - paid[m]; nothing is negative."""
    one = debt(
        outstanding=owed, instalment=instalment, every_months=every, price=price,
        first_due_month=first,
    )  # fmt: skip
    found = course(one, "debt.0", months)
    moved = found.owed[:-1] + found.charge[1:] - found.paid[1:]
    assert found.owed[1:] == pytest.approx(moved, abs=1e-6)
    assert np.all(found.owed >= -1e-9)
    assert np.all(found.paid >= 0)
    assert np.all(found.charge >= 0)


def test_the_yearly_price_of_a_flat_debt_is_about_twice_its_figure():
    """20 % flat over 12 months costs 35.07 % a year by the month (MFTransparency: 34.1-35.8)."""
    price = {"value": 0.2, "basis": "flat_pa"}
    flat = debt(price=price, instalment=100)
    assert yearly_price(flat) == pytest.approx((1 + 0.3507 / 12) ** 12 - 1, abs=1e-4)
    assert yearly_price(debt()) == 0
    assert yearly_price(debt(price={"value": 0.02, "basis": "effective_pm"})) == pytest.approx(
        0.268242, abs=1e-6
    )


def test_instalments_are_spread_over_their_months_while_the_debt_stands():
    one = debt(instalment=600, every_months=6, first_due_month=6)
    asked = a_month(one, course(one, "debt.0", 18))
    assert asked.tolist() == [0] + [100] * 12 + [0] * 6


def test_a_flat_debt_that_is_never_cleared_still_has_a_price():
    never = debt(price={"value": 0.24, "basis": "flat_pa"}, instalment=10)
    assert 0.2 < yearly_price(never) < 0.6
