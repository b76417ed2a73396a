"""What a simulation gives."""

from __future__ import annotations

import pytest

from planner.futures.paths import FULL_PATHS, LIVE_PATHS, NEVER, Cause
from planner.futures.simulate import simulate
from tests.planner.futures.worlds import everything, laid


def test_causes_are_columns_without_a_gap_and_the_plan_is_the_first() -> None:
    assert [int(cause) for cause in Cause] == list(range(len(Cause)))
    assert Cause.PLAN == 0


def test_paths_are_marks_by_paths_and_cannot_be_written_to() -> None:
    one = everything(24)
    course, assumptions = laid(one)
    found = simulate(one, course, assumptions, 70, one.seed)
    assert found.count == 70
    for values in (found.cash, found.worth, found.price_level):
        assert values.shape == (25, 70)
    assert found.closed.shape == (len(found.venture_keys), 70)
    arrays = (found.cash, found.worth, found.price_level, found.first_below, found.cause)
    for array in (*arrays, found.last, found.closed):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0
    assert NEVER < 0 < LIVE_PATHS < FULL_PATHS
    assert found.warnings == ()
