"""The charge of a stretch of days."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from products.basis.rates import RateBasis
from products.contract.accrual import (
    factor,
    factor_to_due,
    growth,
    nominal_factor,
    rate_change_days,
    rate_pa_at,
    year_part,
)
from products.contract.calendar import Period
from products.contract.frame import frame_of
from products.contract.settings import DayCount
from products.legal.day_count import named, year_fraction
from tests.products.contract.contracts import contract

BEGIN = date(2023, 12, 12)
PERIOD = Period(1, BEGIN, date(2024, 1, 12), Fraction(1, 12))
IN_LAW = {
    DayCount.ACTUAL_360: "act/360",
    DayCount.ACTUAL_364: "act/364",
    DayCount.ACTUAL_365: "act/365F",
    DayCount.ACTUAL_ACTUAL: "act/act",
    DayCount.THIRTY_360: "30/360 ISDA",
}


@given(
    st.dates(date(1990, 1, 1), date(2060, 1, 1)),
    st.integers(1, 1200),
    st.sampled_from(sorted(IN_LAW)),
)
def test_day_counts_are_those_of_law(begin, days, count):
    end = begin + timedelta(days=days)
    period = Period(1, begin, end, Fraction(1, 12))
    wanted = year_fraction(begin, end, named(IN_LAW[count]))
    assert float(year_part(count, begin, end, period)) == pytest.approx(wanted, abs=1e-12)


@given(st.dates(date(1990, 1, 1), date(2060, 1, 1)), st.integers(2, 400), st.data())
def test_parts_of_a_period_add_up(begin, days, data):
    """True of every day count but 30/360, which gives the 31st no day of its own."""
    end = begin + timedelta(days=days)
    middle = begin + timedelta(days=data.draw(st.integers(1, days - 1)))
    count = data.draw(st.sampled_from([each for each in DayCount if each != "30/360"]))
    period = Period(1, begin, end, Fraction(1, 12))
    parts = year_part(count, begin, middle, period) + year_part(count, middle, end, period)
    assert parts == year_part(count, begin, end, period)


def test_a_year_may_end_with_the_31st_of_december():
    """Published factor 0.008044857759 = 9.4822 % x (19/365 + 12/366)."""
    part = year_part(DayCount.ACTUAL_ACTUAL_31DEC, BEGIN, PERIOD.due, PERIOD)
    assert part == Fraction(19, 365) + Fraction(12, 366)
    assert float(part * Fraction("0.094822")) == pytest.approx(0.008044857759, abs=1e-12)
    isda = year_part(DayCount.ACTUAL_ACTUAL, BEGIN, PERIOD.due, PERIOD)
    assert isda == Fraction(20, 365) + Fraction(11, 366)


def test_unit_periods_count_an_odd_period_in_days():
    """40 days from 22 August to 1 October: 10,025 at 4.5 % earn 50.13."""
    odd = Period(1, date(2022, 8, 22), date(2022, 10, 1), Fraction(1, 12), is_whole=False)
    part = year_part(DayCount.UNIT_PERIOD_360, odd.start, odd.due, odd)
    assert round(float(10_025 * Fraction("0.045") * part), 2) == 50.12  # 50.125 unrounded
    whole = Period(2, date(2022, 10, 1), date(2022, 11, 1), Fraction(1, 12))
    assert year_part(DayCount.UNIT_PERIOD_360, whole.start, whole.due, whole) == Fraction(1, 12)
    in_days = year_part(DayCount.UNIT_PERIOD_360, whole.start, whole.due, whole, in_days=True)
    assert in_days == Fraction(31, 360)


def test_effective_rates_compound_and_nominal_ones_do_not():
    tenth, year = Fraction(1, 10), Fraction(1)
    assert growth(RateBasis.NOMINAL_PA_MONTHLY, tenth, year / 2) == Fraction(1, 20)
    assert abs(growth(RateBasis.EFFECTIVE_PA, tenth, 2 * year) - Fraction(21, 100)) < Fraction(
        1, 10**30
    )
    half = growth(RateBasis.NOMINAL_PA_HALF_YEARLY, tenth, year)
    assert abs(half - (Fraction(21, 20) ** 2 - 1)) < Fraction(1, 10**30)
    quarter = growth(RateBasis.NOMINAL_PA_QUARTERLY, tenth, year)
    assert abs(quarter - (Fraction(41, 40) ** 4 - 1)) < Fraction(1, 10**30)
    assert growth(RateBasis.EFFECTIVE_PM, Fraction(1, 100), year) == Fraction(12, 100)


def test_a_rate_follows_its_changes_floor_and_cap():
    terms = contract(
        rate="0.05",
        rate_changes=[{"rate": "0.20", "on": "2026-06-01"}, {"rate": "0.02", "from_instalment": 8}],
        rate_floor="0.04",
        rate_cap="0.15",
    )
    assert rate_pa_at(terms, 1, date(2026, 2, 1)) == Fraction(5, 100)
    assert rate_pa_at(terms, 5, date(2026, 6, 1)) == Fraction(15, 100)
    assert rate_pa_at(terms, 8, date(2026, 9, 1)) == Fraction(4, 100)


def test_a_change_within_a_period_is_charged_from_its_day():
    """83.57 at 7 % for 13 of February's 29 days and 4 % for the rest: 0.22 and 0.15."""
    terms = contract(
        start="2024-01-01", rate="0.07", rate_changes=[{"rate": "0.04", "on": "2024-02-14"}]
    )
    february = frame_of(terms).periods[1]
    assert list(rate_change_days(terms, february)) == [date(2024, 2, 14)]
    first = factor(terms, february, february.start, date(2024, 2, 14))
    assert first == Fraction(7, 1200) * Fraction(13, 29)
    assert factor_to_due(terms, february, february.start) == first + Fraction(4, 1200) * Fraction(
        16, 29
    )


def test_free_periods_have_no_charge_and_a_share_of_the_balance_its_share():
    terms = contract(grace={"free": 1}, charged_share="0.5")
    first, second = frame_of(terms).periods[:2]
    assert factor(terms, first, first.start, first.due) == 0
    assert factor(terms, second, second.start, second.due) == Fraction("0.0075")


def test_an_odd_first_period_may_compound():
    terms = contract(first_length="3/2", first_compounds=True, rate="0.12")
    first = frame_of(terms).periods[0]
    found = factor(terms, first, first.start, first.due)
    assert float(found) == pytest.approx(1.01**1.5 - 1, abs=1e-12)


@pytest.mark.parametrize(
    ("unit", "count", "thirty", "wanted"),
    [
        ("month", "actual/365", True, Fraction(30, 365)),
        ("month", "actual/360", True, Fraction(30, 360)),
        ("month", "same_as_period", True, Fraction(1, 12)),
        ("month", "actual/365", False, Fraction(1, 12)),
        ("week", "actual/365", True, Fraction(7, 365)),
        ("year", "actual/365", True, Fraction(360, 365)),
    ],
)
def test_the_nominal_period_of_an_instalment(unit, count, thirty, wanted):
    terms = contract(every={"unit": unit}, day_count=count)
    assert nominal_factor(terms, Fraction(1), thirty=thirty) == wanted
