"""UK cases, their repeats and their year."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from products.verify.case import Case
from products.verify.suites.apr_uk_mcob10 import INPUTS, answer

MONTH = 365.25 / 12
REPEATED = {"days_after": MONTH, "amount": 222.44, "count": 60, "step_days": MONTH}


def asked(inputs, conventions=None):
    return answer(Case(INPUTS.validate_python(inputs), conventions=conventions))


def test_repeated_payments_are_as_if_each_were_written_down():
    """CFA example of a personal loan: 12.7 %."""
    each = [{"days_after": MONTH * k, "amount": 222.44} for k in range(1, 61)]
    once, written = ({"advance": 10_000, "payments": p} for p in ([REPEATED], each))
    assert asked(once)["apr_percent_1dp"] == asked(written)["apr_percent_1dp"] == 12.7


def test_the_file_s_convention_sets_the_year():
    loan = {"advance": 100, "payments": [{"days_after": 31, "amount": 125}]}
    assert asked(loan, {"year_days": 365})["apr_percent_1dp"] == 1283.7
    assert asked(loan, {"year_days": 0})["apr_percent_1dp"] == 1286.2
    assert asked(loan, ["no mapping"])["apr_percent_1dp"] == 1286.2


def test_further_advances_are_counted():
    later = [{"days_after": 10, "amount": 50}]
    paid = [{"days_after": 365.25, "amount": 165}]
    assert 9 < asked({"advance": 100, "advances": later, "payments": paid})["apr_percent"] < 11


def test_repeats_without_a_step_are_refused():
    with pytest.raises(ValidationError, match="step_days"):
        INPUTS.validate_python(
            {"advance": 1, "payments": [{"days_after": 1, "amount": 1, "count": 2}]}
        )
