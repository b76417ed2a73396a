from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given

from planner.allocation.model import Model
from planner.allocation.standard import Varying, slots_left, standard
from tests.planner.allocation.programmes import brute_force, models, programme

INF = np.inf


def highs(model: Model) -> list[float]:
    made = standard(model)
    return (made.low + made.span)[0].tolist()


def test_an_amount_is_held_to_what_the_row_has_room_for() -> None:
    model = programme([1.0], rows=[([2.0], [1.0], -INF, 9.0)], high=[100.0])
    assert highs(model) == [4.0]


def test_an_amount_may_use_what_others_could_bring() -> None:
    """A loan of at most 5 brings 5 to a purse of 3: a deposit may be 8."""
    model = programme([1.0, -1.0], rows=[([1.0, -1.0], [0, 0], -INF, 3.0)], high=[100.0, 5.0])
    assert highs(model) == [8.0, 5.0]


def test_only_as_many_helpers_are_counted_on_as_have_a_slot() -> None:
    """Of three loans two can stand beside nothing else: 3 and 5, the two largest."""
    row = ([1.0, -1.0, -1.0, -1.0], [0.0] * 4, -INF, 0.0)
    model = programme([1.0, 0, 0, 0], rows=[row], high=[100.0, 2.0, 3.0, 5.0], most=2)
    assert highs(model)[0] == 8.0


def test_an_unlimited_amount_gets_the_limit_that_another_s_limit_gives() -> None:
    """The deposit hangs on the loan, the loan on what a month can bear."""
    rows = (([1.0, -1.0], [0, 0], -INF, 2.0), ([0.0, 0.1], [0, 0], -INF, 1.0))
    assert highs(programme([1.0, 0.0], rows=rows, high=[INF, INF])) == [12.0, 10.0]


def test_an_amount_that_nothing_limits_is_told() -> None:
    with pytest.raises(ValueError, match=r"columns \[1\]"):
        standard(programme([1.0, 1.0], high=[1.0, INF]))


def test_a_column_is_closed_whose_least_has_no_room() -> None:
    row = ([1.0, 1.0], [0, 0], -INF, 3.0)
    made = standard(programme([1.0, 1.0], rows=[row], low=[4.0, 2.0], high=[9.0, 9.0]))
    assert made.open.tolist() == [[False, True]]


def test_a_row_that_cannot_be_broken_is_not_looked_at() -> None:
    rows = (([1.0], [0.0], -INF, 5.0), ([1.0], [0.0], -INF, 0.5), ([-1.0], [0.0], -INF, -0.2))
    made = standard(programme([1.0], rows=rows))
    assert made.live.tolist() == [[False, False, True]]


def test_a_row_with_two_bounds_becomes_two() -> None:
    made = standard(programme([1.0], rows=[([1.0], [0.0], 0.25, 0.5)]))
    assert made.room.shape == (1, 2)
    assert np.sign(made.more)[0, :, 0].tolist() == [1.0, -1.0]
    assert made.room.tolist() == [[1.0, -0.5]]


def test_every_row_s_largest_number_and_the_largest_value_are_one() -> None:
    rows = (([1e6, 10.0], [-2e6, 5.0], -INF, 1e5), ([1e-3, 0.0], [1e-4, 0.0], -INF, 1e-4))
    made = standard(programme([3e4, 1.0], [5e3, 0.0], rows=rows))
    both = np.maximum(np.maximum(np.abs(made.base), np.abs(made.more)), abs(made.base + made.more))
    assert both.max(axis=-1).tolist() == [[1.0, 1.0]]
    assert np.maximum(np.abs(made.worth + made.extra), np.abs(made.worth)).max() == 1.0


def test_many_families_come_out_as_each_alone() -> None:
    row = ([1.0, 2.0], [0.5, 0.0], -INF, 3.0)
    model = programme([1.0, 2.0], [-0.1, 0.2], rows=[row], high=[5.0, 5.0])
    upper = np.array([[1.0], [3.0], [9.0]])
    value_x = np.array([[1.0, 2.0], [2.0, 1.0], [0.5, 0.5]])
    opens = np.array([[True, True], [False, True], [True, False]])
    many = standard(model, Varying(value_x=value_x, upper=upper, open=opens))
    for h in range(3):
        alone = replace(
            model, value_x=value_x[h], upper=upper[h], high=np.where(opens[h], model.high, -1.0)
        )
        one = standard(alone)
        for name in ("base", "more", "room", "worth", "extra", "open", "scale"):
            shut = getattr(many, name)[h], getattr(one, name)[0]
            if name in ("base", "more", "worth", "extra"):
                shut = shut[0] * opens[h], shut[1] * opens[h]
            assert np.array_equal(*shut), name


def test_a_part_of_the_families_is_those() -> None:
    whole = Varying(upper=np.arange(6.0).reshape(6, 1))
    assert whole.families == 6
    assert whole.part(2, 4).families == 2
    assert whole.part(2, 4).upper.tolist() == [[2.0], [3.0]]  # type: ignore[union-attr]
    assert Varying().families == 1


def test_slots_are_those_that_the_musts_leave() -> None:
    model = programme([0.0] * 3, counted=[True, True, False], most=2, must=(0, 2))
    assert slots_left(model) == 1


@given(models())
def test_no_amount_of_a_best_plan_is_cut_off(model: Model) -> None:
    """Bounds brought down leave every set as good as it was."""
    made = standard(model)
    tight = replace(
        model,
        low=np.where(made.open[0], made.low[0], 1.0),
        high=np.where(made.open[0], (made.low + made.span)[0], 0.0),
    )
    want = brute_force(model)[:1]
    got = brute_force(tight)[:1]
    assert len(got) == len(want)
    for (mine, _), (theirs, _) in zip(got, want, strict=True):
        assert mine == pytest.approx(theirs, abs=1e-9)
