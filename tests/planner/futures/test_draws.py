"""The only maker of randomness."""

from __future__ import annotations

import numpy as np

from planner.futures.draws import BLOCK, Drawer, Wanted, blocks, stream

WANTED = Wanted(("inflation", "wage"), ("illness",), ("harvest",), ("return",), ("profit",))


def copied(drawer: Drawer, block: int) -> dict[str, np.ndarray]:
    return {name: values.copy() for name, values in drawer.draw(block).items()}


def test_each_factor_has_its_shape() -> None:
    drawn = Drawer(1, 30, WANTED).draw(0)
    assert {name: values.shape for name, values in drawn.items()} == {
        "inflation": (30, BLOCK),
        "wage": (30, BLOCK),
        "profit": (BLOCK,),
        "illness": (30, BLOCK),
        "harvest": (3, BLOCK),
        "return": (BLOCK,),
    }
    assert all(0 <= drawn[n].min() <= drawn[n].max() < 1 for n in ("illness", "harvest", "return"))


def test_a_factor_more_moves_no_other() -> None:
    more = Wanted(("exchange", *WANTED.normals), ("interruption", "illness"), *(("x",),) * 2)
    one, other = copied(Drawer(1, 30, WANTED), 2), copied(Drawer(1, 30, more), 2)
    for name in one.keys() & other.keys():
        assert np.array_equal(one[name], other[name])


def test_a_longer_plan_begins_with_the_same_months() -> None:
    short, long = copied(Drawer(1, 12, WANTED), 0), copied(Drawer(1, 60, WANTED), 0)
    assert np.array_equal(short["wage"], long["wage"][:12])
    assert np.array_equal(short["harvest"], long["harvest"][:1])


def test_blocks_seeds_and_names_differ_and_come_again() -> None:
    drawer = Drawer(1, 12, WANTED)
    first, second, again = copied(drawer, 0), copied(drawer, 1), copied(drawer, 0)
    other = copied(Drawer(2, 12, WANTED), 0)
    for name in first:
        assert np.array_equal(first[name], again[name])
        assert not np.array_equal(first[name], second[name])
        assert not np.array_equal(first[name], other[name])
    assert not np.array_equal(first["inflation"], first["wage"])


def test_streams_do_not_go_together() -> None:
    draws = [stream(1, block, name).standard_normal(20_000) for block in (0, 1) for name in "ab"]
    apart = np.corrcoef(draws) - np.eye(4)
    assert np.abs(apart).max() < 4 / np.sqrt(20_000)


def test_blocks_cover_all_paths_once() -> None:
    assert blocks(BLOCK) == ((0, 0, BLOCK),)
    assert blocks(2 * BLOCK + 1)[-1] == (2, 2 * BLOCK, 2 * BLOCK + 1)
    assert sum(high - low for _, low, high in blocks(3_456)) == 3_456
