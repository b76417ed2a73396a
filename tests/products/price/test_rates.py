"""Effective and nominal rates, by the month and by the day, here and at home."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from products.price.course import Course
from products.price.horizon import market_from
from products.price.rates import (
    UnitLength,
    at_home,
    by_unit,
    effective,
    in_todays_money,
    nominal,
    rates,
    unit_length,
)
from tests.products.price.shelf import MARKET, START, drifting


def course(at: list[int], flow: list[float], *, by_month: bool) -> Course:
    nothing = np.zeros(len(at))
    return Course(START, by_month, np.array(at), np.array(flow), nothing, nothing)


def test_months_compound_twelve_times_and_days_by_365() -> None:
    month = course([0, 1], [100.0, -101.0], by_month=True)
    assert rates(month, month.flow).effective_pa.only == pytest.approx(1.01**12 - 1)
    assert rates(month, month.flow).nominal_pa.only == pytest.approx(0.12)
    days = course([0, 73], [100.0, -102.0], by_month=False)
    assert effective(days, days.flow).only == pytest.approx(1.02**5 - 1)
    assert nominal(days, days.flow).only == pytest.approx(0.1)


@pytest.mark.parametrize(
    ("at", "by_month", "length", "per_year"),
    [
        ([0, 3, 6, 9], True, 3, Fraction(4)),
        ([0, 7, 14], False, 7, Fraction(52)),
        ([0, 14, 28], False, 14, Fraction(26)),
        ([0, 1, 2, 3], False, 1, Fraction(365)),
        ([0, 30], False, 30, Fraction(365, 30)),
        ([0, 24], True, 12, Fraction(1)),
        ([0, 5], True, 5, Fraction(12, 5)),
        ([0, 2, 5], True, 2, Fraction(6)),
        ([0, 10, 25], False, 14, Fraction(26)),
        ([0, 1, 2, 5, 8], True, 1, Fraction(12)),
        ([0], True, 1, Fraction(12)),
    ],
)
def test_the_unit_period_is_the_commonest_interval(at, by_month, length, per_year) -> None:
    """12 CFR 1026 Appendix J (b)(4): the smaller of equals; without a common one, the average
    rounded to the nearest standard interval; for a single payment the term, to a year."""
    assert unit_length(at, by_month=by_month) == UnitLength(length, per_year)


def test_odd_parts_of_a_period_bear_simple_charges() -> None:
    """A first period of a month and a half: 100 owed, one payment of 100 x 1.005 x 1.01."""
    flows = course([0, 3, 5, 7], [100.0, 0.0, 0.0, 0.0], by_month=True)
    received, paid, unit = by_unit(flows, np.array([100.0, -50.0, -25.0, -25.0]))
    assert unit.length == 2
    assert received[0].time.whole == 0
    assert [(each.time.whole, each.time.part) for each in paid] == [
        (1, Fraction(1, 2)), (2, Fraction(1, 2)), (3, Fraction(1, 2)),
    ]  # fmt: skip


def test_nothing_received_or_nothing_paid_has_no_rate() -> None:
    alone = course([0, 1], [-100.0, -1.0], by_month=True)
    assert nominal(alone, alone.flow).is_none
    assert effective(alone, alone.flow).is_none


@given(st.floats(0.001, 0.05), st.integers(1, 60))
def test_an_annuity_has_its_own_rate_nominal_and_effective(rate: float, months: int) -> None:
    payment = 100 * rate / (1 - (1 + rate) ** -months)
    loan = course(list(range(months + 1)), [100.0] + [-payment] * months, by_month=True)
    found = rates(loan, loan.flow)
    assert found.effective_pa.only == pytest.approx((1 + rate) ** 12 - 1)
    if months > 1:
        assert found.nominal_pa.only == pytest.approx(12 * rate)


def test_at_home_each_amount_is_turned_at_its_own_day() -> None:
    market = market_from(drifting(0.2), START)
    year = course([0, 12], [-100.0, 105.0], by_month=True)
    assert at_home(year, year.flow, market, "USD").tolist() == pytest.approx([-100, 126])
    days = course([0, (date(2027, 1, 31) - START).days], [-100.0, 105.0], by_month=False)
    assert at_home(days, days.flow, market, "USD").tolist() == pytest.approx([-100, 126])
    assert at_home(year, year.flow, market, "PKR").tolist() == [-100, 105]


def test_in_todays_money_each_amount_is_divided_by_the_prices_of_its_day() -> None:
    market = market_from(MARKET, START)
    year = course([0, 12], [-100.0, 110.0], by_month=True)
    assert in_todays_money(year, year.flow, market).tolist() == pytest.approx([-100, 100])
