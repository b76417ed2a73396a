"""Financings along their own months: accrual, payment, insurance, fees."""

from __future__ import annotations

import numpy as np
import pytest

from products.basis.cashflow import roll_forward_gap
from products.basis.rates import RateBasis
from products.mechanics import financing
from products.mechanics.prices import growth_in_periods
from products.mechanics.repayment import (
    ChargePaid,
    Repayment,
    level_instalment,
    repaid_shares,
)


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
    insured = financing.declining(growth, shares, premium=0.01)
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


def test_a_flat_charge_may_be_kept_back_at_the_start_or_wait_for_the_end() -> None:
    shares = repaid_shares(Repayment.EQUAL_PRINCIPAL, np.zeros(4))
    kept_back = financing.flat(0.24, shares, 3, paid=ChargePaid.IN_ADVANCE)
    np.testing.assert_allclose(kept_back.per_unit[::3], [0.76, -0.25, -0.25, -0.25, -0.25])
    assert kept_back.charge[0] == -0.24
    assert not kept_back.charge[1:].any()
    np.testing.assert_allclose(kept_back.owed[::3], [1, 0.75, 0.5, 0.25, 0])
    waiting = financing.flat(0.24, shares, 3, paid=ChargePaid.AT_END)
    np.testing.assert_allclose(waiting.per_unit[3::3], [-0.25, -0.25, -0.25, -0.49])
    np.testing.assert_allclose(waiting.owed[[1, 3, 12]], [1.02, 0.81, 0.0])
    for flows in (kept_back, waiting):
        assert roll_forward_gap(flows) < 1e-15


def test_savings_inside_come_back_at_the_end_but_for_what_is_kept() -> None:
    plain = financing.declining(*quarterly(Repayment.LEVEL))
    put_in = np.zeros(13)
    put_in[0] = 0.05
    flows = financing.with_savings(plain, put_in, 0.7)
    assert flows.per_unit[0] == 0.95
    np.testing.assert_allclose(flows.owned[:12], 0.05)
    assert flows.owned[12] == pytest.approx(0.035)
    assert flows.per_unit[12] - plain.per_unit[12] == pytest.approx(0.015)
    assert roll_forward_gap(flows) < 1e-15
    longer = financing.lengthened(flows, 3)
    np.testing.assert_allclose(longer.owned[-4:], 0.035)
    assert not longer.per_unit[13:].any()


def test_what_somebody_else_clears_is_no_payment_of_the_family() -> None:
    held = financing.declining(np.ones((4, 3)), np.array([0.0, 1.0, 1.0, 1.0]))
    cleared = financing.cleared(held, 6)
    assert not cleared.per_unit[1:].any()
    np.testing.assert_allclose(cleared.owed[[0, 5, 6, 12]], [1, 1, 0, 0])
    assert cleared.charge[6] == 1
    assert roll_forward_gap(cleared) == 0


def test_financings_blend_by_their_shares_and_may_begin_later() -> None:
    level = financing.declining(*quarterly(Repayment.LEVEL))
    bullet = financing.declining(*quarterly(Repayment.BULLET))
    mixed = financing.blend([(0.7, level), (0.3, bullet)])
    np.testing.assert_allclose(mixed.per_unit, 0.7 * level.per_unit + 0.3 * bullet.per_unit)
    assert roll_forward_gap(mixed) < 1e-15
    later = financing.begun_later(mixed, 2)
    np.testing.assert_allclose(later.owed[2:], mixed.owed)
    assert not later.owed[:2].any()


def test_money_of_a_fixed_sum_and_in_proportion_come_apart() -> None:
    plain = financing.declining(*quarterly(Repayment.LEVEL))
    extra = np.zeros(13)
    extra[3] = 0.01
    flows = financing.with_fixed(financing.with_extra(plain, extra), 100 * extra)
    assert flows.per_unit[3] - plain.per_unit[3] == pytest.approx(0.01)
    assert flows.per_take[3] == 1
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
