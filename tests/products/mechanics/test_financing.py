"""Financings along their own months: accrual, payment, insurance, fees."""

from __future__ import annotations

import numpy as np
import pytest

from products.basis.cashflow import roll_forward_gap
from products.basis.rates import RateBasis
from products.mechanics import financing
from products.mechanics.prices import growth_in_periods
from products.mechanics.repayment import Repayment, level_instalment, repaid_shares


def quarterly(pattern: Repayment, basis: RateBasis = RateBasis.SIMPLE_PA):
    growth = growth_in_periods(np.full(12, 0.12), basis, 3)
    return growth, repaid_shares(pattern, growth[..., -1] - 1)


def test_charges_accrue_by_the_month_and_are_paid_by_the_period() -> None:
    flows = financing.declining(*quarterly(Repayment.BULLET))
    np.testing.assert_allclose(flows.owed[:4], [1, 1.01, 1.02, 1])
    np.testing.assert_allclose(flows.charge[1:], -0.01)
    np.testing.assert_allclose(flows.per_unit[:4], [1, 0, 0, -0.03])
    assert roll_forward_gap(flows) < 1e-15


def test_level_instalments_by_the_quarter_are_level() -> None:
    flows = financing.declining(*quarterly(Repayment.LEVEL))
    np.testing.assert_allclose(flows.per_unit[3::3], -level_instalment(0.03, 4))
    assert flows.owed[-1] == 0


def test_insurance_is_a_share_of_the_balance_before_the_payment() -> None:
    growth, shares = quarterly(Repayment.EQUAL_PRINCIPAL)
    plain = financing.declining(growth, shares)
    insured = financing.declining(growth, shares, insurance_pa_share=0.04)
    np.testing.assert_allclose(
        plain.per_unit[3::3] - insured.per_unit[3::3], [0.01, 0.0075, 0.005, 0.0025]
    )
    np.testing.assert_array_equal(plain.owed, insured.owed)
    assert roll_forward_gap(insured) < 1e-15


def test_a_flat_charge_is_the_same_every_month_whatever_is_left() -> None:
    shares = repaid_shares(Repayment.EQUAL_PRINCIPAL, np.zeros(4))
    flows = financing.flat(0.24, shares, 3)
    np.testing.assert_allclose(flows.charge[1:], -0.02)
    np.testing.assert_allclose(flows.per_unit[3::3], -1.24 / 4)
    np.testing.assert_allclose(flows.owed[[1, 2, 3]], [1.02, 1.04, 0.75])
    assert roll_forward_gap(flows) < 1e-15


def test_fees_are_charged_at_the_start_and_leave_the_debt_as_it_is() -> None:
    plain = financing.declining(*quarterly(Repayment.LEVEL))
    flows = financing.with_fees(plain, 0.02, 500)
    assert flows.per_unit[0] == 0.98
    assert flows.charge[0] == -0.02
    assert flows.per_take[0] == -500
    assert plain.per_unit[0] == 1
    assert flows.owed[0] == 1
    assert roll_forward_gap(flows) < 1e-15


def test_stages_are_received_as_they_are_released() -> None:
    growth = growth_in_periods(np.full(4, 0.12), RateBasis.NOMINAL_PA_MONTHLY, 1)
    released = np.array([0.5, 0.5, 0.0, 0.0, 0.0])
    shares = repaid_shares(Repayment.LEVEL, growth[..., -1] - 1, grace=1)
    flows = financing.declining(growth, shares, released)
    assert flows.per_unit[0] == 0.5
    assert flows.per_unit[1] == pytest.approx(0.5 - 0.005)
    np.testing.assert_allclose(flows.owed[:2], [0.5, 1.0])
    assert roll_forward_gap(flows) < 1e-15
