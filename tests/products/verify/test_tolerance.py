"""Every form of tolerance the published cases use, and what it lets pass."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from products.basis.problems import Problem
from products.verify.tolerance import Tolerance, agrees, read_tolerance, round_half_up


def passes(raw, expected, got, path=("value",)):
    tolerance = read_tolerance(raw, "case")
    assert isinstance(tolerance, Tolerance)
    return agrees(tolerance, path, Decimal(expected), got)[0]


@pytest.mark.parametrize(
    ("raw", "expected", "good", "bad"),
    [
        (0.01, "25.07", 25.0721, 25.0821),
        ({"absolute": 0}, "30", 30, 31),
        ({"relative": 1e-6}, "1000000", 1_000_000.9, 1_000_001.1),
        ({"relative": 1e-8, "absolute": 1e-3}, "0", 0.0009, 0.0011),
        ({"value": 0.1, "relative": True}, "50", 54.9, 55.1),
        ({"value": 0.1}, "50", 50.09, 50.11),
        ({"money": 0.011}, "856.92", 856.93, 856.94),
        ({"amounts": 0.005}, "888.49", 888.494, 888.5),
        ({"rule": "equal after rounding to 2 decimals"}, "9.69", 9.685708, 9.6849),
        ({"value": 0.005, "rule": "equal after rounding to 2 decimals"}, "9.69", 9.6851, 9.6951),
        ({"rule": "1 decimal"}, "1286.2", 1286.1773, 1286.1499),
        ({"rule": "equal after rounding"}, "10.45", 10.44749, 10.4449),
        ({"rule": "balances are rounded to 2 decimals for display"}, "1.00", 1.004, 1.006),
        (None, "166909.73", 166909.7349, 166909.7351),
        (None, "221", 221, 221.006),
    ],
)
def test_a_tolerance_lets_pass_what_is_near_enough_and_no_more(raw, expected, good, bad):
    assert passes(raw, expected, good)
    assert not passes(raw, expected, bad)


def test_the_innermost_name_decides():
    raw = {"rows": 1.0, "interest": 0.01}
    assert passes(raw, "10", 10.9, ("rows",))
    assert not passes(raw, "10", 10.9, ("rows", "interest"))
    assert passes(raw, "10", 10.9, ("rows", "principal"))


def test_a_name_that_says_its_decimals_is_compared_at_them():
    raw = {"apr_fraction": 1e-7, "rule": "equal after rounding"}
    assert passes(raw, "13.0", 12.96, ("apr_percent_1dp",))
    assert not passes(raw, "13.0", 12.94, ("apr_percent_1dp",))


@pytest.mark.parametrize("raw", ["about", [0.1], {"value": "small"}, -0.1, {"money": -1}, True])
def test_a_form_that_means_nothing_is_a_problem(raw):
    problem = read_tolerance(raw, "file: case")
    assert isinstance(problem, Problem)
    assert problem.code == "problem.unknown_tolerance"
    assert problem.where == "file: case"


def test_the_tolerance_is_told_in_words():
    tolerance = read_tolerance({"relative": 1e-8, "absolute": 1e-9}, "case")
    assert agrees(tolerance, ("value",), 1.0, 2.0) == (False, "1e-09 or 1e-08 relative")


@pytest.mark.parametrize(
    ("value", "decimals", "rounded"),
    [(1.005, 2, 1.01), (2.5, 0, 3.0), (-2.5, 0, -3.0), (82400.5007, 1, 82400.5), (0.0, 2, 0.0),
     (1e20, 2, 1e20), (0.1 + 0.2, 1, 0.3), (25.044999999999998, 2, 25.05)],
)  # fmt: skip
def test_rounding_is_half_up_as_a_person_rounds(value, decimals, rounded):
    assert round_half_up(value, decimals) == rounded


@given(st.decimals(-(10**8), 10**8, places=2))
def test_what_has_two_decimals_stays_as_it_is(value):
    assert round_half_up(float(value), 2) == float(value)
