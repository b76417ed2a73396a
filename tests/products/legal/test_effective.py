"""Effective and nominal annual rates."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from products.legal.day_count import DayCount
from products.legal.effective import (
    effective_from_nominal,
    effective_from_periodic,
    effective_of_dates,
    effective_of_marks,
    effective_of_periods,
    future_value_of_dates,
    nominal_from_effective,
    periodic_rates,
    present_value_of_dates,
    years_from_first,
)

START = date(2026, 1, 31)


@given(st.floats(-0.5, 3), st.sampled_from([1, 2, 4, 12, 52, 365]))
def test_nominal_and_effective_are_each_other_s_inverse(nominal, periods):
    effective = effective_from_nominal(nominal, periods)
    assert nominal_from_effective(effective, periods) == pytest.approx(nominal, abs=1e-9)


@given(st.floats(-0.02, 0.1), st.integers(1, 240))
def test_a_monthly_price_compounds_twelve_times(rate_pm, months):
    flows = np.full(months + 1, -1.0)
    flows[0] = np.sum((1 + rate_pm) ** -np.arange(1.0, months + 1))
    assert periodic_rates(flows).only == pytest.approx(rate_pm, abs=1e-11)
    yearly = effective_of_marks(flows).only
    assert yearly == pytest.approx(effective_from_periodic(rate_pm, 12), abs=1e-9)


@pytest.mark.parametrize(("fee", "printed"), [(0, 25.07), (20, 31.47)])
def test_a_weekly_loan_compounds_fifty_two_times(fee, printed):
    """Bangladesh, 1,000 at 10 % flat over 44 weeks: 25.07 %; a fee kept back makes it dearer."""
    found = effective_of_periods([1000.0 - fee] + [-25.0] * 44, 52).only
    if fee:
        assert 100 * found > 25.07
    else:
        assert round(100 * found, 2) == printed


@given(
    st.floats(-0.4, 2),
    st.lists(st.integers(1, 4000), min_size=1, max_size=12, unique=True),
    st.sampled_from([DayCount.ACT_365F, DayCount.ACT_ACT, DayCount.THIRTY_E_360]),
)
def test_dated_flows_worth_nothing_at_a_rate_return_it(rate, apart, convention):
    dates = [START, *(START + timedelta(days=days) for days in apart)]
    years = years_from_first(dates, convention)
    if any(year == 0 for year in years[1:]):
        return  # a 31st that counts as the 30th: no time passes
    outlay = sum(100 * (1 + rate) ** -year for year in years[1:])
    flows = [-outlay, *[100.0] * len(apart)]
    found = effective_of_dates(dates, flows, convention)
    assert found.only == pytest.approx(rate, rel=1e-9, abs=1e-9)
    worth = present_value_of_dates(rate, dates, flows, convention)
    assert worth == pytest.approx(0, abs=1e-9 * outlay)


def test_future_value_is_taken_on_the_last_day():
    """pyxirr's example of net future value: seven flows at 2.5 %."""
    days = ["2011-11-30", "2012-03-15", "2012-07-18", "2012-11-30", "2013-01-23", "2013-04-30",
            "2014-02-06"]  # fmt: skip
    flows = [-100_000, -50_000, -2500, 12_500, 37_500, 75_000, 90_000]
    worth = future_value_of_dates(0.025, [date.fromisoformat(day) for day in days], flows)
    assert worth == pytest.approx(57238.1249299303, abs=1e-6)


def test_calc_01_marks_with_no_change_of_sign_have_no_effective_rate():
    assert effective_of_marks([0.0, 1.0, 2.0]).is_none
