"""The compiled pieces, one by one, against the plain ones."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from planner.futures import kernel
from planner.futures.draws import stream
from planner.futures.processes import ar1, on_and_off, walk

MONTHS, WIDTH = 30, 40


def normals(name: str) -> np.ndarray:
    return stream(5, 0, name).standard_normal((MONTHS, WIDTH))


def test_an_autoregression_in_place_is_the_plain_one() -> None:
    z, half = normals("a"), np.linspace(0, 0.1, MONTHS + 1)
    expected = ar1(z, 0.9, 0.2)[1:] - half[1:, None]
    kernel.autoregress(z, 0.9, 0.2, half, WIDTH)
    assert np.array_equal(z, expected)


def test_a_walk_in_place_is_the_plain_one() -> None:
    z = normals("b")
    expected = walk(z, 0.3, -0.01)[1:]
    kernel.accumulate(z, 0.3, -0.01, WIDTH)
    assert np.array_equal(z, expected)


def test_interruptions_in_place_are_the_plain_ones() -> None:
    u = stream(5, 0, "c").random((MONTHS, WIDTH))
    expected = on_and_off(u, 0.2, 0.4)
    kernel.interrupt(u, 0.2, 0.4, WIDTH)
    assert np.array_equal(u == 1.0, expected)
    assert set(np.unique(u)) == {0.0, 1.0}


def test_mixed_shocks_are_a_matrix_product() -> None:
    lower = np.array([[1, 0, 0], [0.6, 0.8, 0], [0.5, 0.1, 0.86]])
    z = [normals(name) for name in "abc"]
    expected = np.einsum("ij,jmp->imp", lower, np.array(z))
    kernel.mix(*z, lower, WIDTH)
    assert np.array(z) == pytest.approx(expected, abs=1e-15)
    two = [normals("a"), normals("b")]
    kernel.mix(*two, np.empty((0, 0)), lower, WIDTH)
    assert two[1] == pytest.approx(expected[1], abs=1e-15)


def test_only_the_first_paths_are_touched() -> None:
    z = normals("a")
    rest = z[:, 10:].copy()
    kernel.accumulate(z, 1.0, 0.0, 10)
    assert np.array_equal(z[:, 10:], rest)


values = st.floats(-1e12, 1e12) | st.sampled_from([0.0, -0.0, np.inf, -np.inf, 1.0])


@given(arrays(np.float64, st.integers(1, 300), elements=values), st.data())
def test_values_are_picked_as_if_sorted(row: np.ndarray, data: st.DataObject) -> None:
    places = np.array(sorted(data.draw(st.sets(st.integers(0, row.size - 1), min_size=1))))
    found = np.empty(places.size)
    kernel.pick(row, places, found)
    assert np.array_equal(found, np.sort(row)[places])


def test_one_value_far_away_does_not_hide_the_others() -> None:
    row = np.concatenate([stream(5, 0, "d").standard_normal(5_000), [1e15, -1e300]])
    places = np.array([0, 1, 2_500, 2_501, 5_000, 5_001])
    found = np.empty(places.size)
    kernel.pick(row, places, found)
    assert np.array_equal(found, np.sort(row)[places])


def test_every_path_goes_its_own_way_home() -> None:
    """Three paths, plain sums over every last mark beside the shared way abroad."""
    n, width = 7, 3
    rng = np.random.default_rng(8)
    common, weights = rng.normal(0, 40, (n, width)), rng.uniform(0.5, 1.5, (2, n, width))
    sent, earned = 60.0, 45.0
    marks = np.arange(n)
    tables = np.array(
        [np.where(marks[:, None] <= marks, sent, 0), np.where(marks[:, None] > marks, earned, 0)]
    )
    good = np.zeros((n, width), dtype=np.bool_)
    kernel.carried(20.0, common, tables, weights, good)
    for last in range(n):
        flow = common + (tables[:, :, last, None] * weights).sum(axis=0)
        cash = 20.0 + np.cumsum(flow[1:], axis=0)
        assert good[last].tolist() == (cash >= -0.005).all(axis=0).tolist()
    assert good.any()
    assert not good.all()
