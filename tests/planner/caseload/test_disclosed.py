"""Nothing small is shown, and nothing small follows from what is."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.caseload.disclosed import disclosed


def test_the_rest_of_a_total_is_hidden_with_the_small_part():
    lines = {"all": [0, 1], "a": [0], "b": [1]}
    assert disclosed([40, 3], lines) == {"all": 43, "a": None, "b": None}


def test_what_comes_first_is_kept():
    lines = {"a": [0], "all": [0, 1]}
    assert disclosed([40, 3], lines) == {"a": 40, "all": None}


def test_nothing_is_nothing_and_five_is_told():
    lines = {"all": [0, 1, 2], "a": [0], "b": [1], "c": [2]}
    assert disclosed([5, 0, 9], lines) == {"all": 14, "a": 5, "b": 0, "c": 9}


def test_two_small_parts_that_are_small_together_are_not_left_over():
    lines = {"all": [0, 1, 2], "a": [0], "b": [1], "c": [2]}
    family = [("all", ("a", "b", "c"))]
    assert disclosed([2, 2, 30], lines, family) == {"all": 34, "a": None, "b": None, "c": None}
    assert disclosed([3, 4, 30], lines, family)["c"] == 30


def test_a_table_with_margins_gives_no_small_cell_away():
    cells = [2, 10, 8, 12]
    lines = {
        "all": [0, 1, 2, 3], "r0": [0, 1], "r1": [2, 3], "c0": [0, 2], "c1": [1, 3],
        "00": [0], "01": [1], "10": [2], "11": [3],
    }  # fmt: skip
    shown = disclosed(cells, lines)
    assert shown["all"] == 32
    assert all(shown[key] is None for key in ("00", "01", "10", "11"))


@settings(max_examples=80, deadline=None)
@given(st.lists(st.integers(0, 12), min_size=4, max_size=8), st.data())
def test_no_small_sum_is_a_combination_of_what_is_shown(cells, data):
    places = st.lists(st.integers(0, len(cells) - 1), min_size=1, unique=True)
    drawn = data.draw(st.lists(places, min_size=2, max_size=7))
    lines = dict(enumerate([list(range(len(cells))), *drawn]))
    shown = disclosed(cells, lines)
    rows = np.zeros((len(lines), len(cells)))
    for n, line in lines.items():
        rows[n, line] = 1
    known = rows[[n for n in lines if shown[n] is not None]]
    rank = np.linalg.matrix_rank(known) if len(known) else 0
    for n, line in lines.items():
        total = sum(cells[at] for at in line)
        if shown[n] is not None:
            assert shown[n] == total
        if 0 < total < 5:
            assert shown[n] is None
            with_it = np.vstack([known, rows[n]])
            assert np.linalg.matrix_rank(with_it) == rank + 1, "it would follow"
