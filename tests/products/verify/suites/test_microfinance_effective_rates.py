"""Microfinance cases in all their shapes."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from products.verify.case import Case
from products.verify.suites.microfinance_effective_rates import INPUTS, answer

WEEKLY = {"principal": 1000, "flat_interest": 100, "instalments": 44, "frequency": "weekly"}


def asked(inputs):
    return answer(Case(INPUTS.validate_python(inputs)))


def test_a_fee_kept_back_makes_the_loan_dearer_and_leaves_the_instalment():
    plain, dearer = asked(WEEKLY), asked(WEEKLY | {"upfront_fee": 15})
    assert plain["instalment"] == dearer["instalment"] == 25
    assert plain["effective_annual_rate_pct"] == pytest.approx(25.07, abs=0.005)
    assert dearer["effective_annual_rate_pct"] > plain["effective_annual_rate_pct"]
    assert dearer["net_disbursed"] == 985


YEARLY = {"principal": 1000, "flat_rate": 0.15, "years": 1, "instalments": 50}
BULLET = {"principal": 400, "interest_per_month": 16, "months": 4, "principal_at_end": True}
DECLINING = {"principal": 1000, "annual_rate": 0.27, "instalments": 12}
AVERAGE = {"principal": 1000, "flat_interest": 300, "instalments": 24, "years": 2}


@pytest.mark.parametrize(
    ("inputs", "field", "value"),
    [
        (YEARLY, "interest_part", 3),
        ({"principal": 1200, "flat_rate_per_month": 0.01, "instalments": 12}, "instalment", 112),
        ({"principal": 8000, "monthly_per_1000": 28.75, "months": 48}, "flat_rate_pct", 9.5),
        (BULLET, "monthly_rate_pct", 4),
        (DECLINING, "nominal_annual_rate_pct", 27),
        ({"balance": 20, "annual_rate": 0.27, "periods_per_year": 50}, "interest", 0.108),
        ({"periodic_rate": 0.02, "periods_per_year": 12}, "apr_pct", 24),
        ({"loan_losses": 16_000, "average_portfolio": 800_000}, "ll_ratio", 0.02),
        ({"AE": 0.25, "LL": 0.02, "CF": 0.23, "K": 0.15, "II": 0.015}, "R", 0.635 / 0.98),
        (AVERAGE | {"method": "average_outstanding"}, "effective_rate_pct", 28.8),
    ],
)
def test_the_shape_of_the_inputs_says_what_is_asked(inputs, field, value):
    assert asked(inputs)[field] == pytest.approx(value, rel=1e-9)


LOST = {"AE": 1, "LL": 1, "CF": 0, "K": 0}


@pytest.mark.parametrize(
    "inputs", [WEEKLY | {"frequency": "lunar"}, WEEKLY | {"principal": 0}, LOST, {}]
)
def test_impossible_inputs_are_refused(inputs):
    with pytest.raises(ValidationError):
        INPUTS.validate_python(inputs)
