"""Which products are open at which month, because facts move."""

from __future__ import annotations

from planner.allocation.doors import ASKS, OPEN, SHUT, doors, household_at, is_household_wide
from planner.facts import Money
from planner.household import Household
from tests.planner.families import ABROAD, WIFE, deposit, family

ONLY_ABROAD = {"fact": "residence", "op": "is", "value": ("abroad",)}
HOME_AGAIN = {"fact": "residence", "op": "one_of", "value": ("returned", "never_left")}
SOON_BACK = {"fact": "months_since_return", "op": "at_most", "value": 12}
GROWN = {"fact": "age_years", "op": "at_least", "value": 31}
RICH = {"fact": "own_money", "op": "at_least", "value": 100}
TRAINED = {"fact": "has_training_certificate", "op": "is", "value": True}
LONG = {"fact": "account_age_months", "op": "at_least", "value": 12}


def asked(rules, marks=(0, 6, 12, 18, 24, 30), last=12, granted=None, **given):
    house = Household.model_validate(family(**given))
    return doors(
        [deposit(rules=rules)], house, marks, last, lambda m: Money(0.0, 10.0 * m), (), granted
    )


def test_what_is_open_only_abroad_shuts_with_the_return():
    assert asked([ONLY_ABROAD]).state[0].tolist() == [OPEN, OPEN, OPEN, SHUT, SHUT, SHUT]


def test_what_is_open_within_a_year_of_the_return_opens_with_it_and_shuts():
    found = asked([SOON_BACK], members=[ABROAD])
    assert found.state[0].tolist() == [SHUT, SHUT, SHUT, OPEN, OPEN, SHUT]


def test_somebody_at_home_may_take_it_in_the_meantime():
    found = asked([HOME_AGAIN])
    assert found.state[0].tolist() == [OPEN] * 6
    assert found.holder[0].tolist()[:3] == [1, 1, 1]


def test_people_grow_older_and_money_grows():
    found = asked([GROWN])
    assert found.state[0].tolist() == [SHUT, SHUT, OPEN, OPEN, OPEN, OPEN]
    assert asked([RICH]).state[0].tolist() == [SHUT, SHUT, OPEN, OPEN, OPEN, OPEN]


def test_months_that_were_answered_go_on():
    told = {**WIFE, "answers": {"account_age_months": 3}}
    found = asked([LONG], members=[ABROAD, told])
    assert found.state[0].tolist() == [ASKS, ASKS, OPEN, OPEN, OPEN, OPEN]


def test_what_is_not_known_stays_a_question_until_it_is_turned():
    assert set(asked([TRAINED]).state[0].tolist()) == {ASKS}
    his = asked([TRAINED], granted={"has_training_certificate": "ali"})
    assert set(his.state[0].tolist()) == {OPEN}
    assert set(his.holder[0].tolist()) == {0}
    never = {**ABROAD, "answers": {"has_training_certificate": False}}
    assert asked([TRAINED], members=[never]).state[0].tolist() == [SHUT] * 6


def test_nobody_grown_opens_no_door():
    child = {**WIFE, "age_years": 9}
    found = asked([], members=[child], marks=(0, 6))
    assert found.state.tolist() == [[SHUT, SHUT]]
    assert found.at(0, 6) == (SHUT, -1)


def test_the_family_at_a_mark_is_older_and_home():
    house = Household.model_validate(family())
    assert household_at(house, 0, 12) is house
    away, back = household_at(house, 12, 12).members[0], household_at(house, 18, 12).members[0]
    assert (away.abroad, away.months_abroad) == (True, 32)
    assert (back.abroad, back.months_abroad, back.months_since_return) == (False, 32, 6)
    assert back.age_years == 31.5
    late = Household.model_validate(
        family(members=[{**WIFE, "months_abroad": 24, "months_since_return": 4}])
    )
    assert household_at(late, 6, 0).members[0].months_since_return == 10


def test_a_guarantor_is_the_households_and_a_certificate_a_persons():
    assert is_household_wide("has_guarantor")
    assert not is_household_wide("has_training_certificate")
