import numpy as np

from planner.allocation.desk import form_of, nothing_found, rooms, rules_of
from planner.allocation.standard import standard
from tests.planner.allocation.programmes import programme


def test_columns_in_no_group_get_one_of_their_own() -> None:
    rules = rules_of(programme([1] * 4, group=[7, -1, 7, -1]))
    assert rules.group.tolist() == [0, 1, 0, 2]


def test_keys_are_laid_end_to_end() -> None:
    rules = rules_of(programme([1] * 4, keys=((0, (2, 3)), (1, ()), (2, (3,)))))
    assert rules.key.tolist() == [0, 1, 2]
    assert [
        rules.openers[a:b].tolist() for a, b in zip(rules.since[:-1], rules.since[1:], strict=True)
    ] == [[2, 3], [], [3]]


def test_sets_are_apart_only_where_asked() -> None:
    assert not rules_of(programme([1])).apart
    assert rules_of(programme([1]), apart=True).apart


def test_there_are_no_more_slots_than_counted_columns() -> None:
    model = programme([1] * 3, counted=[True, False, True], most=99, must=(2,))
    rules = rules_of(model)
    assert rules.slots == 2
    assert rules.must.tolist() == [False, False, True]


def test_the_form_has_an_own_part_for_every_family_and_no_idle_row() -> None:
    rows = [([1, 1], [0, 0], -np.inf, 9.0), ([1, 1], [0, 0], -np.inf, 1.0)]
    form = form_of(standard(programme([1, 2], rows=rows)), families=3)
    assert form.base.shape == form.more.shape == (3, 1, 2)
    assert form.base_of.shape == form.more_of.shape == (3, 2, 1)
    assert all(array.flags.c_contiguous for array in form)


def test_rooms_have_a_place_for_the_longest_set() -> None:
    lp, tree = rooms(5, 4, 3, 2)
    assert (lp.use.shape, lp.inverse.shape) == ((3, 5), (3, 3))
    assert (tree.room.shape, tree.cand.shape) == ((4, 5), (4, 4))
    assert tree.cand.dtype == np.int64


def test_nothing_is_found_before_the_search() -> None:
    found = nothing_found(2, 3, 4)
    assert not found.tally.any()
    assert (found.value == -np.inf).all()
    assert found.y.shape == found.t.shape == (2, 3, 4)
