"""The remittance cliff: every month of return at once."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.baseline import BELOW, month_of
from tests.planner.families import (
    SHELF,
    case,
    cases,
    cash,
    country,
    family,
    food,
    home,
    plan,
    sends,
)  # fmt: skip

DEAR = country(inflation_pa=0.1, safe_months_after_return=6.0)


@given(cases(with_products=True))
def test_all_months_at_once_are_exactly_those_worked_out_one_by_one(one):
    shelf = [x for x in SHELF if x.id in {c.listing_id for c in one.choices}]
    found = plan(one, shelf, DEAR).cliff
    marks = range(one.months + 1) if found.moves else [0]
    for last in marks:
        pivot = month_of(one.timeline, last)
        alone = plan(one.model_copy(update={"last_month": pivot}), shelf, DEAR)
        assert alone.answers.last_mark == (last if found.moves else 0)
        assert np.array_equal(found.cash[last], alone.cash)
        below = np.flatnonzero(alone.cash < BELOW)
        assert found.lowest[last] == alone.cash.min()
        assert found.first_below_zero[last] == (below[0] if below.size else -1)
        later = below[below > last]
        assert found.cover_months[last] == (
            later[0] - last - 1 if later.size else one.months - last
        )
        if last <= found.judged_until:
            assert found.safe[last] == (below.size == 0)


@given(cases())
def test_the_row_of_the_plans_own_month_is_the_plan(one):
    found = plan(one, (), DEAR)
    assert np.array_equal(found.cliff.cash[found.cliff.chosen], found.cash)


@given(
    st.integers(100, 800),
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 5)), max_size=3),
    st.integers(0, 50_000),
    st.integers(0, 40_000),
    st.sampled_from([0.0, 0.12, 0.4]),
)
def test_a_month_more_never_worsens_the_lowest_balance_while_it_brings_what_it_puts_off(
    sent, jobs, spent, lived, inflation
):
    """FEATURES §6, 1: while what arrives covers the incomes that wait and the costs that stay."""
    months = 24
    level = (1 + inflation) ** (months / 12)
    room = sent * 75 / level / max(len(jobs) + 1, 1)
    incomes = [
        {"label": str(i), "amount": share * room, "phase": "after_return", "wait_months": wait}
        for i, (share, wait) in enumerate(jobs)
    ]
    one = case(
        family(
            remittances=[sends(sent)],
            incomes=incomes,
            expenses=[
                food(spent),
                food(room, phase="until_return"),
                food(lived, phase="after_return"),
            ],
            assets=[cash(10_000)],
        ),
        months,
    )
    lowest = plan(one, (), country(inflation_pa=inflation)).cliff.lowest
    assert np.all(np.diff(lowest) >= -1e-6)


def test_the_earliest_safe_month_by_hand():
    """75,000 arrives, 50,000 is spent: each month puts 25,000 aside for later.

    12 months end with m months of money if 25,000 m covers 50,000 (12 - m): from m = 8 on.
    """
    one = case(family(remittances=[sends()], expenses=[food(50_000)]), 12)
    found = plan(one, (), country(safe_months_after_return=2.0)).cliff
    assert found.earliest_safe == 8
    assert found.judged_until == 10
    assert found.gaps == ()
    assert found.safe.tolist() == [False] * 8 + [True] * 3 + [False] * 2
    assert found.cover_months[:4].tolist() == [0, 0, 1, 1]


def test_gaps_after_a_safe_month_are_told():
    """An after-return job that pays only in May: coming back just after it is worse than before."""
    harvest = {"label": "wheat", "amount": 600_000, "months": [6], "phase": "after_return"}
    one = case(family(remittances=[sends(100)], incomes=[harvest], expenses=[food(20_000)],
                      assets=[cash(150_000)]), 24)  # fmt: skip
    found = plan(one, (), country(safe_months_after_return=6.0)).cliff
    assert found.earliest_safe == 0
    assert found.gaps
    assert all(not found.safe[gap] for gap in found.gaps)


def test_where_nobody_sends_money_there_is_nothing_to_move():
    found = plan(case(home(assets=[cash(500)]), 12)).cliff
    assert not found.moves
    assert np.array_equal(found.cash, np.full((13, 13), 500.0))
    assert found.earliest_safe == 0


def test_never_safe_is_an_answer():
    found = plan(case(family(remittances=[sends(1)], expenses=[food(50_000)]), 12)).cliff
    assert found.earliest_safe is None
    assert found.first_below_zero[0] == 1
    assert found.lowest_mark[0] == 12
    assert found.lowest[0] == pytest.approx(-600_000)
