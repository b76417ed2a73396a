"""Day counts against printed examples and against another engine."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import pyxirr
from hypothesis import given
from hypothesis import strategies as st

from products.legal.day_count import DayCount, days, named, spellings, year_fraction

RIVALS = {
    DayCount.ACT_ACT: pyxirr.DayCount.ACT_ACT_ISDA,
    DayCount.ACT_365F: pyxirr.DayCount.ACT_365F,
    DayCount.ACT_365_25: pyxirr.DayCount.ACT_365_25,
    DayCount.ACT_364: pyxirr.DayCount.ACT_364,
    DayCount.ACT_360: pyxirr.DayCount.ACT_360,
    DayCount.NL_365: pyxirr.DayCount.NL_365,
    DayCount.NL_360: pyxirr.DayCount.NL_360,
    DayCount.THIRTY_360: pyxirr.DayCount.THIRTY_360_ISDA,
    DayCount.THIRTY_US_360: pyxirr.DayCount.THIRTY_U_360,
    DayCount.THIRTY_E_360: pyxirr.DayCount.THIRTY_E_360,
    DayCount.THIRTY_E_PLUS_360: pyxirr.DayCount.THIRTY_E_PLUS_360,
    DayCount.THIRTY_E_360_ISDA: pyxirr.DayCount.THIRTY_E_360_ISDA,
}
dates = st.dates(date(1996, 1, 1), date(2040, 12, 31))


@given(dates, st.integers(0, 4000), st.sampled_from(list(RIVALS)))
def test_years_are_those_of_another_engine(start, apart, convention):
    end = start + timedelta(days=apart)
    if convention in (DayCount.NL_365, DayCount.NL_360) and (start.month, start.day) == (2, 29):
        return  # the rival takes a leap day off although the period begins after it
    theirs = pyxirr.year_fraction(start, end, RIVALS[convention])
    assert year_fraction(start, end, convention) == pytest.approx(theirs, abs=1e-12)


@pytest.mark.parametrize(
    ("end", "year_365a", "year_365l"),
    [(date(2008, 2, 28), 365, 366), (date(2008, 2, 29), 366, 366)],
)
def test_a_leap_day_in_the_period_or_in_its_last_year_makes_a_year_of_366(
    end, year_365a, year_365l
):
    """deltaquants.com/day-count-conventions, examples 1 and 2."""
    start = date(2007, 12, 28)
    passed = (end - start).days
    assert year_fraction(start, end, DayCount.ACT_365A) == pytest.approx(passed / year_365a)
    assert year_fraction(start, end, DayCount.ACT_365L) == pytest.approx(passed / year_365l)


@given(dates, dates, st.sampled_from([*RIVALS][:7]))
def test_backwards_in_time_is_the_negative(start, end, convention):
    there, back = year_fraction(start, end, convention), year_fraction(end, start, convention)
    assert there == pytest.approx(-back, abs=1e-12)


@pytest.mark.parametrize("convention", list(DayCount))
def test_no_time_passes_within_a_day(convention):
    on = date(2024, 2, 29)
    assert year_fraction(on, on, convention) == 0
    assert days(on, on, convention) == 0


@pytest.mark.parametrize(
    ("text", "convention"),
    [
        ("Actual/365", DayCount.ACT_365F),
        ("A/360", DayCount.ACT_360),
        ("act/act ISDA", DayCount.ACT_ACT),
        ("30U/360", DayCount.THIRTY_US_360),
        ("30e/360 german", DayCount.THIRTY_E_360_ISDA),
        ("Eurobond Basis", DayCount.THIRTY_E_360),
    ],
)
def test_a_convention_is_known_by_its_usual_names(text, convention):
    assert named(text) is convention


def test_an_unknown_name_is_no_convention():
    assert named("31/360") is None


def test_every_spelling_is_read_back():
    assert all(named(name) is convention for name, convention in spellings().items())
