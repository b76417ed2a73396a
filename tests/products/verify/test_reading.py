"""Case files read: what is wrong is named with its place, and nothing is raised."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from products.verify.reading import find_files, read_cases

CASE = {"id": "c1", "inputs": {"a": 1.5}, "expected": {"b": 2}}


def written(folder, content, name="cases.json"):
    path = folder / name
    text = content if isinstance(content, str) else json.dumps(content)
    path.write_text(text, "utf-8")
    return path


def test_a_case_is_read_with_its_numbers_as_printed(tmp_path):
    printed = '{"id": "c1", "group": "g", "inputs": {"a": 1.50}, "expected": {"b": 2.50}'
    printed += ', "tolerance": 0.1, "verified": false, "note": "x"}'
    text = f'{{"suite": "s", "conventions": {{"k": 1}}, "cases": [{printed}]}}'
    file, problems = read_cases(written(tmp_path, text))
    assert not problems
    (case,) = file.cases
    assert (file.suite, file.conventions) == ("s", {"k": 1})
    assert (case.id, case.group) == ("c1", "g")
    assert json.loads(case.inputs) == {"a": 1.5}
    assert str(case.expected["b"]) == "2.50"
    assert isinstance(case.expected["b"], Decimal)
    assert not case.verified


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("{", "problem.file_unreadable"),
        ('{"suite": "s", "cases": [NaN]}', "problem.file_unreadable"),
        ('{"suite": "s", "cases": [1e999]}', "problem.file_unreadable"),
        ("[" * 100_000, "problem.file_unreadable"),
        ('{"suite": "s"}', "problem.missing"),
        ('{"suite": "s", "cases": []}', "problem.too_short"),
        ('{"suite": "../s", "cases": [1]}', "problem.wrong_form"),
        ('{"cases": [1]}', "problem.missing"),
    ],
)
def test_a_file_that_is_no_case_file_is_a_problem(tmp_path, content, code):
    path = written(tmp_path, content)
    file, problems = read_cases(path)
    assert file is None
    assert [problem.code for problem in problems] == [code]
    assert problems[0].where.startswith(str(path))


@pytest.mark.parametrize(
    ("change", "code", "where"),
    [
        ({"inputs": None}, "problem.invalid", "c1: inputs"),
        ({"expected": {}}, "problem.too_short", "c1: expected"),
        ({"verified": "perhaps"}, "problem.not_yes_or_no", "c1: verified"),
        ({"tolerance": "small"}, "problem.unknown_tolerance", "c1: tolerance"),
        ({"id": ""}, "problem.too_short", "cases[0]: id"),
    ],
)
def test_a_case_that_cannot_be_read_is_named_and_the_others_are_kept(tmp_path, change, code, where):
    cases = [CASE | change, CASE | {"id": "c2"}]
    file, problems = read_cases(written(tmp_path, {"suite": "s", "cases": cases}))
    assert [case.id for case in file.cases] == ["c2"]
    assert [problem.code for problem in problems] == [code]
    assert problems[0].where.endswith(where)


@pytest.mark.parametrize("missing", ["inputs", "expected", "id"])
def test_a_missing_part_is_named(tmp_path, missing):
    case = {name: value for name, value in CASE.items() if name != missing}
    _, problems = read_cases(written(tmp_path, {"suite": "s", "cases": [case]}))
    assert [problem.code for problem in problems] == ["problem.missing"]
    assert problems[0].where.endswith(missing)


def test_a_file_that_is_not_there_is_a_problem(tmp_path):
    file, (problem,) = read_cases(tmp_path / "none.json")
    assert file is None
    assert problem.code == "problem.file_unreadable"


def test_files_and_folders_are_found_in_order_and_once(tmp_path):
    (tmp_path / "deep").mkdir()
    later, first = written(tmp_path, "{}", "b.json"), written(tmp_path / "deep", "{}", "a.json")
    files, problems = find_files([tmp_path, later])
    assert files == (later, first)
    assert not problems


def test_a_folder_without_case_files_is_a_problem(tmp_path):
    files, (problem,) = find_files([tmp_path])
    assert files == ()
    assert problem.code == "problem.no_case_files"
