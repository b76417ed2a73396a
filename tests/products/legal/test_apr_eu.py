"""The European annual percentage rate of charge."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from products.legal.apr_eu import DatedFlow, YearFlow, aprc, aprc_of_dates, years_between
from products.legal.intervals import Period


def months(amount, count, first=1):
    return [YearFlow(amount, (first + i) / 12) for i in range(count)]


@pytest.mark.parametrize(
    ("payments", "printed"),
    [
        ([*months(1599.53, 240)], 7.946625),
        ([*months(1432.86, 240), YearFlow(100, 20)], 6.436359),
        ([*months(1166.67, 240), YearFlow(200_000, 20)], 7.430479),
    ],
)
def test_mortgages_with_two_per_cent_up_front(payments, printed):
    """European Commission, examples of 2015: 4 (insurance), 6 (exit cost), 8 (interest only)."""
    found = aprc([YearFlow(200_000, 0)], [YearFlow(4000, 0), *payments])
    assert 100 * found.only == pytest.approx(printed, abs=1e-6)


def test_a_payment_before_the_drawdown_has_negative_time():
    loan = [DatedFlow(1000, date(2026, 1, 12))]
    fee = DatedFlow(10, date(2025, 1, 12))
    found = aprc_of_dates(loan, [fee, DatedFlow(1100, date(2027, 1, 12))], Period.MONTH)
    assert years_between(date(2026, 1, 12), fee.day, Period.MONTH) == -1
    assert found.is_several  # money both before and after: two rates fit
    assert 0.11 < found.within(-1, 1).only < 0.12


def test_the_calendar_basis_counts_days():
    """Directive 98/7/EC, first example: 1,000 repaid as 1,200 after 546 days is 12.96 %."""
    loan, back = [DatedFlow(1000, date(1994, 1, 1))], [DatedFlow(1200, date(1995, 7, 1))]
    by_days, by_months = (aprc_of_dates(loan, back, p).only for p in (None, Period.MONTH))
    assert round(100 * by_days, 2) == 12.96
    assert by_months == pytest.approx(1.2 ** (2 / 3) - 1)


@given(st.floats(0, 2), st.floats(0, 5000), st.integers(1, 120))
def test_a_cost_more_never_makes_credit_cheaper(rate, cost, count):
    level = 100 / (count if rate == 0 else 1)
    loan = [YearFlow(sum(level * (1 + rate) ** -((i + 1) / 12) for i in range(count)), 0)]
    plain, dearer = (
        aprc(loan, months(level, count)),
        aprc(loan, [*months(level, count), YearFlow(cost / 1000 * level, count / 12)]),
    )
    assert plain.only == pytest.approx(rate, abs=1e-8)
    assert dearer.only >= plain.only - 1e-12
