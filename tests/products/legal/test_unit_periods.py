"""Unit-times of Regulation Z, Appendix J."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from products.basis.timeline import add_months
from products.legal.unit_periods import (
    UnitPeriod,
    UnitTime,
    months_back,
    named_unit,
    per_year,
    unit_time,
)

dates = st.dates(date(1978, 1, 1), date(2040, 12, 31))


@pytest.mark.parametrize(
    ("start", "end", "unit", "whole", "part"),
    [
        ("1978-01-10", "1978-02-10", "monthly", 1, "0"),
        ("1978-02-10", "1978-04-01", "monthly", 1, "19/30"),
        ("1978-02-23", "1978-03-01", "semimonthly", 0, "6/15"),
        ("1978-05-23", "1978-10-01", "quarterly", 1, "39/90"),
        ("1978-03-20", "1978-04-21", "weekly", 4, "4/7"),
        ("1978-03-18", "1978-04-20", "4-weekly", 1, "5/28"),
        ("1978-04-03", "1978-04-11", "biweekly", 0, "8/14"),
        ("1978-01-10", "1978-03-01", "bimonthly", 0, "52/60"),
        ("2023-10-26", "2023-11-30", "yearly", 0, "35/365"),
        ("2023-01-31", "2024-07-31", "yearly", 1, "6/12"),
        ("2023-10-26", "2023-11-30", "daily", 35, "0"),
    ],
)
def test_first_periods_of_the_regulation_s_examples(start, end, unit, whole, part):
    """12 CFR 1026 Appendix J (c)(1) to (c)(4), and (b)(5)(iii) for months within a longer
    period."""
    counted = unit_time(date.fromisoformat(start), date.fromisoformat(end), UnitPeriod(unit))
    assert counted == UnitTime(whole, Fraction(part))


@given(dates, st.integers(0, 400), st.sampled_from(list(UnitPeriod)))
def test_the_odd_part_is_less_than_a_period(start, apart, unit):
    counted = unit_time(start, start + timedelta(days=apart), unit)
    assert 0 <= counted.part < 1
    assert counted.whole >= 0


@given(dates, st.integers(0, 400))
def test_months_back_and_odd_days_fill_the_time(start, apart):
    end = start + timedelta(days=apart)
    months, odd = months_back(start, end)
    assert add_months(end, -months) == start + timedelta(days=odd)
    assert 0 <= odd <= 31


@pytest.mark.parametrize(
    ("unit", "periods"),
    [("daily", 365), ("weekly", 52), ("biweekly", 26), ("4-weekly", 13), ("semimonthly", 24),
     ("monthly", 12), ("bimonthly", 6), ("quarterly", 4), ("half-yearly", 2), ("yearly", 1)],
)  # fmt: skip
def test_periods_in_a_year(unit, periods):
    assert per_year(UnitPeriod(unit)) == periods


def test_usual_names_are_known_and_others_are_not():
    assert named_unit("Annual") is UnitPeriod.YEARLY
    assert named_unit("semi_monthly") is UnitPeriod.SEMIMONTHLY
    assert named_unit("lunar") is None
