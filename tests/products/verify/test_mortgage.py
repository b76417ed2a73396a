"""Mortgage terms turned into contracts: instalments as the disclosure prints them."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from products.verify.mortgage import MortgageTerms, cents, contract_of, instalments, laid_out


def levels(amount, **terms):
    contract = contract_of(MortgageTerms(**terms), amount)
    layout = laid_out(contract)
    return instalments(layout), layout


SIX = {"borrowing_rate_percent": 6, "months": 240}
RISING = {"rate_path_percent": [(1, 9, 5), (10, 240, 7.3)], "months": 240}


@pytest.mark.parametrize(
    ("terms", "first", "last"),
    [
        (SIX, 1432.86, 1432.86),
        (SIX | {"first_interval": "3/366+1/12"}, 1433.56, 1433.56),
        (SIX | {"first_interval": "14/365"}, 1429.01, 1429.01),
        (SIX | {"annual_step_percent": -3.0}, 1778.58, 997.09),
        (RISING, 1319.91, 1578.43),
    ],
)
def test_instalments_of_the_commission_s_examples(terms, first, last):
    """European Commission, mortgage examples of 2015: 1, 2 (case 2), 18 (case 1), 10, 23."""
    found, _ = levels(200_000, **terms)
    assert (found[0], found[-1]) == (first, last)


def test_the_balance_at_the_end_of_a_fixed_rate_is_the_printed_one():
    """Example 24: 166,909.73 after 60 of 240 months at 5 %."""
    _, layout = levels(200_000, borrowing_rate_percent=5, months=60, amortisation_months=240)
    assert cents(layout.rows[59].balance) == 166909.73


@pytest.mark.parametrize(
    "terms", [{"months": 240}, {"borrowing_rate_percent": 6}, SIX | {"cap_cost": 3}]
)
def test_terms_that_are_not_understood_make_no_contract(terms):
    assert contract_of(MortgageTerms(**terms), 1000) is None


def test_rates_have_to_follow_each_other():
    with pytest.raises(ValidationError, match="dates_out_of_order"):
        MortgageTerms(rate_path_percent=[(10, 20, 5), (1, 9, 6)])
