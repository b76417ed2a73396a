"""The market as a contract sees it: from its own day, to the end of the longest product."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from products.basis.timeline import MAX_MONTHS, add_months
from products.price.horizon import exchange, is_quoted, market_from, on_days
from tests.products.price.shelf import MARKET, START, drifting
from tests.strategies import INDEX, markets


@given(markets(), st.integers(0, 150), st.integers(1, 200))
def test_it_begins_at_the_mark_of_the_day_and_stays_as_it_is_last(market, mark, months) -> None:
    day = add_months(market.timeline.start, mark)
    seen = market_from(market, day, months)
    assert seen.timeline.start == day
    level, known = seen.index_pa[INDEX], market.index_pa[INDEX]
    inside = min(mark, market.timeline.months)
    assert level[0] == known[inside]
    if mark + months >= market.timeline.months:
        assert level[-1] == known[-1]
    assert seen.inflation_pm[0] == 0


def test_a_day_before_the_market_begins_reads_its_first_mark() -> None:
    seen = market_from(drifting(0.1), date(2020, 1, 1))
    assert seen.fx["USD"][0] == 280.0
    assert seen.timeline.months == MAX_MONTHS


def test_prices_go_on_rising_beyond_the_market() -> None:
    short = replace(MARKET, timeline=replace(MARKET.timeline, months=12))
    seen = market_from(short, START, 24)
    assert seen.price_level[24] == pytest.approx(1.1**2)


def test_a_currency_is_worth_what_it_is_against_the_first_day() -> None:
    market = drifting(0.2)
    assert exchange(market, "USD")[[0, 12, 24]] == pytest.approx([1.0, 1.2, 1.44])
    assert np.all(exchange(market, "PKR") == 1)


def test_the_plans_currency_is_quoted_and_others_where_the_market_says() -> None:
    assert is_quoted(MARKET, "PKR", "PKR")
    assert is_quoted(MARKET, "USD", "PKR")
    assert not is_quoted(MARKET, "KWD", "PKR")
    assert is_quoted(MARKET, "KWD", None)


def test_between_two_marks_a_path_grows_evenly_by_the_day() -> None:
    path = np.array([1.0, 4.0, 16.0])
    start = date(2026, 4, 1)
    days = [date(2026, 4, 1), date(2026, 4, 16), date(2026, 5, 1), date(2026, 6, 1)]
    assert on_days(path, start, days) == pytest.approx([1, 2, 4, 16])
