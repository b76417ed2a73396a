"""The heavy work of the screen: the best plan with its futures, the ways side by side."""

from __future__ import annotations

from datetime import date

import pytest

from planner.futures.paths import LIVE_PATHS
from planner.templates import Told
from planner.ui.weighing import counted, lay_out, weigh
from planner.ui.world import pack_of

TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def pack(catalogue):
    found = pack_of(catalogue, "PAK")
    assert found is not None
    return found


def test_both_plans_are_counted_in_as_many_futures_of_the_same_worlds(families, pack):
    found = weigh(families[0], *pack, TODAY, "made")
    assert found.own.count == found.advised.count == LIVE_PATHS
    assert found.own.seed == found.advised.seed == families[0].seed
    assert found.own.below_ever == counted(found.best.own, LIVE_PATHS).below_ever


def test_what_was_only_laid_out_is_counted_and_not_kept(families, pack):
    found = weigh(families[3], *pack, TODAY, "made")
    assert found.ways > 100
    assert found.best.allocation.shortlist.field.products.size == 0
    assert found.best.because


def test_the_ways_meet_the_same_futures_and_hear_what_is_told(families, pack):
    best = weigh(families[5], *pack, TODAY, "made").best
    unknown = {way.name for way in lay_out(best.own, *pack, Told()) if not way.known}
    told = lay_out(best.own, *pack, Told(migration_cost=400_000.0, send_pm=60_000.0))
    known = {way.name for way in told if way.known}
    assert "abroad" in unknown & known
    for way in told:
        if way.plan is not None:
            chance = 1 - counted(way.plan, LIVE_PATHS).below_ever
            assert way.numbers["never_below_chance"] == pytest.approx(chance)
