"""Bills by days: gains, nearest months, and the marks on which they pay."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from products.basis.timeline import Timeline, date_of
from products.mechanics.bills import bills_within, gain, months_paid, paid_on
from products.mechanics.days import months_covering


@pytest.mark.parametrize(
    ("quoted_pa", "days", "of_face", "price"),
    [(0.0681, 28, False, 9.947312), (0.0711, 182, False, 9.653022), (0.10, 90, True, 9.75)],
)
def test_a_bill_of_ten_costs_what_its_figure_says(
    quoted_pa: float, days: int, of_face: bool, price: float
) -> None:
    """10 pesos over 1 plus the yield for its days of 360, as the Mexican treasury's bills are."""
    assert 10 / (1 + gain(quoted_pa, days, 360, of_face=of_face)) == pytest.approx(price, abs=1e-6)


@given(st.dates(date(2024, 1, 1), date(2028, 1, 1)), st.integers(7, 366), st.integers(1, 5))
def test_a_bill_pays_at_the_first_mark_on_or_after_its_day(
    start: date, days: int, bills: int
) -> None:
    timeline = Timeline(start, 72)
    months = months_paid(timeline, 0, start, days, bills)
    for month, day in zip(months, paid_on(start, days, bills), strict=True):
        assert date_of(timeline, month) >= day > date_of(timeline, month - 1)
    assert paid_on(start, days, bills)[-1] == start + timedelta(days=days * bills)


@given(st.integers(7, 366), st.integers(1, 130))
def test_as_many_bills_fit_into_the_months_they_take(days: int, most: int) -> None:
    months = months_covering(days * most)
    fitting = bills_within(months, days, most)
    assert months_covering(days * fitting) <= months
    assert fitting == most or months_covering(days * (fitting + 1)) > months


def test_at_least_one_bill_is_bought() -> None:
    assert bills_within(1, 364, 5) == 1
