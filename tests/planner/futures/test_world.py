"""What the assumptions say about chance."""

from __future__ import annotations

from dataclasses import asdict, fields, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.futures.world import (
    World,
    correlation,
    doubts,
    mixing,
    possible,
    still,
    world_of,
)
from tests.planner.futures.worlds import LIVELY, assumed

LIVE = world_of(assumed())


def stated(a: float, b: float, c: float) -> World:
    return replace(LIVE, corr_inflation_fx=a, corr_inflation_index=b, corr_fx_index=c)


def test_a_world_is_what_its_cards_say() -> None:
    for name, value in LIVELY.items():
        if name in {f.name for f in fields(World)}:
            assert LIVE[name] == value
    assert LIVE.profit_spread == 1.0


def test_in_a_still_world_nothing_wavers_and_nothing_happens() -> None:
    quiet = asdict(still(LIVE))
    moving = {n for n in quiet if n.endswith("_sd_pa") or n in ("trade_sd", "profit_spread")}
    hazards = {
        n for n in quiet if n.endswith("_pa") and not n.endswith("_sd_pa") and n != "inflation_pa"
    }
    assert all(quiet[name] == 0 for name in moving | hazards)
    assert len(moving | hazards) == 13
    assert quiet["inflation_pa"] == LIVE.inflation_pa


def test_mixing_gives_the_stated_correlations() -> None:
    lower = mixing(LIVE)
    assert lower @ lower.T == pytest.approx(correlation(LIVE), abs=1e-12)
    assert not np.triu(lower, 1).any()


def test_three_correlations_that_cannot_be_true_are_bent_and_told() -> None:
    """Higham (2002), section 4: 1, 1 and 0 become 0.7607, 0.7607 and 0.1573."""
    world = stated(1.0, 1.0, 0.0)
    used = possible(correlation(world))
    assert used[0, 1] == pytest.approx(0.7607, abs=1e-4)
    assert used[1, 2] == pytest.approx(0.1573, abs=1e-4)
    (doubt,) = doubts(world)
    assert doubt.code == "problem.correlations_bent"
    assert doubt.params == {"inflation_fx": 0.761, "inflation_index": 0.761, "fx_index": 0.157}
    assert doubts(LIVE) == ()


unit = st.floats(-1, 1)


@given(unit, unit, unit)
def test_whatever_is_typed_in_shocks_have_one_spread_each(a: float, b: float, c: float) -> None:
    world = stated(a, b, c)
    product = mixing(world) @ mixing(world).T
    assert np.diag(product) == pytest.approx(np.ones(3), abs=1e-9)
    assert product == pytest.approx(possible(correlation(world)), abs=1e-4)
    assert np.isfinite(product).all()


@given(unit, unit, unit)
def test_what_is_possible_stays_as_it_was_typed(a: float, b: float, c: float) -> None:
    matrix = correlation(stated(a, b, c))
    if np.linalg.eigvalsh(matrix)[0] > 0:
        assert possible(matrix) is matrix
