"""A family's own ventures, worked by hand and by their identities."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.case import Undertaking
from planner.household import Household, VentureKind
from planner.ventures import (
    answered,
    begin,
    earliest_mark,
    expected_owned,
    spared,
    spent_on_enterprise,
    told_three,
)
from products.basis.problems import Severity
from tests.planner.families import REQUIRED, family, future, futures, market

SHOP = {
    "id": "shop",
    "label": "A shop",
    "kind": "shop",
    "cost": 100_000,
    "working_capital": 50_000,
    "profit_pm": 10_000,
    "wait_months": 2,
    "resale_share": 0.4,
    "owner": "sara",
}
HALF = {
    **REQUIRED,
    "venture_counted_share": 0.5,
    "venture_death_pa": 0.2,
    "venture_death_young_factor": 2.0,
}


def begun(where, *ventures, start=3, cards=HALF):
    house = Household.model_validate(family(ventures=list(ventures)))
    wanted = [Undertaking(venture=v["id"], start_mark=start) for v in ventures]
    found, problems = begin(house, wanted, where, cards)
    assert problems == ()
    return found


def test_a_shop_worked_by_hand():
    """Begun at 3: 150,000 out; from month 6 half of 10,000; 40,000 + 50,000 stay its own."""
    course = begun(market(12), SHOP)[0]
    assert (course.key, course.label, course.start) == ("venture.shop", "A shop", 3)
    assert course.cost.tolist() == [0, 0, 0, -150_000] + [0] * 9
    assert course.told_profit.tolist() == [0] * 6 + [10_000] * 7
    assert course.profit.tolist() == [0] * 6 + [5_000] * 7
    assert course.owned.tolist() == [0] * 3 + [90_000] * 10
    assert course.owned_if_closed.tolist() == [0] * 3 + [40_000] * 10
    assert course.sunk.tolist() == [0] * 3 + [60_000] + [0] * 9
    assert course.counted_pm == 5_000
    assert course.answered_from == 5


def test_prices_grow_what_is_paid_and_earned_but_not_what_stands_there():
    where = market(24, inflation_pa=0.1)
    course = begun(where, SHOP, start=12)[0]
    assert course.cost[12] == pytest.approx(-165_000)
    assert course.told_profit[24] == pytest.approx(12_100)
    assert course.owned[24] == course.owned[12] == pytest.approx(99_000)


def test_a_season_brings_its_profit_in_its_months_alone():
    """From 31 January on, mark 4 is May and mark 10 November."""
    crop = {**SHOP, "id": "crop", "kind": "crop", "months": [5, 11], "wait_months": 0}
    course = begun(market(12), crop, start=0)[0]
    assert np.flatnonzero(course.profit).tolist() == [4, 10]
    assert course.counted_pm == pytest.approx(5_000 * 2 / 12)


def test_the_three_ways_worked_by_hand():
    course = begun(market(12), SHOP)[0]
    told = told_three(course)
    assert told.lives.tolist() == (course.cost + course.profit).tolist()
    assert told.dies[8].tolist() == [0, 0, 0, -150_000, 0, 0, 5_000, 5_000, 5_000, 0, 0, 0, 0]
    assert told.dies[0].tolist() == told.dies[3].tolist() == course.cost.tolist()
    assert told.expected[6] == pytest.approx(5_000 * course.survival[5])


def mixture(values, otherwise, survival):
    """What the ways come to when each is weighted by its chance."""
    closes = -np.diff(survival, prepend=1.0)
    return closes @ values + survival[-1] * otherwise


@given(
    st.sampled_from(list(VentureKind)),
    st.floats(0, 0.9),
    st.integers(0, 14),
    st.integers(0, 6),
    st.floats(0, 1),
    st.sampled_from([(), (4,), (1, 6, 11)]),
)
def test_expected_is_the_mean_of_all_that_may_happen(kind, chance, start, wait, resale, months):
    one = {
        **SHOP,
        "kind": kind.value,
        "wait_months": wait,
        "resale_share": resale,
        "months": months,
    }
    cards = {**HALF, "venture_death_pa": chance}
    course = begun(market(14, 0.2), one, start=start, cards=cards)[0]
    told = told_three(course)
    assert told.expected == pytest.approx(mixture(told.dies, told.lives, course.survival))
    closed_by = np.arange(15)[:, None] <= np.arange(15)
    stands = np.where(closed_by, course.owned_if_closed, course.owned)
    assert expected_owned(course) == pytest.approx(mixture(stands, course.owned, course.survival))
    moved = np.diff(course.owned, prepend=0.0)
    assert moved == pytest.approx(-course.cost - course.sunk)


@given(st.sampled_from(list(VentureKind)), st.integers(0, 14))
def test_without_hazard_expected_is_what_lives_to_the_last_bit(kind, start):
    one = {**SHOP, "kind": kind.value}
    course = begun(market(14, 0.1), one, start=start, cards=REQUIRED)[0]
    told = told_three(course)
    assert told.expected.tolist() == told.lives.tolist()
    assert expected_owned(course).tolist() == course.owned.tolist()
    assert course.profit.tolist() == course.told_profit.tolist()


def test_many_futures_are_one_call():
    many = futures(market(18), 5, 3)
    together = begun(many, SHOP)[0]
    for path in range(5):
        alone = begun(future(many, path), SHOP)[0]
        for field in ("cost", "profit", "told_profit", "owned", "owned_if_closed", "sunk"):
            assert getattr(together, field)[path].tolist() == getattr(alone, field).tolist()
        assert told_three(together).dies[path].tolist() == told_three(alone).dies.tolist()


def refusals(*undertakings, months=24, **changes):
    house = Household.model_validate(family(ventures=[{**SHOP, **changes}]))
    wanted = [Undertaking(venture=v, start_mark=s) for v, s in undertakings]
    found, problems = begin(house, wanted, market(months), HALF)
    return [c.start for c in found], [(p.code, p.where, p.severity) for p in problems]


def test_what_cannot_be_begun_is_told_with_its_place():
    starts, told = refusals(("mill", 0), ("shop", 25), ("shop", 2), ("shop", 5))
    assert starts == [2]
    assert told == [
        ("problem.unknown_venture", "undertakings[0].venture", Severity.ERROR),
        ("problem.starts_after_plan", "undertakings[1].start_mark", Severity.ERROR),
        ("problem.decided_twice", "undertakings[3].venture", Severity.ERROR),
    ]


def test_one_that_may_not_begin_yet_begins_as_soon_as_it_may():
    starts, told = refusals(("shop", 1), earliest="2026-06-20")
    assert starts == [5]
    where = "undertakings[0].start_mark"
    assert told == [("problem.begins_later", where, Severity.WARNING)]
    starts, told = refusals(("shop", 1), earliest="2029-01-01")
    assert starts == []
    assert told == [("problem.begins_after_plan", where, Severity.ERROR)]


def test_an_earliest_month_that_is_past_binds_nothing():
    house = Household.model_validate(family(ventures=[{**SHOP, "earliest": "2020-01-01"}]))
    assert earliest_mark(house.ventures[0], market()) == 0


def test_begun_in_the_last_month_it_only_costs():
    course = begun(market(12), SHOP, start=12)[0]
    assert course.cost[12] == -150_000
    assert not course.profit.any()


def test_land_and_learning_are_no_enterprise():
    where = market(12)
    kinds = [{**SHOP, "id": k, "kind": k} for k in ("livestock", "land", "training")]
    courses = begun(where, *kinds)
    assert spent_on_enterprise(courses, where.price_level)[[2, 3, 12]].tolist() == [
        0, 150_000, 150_000,
    ]  # fmt: skip


def test_what_a_loan_has_paid_of_a_venture_is_counted_once():
    """100,000 lent at 2 pay for the first venture; the second has nothing left of it."""
    where = market(12)
    courses = begun(where, SHOP, {**SHOP, "id": "stall", "cost": 20_000}, {**SHOP, "id": "land",
                    "kind": "land"})  # fmt: skip
    spent = np.where(np.arange(13) >= 2, 160_000.0, 0.0)
    first, second, land = spared(courses, spent)
    assert first.tolist() == [0, 0, 0, 150_000] + [0] * 9
    assert second.sum() == second[3] == 10_000
    assert not land.any()
    assert not spared(courses, np.where(np.arange(13) >= 4, 160_000.0, 0.0))[0].any()


def test_training_answers_its_question_once_it_is_over():
    learn = {**SHOP, "kind": "training", "answer": "has_training_certificate", "wait_months": 6}
    assert answered(begun(market(), learn)) == {"has_training_certificate": 9}
    assert answered(begun(market(), SHOP)) == {}


def test_nothing_begun_asks_for_no_assumption():
    house = Household.model_validate(family())
    assert begin(house, (), market(), {}) == ((), ())
