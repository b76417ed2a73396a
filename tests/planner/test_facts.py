"""A household's story in the words of the rules."""

from __future__ import annotations

import numpy as np
import pytest

from planner.facts import NEVER, Money, adults, facts_of, may_be_asked, residence
from planner.household import Household, Member
from products.basis.eligibility import EMPLOYMENTS, FACT_NAMES, FACTS, RESIDENCES, FactType, Scope
from tests.planner.families import ABROAD, WIFE, WORKER, cash, family, home

CHILD = {"id": "noor", "relation": "child", "age_years": 9, "sex": "female"}


def known(given: dict, who: str = "ali", regions=("punjab", "sindh")) -> dict[str, float]:
    household = Household.model_validate(given)
    people = [household.member(who)]
    row = facts_of(household, people, Money(80_000, 20_000), regions).values[0]
    return {name: float(v) for name, v in zip(FACT_NAMES, row, strict=True) if not np.isnan(v)}


def test_only_adults_may_sign_and_only_those_the_family_named():
    given = home(members=[WORKER, WIFE, CHILD])
    assert [m.id for m in adults(Household.model_validate(given))] == ["ali", "sara"]
    given["preferences"] = {"holders": ["sara", "noor"]}
    assert [m.id for m in adults(Household.model_validate(given))] == ["sara"]


def test_where_a_person_stands_in_the_journey():
    assert residence(Member.model_validate(ABROAD)) == "abroad"
    assert residence(Member.model_validate({**WORKER, "months_since_return": 3})) == "returned"
    assert residence(Member.model_validate({**WORKER, "months_abroad": 20})) == "returned"
    assert residence(Member.model_validate(WORKER)) == "never_left"


def test_who_never_came_back_passes_no_rule_that_asks_for_a_recent_return():
    assert known(family())["months_since_return"] == NEVER
    assert known(home())["months_since_return"] == NEVER
    back = home(members=[{**WORKER, "months_abroad": 20, "months_since_return": 4}, WIFE])
    assert known(back)["months_since_return"] == 4
    forgotten = home(members=[{**WORKER, "months_abroad": 20}, WIFE])
    assert "months_since_return" not in known(forgotten)


def test_the_households_own_numbers_speak():
    found = known(family(assets=[cash(5), {"label": "cow", "kind": "livestock", "value": 90}]))
    assert found["income_pm"] == 80_000
    assert found["own_money"] == 20_000
    assert found["keeps_livestock"] == 1
    assert found["region"] == 0
    assert found["residence"] == RESIDENCES.index("abroad")
    assert found["has_national_id"] == 1
    assert "owns_home" not in found
    assert "has_gold_to_pledge" not in found


def test_an_answer_wins_over_what_is_worked_out():
    given = family(answers={"income_pm": 10_000, "owns_home": False})
    given["members"] = [{**ABROAD, "answers": {"employment": "salaried"}}, WIFE]
    found = known(given)
    assert found["income_pm"] == 10_000
    assert found["owns_home"] == 0
    assert found["employment"] == EMPLOYMENTS.index("salaried")
    assert "has_national_id" not in found


@pytest.mark.parametrize(("lender", "late"), [("bank", 1), ("microfinance", 1), ("family", 0)])
def test_a_late_bank_loan_is_known_from_the_debts(lender, late):
    debt = {"label": "d", "lender": lender, "outstanding": 100, "arrears": 10}
    assert known(family(debts=[debt]))["has_loan_in_arrears"] == late


def test_who_is_no_widow_and_who_draws_a_pension_is_known_from_the_family():
    assert known(family(), "sara")["is_widow"] == 0
    alone = family(members=[ABROAD, {**WIFE, "relation": "parent"}])
    assert "is_widow" not in known(alone, "sara")
    pension = {"label": "pension", "kind": "pension", "amount": 5, "earner": "sara"}
    assert known(family(incomes=[pension]), "sara")["is_pensioner"] == 1
    assert "is_pensioner" not in known(family(incomes=[pension]), "ali")


def test_a_region_the_pack_does_not_know_is_unknown():
    assert "region" not in known(family(region="narnia"))


def test_every_fact_of_the_vocabulary_can_be_known_or_asked():
    """The vocabulary and this room agree: each fact is worked out here, or is an answer."""
    possible = {
        FactType.NUMBER: lambda _: 1.0,
        FactType.YES_NO: lambda _: True,
        FactType.CHOICE: lambda f: f.choices[0] if f.choices else "punjab",
    }
    answers = {n: possible[f.type](f) for n, f in FACTS.items()}
    person = {n: v for n, v in answers.items() if FACTS[n].scope is Scope.PERSON}
    house = {n: v for n, v in answers.items() if FACTS[n].scope is Scope.HOUSEHOLD}
    given = family(answers=house, members=[{**ABROAD, "answers": person}, WIFE])
    assert known(given).keys() == set(FACT_NAMES)
    assert may_be_asked("has_guarantor")
    assert not may_be_asked("age_years")
