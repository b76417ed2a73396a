"""The compiled first pass: what it settles is right, and what it cannot, it leaves open."""

from __future__ import annotations

import numpy as np
import pytest

from products.legal.irr import rates_of_return
from products.legal.kernel.first import dated_rows, equal_rows
from products.legal.roots import NONE, ONE, OPEN, UNDECIDED


def run_equal(rows):
    flows = np.array(rows, dtype=float)
    rates, status = np.full(len(rows), 7.0), np.full(len(rows), 9, dtype=np.int8)
    equal_rows(flows, rates, status)
    return rates, status


def run_dated(days, rows):
    flows = np.array(rows, dtype=float)
    on = np.broadcast_to(np.array(days, dtype=np.int64), flows.shape).copy()
    rates, status = np.full(len(rows), 7.0), np.full(len(rows), 9, dtype=np.int8)
    dated_rows(on, flows, 365.0, rates, status)
    return rates, status


@pytest.fixture
def projects():
    """Outlays and receipts mixed, so that signs change often."""
    rng = np.random.default_rng(11)
    flows = rng.normal(40, 60, (300, 30))
    flows[:, 0] = -rng.uniform(100, 900, 300)
    return flows


def test_rows_it_settles_have_that_rate_and_no_other(projects):
    rates, status = run_equal(projects)
    settled = np.flatnonzero(status == ONE)
    assert settled.size > 100
    for row in settled:
        only = rates_of_return(np.arange(30), projects[row]).only
        assert rates[row] == pytest.approx(only, rel=1e-10)


def test_dated_rows_it_settles_have_that_rate_and_no_other(projects):
    days = np.cumsum(np.r_[0, np.full(29, 31)])
    rates, status = run_dated(days, projects)
    settled = np.flatnonzero(status == ONE)
    assert settled.size > 100
    for row in settled:
        only = rates_of_return(days / 365, projects[row]).only
        assert rates[row] == pytest.approx(only, rel=1e-10)


def test_several_rates_are_left_open():
    _, status = run_equal([[-1000, 2500, -1540]])
    assert status[0] == OPEN
    _, status = run_dated([0, 365, 730], [[-1000, 2500, -1540]])
    assert status[0] == OPEN


def test_flows_of_one_sign_have_no_rate():
    rates, status = run_equal([[1, 2, 3], [0, 0, 0]])
    assert status.tolist() == [NONE, NONE]
    assert np.isnan(rates).all()


def test_two_flows_on_a_day_are_not_decided_here():
    _, status = run_dated([0, 0, 365], [[-100, 50, 60]])
    assert status[0] == UNDECIDED


def test_gaps_longer_than_the_table_of_powers_are_reckoned():
    rates, status = run_dated([0, 40, 4000], [[-100, 10, 150]])
    assert status[0] == ONE
    wanted = rates_of_return(np.array([0, 40, 4000]) / 365, [-100, 10, 150]).only
    assert rates[0] == pytest.approx(wanted, rel=1e-12)
