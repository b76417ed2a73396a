"""Tables of the Commission's examples: the printed facts of examples that no case holds."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from products.verify.case import Case
from products.verify.suites.loan_tables_ec_mortgage_2015 import INPUTS, answer

PLAIN = {"principal": 200_000.0, "annual_rate_percent": 6.0}


def said(**changes):
    inputs = INPUTS.validate_json(json.dumps(PLAIN | changes), strict=True)
    return answer(Case(inputs))


def paid(found, place):
    return round(float(found["rows"].rows[place][3]), 2)


@pytest.mark.parametrize(
    ("terms", "count", "first", "last"),
    [
        ({"periods": 240}, 240, 1432.86, 1432.86),
        ({"periods": 240, "financed_cost_percent": 4.0}, 240, 1490.18, 1490.18),
        ({"periods": 180, "amortisation_periods": 360}, 180, 1199.10, 143_296.79),
        ({"periods": 240, "annual_step_percent": 3.0}, 240, 1130.33, None),
        ({"periods": 240, "annual_step_percent": -3.0}, 240, 1778.58, None),
        ({"fixed_payment": 1500.0}, 221, 1500, 407.70),
        ({"fixed_principal": 900.0}, 223, 1900, 201),
        ({"periods": 240, "equal_principal": True}, 240, 1833.33, 837.50),
        ({"principal_percent_of_balance": 2.0, "minimum": 100.0}, 233, 5000, 59.38),
        ({"payment_percent_of_balance": 2.0, "minimum": 300.0}, 228, 4020, 274.76),
        (
            {"periods": 180, "principal_percent_of_balance": 2.0, "minimum": 100.0},
            180, 5000, 5403.36,
        ),
        (
            {"annual_rate_percent": 7.0, "periods": 240, "interest_only": True},
            240, 1166.67, 201_166.67,
        ),
    ],
)  # fmt: skip
def test_number_and_size_of_the_payments_as_printed(terms, count, first, last):
    """Examples 1, 6 to 15 and 17."""
    found = said(**terms)
    assert found["number_of_payments"] == count
    assert paid(found, 0) == first
    if last is not None:
        assert paid(found, -1) == last


@pytest.mark.parametrize(
    ("interval", "compounds", "every", "payment"),
    [
        ("3/365+1/12 years", "compound", {"periods": 240}, 1433.57),
        ("3/366+1/12 years", "simple", {"periods": 240}, 1433.56),
        ("34/365 years", "simple", {"periods": 20, "frequency": "yearly"}, 16_541.86),
    ],
)
def test_a_first_interval_that_is_no_whole_period(interval, compounds, every, payment):
    """Example 2, cases 1 to 3."""
    found = said(first_interval=interval, first_period_interest=compounds, **every)
    assert paid(found, 1) == payment


def test_years_are_sums_of_their_rows_and_the_whole_is_the_sum_of_years():
    found = said(periods=240)
    years = found["years"].rows
    assert [year[0] for year in years] == list(range(1, 21))
    assert float(sum(year[1] for year in years)) == pytest.approx(float(found["total_interest"]))
    assert float(sum(year[2] for year in years)) == pytest.approx(200_000)


@given(
    st.integers(1000, 10**7),
    st.integers(0, 2000),
    st.integers(1, 300),
    st.sampled_from(["weekly", "monthly", "quarterly", "yearly"]),
    st.sampled_from(
        [{}, {"equal_principal": True}, {"interest_only": True}, {"annual_step_percent": 2.0},
         {"rate_type": "effective"}, {"financed_cost_percent": 3.0}]
    ),
    st.integers(0, 12),
)  # fmt: skip
def test_whatever_the_numbers_the_balance_ends_at_nothing(amount, rate, count, often, terms, grace):
    if often == "yearly":
        count = min(count, 40)
    found = said(
        principal=float(amount),
        annual_rate_percent=rate / 100,
        periods=count,
        frequency=often,
        interest_only_periods=min(grace, count - 1),
        **terms,
    )
    rows = found["rows"].rows
    owed = amount * (1.03 if "financed_cost_percent" in terms else 1)
    repaid = 0.0
    for _, interest, principal, payment, left in rows:
        repaid += float(principal)
        assert float(payment) == pytest.approx(float(interest + principal))
        assert float(left) == pytest.approx(owed - repaid, abs=1e-6 * amount)
    assert float(rows[-1][4]) == pytest.approx(0, abs=1e-9)
    assert len(rows) == found["number_of_payments"] == count


def test_a_payment_below_its_interest_is_answered_with_a_problem():
    (problem,) = said(fixed_payment=999.0)
    assert problem.code == "problem.payment_below_charge"
    assert problem.params["limit"] == "1000.00"


def test_unknown_words_are_refused():
    for changes in ({"frequency": "daily"}, {"payments_per_year": 5}, {"size": 3}):
        with pytest.raises(ValidationError):
            said(**changes)
