"""Mortgage cases: rates from flows alone, instalments and balances from terms."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from products.verify.case import Case
from products.verify.suites.aprc_ec_mortgage_2015 import INPUTS, answer

UPFRONT = {"amount": 4000, "first_t": "0"}
LEVEL = {"amount": 1432.86, "first_t": "1/12", "step": "1/12", "count": 240}
SIX = {"borrowing_rate_percent": 6, "upfront_cost_percent": 2, "months": 240}


def asked(*series, terms=None, drawn=200_000):
    inputs = {
        "drawdowns": [{"amount": drawn, "t": "0"}],
        "payment_series": list(series),
        "terms": terms or {},
    }
    return answer(Case(INPUTS.validate_python(inputs)))


def test_the_rate_is_that_of_the_flows_whatever_the_terms_say():
    """Example 1: 6.434412 %."""
    for terms in (SIX, {}, {"borrowing_rate_percent": 9, "months": 12}):
        said = asked(UPFRONT, LEVEL, terms=terms)
        assert said["aprc_percent"] == pytest.approx(6.434412, abs=1e-6)
        assert said["total_cost_of_credit"] == pytest.approx(147886.4)


def test_instalments_are_worked_out_from_terms_that_are_understood():
    assert asked(UPFRONT, LEVEL | {"amount": 1500}, terms=SIX)["instalments"] == [1432.86]


def test_terms_that_are_not_understood_leave_the_instalments_the_flows_show():
    """Example 4: an insurance of 1 % a year is in the payment, under a term of any name."""
    terms = SIX | {"insurance_percent_per_year": 1}
    said = asked(UPFRONT, LEVEL | {"amount": 1599.53}, terms=terms)
    assert said["instalments"] == [1599.53]
    assert said["aprc_percent"] == pytest.approx(7.946625, abs=1e-6)


def test_an_interest_only_credit_has_its_principal_beside_the_instalments():
    """Example 8: 1,166.67 a month and 200,000 at the end, 7.430479 %."""
    terms = SIX | {"borrowing_rate_percent": 7, "interest_only": True}
    monthly = LEVEL | {"amount": 1166.67}
    said = asked(UPFRONT, monthly, {"amount": 200_000, "first_t": "20"}, terms=terms)
    assert said["instalments"] == [1166.67]
    assert said["aprc_percent"] == pytest.approx(7.430479, abs=1e-6)
    assert (said["number_of_payments"], said["last_payment"]) == (240, 201166.67)


def test_a_cap_on_the_exchange_rate_limits_the_shock():
    """Example 29: the fall is 10 % at most, and the capital owed grows to 175,961.07."""
    terms = SIX | {
        "borrowing_rate_percent": 5,
        "conversion_fee_percent": 0.2,
        "monthly_cost": 30,
        "fx_rate_eur_per_usd_as_quoted": "1.25",
        "fx_cap_percent": 10,
    }
    said = asked(UPFRONT | {"amount": 4008}, LEVEL | {"amount": 1352.61}, terms=terms)
    assert said["aprc_percent"] == pytest.approx(5.682613, abs=1e-6)
    assert said["instalments"]["with_fee"] == 1352.61
    assert said["shock_10_percent"]["total_capital_eur"] == 175961.07
    assert said["shock_10_percent"]["monthly_payment_after_shock_eur"] == 1190.30


@pytest.mark.parametrize(
    ("series", "field"),
    [
        ({"amount": 1, "amounts": [1], "first_t": "0"}, "amount"),
        ({"first_t": "0"}, "amount"),
        ({"amount": 1, "first_t": "0", "count": 2}, "step"),
        ({"amount": 1, "first_t": "one"}, "first_t"),
        ({"amount": -1, "first_t": "0"}, "amount"),
    ],
)
def test_incomplete_series_are_refused(series, field):
    with pytest.raises(ValidationError, match=field):
        asked(series)
