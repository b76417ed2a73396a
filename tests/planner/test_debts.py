"""A family's debts along the marks."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.debts import a_month, course, in_payments, is_flat, without_term, yearly_price
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


# ---------------------------------------------------------------- paid off whole


def test_a_debt_is_paid_off_after_the_marks_own_instalment():
    price = {"value": 0.1, "basis": "effective_pm"}
    found = course(debt(price=price, instalment=300), "debt.0", 6, payoff=2)
    assert found.owed.tolist() == pytest.approx([1_000, 800, 0, 0, 0, 0, 0])
    assert found.charge.tolist() == pytest.approx([0, 100, 80, 0, 0, 0, 0])
    assert found.paid.tolist() == pytest.approx([0, 300, 880, 0, 0, 0, 0])
    assert found.settled.tolist() == pytest.approx([0, 0, 580, 0, 0, 0, 0])
    assert found.owed_today == 1_000


def test_a_debt_paid_off_at_once_is_not_owed_at_all():
    found = course(debt(instalment=300), "debt.0", 4, payoff=0)
    assert found.paid.tolist() == found.settled.tolist() == [1_000, 0, 0, 0, 0]
    assert not found.owed.any()
    assert found.owed_today == 1_000


@pytest.mark.parametrize(
    ("basis", "value", "charged"), [("flat_pa", 0.12, 30), ("flat_term", 0.2, 120)]
)
def test_of_a_flat_price_only_the_months_gone_by_are_asked_at_the_payoff(basis, value, charged):
    """Three months of 1 % of 1,000; or of 200 over the five months in which 250 clear 1,200."""
    price = {"value": value, "basis": basis}
    found = course(debt(price=price, instalment=250), "debt.0", 8, payoff=3)
    assert found.charge.sum() == pytest.approx(charged)
    assert found.settled[3] == pytest.approx(1_000 + charged - 750)


@given(st.integers(0, 24), prices, st.integers(0, 500), st.integers(1, 4))
def test_whatever_is_decided_the_debt_closes(mark, price, instalment, every):
    one = debt(price=price, instalment=instalment, every_months=every)
    found = course(one, "debt.0", 24, payoff=mark)
    assert np.diff(found.owed) == pytest.approx((found.charge - found.paid)[1:], abs=1e-6)
    assert not found.owed[mark:].any()
    assert found.paid.sum() == pytest.approx(1_000 + found.charge.sum())
    plain = course(one, "debt.0", 24)
    assert found.owed[:mark].tolist() == plain.owed[:mark].tolist()


def test_which_prices_are_flat():
    assert is_flat(debt(price={"value": 0.1, "basis": "flat_pa"}))
    assert not is_flat(debt(price={"value": 0.1, "basis": "effective_pm"}))
    assert not is_flat(debt())


def test_a_flat_price_for_the_term_is_so_much_a_month_of_it():
    """20 % of 1,000 over 12 instalments of 100: 16.67 a month, as a flat 20 % a year charges."""
    whole = debt(instalment=100, price={"value": 0.2, "basis": "flat_term"})
    monthly = without_term(whole)
    assert monthly.price is not None
    assert course(monthly, "debt.0", 24).charge.sum() == pytest.approx(200)
    assert without_term(monthly) is monthly


@pytest.mark.parametrize("basis", ["", "effective_pm", "simple_pa", "flat_pa", "flat_term"])
@pytest.mark.parametrize("every", [1, 3, 12])
def test_so_many_level_instalments_clear_it_exactly_with_the_last(basis, every):
    price = {"value": 0.02, "basis": basis} if basis else None
    asked = debt(
        outstanding=10_000, instalment=2_000, every_months=every, first_due_month=2, price=price
    )
    its = course(in_payments(asked, 7), "debt.0", 120)
    paid = its.paid[its.paid > 0]
    assert paid.size == 7
    assert its.owed[-1] == 0
    assert paid[-1] == pytest.approx(paid[0], abs=0.2)
