"""Contracts that count days, and the marks at which a plan books them."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from products.basis.cashflow import roll_forward_gap
from products.basis.timeline import Timeline, calendar_months, date_of, mark_on_or_after
from products.mechanics import financing
from products.mechanics.days import booked, booking, due_days, month_after, months_covering
from products.mechanics.repayment import Repayment, repaid_shares
from tests.strategies import days as any_day

lengths = st.sampled_from([1, 7, 14, 28, 30, 150])
numbers = st.integers(1, 60)


@given(any_day, st.integers(0, 30), lengths, numbers)
def test_a_payment_is_booked_at_the_first_mark_on_or_after_its_day(
    day: date, start: int, length: int, number: int
) -> None:
    timeline = Timeline(day, 360)
    due = due_days(date_of(timeline, start), length, number)
    marks = np.array([mark_on_or_after(timeline, each) - start for each in due])
    months = months_covering(length * number)
    at = booking(timeline, start, length, number, months)
    for month in range(months + 1):
        assert at.paid[month] == np.flatnonzero(marks <= month)[-1]


@given(any_day, st.integers(0, 60), st.integers(1, 2000))
def test_the_months_that_cover_days_hold_them_wherever_they_begin(
    day: date, start: int, length: int
) -> None:
    timeline, months = Timeline(day, 0), months_covering(length)
    held = date_of(timeline, start + months) - date_of(timeline, start)
    assert held >= timedelta(days=length)


@pytest.mark.parametrize("length", [7, 28, 59, 181, 336, 365, 730])
def test_no_fewer_months_cover_the_days(length: int) -> None:
    months = months_covering(length)
    begins = [date(2024 + month // 12, month % 12 + 1, 1) for month in range(48)]
    shortest = min(date_of(Timeline(begin, 0), months - 1) - begin for begin in begins)
    assert shortest < timedelta(days=length)


@given(any_day, st.integers(0, 30), st.sampled_from([7, 28]), st.integers(1, 40))
def test_a_booked_financing_closes_and_pays_all_it_pays(
    day: date, start: int, length: int, number: int
) -> None:
    growth = np.full((number, 1), 1.01)
    shares = repaid_shares(Repayment.LEVEL, growth[..., -1] - 1)
    plain = financing.declining(growth, shares)
    months = months_covering(length * number)
    found = booked(plain, booking(Timeline(day, 0), start, length, number, months))
    assert roll_forward_gap(found) < 1e-12
    assert found.per_unit.size == months + 1
    np.testing.assert_allclose(found.per_unit.sum(), plain.per_unit.sum())
    np.testing.assert_allclose(found.charge.sum(), plain.charge.sum())
    assert found.owed[-1] == 0


def test_a_mark_inside_a_period_counts_the_days_gone_by() -> None:
    """60 days from 1 January: on 1 February, after 31 of them, half of the charge and a little."""
    plain = financing.declining(np.array([[1.06]]), np.array([1.0]))
    found = booked(plain, booking(Timeline(date(2026, 1, 1), 0), 0, 60, 1, 3))
    np.testing.assert_allclose(found.owed, [1, 1 + 0.06 * 31 / 60, 1 + 0.06 * 59 / 60, 0])
    np.testing.assert_allclose(found.per_unit, [1, 0, 0, -1.06])


@given(any_day, st.integers(0, 40), st.integers(0, 12), st.sets(st.integers(1, 12), min_size=1))
def test_the_harvest_is_the_first_wanted_month(
    day: date, start: int, least: int, wanted: set[int]
) -> None:
    timeline = Timeline(day, 120)
    months = month_after(timeline, start, least, frozenset(wanted))
    names = calendar_months(timeline)
    assert names[start + months] in wanted
    assert not any(names[start + month] in wanted for month in range(least, months))


def test_no_wanted_month_is_our_mistake() -> None:
    with pytest.raises(ValueError, match="no calendar month"):
        month_after(Timeline(date(2026, 1, 1), 0), 0, 1, frozenset())
