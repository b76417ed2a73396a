"""The small programme in amounts, corner by corner, against all corners and its own proofs."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.allocation import kernel
from planner.allocation.desk import Lp, rooms
from tests.planner.allocation.programmes import best_amounts, programme

eighths = st.integers(-16, 16).map(lambda n: n / 16)


def small(use: np.ndarray, gain: np.ndarray) -> Lp:
    lp, _ = rooms(use.shape[1], 1, max(gain.size, 1), 0)
    lp.use[: gain.size, : use.shape[1]] = use
    lp.gain[: gain.size] = gain
    return lp


@st.composite
def programmes(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    n, rows = draw(st.integers(0, 3)), draw(st.integers(1, 5))
    numbers = draw(st.lists(eighths, min_size=n * rows, max_size=n * rows))
    gain = draw(st.lists(eighths, min_size=n, max_size=n))
    room = draw(st.lists(eighths, min_size=rows, max_size=rows))
    return np.array(numbers).reshape(n, rows), np.array(gain), np.array(room)


@given(programmes())
def test_amounts_are_the_best_corner_or_there_is_none(
    given_: tuple[np.ndarray, np.ndarray, np.ndarray],
) -> None:
    use, gain, room = given_
    n = gain.size
    lp = small(use, gain)
    ended, value = kernel.amounts(lp, n, room, -np.inf)
    rows = [(use[:, r].tolist(), [0.0] * n, -np.inf, room[r]) for r in range(room.size)]
    want = best_amounts(programme(gain.tolist(), rows=rows), tuple(range(n)))
    if want is None:
        assert ended == kernel.NO_ROOM
        return
    t = lp.t[:n]
    assert ended == kernel.OPTIMAL
    assert value == pytest.approx(want[0], abs=1e-12)
    assert gain @ t == pytest.approx(value, abs=1e-12)
    assert (t @ use <= room + 1e-11).all()


@given(programmes())
def test_tolls_prove_that_nothing_is_better(
    given_: tuple[np.ndarray, np.ndarray, np.ndarray],
) -> None:
    """Weak duality: what room costs, and what each amount still gains, add up to the value."""
    use, gain, room = given_
    lp = small(use, gain)
    ended, value = kernel.amounts(lp, gain.size, room, -np.inf)
    toll = np.zeros(room.size)
    toll[lp.toll_at[: lp.counts[0]]] = lp.toll[: lp.counts[0]]
    bound = toll @ room + np.maximum(gain - use @ toll, 0.0).sum()
    assert (toll >= 0).all()
    if ended == kernel.OPTIMAL:
        assert bound == pytest.approx(value, abs=1e-12)
    else:
        ray = np.zeros(room.size)
        ray[lp.ray_at[: lp.counts[1]]] = lp.ray[: lp.counts[1]]
        least = np.minimum(use @ ray, 0.0).sum()
        assert (ray >= 0).all()
        assert least - ray @ room == pytest.approx(lp.short[0], abs=1e-12)
        assert lp.short[0] > 0


def test_it_stops_where_the_bound_falls_to_the_cut() -> None:
    lp = small(np.array([[1.0]]), np.array([1.0]))
    assert kernel.amounts(lp, 1, np.array([0.25]), 0.5) == (kernel.CUT, 0.25)
    assert kernel.amounts(lp, 1, np.array([0.75]), 0.5) == (kernel.OPTIMAL, 0.75)


def test_many_rows_through_one_corner_do_not_go_round_for_ever() -> None:
    """A hundred rows meet in one point, which is the best: the same corner by many names."""
    rng = np.random.default_rng(1)
    use = rng.uniform(0.1, 1.0, (3, 100))
    room = use.T @ np.full(3, 0.5)
    lp = small(use, np.array([1.0, 1.0, 1.0]))
    ended, value = kernel.amounts(lp, 3, room, -np.inf)
    assert ended == kernel.OPTIMAL
    assert value == pytest.approx(1.5, abs=1e-9)
