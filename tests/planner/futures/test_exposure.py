"""Which money hangs on what."""

from __future__ import annotations

import numpy as np
import pytest

from planner.futures.exposure import HARVEST, HERD, STANDING, WAGE, Tie, exposure_of
from planner.futures.paths import Cause
from planner.household import VentureKind
from planner.survival import YOUNG_MONTHS
from tests.planner.families import AS_OF, case, cash, country, family, food, home, sends
from tests.planner.families import loan as plain_loan
from tests.planner.futures.worlds import everything, laid, lively


def exposure(household, **given):
    one = case(household, **given)
    return exposure_of(one, laid(one)[0], "PKR")


def test_the_groups_add_up_to_the_plan_to_a_hundredth() -> None:
    its, _ = lively(everything())
    planned = sum(f if f.ndim == 1 else f[its.last] for f in its.flows.values())
    assert its.cash[0] + np.cumsum(planned[1:]) == pytest.approx(its.cash[1:], abs=1e-6)


def test_what_flows_up_to_a_last_mark_is_the_same_for_every_later_one() -> None:
    its, _ = lively(everything())
    marks = np.arange(its.timeline.n_marks)
    for flow in (*its.flows.values(), its.essentials):
        if flow.ndim > 1:
            same = marks <= marks[:, None]
            assert np.array_equal(np.where(same, flow, 0), np.where(same, flow[-1], 0))


def test_each_amount_is_tied_to_what_moves_it() -> None:
    its, _ = lively(everything())
    assert set(its.flows) == {
        Tie(sent=True, foreign=True),
        Tie(prices=True, swing=WAGE),
        Tie(prices=True, slot="income.1", swing="trade:income.1"),
        Tie(prices=True, swing=HARVEST),
        Tie(foreign=True, prices=True),
        Tie(prices=True),
        Tie(),
        Tie(foreign=True),
        Tie(slot="product.0"),
        Tie(prices=True, slot="brings.3", swing="trade:PK-QARD-HASAN"),
        Tie(prices=True, slot="venture.tea", swing="trade:venture.tea"),
        Tie(prices=True, slot="venture.goats", swing=HERD),
        Tie(prices=True, slot="venture.onions", swing=HARVEST),
    }
    assert its.hangs_on_exchange
    assert its.sends
    assert its.abroad


def test_slots_say_when_they_began_and_what_their_end_is() -> None:
    slots = {slot.key: slot for slot in lively(everything())[0].slots}
    assert slots["income.1"].start == STANDING < -YOUNG_MONTHS
    assert slots["income.1"].trade is VentureKind.SHOP
    assert slots["venture.tea"].start == 6
    assert "venture.course" not in slots
    committee = slots["product.0"]
    assert committee.informal
    assert committee.cause is Cause.DEFAULT
    assert committee.name == "default:PK-COMMITTEE"
    assert slots["venture.tea"].cause is Cause.CLOSURE


def test_a_committee_can_fail_only_while_it_holds_money() -> None:
    first = everything(choices=[{"listing_id": "PK-COMMITTEE", "amount": 2_000, "grace": 11}])
    (slot,) = (s for s in lively(first)[0].slots if s.informal)
    assert np.flatnonzero(slot.held).tolist() == list(range(1, 12))
    at_once = everything(choices=[{"listing_id": "PK-COMMITTEE", "amount": 2_000, "grace": 0}])
    assert not any(s.informal for s in lively(at_once)[0].slots)


def test_rent_that_a_house_saves_neither_trades_nor_closes() -> None:
    one = case(home(), choices=[{"listing_id": "HOUSE", "amount": 50_000, "brings_pm": 5_000}])
    from planner.assumptions import load_assumptions
    from planner.course import course_of

    assumptions = load_assumptions(country().assumptions, AS_OF, {})[0]
    course = course_of(one, [plain_loan(id_="HOUSE", category="housing")], assumptions, "PKR")
    its = exposure_of(one, course, "PKR")
    assert not its.slots
    assert set(its.flows) == {Tie(), Tie(prices=True)}


def test_a_shop_planned_for_after_the_return_is_young_then() -> None:
    shop = {"label": "s", "kind": "shop", "amount": 1, "phase": "after_return", "wait_months": 3}
    its = exposure(family(remittances=[sends(last_month="2026-09-30")], incomes=[shop]))
    assert its.slots[0].start == its.last + 3


def test_nobody_abroad_nobody_can_come_home() -> None:
    at_home = exposure(home(remittances=[sends(10, currency="PKR")], assets=[cash(1)]))
    assert at_home.sends
    assert not at_home.abroad
    assert set(at_home.flows) == {Tie(sent=True)}
    assert not exposure(family(expenses=[food(1)])).abroad
    assert not exposure(family(expenses=[food(1)])).sends


def test_a_family_with_nothing_hangs_on_nothing() -> None:
    its = exposure(home())
    assert its.flows == {}
    assert its.holdings == ()
    assert not its.essentials.any()
    assert not its.hangs_on_exchange


def test_a_line_nobody_knows_is_our_mistake() -> None:
    from dataclasses import replace

    one = everything()
    course, _ = laid(one)
    strange = replace(course, fixed=(replace(course.fixed[0], key="riddle.0"),))
    with pytest.raises(KeyError):
        exposure_of(one, strange, "PKR")
