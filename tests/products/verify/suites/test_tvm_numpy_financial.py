"""Time value by function name."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from products.verify.case import Case, Several
from products.verify.suites.tvm_numpy_financial import INPUTS, answer


def asked(function, **arguments):
    return answer(Case(INPUTS.validate_python({"function": function} | arguments)))["value"]


@pytest.mark.parametrize(
    ("function", "arguments", "value"),
    [
        ("pv", {"rate": 0.05, "nper": 10, "pmt": -100}, 772.173493),
        ("fv", {"rate": 0.05, "nper": 10, "pmt": -100, "pv": 0}, 1257.789254),
        ("pmt", {"rate": 0.005, "nper": 240, "pv": 200_000}, -1432.862117),
        ("nper", {"rate": 0, "pmt": -10, "pv": 100}, 10),
        ("rate", {"nper": 1, "pmt": 0, "pv": -100, "fv": 110}, 0.1),
        ("ipmt", {"rate": 0.01, "per": 1, "nper": 12, "pv": 1000}, -10),
        ("cumipmt", {"rate": 0.01, "nper": 2, "pv": 1000, "start": 1, "end": 1}, -10),
        ("npv", {"rate": 0.1, "values": [-100, 110]}, 0),
        ("npv_first_flow_at_1", {"rate": 0.1, "values": [110]}, 100),
        ("irr", {"values": [-100, 110]}, 0.1),
    ],
)
def test_each_function_is_answered(function, arguments, value):
    assert asked(function, **arguments) == pytest.approx(value, rel=1e-6, abs=1e-9)


def test_the_parts_of_a_payment_add_up():
    terms = {"rate": 0.01, "per": 3, "nper": 12, "pv": 1000}
    level = asked("pmt", rate=0.01, nper=12, pv=1000)
    assert asked("ipmt", **terms) + asked("ppmt", **terms) == pytest.approx(level)


def test_what_has_no_answer_has_none_and_what_has_several_has_all():
    assert asked("cumprinc", rate=0.01, nper=2, pv=1, start=2, end=3) is None
    assert asked("irr", values=[1, 2]) is None
    assert isinstance(asked("irr", values=[-1000, 2500, -1540]), Several)
    assert asked("mirr", values=[1, 2], finance_rate=0.1, reinvest_rate=0.1) is None


def test_a_table_closes():
    given = INPUTS.validate_python({"principal": 2500, "annual_rate": 0.0824, "periods": 12})
    said = answer(Case(given))
    assert said["rows"][-1][3] == pytest.approx(0, abs=1e-9)
    assert said["total_interest"] == pytest.approx(-112.98, abs=0.005)


@pytest.mark.parametrize(
    "inputs", [{"function": "sln"}, {"function": "pv", "rate": 0.1}, {"function": 3}, {}]
)
def test_unknown_functions_and_missing_arguments_are_refused(inputs):
    with pytest.raises(ValidationError):
        INPUTS.validate_python(inputs)
