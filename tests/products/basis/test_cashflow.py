"""Unit flows, their roll-forward, and present value."""

from __future__ import annotations

import numpy as np
import numpy_financial as npf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from products.basis.cashflow import Schedule, UnitFlows, frozen, npv, roll_forward_gap

ZERO = np.zeros(3)


def unit(**parts) -> UnitFlows:
    whole = dict.fromkeys(("per_unit", "per_take", "charge", "owed", "owned", "exit_value"), ZERO)
    return UnitFlows(**{**whole, **{k: np.array(v) for k, v in parts.items()}})


def test_a_loan_at_one_per_cent_a_month_closes():
    loan = unit(per_unit=[1, -0.51, -0.5049], charge=[0, -0.01, -0.0050], owed=[1, 0.5, 0.0001])
    assert roll_forward_gap(loan) < 1e-12


def test_a_deposit_that_earns_closes():
    deposit = unit(per_unit=[-1, 0, 1.02], charge=[0, 0.01, 0.01], owned=[1, 1.01, 0])
    assert roll_forward_gap(deposit) < 1e-12


def test_a_balance_that_does_not_follow_its_flows_shows_its_gap():
    wrong = unit(per_unit=[1, -0.5, -0.5], owed=[1, 0.5, 0.1])
    assert roll_forward_gap(wrong) == pytest.approx(0.1)


@given(
    arrays(np.float64, st.integers(1, 60), elements=st.floats(-1e6, 1e6)),
    st.floats(-0.05, 0.2),
)
def test_present_value_is_that_of_numpy_financial(flows, rate_pm):
    assert npv(rate_pm, flows) == pytest.approx(npf.npv(rate_pm, flows), rel=1e-9, abs=1e-3)


def test_present_value_of_many_futures_is_one_value_each():
    flows = np.array([[-1.0, 1.1], [-2.0, 2.2]])
    np.testing.assert_allclose(npv(0.1, flows), [0, 0], atol=1e-12)


def test_arrays_inside_records_cannot_be_written():
    with pytest.raises(ValueError, match="read-only"):
        frozen(np.zeros(2))[0] = 1


def test_a_schedule_counts_its_rows():
    none = np.zeros(0, dtype=np.int64)
    assert len(Schedule((), none, none, none, none, none, none)) == 0
