"""Numbers of a report."""

from __future__ import annotations

from datetime import date
from math import inf, nan

import pytest

from planner.figures import Figures, number
from products.basis.timeline import Timeline

RUPEES = Figures(Timeline(date(2026, 1, 31), 12), "PKR")


@pytest.mark.parametrize("value", [inf, -inf, nan])
def test_what_does_not_exist_is_null(value):
    assert number(value, 2) is None
    assert RUPEES.money(value) is None


def test_money_is_put_down_to_the_smallest_coin_of_its_currency():
    assert RUPEES.money(12.3456) == 12.35
    assert Figures(RUPEES.timeline, "XOF").money(12.6) == 13
    assert RUPEES.moneys([1.0, inf]) == [1.0, None]


def test_nought_has_no_sign():
    assert str(RUPEES.money(-0.001)) == "0.0"


def test_a_mark_is_its_month_and_none_stays_none():
    assert RUPEES.at(0) == "2026-01"
    assert RUPEES.at(12) == "2027-01"
    assert RUPEES.at(None) is None
