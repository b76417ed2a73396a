"""Tiny programmes where one feature alone decides, and many small ones against brute force."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.allocation import search as room
from planner.allocation.model import Method, Model, Solution
from planner.allocation.search import (
    SearchTooLargeError,
    can_search,
    search,
    search_many,
    sets_of,
    top,
)
from planner.allocation.standard import Varying
from tests.planner.allocation.programmes import (
    CLOSE,
    brute_force,
    households,
    is_allowed,
    models,
    programme,
)

INF = np.inf


def taken(solution: Solution) -> list[int]:
    return [int(k) for k in np.flatnonzero(solution.y)]


def purse(money: float, *use: float) -> tuple[list[float], list[float], float, float]:
    """A row: what amounts take of a purse."""
    return list(use), [0.0] * len(use), -INF, money


# ------------------------------------------------------------------ one feature decides


def test_the_purse_goes_to_what_pays_most() -> None:
    found = search(programme([0.1, 0.2], rows=[purse(10, 1, 1)], high=[100, 6]))
    assert found.x.tolist() == [4.0, 6.0]
    assert found.value == pytest.approx(1.6)


def test_a_minimum_ticket_above_the_purse_sends_it_elsewhere() -> None:
    found = search(programme([0.1, 0.2], rows=[purse(10, 1, 1)], low=[0, 11], high=[100, 100]))
    assert found.x.tolist() == [10.0, 0.0]


def test_a_minimum_ticket_is_met_though_less_would_do_better_beside_another() -> None:
    """Alone the better one may take 10; beside it nothing fits but a ticket of 4."""
    model = programme([0.1, 0.2], rows=[purse(10, 1, 1)], low=[4, 8], high=[100, 9])
    assert search(model).x.tolist() == [0.0, 9.0]


def test_a_fixed_cost_keeps_out_what_earns_less() -> None:
    model = programme([0.1, 0.2], [0.0, -1.5], rows=[purse(10, 1, 1)], high=[10, 10])
    assert taken(search(model)) == [0]


def test_of_a_group_one_is_taken() -> None:
    model = programme([3, 2, 1], group=[0, 0, -1])
    assert taken(search(model)) == [0, 2]


def test_at_most_so_many_of_the_counted_are_taken() -> None:
    assert taken(search(programme([3, 2, 5, 1], most=2))) == [0, 2]


def test_what_is_not_counted_is_taken_besides() -> None:
    model = programme([3, 2, 5, 1], most=2, counted=[True, True, True, False])
    assert taken(search(model)) == [0, 2, 3]


def test_no_slots_leave_only_what_is_not_counted() -> None:
    assert taken(search(programme([3, 1], most=0, counted=[True, False]))) == [1]


def test_a_key_that_costs_is_bought_for_what_it_opens() -> None:
    """Training at 2 opens a grant of 5."""
    model = programme([0, 0], [5, -2], high=[0, 0], keys=((0, (1,)),))
    assert taken(search(model)) == [0, 1]
    dear = replace(model, value_y=np.array([5.0, -6.0]))
    assert taken(search(dear)) == []


def test_one_of_several_keys_is_enough_and_the_cheapest_is_bought() -> None:
    model = programme([0] * 3, [5, -2, -1], high=[0] * 3, keys=((0, (1, 2)),))
    assert taken(search(model)) == [0, 2]


def test_keys_open_one_another_in_turn() -> None:
    model = programme([0] * 3, [9, -2, -3], high=[0] * 3, keys=((0, (1,)), (1, (2,))), most=3)
    assert taken(search(model)) == [0, 1, 2]
    assert taken(search(replace(model, most=2))) == []


def test_a_key_that_nothing_turns_stays_shut() -> None:
    assert taken(search(programme([5], keys=((0, ()),)))) == []


def test_what_must_be_is_taken_at_a_loss() -> None:
    found = search(programme([1, 1], [0, -9], must=(1,)))
    assert taken(found) == [0, 1]
    assert found.value == -7.0


def test_what_must_be_and_has_no_room_is_infeasible() -> None:
    row = ([0, 0], [0, 5], -INF, 3.0)
    found = search(programme([1, 0], rows=[row], high=[1, 0], must=(1,)))
    assert not found.feasible
    assert (taken(found), found.x.tolist(), found.value) == ([], [0.0, 0.0], 0.0)


@pytest.mark.parametrize(
    "wrong",
    [{"group": [0, 0]}, {"most": 1}, {"low": [0, 2]}, {"keys": ((0, ()),)}],
    ids=["one group", "too many", "no amount", "no key"],
)
def test_musts_that_exclude_one_another_are_infeasible(wrong: dict) -> None:
    assert search(programme([1, 1], must=(0, 1))).feasible
    assert not search(programme([1, 1], must=(0, 1), **wrong)).feasible


def test_a_loan_is_taken_at_a_loss_for_the_deposit_it_funds() -> None:
    """Purse of 2, deposits from 5 on: 3 are lent at a loss of 0.1 each, 5 bring 0.2 each."""
    model = programme([0.2, -0.1], rows=[purse(2, 1, -1)], low=[5, 0], high=[9, 3])
    found = search(model)
    assert found.x.tolist() == [5.0, 3.0]
    assert found.value == pytest.approx(0.7)
    assert taken(search(replace(model, value_x=np.array([0.2, -0.4])))) == []


def test_two_loans_together_fund_what_neither_does_alone() -> None:
    model = programme([3, -0.1, -0.1], rows=[purse(0, 1, -1, -1)], low=[4, 0, 0], high=[4, 2, 2])
    assert search(model).x.tolist() == [4.0, 2.0, 2.0]
    assert taken(search(replace(model, most=2))) == []


def test_a_row_s_lower_bound_asks_for_what_costs() -> None:
    """A household below its floor of 3 borrows 3, no more."""
    model = programme([-0.5], rows=[([1], [0], 3.0, INF)], high=[10])
    assert search(model).x.tolist() == [3.0]


def test_a_floor_that_nothing_reaches_is_infeasible() -> None:
    assert not search(programme([1], rows=[([1], [0], 3.0, INF)], high=[2])).feasible


def test_a_band_holds_an_amount_on_both_sides() -> None:
    model = programme([1, -1], rows=[([1, 1], [0, 0], 4.0, 6.0)], high=[5, 5], must=(0, 1))
    assert search(model).x.tolist() == [5.0, 0.0]


def test_a_dominated_column_is_never_taken() -> None:
    """The second asks as much of every row and pays less."""
    rows = [purse(10, 1, 1), purse(3, 0.2, 0.2)]
    found = search(programme([0.1, 0.09], rows=rows, high=[8, 8], group=[0, 0]))
    assert taken(found) == [0]


def test_what_is_worth_nothing_is_left() -> None:
    assert taken(search(programme([0, 1, 0], [0, 0, 0]))) == [1]


def test_of_two_that_are_the_same_the_first_is_taken() -> None:
    assert taken(search(programme([1, 1, 1], most=1))) == [0]


def test_one_dear_column_wins_over_two_that_are_worth_the_same() -> None:
    row = ([0] * 3, [1, 1, 2], -INF, 2)
    assert taken(search(programme([0] * 3, [1, 1, 2], rows=[row], high=[0] * 3))) == [2]


def test_no_columns_at_all_is_a_plan_of_nothing() -> None:
    assert search(programme([])).feasible


# ------------------------------------------------------------------ against brute force


@given(models())
@settings(max_examples=150)
def test_search_is_brute_force_value_set_and_order(model: Model) -> None:
    want, got = brute_force(model), top(model, 4)
    if not want:
        assert [g.feasible for g in got] == [False]
        return
    assert len(got) == min(4, len(want))
    for (value, chosen), mine in zip(want, got, strict=False):
        assert mine.value == pytest.approx(value, rel=CLOSE, abs=CLOSE)
        assert tuple(taken(mine)) == chosen
        assert is_allowed(model, mine.x, mine.y)
        assert (mine.bound, mine.gap, mine.method) == (mine.value, 0.0, Method.SEARCH)


@given(models())
@settings(max_examples=80)
def test_sets_apart_are_the_best_of_each_counted_part(model: Model) -> None:
    seen, want = set(), []
    for value, chosen in brute_force(model):
        part = tuple(k for k in chosen if model.counted[k])
        if part not in seen:
            seen.add(part)
            want.append((value, chosen))
    got = [g for g in top(model, 3, apart=True) if g.feasible]
    assert [tuple(taken(g)) for g in got] == [chosen for _, chosen in want[:3]]
    for (value, _), mine in zip(want, got, strict=False):
        assert mine.value == pytest.approx(value, rel=CLOSE, abs=CLOSE)


@given(st.integers(0, 10_000))
@settings(max_examples=8, deadline=None)
def test_search_is_brute_force_on_months_of_cash_and_burden(seed: int) -> None:
    model = replace(households(seed, months=12, listings=3), most=2)
    value, _ = brute_force(model)[0]
    found = search(model)
    assert found.value == pytest.approx(value, rel=CLOSE, abs=CLOSE)
    assert is_allowed(model, found.x, found.y)


@given(st.integers(0, 10_000), st.sampled_from([1e-3, 0.5, 1e4]))
@settings(max_examples=20, deadline=None)
def test_scaling_all_money_scales_the_plan(seed: int, by: float) -> None:
    model = households(seed)
    scaled = replace(
        model,
        value_y=model.value_y * by,
        rows_y=model.rows_y * by,
        lower=model.lower * by,
        upper=model.upper * by,
        low=model.low * by,
        high=model.high * by,
    )
    one, other = search(model), search(scaled)
    assert taken(one) == taken(other)
    assert other.value == pytest.approx(one.value * by, rel=1e-9)


def test_equal_inputs_give_equal_bytes() -> None:
    model = households(7)
    one, other = search(model), search(replace(model, low=model.low.copy()))
    assert one.x.tobytes() == other.x.tobytes()
    assert (one.value, one.tried) == (other.value, other.tried)


def test_the_best_few_are_apart_and_in_order() -> None:
    found = top(households(3), 5)
    values = [f.value for f in found]
    assert values == sorted(values, reverse=True)
    assert len({tuple(taken(f)) for f in found}) == len(found) == 5


# ------------------------------------------------------------------ many families


def families(count: int, seed: int = 5) -> tuple[Model, Varying]:
    """Lump sums into 8 products with tickets, fees and two shares of the sum."""
    rng = np.random.default_rng(seed)
    low = rng.uniform(50, 800, 8)
    ones = [1.0] * 8
    rows = [
        purse(0, *ones),
        purse(0, *rng.uniform(0.01, 0.35, 8)),
        purse(0, *rng.uniform(0, 1, 8)),
    ]
    cost = -rng.uniform(2, 40, 8)
    model = programme([0.0] * 8, cost.tolist(), rows=rows, low=low.tolist(),
                      high=(low * rng.uniform(3, 15, 8)).tolist())  # fmt: skip
    sums = rng.uniform(500, 10_000, count)
    return model, Varying(
        value_x=rng.normal(0.1, 0.1, (count, 8)),
        upper=sums[:, None] * np.array([1, 0.12, 0.6]),
        open=rng.random((count, 8)) < 0.6,
    )


def test_many_families_get_what_each_gets_alone() -> None:
    model, varying = families(60)
    many = search_many(model, varying)
    for h in range(60):
        part = varying.part(h, h + 1)
        alone = search(
            replace(
                model,
                value_x=part.value_x[0],  # type: ignore[index]
                upper=part.upper[0],  # type: ignore[index]
                high=np.where(part.open[0], model.high, -1.0),  # type: ignore[index]
            )
        )
        assert many.feasible[h]
        assert many.value[h] == pytest.approx(alone.value, rel=1e-12, abs=1e-9)
        assert many.y[h].tolist() == alone.y.tolist()
        assert np.allclose(many.x[h], alone.x, rtol=1e-12)


def test_families_are_not_changed_by_their_neighbours(monkeypatch: pytest.MonkeyPatch) -> None:
    model, varying = families(50)
    whole = search_many(model, varying)
    monkeypatch.setattr(room, "_CHUNK_NUMBERS", 8 * 3 * 7)
    in_parts = search_many(model, varying)
    assert whole.x.tobytes() == in_parts.x.tobytes()
    assert whole.value.tobytes() == in_parts.value.tobytes()


def test_a_family_without_a_plan_is_told_apart_from_its_neighbours() -> None:
    model = programme([1.0], rows=[([1], [0], 3.0, INF)], high=[5])
    found = search_many(model, Varying(lower=np.array([[3.0], [7.0], [5.0]])))
    assert found.feasible.tolist() == [True, False, True]
    assert found.x[:, 0].tolist() == [5.0, 0.0, 5.0]
    assert found.value.tolist() == [5.0, 0.0, 5.0]


# ------------------------------------------------------------------ size


def test_sets_are_counted_with_groups_and_slots() -> None:
    """Of groups of 2, 1 and 1 at most two: 1 + 4 + 5; a free group of 2: times 3."""
    model = programme([1] * 6, group=[0, 0, -1, -1, 1, 1], counted=[True] * 4 + [False] * 2, most=2)
    assert sets_of(model) == 30
    assert sets_of(replace(model, must=(0,))) == 9


def test_a_model_with_too_many_sets_is_refused_and_the_limit_said() -> None:
    model = programme([1] * 60, most=60)
    assert not can_search(model)
    with pytest.raises(SearchTooLargeError, match="at most 1e\\+12"):
        search(model)
    assert can_search(replace(model, most=3))


def test_a_search_that_takes_too_long_is_given_up_by_count() -> None:
    model = households(1)
    with pytest.raises(SearchTooLargeError, match="after 2 sets"):
        search(model, tried=2)
