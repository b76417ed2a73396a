"""A household as it tells its story, and answers that cannot be."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from planner.household import Household
from products.basis.problems import Problem, from_pydantic
from products.basis.text import problem_sentence, sentences
from tests.planner.families import ABROAD, WIFE, cash, family, food, sends


def problems(given: dict) -> tuple[Problem, ...]:
    with pytest.raises(ValidationError) as refused:
        Household.model_validate(given)
    return from_pydantic(refused.value.errors())


def debt(**given) -> dict:
    return family(debts=[{"label": "uncle", "outstanding": 1000, **given}])


BAD = {
    "missing": (family(expenses=[{"label": "food"}]), "problem.missing", "expenses[0].amount"),
    "negative": (family(expenses=[food(-1)]), "problem.too_low", "expenses[0].amount"),
    "no number": (family(assets=[cash("lots")]), "problem.not_a_number", "assets[0].value"),
    "absurd income": (
        family(incomes=[{"label": "wage", "amount": 1e12}]),
        "problem.too_high",
        "incomes[0].amount",
    ),
    "endless": (family(incomes=[{"label": "wage", "amount": float("inf")}]), "problem.not_a_number",
                "incomes[0].amount"),
    "not a number at all": (family(assets=[cash(float("nan"))]), "problem.not_a_number",
                            "assets[0].value"),
    "nobody": ({"members": []}, "problem.too_short", "members"),
    "too old": (family(members=[{**ABROAD, "age_years": 500}]), "problem.too_high",
                "members[0].age_years"),
    "unknown word": (family(expense=[]), "problem.unknown_field", "expense"),
    "thirteenth month": (family(expenses=[food(1, months=[13])]), "problem.too_high",
                         "expenses[0].months[0]"),
    "sold at a gain": (family(assets=[{**cash(1), "sale_loss_share": 1.5}]), "problem.too_high",
                       "assets[0].sale_loss_share"),
    "abroad and returned": (family(members=[{**ABROAD, "months_since_return": 3}, WIFE]),
                            "problem.abroad_and_returned", "members[0]"),
    "away longer than alive": (family(members=[{**ABROAD, "months_abroad": 400}, WIFE]),
                               "problem.return_longer_than_life", "members[0]"),
    "same person twice": (family(members=[ABROAD, ABROAD]), "problem.member_twice", ""),
    "sender unknown": (family(remittances=[sends() | {"sender": "omar"}]), "problem.unknown_member",
                       ""),
    "fee above amount": (family(remittances=[sends(10, fee=20)]), "problem.fee_above_amount",
                         "remittances[0]"),
    "ends before it begins": (
        family(remittances=[sends(first_month="2027-01-01", last_month="2026-01-01")]),
        "problem.dates_reversed", "remittances[0]"),
    "late with more than is owed": (debt(arrears=2000), "problem.arrears_above_outstanding",
                                    "debts[0]"),
    "price above all bounds": (debt(price={"value": 400, "basis": "effective_pm"}),
                               "problem.too_high", "debts[0].price.value"),
    "price below nothing": (debt(price={"value": -0.5, "basis": "effective_pm"}),
                            "problem.too_low", "debts[0]"),
    "answer that is none": (family(answers={"owns_home": "perhaps"}),
                            "problem.answer_does_not_fit", ""),
    "fact unknown": (family(answers={"is_rich": True}), "problem.unknown_fact", ""),
    "fact of a person said of the house": (family(answers={"is_widow": True}),
                                           "problem.unknown_fact", ""),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_an_impossible_answer_is_told_by_its_field(name):
    given, code, where = BAD[name]
    found = problems(given)
    assert (code, where) in [(p.code, p.where) for p in found]


@pytest.mark.parametrize("name", BAD)
def test_each_refusal_is_a_sentence_with_a_way_out(name):
    say = sentences()
    for problem in problems(BAD[name][0]):
        told = problem_sentence(problem, say)
        assert problem.code not in told
        assert "{" not in told
        assert told.count(".") >= 1


def test_every_problem_is_found_at_once():
    given = family(expenses=[food(-1), food("x")], assets=[cash(-5)])
    assert len(problems(given)) == 3


def test_a_bad_item_is_told_once_and_not_as_a_list_too_short():
    assert len(problems(BAD["too old"][0])) == 1


def test_unknown_answers_stay_unknown():
    household = Household.model_validate(family())
    assert "has_guarantor" not in household.answers
    assert household.member("sara").age_years == 28
