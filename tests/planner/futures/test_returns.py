"""Every month of return in many futures at once."""

from __future__ import annotations

import numpy as np
import pytest

from planner.cliff import cliff
from planner.futures.paths import NEVER
from planner.futures.returns import enough_paths, safe_returns
from planner.futures.simulate import simulate
from planner.futures.world import still, world_of
from tests.planner.families import case, cash, family, food, home, sends
from tests.planner.futures.worlds import everything, laid

SAFE_MONTHS = 12


def worker(**given):
    """Ali sends 60,000 a month; at home he earns 30,000, and food is 45,000."""
    members = family()
    return case(
        {
            **members,
            "remittances": [sends(800.0, last_month="2028-06-15")],
            "incomes": [
                {"label": "work", "kind": "wage", "amount": 46_000, "phase": "after_return",
                 "wait_months": 4}
            ],
            "expenses": [food(45_000)],
            "assets": [cash(60_000.0)],
            **given,
        },
        60,
    )  # fmt: skip


def test_in_a_still_world_it_is_the_cliff() -> None:
    for one in (worker(), everything(), worker(assets=[])):
        course, assumptions = laid(one)
        world = still(world_of(assumptions))
        found = safe_returns(one, course, assumptions, 1, world=world, paths=3)
        plain = cliff(
            one.household, course.market, "PKR", course.fixed,
            opening=course.opening, chosen=course.last, safe_months=SAFE_MONTHS,
        )  # fmt: skip
        never_below = ~(plain.cash < -0.005).any(axis=1)
        assert np.array_equal(found.chance, never_below.astype(float))
        assert found.earliest == plain.earliest_safe
        assert found.gaps == plain.gaps
        assert found.judged_until == plain.judged_until
        assert (found.chosen, found.moves) == (plain.chosen, plain.moves)


def test_each_row_is_the_share_of_paths_of_that_plan() -> None:
    """Against whole simulations of the same family with another last month."""
    one = worker()
    course, assumptions = laid(one)
    found = safe_returns(one, course, assumptions, 4, paths=1_000)
    assert course.last == 29
    assert 0.05 < found.chance[found.chosen] < 0.95
    for last, month in ((3, "2026-04-15"), (17, "2027-06-15"), (29, "2028-06-15")):
        again = worker(remittances=[sends(800.0, last_month=month)])
        other, _ = laid(again)
        assert other.last == last
        paths = simulate(again, other, assumptions, 1_000, 4)
        assert found.chance[last] == (paths.first_below == NEVER).mean()


def test_the_chosen_month_is_as_safe_as_the_plan_that_holds_everything() -> None:
    one = everything()
    course, assumptions = laid(one)
    found = safe_returns(one, course, assumptions, 4, paths=1_300)
    paths = simulate(one, course, assumptions, 1_300, 4)
    assert found.chance[found.chosen] == pytest.approx((paths.first_below == NEVER).mean())


def test_more_confidence_asks_for_a_later_month() -> None:
    one = worker()
    course, assumptions = laid(one)
    found = safe_returns(one, course, assumptions, 4, confidence=0.6)
    marks = [found.at(confidence) for confidence in (0.05, 0.2, 0.4, 0.6)]
    known = [mark for mark in marks if mark is not None]
    assert len(known) >= 2
    assert known == sorted(known)
    assert found.earliest == found.at(0.6)
    assert found.at(1.01) is None
    assert all(m > found.earliest for m in found.gaps) if found.earliest is not None else True
    assert ((found.chance >= 0) & (found.chance <= 1)).all()
    with pytest.raises(ValueError, match="read-only"):
        found.chance[0] = 1


def test_where_nobody_sends_money_every_month_is_the_plan() -> None:
    one = case(home(incomes=[{"label": "x", "amount": 60_000}], expenses=[food(45_000)]), 36)
    course, assumptions = laid(one)
    found = safe_returns(one, course, assumptions, 4)
    assert not found.moves
    assert (found.chance == found.chance[0]).all()
    paths = simulate(one, course, assumptions, found.count, 4)
    assert found.chance[0] == (paths.first_below == NEVER).mean()


def test_a_long_plan_is_judged_on_fewer_paths() -> None:
    assert enough_paths(60) == enough_paths(120) == 2_000
    assert enough_paths(240) == 1_000
