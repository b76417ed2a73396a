"""HiGHS against the exact search: the same plans on everything small, the same rows kept."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.allocation import solve as room
from planner.allocation.model import Method, Model, row_values
from planner.allocation.search import SearchTooLargeError, search
from planner.allocation.solve import best, solve
from tests.planner.allocation.programmes import CLOSE, households, is_allowed, models, programme

EXACT = 0.0


@given(models())
@settings(max_examples=100, deadline=None)
def test_programme_and_search_find_plans_of_the_same_worth(model: Model) -> None:
    mine, oracle = solve(model, gap=EXACT), search(model)
    assert mine.feasible == oracle.feasible
    assert mine.value == pytest.approx(oracle.value, rel=CLOSE, abs=CLOSE)
    if mine.feasible:
        assert is_allowed(model, mine.x, mine.y)
        assert mine.method is Method.PROGRAMME


@given(st.integers(0, 10_000))
@settings(max_examples=6, deadline=None)
def test_programme_and_search_agree_on_five_years_of_cash_and_burden(seed: int) -> None:
    model = households(seed)
    mine, oracle = solve(model, gap=EXACT), search(model)
    assert mine.value == pytest.approx(oracle.value, rel=CLOSE, abs=CLOSE)


@given(st.integers(0, 10_000))
@settings(max_examples=6, deadline=None)
def test_the_gap_is_kept_and_the_bound_is_a_bound(seed: int) -> None:
    model = households(seed)
    mine, oracle = solve(model, gap=0.02), search(model)
    assert mine.value <= oracle.value + CLOSE
    assert oracle.value <= mine.bound + CLOSE
    assert mine.gap == pytest.approx((mine.bound - mine.value) / max(1.0, abs(mine.value)))
    assert mine.bound - mine.value <= 0.02 * abs(mine.value) + CLOSE


def test_rows_hold_to_a_coin_with_money_in_millions() -> None:
    """The same family in rupees: every month's cash is above its floor to a paisa."""
    model = households(11)
    by = 300_000.0
    scaled = replace(
        model,
        value_y=model.value_y * by,
        lower=model.lower * by,
        upper=model.upper * by,
        low=model.low * by,
        high=model.high * by,
    )
    found = solve(scaled, gap=EXACT)
    rows = row_values(scaled, found.x, found.y)
    assert found.y.any()
    assert (rows >= scaled.lower - 0.001).all()
    assert (rows <= scaled.upper + 0.001).all()
    assert found.value == pytest.approx(search(model).value * by, rel=1e-9)


def test_equal_inputs_give_equal_bytes() -> None:
    one, other = solve(households(5), seed=3), solve(households(5), seed=3)
    assert one.x.tobytes() == other.x.tobytes()
    assert (one.value, one.bound, one.tried) == (other.value, other.bound, other.tried)


@pytest.mark.parametrize(
    "wrong",
    [{"group": [0, 0]}, {"most": 1}, {"low": [0, 2]}, {"keys": ((0, ()),)}],
    ids=["one group", "too many", "no amount", "no key"],
)
def test_musts_that_exclude_one_another_are_infeasible(wrong: dict) -> None:
    assert solve(programme([1, 1], must=(0, 1))).feasible
    found = solve(programme([1, 1], must=(0, 1), **wrong))
    assert not found.feasible
    assert (found.x.tolist(), found.value, found.method) == ([0.0, 0.0], 0.0, Method.PROGRAMME)


def test_a_set_whose_room_was_but_a_tolerance_is_not_taken() -> None:
    """Two fixed amounts break a row by a ten-thousandth of a millionth: the solver lets it pass."""
    row = ([0, 0], [1.0, 1.0], -np.inf, 2.0 - 5e-10)
    model = programme([0, 0], [1, 1], rows=[row], high=[0, 0])
    found = solve(model, gap=EXACT)
    assert found.y.sum() == 1
    assert found.value == 1.0


def test_nodes_that_do_not_suffice_for_a_first_plan_are_added_to() -> None:
    model = programme([1, 2, 3, 4], rows=[([1.0] * 4, [0.5] * 4, -np.inf, 2.0)])
    assert solve(model, gap=EXACT, nodes=0).feasible


def test_best_searches_what_can_be_searched() -> None:
    assert best(households(2)).method is Method.SEARCH


def test_best_asks_highs_where_there_are_too_many_sets() -> None:
    """Ten free columns of which each excludes the next, beside sixty that may all be taken."""
    size = 60
    row = ([0.0] * size, [1.0] * size, -np.inf, 30.0)
    model = programme([0] * size, [1.0 + k % 7 for k in range(size)], rows=[row], most=size,
                      high=[0.0] * size)  # fmt: skip
    found = best(model)
    assert found.method is Method.PROGRAMME
    assert found.value == pytest.approx(sum(sorted(1.0 + k % 7 for k in range(size))[30:]))


def test_best_asks_highs_where_the_search_gives_up(monkeypatch: pytest.MonkeyPatch) -> None:
    model = households(9)
    monkeypatch.setattr(room, "SEARCHED", 1)
    with pytest.raises(SearchTooLargeError):
        search(model, tried=1)
    found = best(model, gap=EXACT)
    assert found.method is Method.PROGRAMME
    assert found.value == pytest.approx(search(model).value, rel=CLOSE)
