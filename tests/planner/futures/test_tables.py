"""A plan's exposure as plain arrays."""

from __future__ import annotations

import numpy as np
import pytest

from planner.futures.fates import wanted
from planner.futures.paths import Cause
from planner.futures.tables import NONE, tables_of
from tests.planner.families import case, home
from tests.planner.futures.worlds import everything, lively

FULL, LIVE = lively(everything())
WANTED = wanted(FULL)
TABLES = tables_of(FULL, LIVE, WANTED)
MOVING = [tie for tie in FULL.flows if tie != type(tie)()]


def test_each_group_has_its_row() -> None:
    flows = TABLES.flows
    assert flows.level.shape == (len(MOVING), 61)
    for row, tie in enumerate(MOVING):
        flow = FULL.flows[tie]
        if flow.ndim > 1:
            assert np.array_equal(flows.by_last[flows.table[row]], flow.T)
            assert not flows.level[row].any()
        else:
            assert flows.table[row] == NONE
            assert np.array_equal(flows.level[row], flow)
        assert (flows.sent[row], flows.foreign[row], flows.prices[row]) == (
            tie.sent,
            tie.foreign,
            tie.prices,
        )
        assert np.array_equal(flows.busy[row], np.reshape(flow, (-1, 61)).any(axis=0))


def test_slots_and_swings_are_found_by_their_row() -> None:
    flows, keys = TABLES.flows, [slot.key for slot in FULL.slots]
    for row, tie in enumerate(MOVING):
        assert (keys[flows.slot[row]] if flows.slot[row] != NONE else "") == tie.slot
        monthly, yearly = flows.monthly[row], flows.yearly[row]
        assert NONE in (monthly, yearly)
        names = [WANTED.normals[monthly]] if monthly != NONE else []
        names += [WANTED.yearly[yearly]] if yearly != NONE else []
        assert names == ([tie.swing] if tie.swing else [])
    assert [Cause(c) for c in flows.slot_cause] == [slot.cause for slot in FULL.slots]


def test_another_last_mark_changes_what_all_groups_together_say() -> None:
    last, back = 7, TABLES.flows.back
    expected = sum(f[last] - f[FULL.last] for f in FULL.flows.values() if f.ndim > 1)
    assert back[:, last] == pytest.approx(expected)
    assert not back[:, FULL.last].any()


def test_illness_costs_its_months_of_essentials() -> None:
    expected = FULL.essentials.T * LIVE.illness_cost_months
    assert np.array_equal(TABLES.flows.illness, expected)


def test_holdings_name_their_herd_by_the_mark_it_began() -> None:
    herd = TABLES.holdings.herd
    marks = [TABLES.herds[row] if row != NONE else None for row in herd]
    assert marks == [held.herd_from for held in FULL.holdings]
    assert TABLES.holdings.declared.shape == (8, 61)


def test_arrays_are_writable_so_that_the_kernel_is_compiled_once() -> None:
    for part in (TABLES.plan, TABLES.flows, TABLES.holdings):
        assert all(array.flags.writeable and array.flags.c_contiguous for array in part)


def test_a_family_with_nothing_has_empty_tables() -> None:
    bare, world = lively(case(home()))
    tables = tables_of(bare, world, wanted(bare))
    assert tables.flows.level.shape == (0, 25)
    assert tables.holdings.level.shape == (0, 25)
    assert tables.flows.busy.dtype == np.bool_


def test_causes_are_those_that_can_move_the_plan() -> None:
    assert [Cause(c) for c in TABLES.flows.causes] == [c for c in Cause if c is not Cause.PLAN]
    bare, world = lively(case(home()))
    few = tables_of(bare, world, wanted(bare)).flows.causes
    assert [Cause(c) for c in few] == [Cause.EARLY_RETURN, Cause.ILLNESS, Cause.PROFIT]
