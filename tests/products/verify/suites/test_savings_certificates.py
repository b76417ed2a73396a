"""Savings: other deposits and terms than the published ones."""

from __future__ import annotations

import json
import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from products.verify.case import Case
from products.verify.suites.savings_certificates import INPUTS, answer


def said(**inputs):
    return answer(Case(INPUTS.validate_json(json.dumps(inputs), strict=True)))


@pytest.mark.parametrize("deposit", [10, 100, 1250, 7500.5])
@pytest.mark.parametrize("rate", [0.0, 0.058, 0.067])
def test_a_recurring_deposit_grows_in_step_with_its_size(deposit, rate):
    one, many = (
        said(monthly_deposit=each, annual_rate=rate, compounding="quarterly", months=60)
        for each in (1, deposit)
    )
    assert float(many["maturity_value"]) == pytest.approx(deposit * float(one["maturity_value"]))
    assert many["total_deposit"] == 60 * deposit
    assert many["interest"] >= 0


def test_within_the_year_simple_and_geometric_differ():
    """1,000 a month at 10 %, one year: 12,000 and 78 months of 10 %/12, or twelve powers."""
    terms = {"monthly_deposit": 1000, "annual_rate": 0.1, "months": 12, "compounding": "yearly"}
    assert float(said(**terms, within_year="simple")["maturity_value"]) == pytest.approx(12_650)
    powers = sum(1000 * 1.1 ** (month / 12) for month in range(1, 13))
    geometric = float(said(**terms, within_year="geometric")["maturity_value"])
    assert geometric == pytest.approx(powers)


def test_several_sizes_are_answered_in_their_order():
    found = said(monthly_deposits=[500, 1000, 2000], annual_rate=0.08, months=36)
    first, second, third = (float(value) for value in found["maturity_values"])
    assert (second, third) == (pytest.approx(2 * first), pytest.approx(4 * first))


@pytest.mark.parametrize(
    ("payout", "per_year"), [("monthly", 12), ("quarterly", 4), ("half-yearly", 2), ("yearly", 1)]
)
def test_profit_paid_out_is_simple_where_no_compounding_is_stated(payout, per_year):
    found = said(deposit=240_000, annual_rate=0.09, payout=payout)
    assert found["periodic_profit"] == 240_000 * 9 / 100 / per_year
    assert found["yearly_interest"] == 21_600


def test_profit_compounds_within_the_payout_period_where_it_is_stated():
    found = said(
        deposit=100_000, annual_rate=0.08, compounding="quarterly", payout="yearly", years=3
    )
    assert float(found["yearly_interest"]) == pytest.approx(100_000 * (1.02**4 - 1))
    assert float(found["total_received"]) == pytest.approx(100_000 * (1 + 3 * (1.02**4 - 1)))


def test_a_certificate_tells_each_year_and_its_end():
    found = said(principal=500, annual_rate=0.1, compounding="half-yearly", years=3)
    years = [float(each) for each in found["accrued_interest_by_year"]]
    assert years[0] == pytest.approx(51.25)
    assert float(found["maturity_value"]) == pytest.approx(500 * 1.05**6) == 500 + sum(years)


@given(st.integers(1, 3000), st.sampled_from(["monthly", "quarterly", "yearly"]), st.integers(2, 9))
def test_money_is_a_multiple_of_itself_after_the_months_told(rate, often, multiple):
    found = said(annual_rate=rate / 10_000, compounding=often, multiple=multiple)
    per_year = {"monthly": 12, "quarterly": 4, "yearly": 1}[often]
    months = found["exact_months"]
    grown = (1 + rate / 10_000 / per_year) ** (months / 12 * per_year)
    assert grown == pytest.approx(multiple)
    assert found["months_to_double"] == math.floor(months)


@given(st.lists(st.integers(101, 900), min_size=1, max_size=12).map(sorted))
def test_a_table_holds_between_completed_years(values):
    found = said(principal=100, redemption_by_completed_year=values)
    told = found["value_after_months"]
    assert told[11] == 100
    for year, value in enumerate(values, start=1):
        assert told[12 * year] == told[12 * year + 11] == value
    assert len(found["implied_compound_yield_pct_by_year"]) == len(values)


def test_a_rate_by_years_held_counts_for_all_years():
    found = said(principal=1000, simple_rate_by_years_held=[0.08, 0.09])
    assert [float(value) for value in found["value_by_year"]] == [1080, 1180]
    assert float(found["monthly_profit"]) == pytest.approx(7.5)


def test_the_rate_behind_a_value():
    found = said(principal=1000, value=2000, years=10)
    assert float(found["average_compound_rate_pct"]) == pytest.approx(100 * (2**0.1 - 1))


def test_a_pension_needs_what_was_saved():
    found = said(monthly_contributions=[1000, 3000], years=10, annual_rate=0.06, payout_months=120)
    one, three = (float(each) for each in found["monthly_pension"])
    assert three == pytest.approx(3 * one)
    saved = sum(1000 * 1.005**month for month in range(120))
    assert float(found["accumulated"][0]) == pytest.approx(saved)
    assert one == pytest.approx(saved * 0.005 / (1 - 1.005**-120))


def test_bonds_round_half_up_to_the_cent():
    grown = said(present_value=25.0, annual_rate=0.04, months=6)
    assert grown["future_value"] == 25.5
    assert said(unit_value=13.02, unit_denomination=25, denomination=1000)["value"] == Fraction(
        "520.8"
    )
    assert [float(each) for each in said(values=[0.005, 1.014999])["rounded"]] == [0.01, 1.01]
    found = said(fixed_rate=0.013, semiannual_inflation=0.0148)
    assert float(found["composite_rate"]) == pytest.approx(0.0428)


@pytest.mark.parametrize(
    "inputs",
    [
        {"monthly_deposit": 0, "annual_rate": 0.05, "months": 12},
        {"monthly_deposit": 100, "annual_rate": 5.8, "months": 12},
        {"monthly_deposit": 100, "annual_rate": 0.05, "months": 1201},
        {"deposit": 100, "annual_rate": 0.05, "payout": "weekly"},
        {"principal": 100, "redemption_by_completed_year": []},
        {"annual_rate": 0.05, "compounding": "yearly", "multiple": 1},
        {"principal": 100, "annual_rate": 0.05, "compounding": "yearly", "years": 0},
        {},
    ],
)
def test_what_cannot_be_answered_is_refused(inputs):
    with pytest.raises(ValidationError):
        INPUTS.validate_json(json.dumps(inputs), strict=True)
