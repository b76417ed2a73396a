"""The rate of return, against flows whose rate is known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from products.basis.cashflow import npv
from products.mechanics.repayment import level_instalment
from products.mechanics.returns import irr_pm


@given(st.floats(1e-6, 0.5), st.integers(1, 360))
def test_a_level_loan_returns_its_own_rate(charge: float, months: int) -> None:
    flows = np.array([1.0] + [-level_instalment(charge, months)] * months)
    assert irr_pm(flows) == pytest.approx(charge, rel=1e-9, abs=1e-12)
    assert irr_pm(-flows) == pytest.approx(charge, rel=1e-9, abs=1e-12)


@given(st.floats(-0.4, 0.4), st.integers(1, 60), st.integers(0, 24))
def test_waiting_before_the_first_flow_changes_nothing(
    growth: float, months: int, wait: int
) -> None:
    flows = np.zeros(wait + months + 1)
    flows[wait], flows[-1] = -1.0, (1 + growth) ** months
    assert irr_pm(flows) == pytest.approx(growth, abs=1e-9)


def test_flows_without_a_change_of_sign_have_no_rate() -> None:
    assert irr_pm(np.zeros(5)) is None
    assert irr_pm(np.array([1.0, 2.0])) is None


def test_a_loss_beyond_the_search_has_no_rate() -> None:
    assert irr_pm(np.array([-1.0, 0.1])) is None


def test_of_several_rates_the_nearest_to_nothing_is_given() -> None:
    flows = np.array([-1.0, 2.3, -1.32])
    found = irr_pm(flows)
    assert found == pytest.approx(0.1)
    assert npv(0.2, flows) == pytest.approx(0.0)
