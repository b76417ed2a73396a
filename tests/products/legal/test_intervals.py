"""Intervals in years as the European directives count them."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from products.basis.timeline import add_months
from products.legal.intervals import Interval, Period, interval

dates = st.dates(date(1996, 1, 1), date(2040, 12, 31))


@pytest.mark.parametrize(
    ("start", "end", "period", "written"),
    [
        ("2012-01-12", "2012-03-15", Period.MONTH, "2/12+3/365"),
        ("2013-01-12", "2013-04-15", Period.MONTH, "3/12+3/366"),
        ("2013-02-26", "2013-03-29", Period.MONTH, "1/12+2/366"),
        ("2012-02-26", "2012-03-29", Period.MONTH, "1/12+3/366"),
        ("2012-12-01", "2013-02-02", Period.MONTH, "2/12+1/366"),
        ("2012-01-12", "2013-02-15", Period.YEAR, "1/1+34/365"),
        ("2019-01-01", "2019-01-08", Period.WEEK, "1/52"),
        ("2020-01-01", "2020-01-23", Period.WEEK, "3/52+1/365"),
        ("2012-03-12", "2012-05-01", Period.MONTH, "1/12+20/366"),
        ("2026-01-15", "2026-07-20", Period.QUARTER, "2/4+5/365"),
    ],
)
def test_examples_of_the_guidelines(start, end, period, written):
    """Commission guidelines SWD(2012)128, section 4.1.1; mortgage examples of 2015, example 18."""
    counted = interval(date.fromisoformat(start), date.fromisoformat(end), period)
    assert counted.expression == written


def test_a_month_is_not_bound_to_end_on_its_end():
    """A day that exists in the month before is that day, also the last of February."""
    assert interval(date(2019, 1, 31), date(2019, 2, 28)).whole == 0


@given(dates, st.integers(0, 3000), st.sampled_from(list(Period)))
def test_odd_days_stand_at_the_start_and_fill_no_period(start, apart, period):
    end = start + timedelta(days=apart)
    counted = interval(start, end, period)
    assert 0 <= counted.days <= 366
    assert (counted.year_days is None) == (counted.days == 0)
    years = apart / 365.2425
    assert abs(float(counted.years) - years) < 0.02 + 0.004 * years  # 52 weeks are not quite a year


@given(dates, st.integers(0, 36), st.integers(1, 28))
def test_a_month_more_is_a_twelfth_of_a_year_more(start, months, day):
    end = add_months(date(start.year + 1, start.month, day), months)
    once, later = interval(start, end), interval(start, add_months(end, 1))
    assert later.years - once.years == Fraction(1, 12)


def test_an_interval_is_exact():
    assert Interval(2, 3, 365, Period.MONTH).years == Fraction(2, 12) + Fraction(3, 365)


def test_an_interval_that_ends_before_it_starts_is_refused():
    with pytest.raises(ValueError, match="before it starts"):
        interval(date(2026, 2, 1), date(2026, 1, 1))
