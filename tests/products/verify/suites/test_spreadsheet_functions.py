"""Spreadsheet functions by the case's group."""

from __future__ import annotations

import pytest

from products.verify.case import Case
from products.verify.suites.spreadsheet_functions import INPUTS, answer


def asked(function, **arguments):
    return answer(Case(INPUTS.validate_python(arguments), function))


@pytest.mark.parametrize(
    ("function", "arguments", "value"),
    [
        ("effect", {"nominal": 0.6, "periods": 11.3}, 0.793570056309),
        ("nominal", {"effective": 0.053543, "periods": 4}, 0.05250031986836),
        ("fvschedule", {"principal": 1, "rates": [0.09, 0.11, 0.1]}, 1.33089),
        ("rri", {"periods": 10, "pv": 10_000, "fv": 15_000}, 0.04137974399241062),
        ("pduration", {"rate": 0.05, "pv": 50, "fv": 100}, 14.206699082890474),
        ("npv", {"rate": -1.5, "values": [-100.0, 10.0, 10.0, 100.0]}, 1760),
        ("fv", {"rate": 0, "nper": 1, "pmt": 50, "pv": -300, "when": 1}, 250),
        ("pmt", {"rate": 0, "nper": 1, "pv": -300, "fv": -300, "when": 1}, 600),
        ("pv", {"rate": -0.1, "nper": 1, "pmt": 50, "fv": -300, "when": 1}, 283.3333333333),
    ],
)
def test_each_function_is_answered(function, arguments, value):
    assert asked(function, **arguments)["value"] == pytest.approx(value, rel=1e-9)


@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        ("effect", {"nominal": 0.6, "periods": 0.5}),
        ("effect", {"nominal": -3, "periods": 2}),
        ("nominal", {"effective": -1, "periods": 4}),
        ("rri", {"periods": 10, "pv": 0, "fv": 15_000}),
    ],
)
def test_what_has_no_answer_has_none(function, arguments):
    assert asked(function, **arguments)["value"] is None


def test_an_unknown_function_is_a_problem_that_names_the_known_ones():
    (problem,) = asked("sln", rate=0.1)
    assert (problem.code, problem.where) == ("problem.not_in_list", "group")
    assert "fvschedule" in str(problem.params["limit"])


def test_a_missing_argument_is_named():
    assert [problem.where for problem in asked("npv", rate=0.1)] == ["inputs.values"]
