"""When instalments fall due."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from products.contract.calendar import (
    MONTHLY,
    Every,
    Unit,
    due_dates,
    periods,
    reaches_too_far,
    step,
)

days = st.dates(date(2000, 1, 1), date(2060, 12, 31))
everies = st.builds(Every, n=st.integers(1, 6), unit=st.sampled_from(Unit))


@given(days, everies, st.integers(1, 60))
def test_due_dates_rise_and_count_from_one_day(start, every, count):
    dues = due_dates(start, every, count)
    assert len(dues) == count
    assert all(earlier < later for earlier, later in zip((start, *dues), dues, strict=False))
    assert dues[-1] == step(start, every, count)


@given(days, everies, st.integers(1, 60))
def test_regular_periods_are_whole_and_add_up(start, every, count):
    found = periods(start, every, due_dates(start, every, count))
    assert all(period.is_whole for period in found)
    assert sum(period.years for period in found) == count * every.years
    assert sum(period.days for period in found) == (found[-1].due - start).days


def test_a_loan_of_the_31st_falls_due_on_each_months_last_day_at_most():
    """1,200 of months later it is still the 31st."""
    dues = due_dates(date(2026, 1, 31), MONTHLY, 14)
    assert [day.day for day in dues[:4]] == [28, 31, 30, 31]
    assert dues[-1] == date(2027, 3, 31)


def test_the_month_end_rule_holds_every_month_at_its_last_day():
    dues = due_dates(date(2026, 2, 28), MONTHLY, 3, month_end=True)
    assert dues == (date(2026, 3, 31), date(2026, 4, 30), date(2026, 5, 31))


def test_four_weekly_instalments_come_thirteen_times_a_year():
    every = Every(n=4, unit=Unit.WEEK)
    assert every.years == Fraction(1, 13)
    dues = due_dates(date(2026, 1, 5), every, 13)
    assert dues[-1] == date(2026, 1, 5) + timedelta(days=364)


def test_an_odd_first_period_is_whole_months_and_days_over_a_year_of_365():
    """12 January to 15 February 2012 is a month and 3 days."""
    dues = due_dates(date(2012, 1, 12), MONTHLY, 2, first_due=date(2012, 2, 15))
    first, second = periods(date(2012, 1, 12), MONTHLY, dues)
    assert first.years == Fraction(1, 12) + Fraction(3, 365)
    assert not first.is_whole
    assert second.years == Fraction(1, 12)


def test_a_short_first_period_is_days_alone():
    dues = due_dates(date(2026, 1, 20), MONTHLY, 2, first_due=date(2026, 2, 1))
    first, _ = periods(date(2026, 1, 20), MONTHLY, dues)
    assert first.years == Fraction(12, 365)


def test_a_stated_first_length_counts_in_periods():
    dues = due_dates(date(2026, 1, 1), MONTHLY, 2)
    first, second = periods(date(2026, 1, 1), MONTHLY, dues, first_length=Fraction(3, 2))
    assert (first.years, first.is_whole, second.is_whole) == (Fraction(1, 8), False, True)


def test_a_calendar_ends_somewhere():
    assert reaches_too_far(date(2026, 1, 1), Every(unit=Unit.YEAR), 1200)
    assert not reaches_too_far(date(2026, 1, 1), MONTHLY, 1200)
