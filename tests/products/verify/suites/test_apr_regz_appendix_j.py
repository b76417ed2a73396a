"""Regulation Z cases in all their shapes."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from products.verify.case import Case
from products.verify.suites.apr_regz_appendix_j import INPUTS, answer

SERIES = {
    "amount_financed": 6000,
    "payment_series": [{"amount": 200, "count": 36}],
    "unit_period": "monthly",
    "unit_periods_per_year": 12,
    "first_payment_full_unit_periods": 1,
    "first_payment_odd_fraction": "19/30",
}
DATED = {
    "amount_financed": 6000,
    "payment_series": [{"amount": 200, "count": 36}],
    "consummation_date": "1978-02-10",
    "first_payment_date": "1978-04-01",
}


def asked(inputs):
    return answer(Case(INPUTS.validate_python(inputs)))


@pytest.mark.parametrize("inputs", [SERIES, DATED])
def test_a_first_period_by_unit_time_or_by_date_is_the_same(inputs):
    """Appendix J (c)(1)(ii): 11.82 %."""
    said = asked(inputs)
    assert said["apr_percent_2dp"] == 11.82
    assert said["finance_charge"] == 1200


@pytest.mark.parametrize(
    ("term", "apr"),
    [
        ({"term_days": 255}, 11.45),
        ({"term_days": 255, "unit_periods_per_year": "365/255"}, 11.45),
        ({"term_months": 6}, 16.0),
        ({"term_years": "2"}, 3.92),
        ({"full_unit_periods": 2, "unit_periods_per_year": 1}, 3.92),
    ],
)
def test_a_single_payment_is_timed_by_its_term(term, apr):
    said = asked({"amount_financed": 1000, "single_payment": 1080} | term)
    assert said["apr_percent_2dp"] == apr


def test_advances_and_payments_by_date_and_by_unit_time_are_the_same():
    dated = {
        "advances": [
            {"amount": 1000, "date": "2026-01-10"},
            {"amount": 1000, "date": "2026-02-10"},
        ],
        "payments": [{"amount": 2100, "date": "2026-08-20"}],
        "unit_period": "monthly",
    }
    timed = {
        "advances": [
            {"amount": 1000, "full_unit_periods": 0},
            {"amount": 1000, "full_unit_periods": 1},
        ],
        "payments": [{"amount": 2100, "full_unit_periods": 7, "odd_fraction": "10/30"}],
        "unit_periods_per_year": 12,
    }
    assert asked(dated)["apr_percent"] == pytest.approx(asked(timed)["apr_percent"], rel=1e-12)


@pytest.mark.parametrize(
    ("inputs", "field"),
    [
        (SERIES | {"amount_financed": 0}, "amount_financed"),
        (SERIES | {"unit_period": "lunar"}, "unit_period"),
        (SERIES | {"first_payment_odd_fraction": "31/30"}, "first_payment_odd_fraction"),
        (SERIES | {"payment_series": []}, "payment_series"),
        (SERIES | {"rate": 3}, "rate"),
        (DATED | {"first_payment_date": None}, "first_payment"),
        (DATED | {"first_payment_date": "1978-01-01"}, "first_payment_date"),
        ({"amount_financed": 1000, "single_payment": 1080}, "term_days"),
        ({"advances": [], "payments": [], "unit_periods_per_year": 12}, "advances"),
        (
            {
                "advances": [{"amount": 1, "date": "2026-01-10"}],
                "payments": [{"amount": 1, "date": "2025-01-10"}],
                "unit_period": "monthly",
            },
            "payments",
        ),
        ("nothing", "series"),
    ],
)
def test_impossible_inputs_are_refused_with_their_field(inputs, field):
    with pytest.raises(ValidationError, match=field):
        INPUTS.validate_python(inputs)
