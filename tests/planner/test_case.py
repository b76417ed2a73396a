"""A case in one file: saved, opened, and refused with a reason."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given

from planner.case import CASE_VERSION, MAX_FILE_BYTES, Case, read_case
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
