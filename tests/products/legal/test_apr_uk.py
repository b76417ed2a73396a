"""The UK annual percentage rate on days."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from products.legal.apr_uk import DayFlow, apr_uk


@pytest.mark.parametrize(
    ("advance", "payments", "printed"),
    [
        (350, [(447.97, 23)], 4935.9),
        (400, [(511.96, 36)], 1122.9),
        (300, [(383.97, 16)], 27865.8),
        (10_000, [(222.44, 365.25 / 12 * k) for k in range(1, 61)], 12.7),
        (100, [(100, 1)], 0.0),
    ],
)
def test_published_examples(advance, payments, printed):
    """stephenhaunts/UK-APR-Calculator, after FCA MCOB 10.3."""
    found = apr_uk([DayFlow(advance, 0)], [DayFlow(*payment) for payment in payments])
    assert round(100 * found.only, 1) == printed


@given(st.floats(-0.5, 50), st.integers(1, 2000))
def test_one_payment_back_is_the_growth_of_its_years(rate, days):
    owed = 100 * (1 + rate) ** (days / 365.25)
    found = apr_uk([DayFlow(100, 0)], [DayFlow(owed, days)])
    assert found.only == pytest.approx(rate, rel=1e-9, abs=1e-9)


def test_the_length_of_the_year_is_a_setting():
    loan, back = [DayFlow(100, 0)], [DayFlow(125, 31)]
    assert apr_uk(loan, back, 365).only == pytest.approx(12.836851, abs=1e-6)
