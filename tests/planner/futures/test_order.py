"""Quantiles of many paths without sorting them."""

from __future__ import annotations

import numpy as np

from planner.futures.order import at_places


def test_values_at_places_are_those_of_the_sorted_rows(rng: np.random.Generator) -> None:
    rows = rng.standard_normal((3, 5, 2_000)).cumsum(axis=1) * 1e5
    rows[0, 0], rows[1, 1, :7] = 4.0, np.inf
    places = np.array([0, 99, 100, 999, 1_000, 1_999])
    assert np.array_equal(at_places(rows, places), np.sort(rows, axis=-1)[..., places])


def test_strided_and_single_rows_are_read_too(rng: np.random.Generator) -> None:
    rows = rng.standard_normal((40, 6)).T
    places = np.array([0, 20, 39])
    assert np.array_equal(at_places(rows, places), np.sort(rows, axis=-1)[:, places])
    assert at_places(np.array([2.0]), np.array([0])).tolist() == [2.0]
