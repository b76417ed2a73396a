"""Dated flows: one rate, all of several, or no answer; and values at a rate."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from products.verify.case import Case, Several
from products.verify.suites.xirr_xnpv import INPUTS, answer

YEARS = ["2020-01-01", "2020-12-31", "2021-12-31"]  # 365 days apart


def asked(amounts, **more):
    flows = [[on, amount] for on, amount in zip(YEARS, amounts, strict=True)]
    return answer(Case(INPUTS.validate_python({"flows": flows} | more)))


def test_several_rates_are_all_told_and_none_is_no_answer():
    assert asked([-1000, 2500, -1540])["xirr"] == Several(pytest.approx((0.1, 0.4)))
    assert asked([1, 2, 3])["xirr"] is None
    assert asked([-100, 0, 121])["xirr"] == pytest.approx(0.1)


def test_a_first_guess_changes_nothing():
    assert asked([-100, 0, 121], guess=5.0) == asked([-100, 0, 121])


def test_values_are_taken_on_the_first_and_the_last_day():
    said = asked([-100, 0, 121], rate=0.0)
    assert said == {"xnpv": 21, "xnfv": 21}
    said = asked([0, 110, 0], rate=0.1)
    assert said["xnpv"] == pytest.approx(100)
    assert said["xnfv"] == pytest.approx(121)


@pytest.mark.parametrize(
    "change", [{"day_count": "31/360"}, {"flows": []}, {"flows": [["soon", 1]]}, {"rate": -1}]
)
def test_impossible_inputs_are_refused(change):
    with pytest.raises(ValidationError):
        INPUTS.validate_python({"flows": [["2020-01-01", 1]]} | change)
