"""Flows that close by construction, and months picked out of a contract."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from products.basis.cashflow import roll_forward_gap
from products.mechanics.closing import at_months, closed, every_months

MONEY = st.floats(-1e3, 1e3, allow_nan=False)
MONTHS = npst.arrays(np.float64, (2, 9), elements=MONEY)


@given(MONTHS, MONTHS, MONTHS)
def test_whatever_is_held_owed_and_earned_the_flows_close(
    owned: np.ndarray, owed: np.ndarray, charge: np.ndarray
) -> None:
    flows = closed(np.abs(owned), charge, np.zeros(9), owed=np.abs(owed))
    assert roll_forward_gap(flows) < 1e-9


def test_dust_of_floating_point_is_no_flow() -> None:
    flows = closed(np.array([0.1, 0.3, 0.0]), np.array([0.0, 0.1 + 0.1, 0.0]), np.zeros(3))
    assert flows.per_unit.tolist() == [-0.1, 0.0, 0.3]


def test_what_comes_with_the_taking_stands_beside_it() -> None:
    flows = closed(np.array([1.0, 0.0]), np.zeros(2), np.zeros(2), per_take=np.array([-5.0, 0.0]))
    assert flows.per_take.tolist() == [-5.0, 0.0]
    assert flows.owed.tolist() == [0.0, 0.0]


def test_months_are_picked_every_so_many_or_once() -> None:
    assert every_months(12, 5, 2).tolist() == [2, 7, 12]
    assert every_months(3, 6, 6).tolist() == []
    assert every_months(12, 0).tolist() == [0]


def test_values_at_one_month_add_up() -> None:
    assert at_months(2, np.array([1, 1, 2]), 2.0).tolist() == [0.0, 4.0, 2.0]
