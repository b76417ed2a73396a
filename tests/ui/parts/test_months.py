"""Months of the marks."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from planner.baseline import month_mark
from planner.ui.parts.months import months_ahead, plan_start
from products.basis.timeline import Timeline

DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))


@given(DAYS, st.integers(1, 240))
def test_every_month_offered_is_booked_at_its_own_mark(start, months):
    timeline = Timeline(start, months)
    assert [month_mark(timeline, day) for day in months_ahead(timeline)] == list(range(months + 1))


@given(DAYS)
def test_a_plan_begins_at_the_nearest_end_of_a_month(today):
    start = plan_start(today)
    assert (start + timedelta(days=1)).day == 1
    assert abs((start - today).days) <= 16
