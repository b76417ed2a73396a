"""Patterns of repayment as shares of what is left."""

from __future__ import annotations

import numpy as np
import numpy_financial as npf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from products.mechanics.repayment import (
    Repayment,
    balances,
    level_instalment,
    repaid_shares,
    shares_of_parts,
)

charges = st.one_of(st.just(0.0), st.floats(1e-9, 0.3))
lengths = st.integers(1, 480)


@given(charges, lengths)
def test_a_level_balance_is_worth_the_instalments_still_to_come(
    charge: float, periods: int
) -> None:
    worth = np.cumsum((1 + charge) ** -np.arange(1.0, periods + 1))
    left = balances(repaid_shares(Repayment.LEVEL, np.full(periods, charge)))
    np.testing.assert_allclose(left[:-1], worth[::-1] / worth[-1], rtol=1e-9)
    assert level_instalment(charge, periods) == pytest.approx(1 / worth[-1], rel=1e-12)


@given(st.floats(1e-4, 0.3), lengths)
def test_the_level_instalment_is_the_spreadsheets(charge: float, periods: int) -> None:
    expected = -npf.pmt(charge, periods, 1.0)
    assert level_instalment(charge, periods) == pytest.approx(expected, rel=1e-10)


@given(st.sampled_from(Repayment), charges, st.integers(1, 120), st.data())
def test_every_pattern_ends_at_nothing_and_waits_through_its_grace(
    pattern: Repayment, charge: float, periods: int, data: st.DataObject
) -> None:
    grace = data.draw(st.integers(0, periods - 1))
    left = balances(repaid_shares(pattern, np.full(periods, charge), grace))
    assert left[-1] == 0
    np.testing.assert_array_equal(left[: grace + 1], 1)
    assert np.all(np.diff(left) <= 0)


def test_a_change_of_price_recalculates_a_level_instalment_once() -> None:
    prices = np.array([0.01] * 12 + [0.02] * 12)
    shares = repaid_shares(Repayment.LEVEL, prices)
    left = balances(shares)[:-1]
    due = left * (prices + shares)
    np.testing.assert_allclose(due[:12], level_instalment(0.01, 24))
    np.testing.assert_allclose(due[12:], left[12] * level_instalment(0.02, 12))


def test_grace_leaves_the_whole_to_the_instalments_after_it() -> None:
    shares = repaid_shares(Repayment.LEVEL, np.full(12, 0.01), grace=4)
    due = balances(shares)[:-1] * (0.01 + shares)
    np.testing.assert_allclose(due[:4], 0.01)
    np.testing.assert_allclose(due[4:], level_instalment(0.01, 8))


def test_stages_are_repaid_together_by_the_same_end() -> None:
    released = np.array([0.4, 0.0, 0.6, 0.0, 0.0])
    left = balances(repaid_shares(Repayment.EQUAL_PRINCIPAL, np.zeros(4)), released)
    np.testing.assert_allclose(left, [0.4, 0.3, 0.8, 0.4, 0.0])


def test_many_futures_are_repaid_at_once() -> None:
    prices = np.array([[0.01] * 6, [0.0] * 6, [0.02] * 6])
    together = balances(repaid_shares(Repayment.LEVEL, prices))
    for row, price in zip(together, prices, strict=True):
        np.testing.assert_array_equal(row, balances(repaid_shares(Repayment.LEVEL, price)))


def test_stated_parts_are_repaid_as_stated() -> None:
    parts = np.array([0.0, 1.0, 1.0, 2.0, 2.0])
    left = balances(shares_of_parts(parts))
    np.testing.assert_allclose(-np.diff(left), parts / 6)
    assert left[-1] == 0


def test_what_was_paid_off_early_may_be_followed_by_nothing() -> None:
    shares = np.array([0.0, 1.0, 0.0, 1.0])
    left = balances(shares, np.array([0.5, 0.5, 0.0, 0.0, 0.0]))
    np.testing.assert_allclose(left, [0.5, 1.0, 0.0, 0.0, 0.0])
