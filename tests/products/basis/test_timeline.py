"""Marks and dates."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from products.basis.timeline import (
    MAX_MONTHS,
    Timeline,
    add_months,
    calendar_months,
    date_of,
    mark_on_or_after,
    months_between,
)

DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))


@given(DAYS, st.integers(-240, 240))
def test_a_date_so_many_months_later_is_in_that_month_and_never_past_its_end(day, months):
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day <= day.day
    assert later.day == day.day or (later + timedelta(days=1)).day == 1


@given(DAYS, st.integers(0, MAX_MONTHS))
def test_the_mark_of_a_marks_own_date_is_that_mark(start, mark):
    timeline = Timeline(start, MAX_MONTHS)
    assert mark_on_or_after(timeline, date_of(timeline, mark)) == mark


@given(DAYS, DAYS)
def test_a_day_lies_between_the_marks_around_it(start, day):
    whole = months_between(start, day)
    assert add_months(start, whole) <= day < add_months(start, whole + 1)
    timeline = Timeline(start, 12)
    mark = mark_on_or_after(timeline, day)
    assert date_of(timeline, mark) >= day > date_of(timeline, mark - 1)


def test_a_month_too_short_is_clamped_once_and_not_for_ever():
    timeline = Timeline(date(2026, 1, 31), 3)
    days = [date_of(timeline, mark) for mark in range(timeline.n_marks)]
    assert days == [date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30)]


@pytest.mark.parametrize("months", [-1, MAX_MONTHS + 1])
def test_a_timeline_of_impossible_length_is_our_own_mistake(months):
    with pytest.raises(ValueError, match="months"):
        Timeline(date(2026, 1, 1), months)


def test_a_plan_from_the_first_half_of_a_month_books_that_month_at_mark_one():
    assert calendar_months(Timeline(date(2026, 3, 10), 2))[1:] == (3, 4)


def test_a_plan_from_the_second_half_books_the_next_month_at_mark_one():
    assert calendar_months(Timeline(date(2026, 3, 20), 2))[1:] == (4, 5)


def test_calendar_months_run_through_the_year():
    assert calendar_months(Timeline(date(2026, 11, 1), 14))[1:4] == (11, 12, 1)
