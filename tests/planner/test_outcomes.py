"""Answers about one listing, and patches of a case."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from planner.outcomes import Change, Fix, Outcome, State, apply_patch
from tests.planner.families import case, cash, family, food


def test_a_patch_sets_adds_and_makes_what_is_not_there_yet():
    before = case(family(assets=[cash(5)], expenses=[food(1)]))
    after = apply_patch(
        before,
        [
            Change("household.assets[0].value", 9.0),
            Change("household.expenses[+]", {"label": "school", "amount": 3}),
            Change("household.answers.owns_home", True),
            Change("household.members[1].answers.is_tax_filer", True),
            Change("choices[+]", {"listing_id": "PK-X", "amount": 7}),
        ],
    )
    assert after.household.assets[0].value == 9
    assert [e.label for e in after.household.expenses] == ["food", "school"]
    assert after.household.answers == {"owns_home": True}
    assert after.household.members[1].answers["is_tax_filer"] is True
    assert after.choices[0].amount == 7
    assert before.household.assets[0].value == 5


def test_a_patch_that_does_not_fit_is_refused():
    with pytest.raises(ValidationError):
        apply_patch(case(family(assets=[cash(5)])), [Change("household.assets[0].value", -1)])


def test_a_fix_without_a_patch_is_not_possible():
    assert not Fix("fix.cannot_change", {}).possible
    assert Fix("fix.x", {}, (Change("months", 30),)).possible


def test_a_gate_that_is_passed_says_so_in_other_words():
    assert Outcome("gate.cash", State.PASSED, {}).text_key == "gate.cash.passed"
    assert Outcome("gate.cash", State.FAILED, {}).text_key == "gate.cash"
    assert Outcome("rule.sex.one_of", State.PASSED, {}).text_key == "rule.sex.one_of"
