"""Annual percentage rates of Regulation Z, Appendix J (c), and the general equation."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from products.legal.apr_regz import (
    UnitFlow,
    apr_regz,
    level_series,
    series,
    single_payment_periods,
)
from products.legal.unit_periods import UnitTime


def advance(amount):
    return [UnitFlow(amount, UnitTime(0))]


@pytest.mark.parametrize(
    ("amount", "payments", "first", "in_a_year", "printed"),
    [
        (6000, [200] * 36, UnitTime(1, Fraction(19, 30)), 12, 11.82),
        (10_000, [385] * 40, UnitTime(1, Fraction(39, 90)), 4, 8.97),
        (400, [39.5] + [38.31] * 11, UnitTime(1, Fraction(5, 28)), 13, 28.50),
        (200, [9.5] * 19 + [30], UnitTime(0, Fraction(8, 14)), 26, 12.22),
        (8000, [449.36] + [465] * 18 + [200], UnitTime(0, Fraction(52, 60)), 6, 7.30),
    ],
)
def test_examples_of_the_appendix(amount, payments, first, in_a_year, printed):
    """12 CFR 1026 Appendix J (c)(1)(ii), (1)(iv), (2)(ii), (3)(ii), (4)(ii)."""
    found = apr_regz(advance(amount), series(payments, first), in_a_year).only
    assert round(100 * found, 2) == printed


@given(st.floats(0.001, 0.1), st.integers(1, 120), st.fractions(0, Fraction(9, 10)))
def test_a_loan_priced_at_a_rate_has_that_rate(rate, count, part):
    first = UnitTime(1, part)
    worth = sum(100 / ((1 + float(part) * rate) * (1 + rate) ** (1 + k)) for k in range(count))
    found = apr_regz(advance(worth), level_series(100, count, first), 12)
    assert found.only == pytest.approx(12 * rate, rel=1e-9)


@given(st.floats(0.001, 0.05), st.integers(1, 6))
def test_advances_in_stages_have_the_rate_they_were_priced_at(rate, stages):
    advances = [UnitFlow(1000, UnitTime(k, Fraction(k, 30))) for k in range(stages)]
    owed = sum(1000 * (1 + rate) ** (12 - k) / (1 + k / 30 * rate) for k in range(stages))
    found = apr_regz(advances, [UnitFlow(owed, UnitTime(12))], 12)
    assert found.only == pytest.approx(12 * rate, rel=1e-9)


def test_a_single_payment_has_its_term_for_a_unit_period():
    """Appendix J (c)(5)(i): 1,080 after 255 days for 1,000."""
    in_a_year, time = single_payment_periods(days=255)
    found = apr_regz(advance(1000), [UnitFlow(1080, time)], in_a_year)
    assert round(100 * found.only, 2) == 11.45


@pytest.mark.parametrize("terms", [{}, {"days": 30, "months": 1}])
def test_a_term_is_in_days_or_in_months(terms):
    with pytest.raises(ValueError, match="days or in months"):
        single_payment_periods(**terms)
