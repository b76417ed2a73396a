"""A case in one file: saved, opened, and refused with a reason."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given

from planner.case import CASE_VERSION, MAX_FILE_BYTES, Case, read_case, with_household
from products.basis.text import problem_sentence, sentences
from tests.conftest import ROOT
from tests.planner.families import case, cases, family

EXAMPLES = sorted((ROOT / "data" / "examples").glob("*.json"))


def changed(**given) -> str:
    content = json.loads(case(family()).to_json())
    return json.dumps({**content, **given})


@given(cases(with_products=True))
def test_what_is_saved_is_what_is_opened(one):
    found, problems = read_case(one.to_json())
    assert found == one
    assert problems == ()


BAD = {
    "not JSON": ("once upon a time", "problem.not_json", "case"),
    "nothing": ("", "problem.not_json", "case"),
    "not text": (b"\xff\xfe\x00", "problem.not_json", "case"),
    "cut off": (case(family()).to_json()[:150], "problem.not_json", "case"),
    "no case": ("[1, 2]", "problem.not_a_case", "case"),
    "newer": (changed(version=CASE_VERSION + 1), "problem.case_newer", "version"),
    "version in words": (changed(version="one"), "problem.not_a_whole_number", "version"),
    "500 months": (changed(months=500), "problem.too_high", "months"),
    "country in words": (changed(country="Pakistan"), "problem.wrong_form", "country"),
    "no day": (changed(start="soon"), "problem.not_a_date", "start"),
    "a day nobody lives to see": (changed(start="9999-12-31"), "problem.too_high", "start"),
    "unknown field": (changed(mood="good"), "problem.unknown_field", "mood"),
    "override in words": (
        changed(overrides={"inflation_pa": "high"}),
        "problem.not_a_number",
        "overrides.inflation_pa",
    ),
    "two alternatives of one name": (
        changed(alternatives=[{"name": "a"}, {"name": "a"}]),
        "problem.alternative_twice",
        "",
    ),
    "six alternatives": (
        changed(alternatives=[{"name": str(i)} for i in range(6)]),
        "problem.too_long",
        "alternatives",
    ),
    "too large": (" " * (MAX_FILE_BYTES + 1), "problem.file_too_large", "case"),
    "deep": ("[" * 100_000, "problem.not_json", "case"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_is_no_case_is_refused_with_its_reason(name):
    content, code, where = BAD[name]
    found, problems = read_case(content)
    assert found is None
    assert (code, where) in [(p.code, p.where) for p in problems]
    for problem in problems:
        assert problem.code not in problem_sentence(problem, sentences())


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_family_opens_and_says_where_its_numbers_come_from(path: Path):
    found, problems = read_case(path.read_bytes())
    assert problems == ()
    assert isinstance(found, Case)
    assert found.title
    assert "survey" in found.source_note or "no published" in found.source_note.lower()
    assert len(found.source_note) > 300


def test_there_are_at_least_four_example_families():
    assert len(EXAMPLES) >= 4


def test_a_case_carries_its_marks():
    one = case(family(), 18)
    assert (one.timeline.months, one.timeline.n_marks) == (18, 19)


# ---------------------------------------------------------------- decisions follow their things

HOUSE = family(
    debts=[{"label": name, "outstanding": 10} for name in ("a", "b", "c")],
    goals=[{"label": name, "amount_today": 10, "by": "2027-01-01"} for name in ("g", "h")],
    ventures=[{"id": name, "label": name, "cost": 10} for name in ("goats", "shop")],
)
DECIDED = {
    "undertakings": [{"venture": "goats", "start_mark": 1}, {"venture": "shop", "start_mark": 2}],
    "payoffs": [{"debt": 2, "mark": 3}, {"debt": 1, "mark": 4}],
    "payments": [{"goal": 1, "mark": 5}],
}


def edited(**changes) -> Case:
    one = case(HOUSE, **DECIDED, alternatives=[{"name": "other", **DECIDED}])
    return with_household(one, one.household.model_copy(update=changes))


def said(one) -> tuple:
    return (
        [u.venture for u in one.undertakings],
        [(p.debt, p.mark) for p in one.payoffs],
        [(p.goal, p.mark) for p in one.payments],
    )


def test_what_is_taken_out_takes_its_decisions_with_it_and_the_others_move_up():
    house = edited().household
    found = edited(debts=house.debts[:1] + house.debts[2:])
    for one in (found, *found.alternatives):
        assert said(one) == (["goats", "shop"], [(1, 3)], [(1, 5)])
    found = edited(goals=house.goals[1:], ventures=house.ventures[1:])
    for one in (found, *found.alternatives):
        assert said(one) == (["shop"], [(2, 3), (1, 4)], [(0, 5)])


def test_what_is_edited_or_added_keeps_its_decisions():
    house = edited().household
    more = (*house.debts, house.debts[0])
    dearer = tuple(d.model_copy(update={"outstanding": 99.0}) for d in house.debts)
    for debts in (more, dearer):
        assert said(edited(debts=debts)) == (["goats", "shop"], [(2, 3), (1, 4)], [(1, 5)])


def test_a_decision_is_dropped_rather_than_moved_to_something_else():
    """The first is taken out and the last renamed in one step: whose was it?"""
    house = edited().household
    renamed = house.debts[2].model_copy(update={"label": "z"})
    assert said(edited(debts=(house.debts[1], renamed)))[1] == [(0, 4)]


def test_a_decision_about_nothing_stays_to_be_told():
    one = case(family(), payoffs=[{"debt": 7, "mark": 3}])
    assert with_household(one, one.household) == one
