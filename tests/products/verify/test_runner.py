"""The auditor's command: what passes, what fails, what is told apart, what is a problem."""

from __future__ import annotations

import json
import re

import pytest
from pydantic import TypeAdapter

from products.verify.case import Case, Inputs
from products.verify.reading import ReadCase
from products.verify.runner import load_suite, main, run_case, suite_names
from products.verify.tolerance import Tolerance

GOOD = {
    "id": "one-month",
    "inputs": {"advance": 200, "payments": [{"days_after": 30.4375, "amount": 250}]},
    "expected": {"apr_percent_1dp": 1355.2},
    "tolerance": {"rule": "1 decimal"},
    "verified": True,
}
WRONG = GOOD | {"id": "wrong", "expected": {"apr_percent_1dp": 1355.3}}


@pytest.fixture
def run(tmp_path, capsys):
    """Write cases into a file, verify it; the exit code and the lines printed."""

    def verify(*cases, suite="apr_uk_mcob10"):
        path = tmp_path / f"{suite}.json"
        path.write_text(json.dumps({"suite": suite, "cases": cases}), "utf-8")
        code = main([path])
        return code, capsys.readouterr().out.splitlines()

    return verify


def test_a_run_in_which_all_cases_pass_ends_well(run):
    assert run(GOOD) == (0, ["apr_uk_mcob10: 1 passed, 0 failed", "1 passed, 0 failed"])


def test_a_wrong_expected_number_fails_and_is_printed_with_both_values(run):
    code, lines = run(GOOD, WRONG)
    assert code == 1
    assert lines[0] == "apr_uk_mcob10: 1 passed, 1 failed"
    assert lines[1].startswith("  wrong: apr_percent_1dp: expected 1355.3, got 1355.2 (tolerance:")
    assert lines[-1] == "1 passed, 1 failed"


def test_unverified_cases_are_told_apart_and_never_fail_the_run(run):
    code, lines = run(GOOD, WRONG | {"verified": False}, GOOD | {"id": "x", "verified": False})
    assert code == 0
    assert lines[0] == "apr_uk_mcob10: 1 passed, 0 failed"
    assert lines[1] == "  not verified: 1 agree, 1 differ"
    assert lines[2].startswith("  wrong: apr_percent_1dp:")
    assert lines[-1] == "1 passed, 0 failed"


def test_a_case_that_says_nothing_of_it_is_verified(run):
    case = {name: value for name, value in WRONG.items() if name != "verified"}
    assert run(case)[0] == 1


@pytest.mark.parametrize(
    ("inputs", "said"),
    [
        ({"advance": 200}, "payments"),
        ({"advance": -1, "payments": [{"days_after": 1, "amount": 1}]}, "advance"),
        ({"advance": 1, "payments": [{"days_after": "soon", "amount": 1}]},
        "payments[0].days_after"), ({"advance": 1, "payments": [{"days_after": 1, "amount": 1}],
        "rate": 3}, "rate"),
    ],
)  # fmt: skip
def test_malformed_inputs_are_a_problem_with_the_field_and_no_stack_trace(run, inputs, said):
    code, lines = run(GOOD, GOOD | {"id": "odd", "inputs": inputs})
    assert code == 1
    problem = next(line for line in lines if line.startswith("problem:"))
    assert f"odd: inputs.{said}" in problem
    assert not any("Traceback" in line for line in lines)
    assert lines[-1] == "1 passed, 1 failed"


def test_a_malformed_unverified_case_is_a_problem_all_the_same(run):
    code, lines = run(GOOD, GOOD | {"id": "odd", "inputs": {}, "verified": False})
    assert code == 1
    assert any(line.startswith("problem:") for line in lines)


def test_an_expected_field_the_engine_does_not_answer_is_a_difference(run):
    code, lines = run(GOOD | {"expected": {"apr_percent_1dp": 1355.2, "apr_of_the_moon": 1}})
    assert code == 1
    assert "apr_of_the_moon: expected 1, got not answered" in lines[1]


@pytest.mark.parametrize("suite", ["no_such_suite", "__init__"])
def test_an_unknown_suite_is_a_problem_that_names_the_known_ones(run, suite):
    code, lines = run(GOOD, suite=suite)
    assert code == 1
    assert any("xirr_xnpv" in line or suite in line for line in lines)


def test_a_path_that_is_not_there_is_a_problem(tmp_path, capsys):
    assert main([tmp_path / "none.json"]) == 1
    assert "none.json" in capsys.readouterr().out


def test_nothing_to_verify_is_no_success(tmp_path, capsys):
    assert main([tmp_path]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "0 passed, 0 failed"


def test_an_adapter_s_own_fault_names_the_case_and_ends_nothing():
    class Nothing(Inputs):
        pass

    class Broken:
        SUITE = "broken"
        INPUTS = TypeAdapter(Nothing)

        def answer(self, case: Case):
            raise ZeroDivisionError("deep inside")

    case = ReadCase("c1", "", "{}", {"a": 1}, Tolerance(), True)
    outcome = run_case(Broken(), case, None, "file.json")
    (problem,) = outcome.problems
    assert problem.code == "problem.engine_failed"
    assert problem.where == "file.json: c1"
    assert "ZeroDivisionError" in str(problem.params["reason"])


def test_a_problem_an_adapter_answers_with_is_told_with_file_and_case(tmp_path, capsys):
    case = GOOD | {"id": "sln", "group": "sln", "inputs": {"rate": 0.1}}
    path = tmp_path / "functions.json"
    path.write_text(json.dumps({"suite": "spreadsheet_functions", "cases": [case]}), "utf-8")
    assert main([path]) == 1
    assert "problem: functions.json: sln: group:" in capsys.readouterr().out


def test_every_suite_publishes_the_schema_of_its_inputs(capsys):
    assert main(["--schema"]) == 0
    schemas = json.loads(capsys.readouterr().out)
    assert set(schemas) == set(suite_names())
    assert all(re.search(r"\$defs|properties|oneOf", json.dumps(s)) for s in schemas.values())


def test_one_suite_s_schema_is_asked_for_by_name(capsys):
    assert main(["--schema", "xirr_xnpv"]) == 0
    assert list(json.loads(capsys.readouterr().out)) == ["xirr_xnpv"]
    assert main(["--schema", "no_such_suite"]) == 1
    assert "no_such_suite" in capsys.readouterr().out


def test_a_suite_says_the_name_it_is_loaded_by():
    for name in suite_names():
        assert name == load_suite(name).SUITE
    assert load_suite("os") is None
