"""What befalls each path once, or once a year."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from planner.futures.draws import BLOCK, Drawer, Wanted
from planner.futures.exposure import HARVEST, HERD
from planner.futures.fates import PROFIT, RETURN, curve, fates, herd, wanted
from planner.futures.paths import NEVER
from planner.futures.processes import surviving
from planner.futures.world import still
from planner.risk import standard_error
from planner.survival import survival
from tests.planner.families import case, food, home
from tests.planner.futures.worlds import everything, lively

FULL, LIVE = lively(everything())


def drawn(exposure=FULL, block: int = 0):
    return Drawer(1, exposure.timeline.months, wanted(exposure)).draw(block)


def many(world, count: int = 20):
    return [fates(FULL, world, drawn(block=b), BLOCK) for b in range(count)]


def near(share: float, chance: float, count: int) -> None:
    assert share == pytest.approx(chance, abs=4 * standard_error(chance, count) + 1e-12)


def test_only_what_a_plan_hangs_on_is_drawn() -> None:
    bare, _ = lively(case(home(expenses=[food(1)])))
    assert wanted(bare) == Wanted(("inflation",), ("illness",))
    assert wanted(FULL) == Wanted(
        ("inflation", "exchange", "index", "trade:PK-QARD-HASAN", "trade:income.1",
         "trade:venture.tea", "wage"),
        ("interruption", "illness"),
        (HARVEST, HERD),
        (RETURN, "closing:PK-QARD-HASAN", "closing:income.1", "closing:venture.goats",
         "closing:venture.onions", "closing:venture.tea", "default:PK-COMMITTEE"),
        (PROFIT,),
    )  # fmt: skip


def test_nothing_befalls_anybody_in_a_still_world() -> None:
    its = fates(FULL, still(LIVE), drawn(), 50)
    assert (its.last == FULL.last).all()
    assert (its.ends == NEVER).all()
    assert (its.lives >= FULL.timeline.months).all()
    assert not its.low.any()
    assert not its.high.any()
    assert all((factor == 1).all() for factor in its.yearly.values())


def test_early_returns_come_as_often_as_their_chance_says() -> None:
    last = np.concatenate([f.last for f in many(LIVE)])
    alive = surviving(LIVE.early_return_pa, 0, FULL.timeline.n_marks)
    for mark in (0, 11, 23, FULL.last - 1):
        near((last <= mark).mean(), 1 - alive[mark + 1], last.size)
    assert last.max() == FULL.last


def test_shops_and_committees_end_as_often_as_their_curves_say() -> None:
    world = replace(LIVE, venture_death_pa=0.3)
    ends = np.concatenate([f.ends for f in many(world)], axis=1)
    for row, slot in enumerate(FULL.slots):
        alive = curve(slot, world, FULL.timeline.n_marks)
        assert alive[0] == 1.0
        until = int(np.flatnonzero(slot.held)[-1])
        for mark in (6, 12, until):
            gone = (ends[row] != NEVER) & (ends[row] <= mark)
            near(gone.mean(), 1 - alive[mark], gone.size)


def test_an_old_shop_closes_as_one_past_its_first_years() -> None:
    shop = next(s for s in FULL.slots if s.key == "income.1")
    old = survival(shop.trade, shop.owner, LIVE, -60, FULL.timeline.n_marks)
    assert curve(shop, LIVE, FULL.timeline.n_marks) == pytest.approx(old / old[0])


def test_a_closing_leaves_its_own_month_and_a_default_takes_it() -> None:
    its = many(replace(LIVE, informal_default_pa=0.5, venture_death_pa=0.5), 1)[0]
    for row, slot in enumerate(FULL.slots):
        ended = its.ends[row] != NEVER
        assert ended.any()
        apart = its.ends[row][ended] - its.lives[row][ended]
        assert (apart == (1 if slot.informal else 0)).all()


def test_bad_years_come_as_often_as_their_chance_says() -> None:
    found = many(LIVE)
    for name, chance, share in (
        (HARVEST, LIVE.harvest_loss_pa, LIVE.harvest_loss_share),
        (HERD, LIVE.livestock_loss_pa, LIVE.livestock_loss_share),
    ):
        factor = np.concatenate([f.yearly[name] for f in found], axis=1)
        assert set(np.unique(factor)) == {1 - share, 1.0}
        near((factor < 1).mean(), chance, factor.size)


def test_animals_are_lost_once_and_stay_lost() -> None:
    lost = np.array([[True, False], [False, False], [True, True]])
    assert herd(lost, 0.5, 0).tolist() == [[1, 1], [0.5, 1], [0.5, 1], [0.25, 0.5]]
    assert herd(lost, 0.5, 1).tolist() == [[1, 1], [1, 1], [1, 1], [0.5, 0.5]]


def test_another_last_mark_may_take_the_planned_ones_place() -> None:
    its = fates(FULL, still(LIVE), drawn(), 10, last=50)
    assert (its.last == 50).all()
