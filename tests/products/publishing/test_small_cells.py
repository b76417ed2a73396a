"""No shown number gives away a group of fewer than five: worked out again in exact fractions."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from products.publishing.small_cells import FEWEST, grids, steps, told

COUNTS = st.sampled_from([0, 0, 0, 1, 2, 3, 4, 5, 6, 9, 20])


def follows(row: list[int], known: list[list[int]]) -> bool:
    """Whether a sum is a combination of known sums, by elimination in exact fractions."""
    basis: list[list[Fraction]] = []

    def reduced(values: list[Fraction]) -> list[Fraction]:
        for each in basis:
            lead = next(at for at, value in enumerate(each) if value)
            factor = values[lead] / each[lead]
            values = [mine - factor * theirs for mine, theirs in zip(values, each, strict=True)]
        return values

    for one in known:
        left = reduced([Fraction(value) for value in one])
        if any(left):
            basis.append(left)
    return not any(reduced([Fraction(value) for value in row]))


def indicator(places, width: int) -> list[int]:
    return [1 if at in set(places) else 0 for at in range(width)]


def test_a_small_cell_is_hidden_and_so_is_the_one_that_would_give_it_away():
    lines = [(0,), (1,), (2,), (0, 1, 2)]
    assert told([3, 7, 9], lines).values == (None, None, 9, 19)


def test_two_small_cells_that_come_to_five_protect_each_other():
    assert told([2, 3, 9], [(0,), (1,), (2,), (0, 1, 2)]).values == (None, None, 9, 14)


def test_two_small_cells_that_come_to_less_need_a_third():
    assert told([1, 2, 9, 8], [(0,), (1,), (2,), (3,), (0, 1, 2, 3)]).values == (
        None, None, 9, None, 20,
    )  # fmt: skip


def test_a_single_small_cell_alone_hides_its_total():
    assert told([3], [(0,), (0,)]).values == (None, None)


def test_nothing_small_hides_nothing():
    assert told([5, 0, 8], [(0,), (1,), (2,), (0, 1, 2)]).values == (5, 0, 8, 13)


@settings(max_examples=150)
@given(st.data())
def test_AUTHZ_15_no_hidden_cell_follows_from_the_shown_totals(data):
    """One table with all margins: no small cell, and no small group of hidden cells of one line."""
    height, width = data.draw(st.integers(1, 4)), data.draw(st.integers(1, 5))
    count = height * width
    cells = data.draw(st.lists(COUNTS, min_size=count, max_size=count))
    lines = [(at,) for at in range(count)]
    margins = [tuple(range(r * width, (r + 1) * width)) for r in range(height)]
    margins += [tuple(range(c, count, width)) for c in range(width)] + [tuple(range(count))]
    values = told(cells, lines + margins).values
    every = lines + margins
    known = [
        indicator(line, count)
        for line, value in zip(every, values, strict=True)
        if value is not None
    ]
    for line, value in zip(every, values, strict=True):
        total = sum(cells[at] for at in line)
        if value is not None:
            assert value == total
            assert value == 0 or value >= FEWEST
        elif 0 < total < FEWEST:
            assert not follows(indicator(line, count), known)
    for line in margins:
        dark = [at for at in line if values[at] is None]
        if 0 < sum(cells[at] for at in dark) < FEWEST:
            assert not follows(indicator(dark, count), known)


@settings(max_examples=80)
@given(st.data())
def test_AUTHZ_15_tables_of_the_same_households_do_not_give_each_other_away(data):
    rows, first, second = ("a", "b", "c"), ("x", "y", "z"), ("p", "q")
    households = data.draw(
        st.lists(
            st.tuples(st.sampled_from(rows), st.sampled_from(first), st.sampled_from(second)),
            max_size=60,
        )
    )
    one: dict[tuple[str, str], int] = {}
    two: dict[tuple[str, str], int] = {}
    for row, x, p in households:
        one[row, x] = one.get((row, x), 0) + 1
        two[row, p] = two.get((row, p), 0) + 1
    (left, right), total = grids([one, two], [first, second])
    names = [(0, r, c) for r in left.down for c in first] + [
        (1, r, c) for r in left.down for c in second
    ]
    place = {name: at for at, name in enumerate(names)}
    known, small = [], []

    def see(places, value, true):
        if value is not None:
            assert value == true
            known.append(indicator(places, len(names)))
        elif 0 < true < FEWEST:
            small.append(places)

    for at, (grid, table, order) in enumerate(((left, one, first), (right, two, second))):
        for r, row in enumerate(grid.down):
            for c, column in enumerate(order):
                see([place[at, row, column]], grid.cells[r][c], table.get((row, column), 0))
            see([place[at, row, c] for c in order], grid.by_row[r],
                sum(table.get((row, c), 0) for c in order))  # fmt: skip
        for c, column in enumerate(order):
            see([place[at, r, column] for r in grid.down], grid.by_column[c],
                sum(table.get((r, column), 0) for r in grid.down))  # fmt: skip
    see([place[0, r, c] for r in left.down for c in first], total, len(households))
    for row in left.down:
        tie = indicator([place[0, row, c] for c in first], len(names))
        other = indicator([place[1, row, c] for c in second], len(names))
        known.append([a - b for a, b in zip(tie, other, strict=True)])
    assert left.by_row == right.by_row
    for places in small:
        assert not follows(indicator(places, len(names)), known)


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ([40, 30, 20, 10, 5], (40, 30, 20, 10, 5)),
        ([40, 38, 20, 20, 3], (40, None, 20, 20, None)),
        ([4, 0, 0, 0, 0], (None, 0, 0, 0, 0)),
        ([9, 6, 5, 1, 0], (9, None, None, None, 0)),
        ([0, 0, 0, 0, 0], (0, 0, 0, 0, 0)),
    ],
)
def test_a_funnel_hides_small_steps_and_small_differences(counts, shown):
    assert steps(counts) == shown


@given(st.lists(st.integers(0, 60), min_size=5, max_size=5))
def test_AUTHZ_15_no_two_shown_steps_differ_by_a_small_group(counts):
    shown = [value for value in steps(counts) if value is not None]
    assert all(not 0 < value < FEWEST for value in shown)
    for one in shown:
        assert all(not 0 < abs(one - other) < FEWEST for other in shown)


def test_no_household_gives_empty_tables():
    (one, two), total = grids([{}, {}], [(), ()])
    assert (one.cells, two.by_row, total) == ((), (), 0)
