"""A block of futures by the kernel."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings

from planner.futures import compiled
from planner.futures.draws import Drawer
from planner.futures.fates import EXCHANGE, INFLATION, INTERRUPTION, fates, wanted
from planner.futures.tables import tables_of
from planner.futures.twin import factors, run
from tests.planner.futures.test_twin import extremes
from tests.planner.futures.worlds import everything, lively

FULL, LIVE = lively(everything())
WIDTH, FACTORS = 60, wanted(FULL)


def drawer() -> Drawer:
    return Drawer(1, FULL.timeline.months, FACTORS)


def by_kernel(world):
    shape = (FULL.timeline.n_marks, WIDTH)
    out = (*(np.empty(shape) for _ in range(3)), *(np.empty(WIDTH, dtype=np.int64) for _ in "ab"))
    tables = tables_of(FULL, world, FACTORS)
    its = compiled.run(FULL, world, tables, drawer(), 0, slice(0, WIDTH), out)
    return out, its


def test_factors_made_in_place_are_those_of_the_twin() -> None:
    one, its = drawer(), None
    drawn = one.draw(0)
    its = fates(FULL, LIVE, drawn, WIDTH)
    expected = factors(FULL, LIVE, drawn, its)
    moves = compiled.moves_of(FULL, LIVE, tables_of(FULL, LIVE, FACTORS), one, one.draw(0), its)
    assert moves.prices[:, :WIDTH] == pytest.approx(expected.prices[1:], rel=1e-12)
    assert moves.exchange[:, :WIDTH] == pytest.approx(expected.exchange[1:], rel=1e-12)
    assert np.array_equal(moves.runs[:, :WIDTH], expected.runs[1:])
    for row, name in enumerate(FACTORS.normals):
        if name in expected.swings:
            found = moves.monthly[row, :, :WIDTH]
            assert found == pytest.approx(expected.swings[name][1:], rel=1e-12)
    assert {INFLATION, EXCHANGE, INTERRUPTION} <= drawn.keys()


@given(extremes())
@settings(max_examples=30)
def test_whatever_the_cards_say_the_kernel_is_its_twin(cards: dict[str, float]) -> None:
    world = replace(LIVE, **cards)
    twin = run(FULL, world, drawer().draw(0), WIDTH)
    (cash, worth, level, first, cause), its = by_kernel(world)
    scale = max(1.0, np.abs(twin.cash).max(), np.abs(twin.worth).max())
    near = {"rel": 1e-9, "abs": max(0.005, 1e-12 * scale)}
    assert cash == pytest.approx(twin.cash, **near)
    assert worth == pytest.approx(twin.worth, **near)
    assert level == pytest.approx(twin.price_level, rel=1e-9)
    assert np.array_equal(its.ends, twin.fates.ends)
    same = first == twin.first_below
    at_the_edge = np.abs(np.abs(twin.cash).min(axis=0)) < 0.01
    assert (same | at_the_edge).all()
    took = np.array([twin.taken[c][np.maximum(first, 0), np.arange(WIDTH)] for c in twin.taken])
    clear = np.diff(np.sort(took, axis=0)[:2], axis=0)[0] > 1e-9 * scale
    assert (cause == twin.cause)[same & clear].all()
