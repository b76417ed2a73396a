"""Microfinance prices from regulators and handbooks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from products.legal.effective import periodic_rates
from products.legal.microfinance import (
    FlatLoan,
    average_outstanding,
    bullet_flows,
    flat_charge,
    sustainable_rate,
)


def test_an_instalment_of_a_flat_loan():
    """Microcredit Regulatory Authority: 1,000 at 15 % flat in 50 instalments is 20 and 3."""
    loan = FlatLoan(1000, flat_charge(1000, 0.15, 1), 50)
    assert (loan.instalment, loan.principal_part, loan.charge_part) == (23, 20, 3)
    assert loan.total_repaid == 1150


@given(st.floats(1, 1e6), st.floats(0, 2), st.integers(1, 104), st.floats(0, 0.3))
def test_the_borrower_receives_less_the_fee_and_pays_all(principal, charge, count, fee):
    flows = FlatLoan(principal, charge * principal, count, fee * principal).flows()
    assert flows[0] == pytest.approx(principal * (1 - fee))
    assert -flows[1:].sum() == pytest.approx(principal * (1 + charge))


def test_a_flat_loan_costs_nearly_twice_its_rate():
    """Flat 10 % for three years in monthly instalments is 17.92 % nominal."""
    loan = FlatLoan(100_000, flat_charge(100_000, 0.10, 3), 36)
    assert round(1200 * periodic_rates(loan.flows()).only, 2) == 17.92


@given(st.floats(1, 1e6), st.floats(0.001, 0.2), st.integers(1, 60))
def test_with_the_principal_at_the_end_the_flat_rate_is_the_true_one(principal, rate, periods):
    found = periodic_rates(bullet_flows(principal, rate * principal, periods))
    assert found.only == pytest.approx(rate, rel=1e-9)


def test_the_average_balance_is_half_way_between_first_and_last():
    assert average_outstanding(1200, 12) == 650


def test_losses_are_paid_by_those_who_pay():
    """CGAP Occasional Paper 1: R = (AE + LL + CF + K - II) / (1 - LL)."""
    assert sustainable_rate(0.25, 0.02, 0.23, 0.15, 0.015) == pytest.approx(0.635 / 0.98)
