"""Rates of return: what was put in comes out, and none is ever guessed."""

from __future__ import annotations

import math

import numpy as np
import pytest
import pyxirr
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.optimize import brentq

from products.legal.irr import RatesOfReturn, present_value, rates_of_return

amounts = st.floats(1, 1e6)
rates = st.floats(-0.9, 5)


@given(rates, st.lists(st.tuples(st.floats(0.05, 20), amounts), min_size=1, max_size=30))
def test_a_flow_worth_its_outlay_at_a_rate_returns_that_rate(rate, receipts):
    times = [0.0, *(time for time, _ in receipts)]
    outlay = present_value(rate, times[1:], [amount for _, amount in receipts])
    assume(outlay < 1e15)
    found = rates_of_return(times, [-outlay, *(amount for _, amount in receipts)])
    if found.is_none:
        assert found.unresolved == 1
    else:
        assert found.only == pytest.approx(rate, abs=1e-10 * (1 + abs(rate)))


@given(
    st.lists(st.tuples(st.floats(0, 20), st.floats(-1e5, 1e5)), min_size=2, max_size=20),
    st.floats(0.01, 1e6),
    st.floats(-50, 50),
)
def test_scaling_money_and_shifting_time_change_nothing(flows, factor, shift):
    times, money = np.array(flows).T
    times, money = times.round(3), money.round(2)
    found = rates_of_return(times, money).rates
    moved = rates_of_return(times + round(shift, 3), money * factor).rates
    assert len(found) == len(moved)
    assert moved == pytest.approx(found, rel=1e-5, abs=1e-6)


@given(st.lists(st.floats(-1e5, 1e5).map(lambda x: round(x, 2)), min_size=2, max_size=30))
def test_at_every_rate_the_present_value_is_nothing_beside_the_money(flows):
    times = np.arange(len(flows))
    for rate in rates_of_return(times, flows).rates:
        gross = np.sum(np.abs(flows) * (1 + rate) ** -times.astype(float))
        assert abs(present_value(rate, times, flows)) <= 1e-9 * gross


@given(st.lists(amounts, min_size=1, max_size=40), st.floats(0.1, 3))
def test_the_rate_of_a_loan_is_that_of_other_solvers(payments, multiple):
    flows = np.array([sum(payments) / multiple, *(-payment for payment in payments)])
    found = rates_of_return(np.arange(flows.size), flows).only
    assume(found is not None and found > -0.9)
    bracketed = brentq(lambda r: present_value(r, range(flows.size), flows), -0.95, 1e7, xtol=1e-14)
    assert found == pytest.approx(bracketed, rel=1e-9, abs=1e-10)
    other = pyxirr.irr(flows)
    assert other is None or found == pytest.approx(other, rel=1e-7, abs=1e-8)


def test_several_rates_are_all_told():
    found = rates_of_return([0, 1, 2], [-1000, 2500, -1540])
    assert found.is_several
    assert found.only is None
    assert found.rates == pytest.approx([0.1, 0.4])


def test_a_cost_paid_a_year_before_a_loan_gives_it_a_second_rate():
    """European Commission, mortgage examples of 2015, example 43; the printed rate is 8.269278
    %."""
    times = [-1, 0, 0, *(month / 12 for month in range(1, 121))]
    found = rates_of_return(times, [-150, -450, 30_000, *[-356.11] * 120])
    assert found.is_several
    assert found.within(-1, 100).only == pytest.approx(0.08269278, abs=1e-8)


@pytest.mark.parametrize("flows", [[100, 110], [-1, -2], [0, 0, 0], [0, 5], []])
def test_calc_01_flows_with_no_change_of_sign_have_no_rate(flows):
    """A rate of return needs money both ways; without, there is a problem and no number."""
    found = rates_of_return(range(len(flows)), flows)
    assert found.is_none
    assert found.problem("flows").code == "problem.no_rate_of_return"


@pytest.mark.parametrize(
    "flows", [[-1e15, 1e15 * 1.1], [-1e-6, 1.1e-6], [-100] + [0] * 1199 + [100], [-100, 1e-300]]
)
def test_calc_01_extreme_amounts_and_terms_give_finite_rates(flows):
    found = rates_of_return(range(len(flows)), flows)
    assert all(math.isfinite(rate) and rate > -1 for rate in found.rates)


@pytest.mark.parametrize("bad", [math.nan, math.inf])
def test_calc_01_what_is_no_number_is_refused_and_never_priced(bad):
    with pytest.raises(ValueError, match="finite"):
        rates_of_return([0, 1], [-100, bad])
    with pytest.raises(ValueError, match="finite"):
        rates_of_return([0, bad], [-100, 110])


def test_calc_01_several_rates_are_a_problem_that_names_them():
    problem = rates_of_return([0, 1, 2], [-1000, 2500, -1540]).problem("flows")
    assert problem.code == "problem.several_rates_of_return"
    assert problem.params == {"value": "10.00 %, 40.00 %", "count": 2}


def test_one_rate_is_no_problem():
    assert rates_of_return([0, 1], [-100, 110]).problem("flows") is None


def test_a_loss_of_nearly_all_in_days_is_a_rate():
    found = rates_of_return([0, 11 / 365], [-18480, 13120])
    assert found.only == pytest.approx(-0.9999884228170087, abs=1e-15)


def test_a_root_no_double_can_tell_is_counted_and_not_told():
    """Two roots; at the lower one rounding alone is worth more than all the money."""
    times, rate = [0.0, 30.0, 60.0], 0.05
    lost = 0.2  # the second rate is -80 %
    factors = np.poly([(1 + rate) ** -30.0, lost**-30.0])[::-1]
    found = rates_of_return(times, factors)
    assert found.rates == pytest.approx([rate], abs=1e-12)
    assert found.unresolved == 1


def test_within_keeps_what_is_looked_for():
    assert RatesOfReturn((-0.5, 0.1, 7.0)).within(0, 1).rates == (0.1,)
