"""Contracts as people state them: what is refused, and by which rule."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from pydantic import ValidationError

from products.contract.reading import read_terms
from products.contract.terms import ContractTerms
from tests.products.contract.contracts import START, contract

PLAIN = {"currency": "PKR", "amount": 1000, "start": START, "instalments": 12, "rate": "0.12"}


@pytest.mark.parametrize(
    ("changes", "where", "code"),
    [
        ({"instalments": -3}, "instalments", "problem.too_low"),
        ({"instalments": 0}, "instalments", "problem.too_low"),
        ({"instalments": 1201}, "instalments", "problem.too_high"),
        ({"amount": 0}, "amount", "problem.too_low"),
        ({"amount": -1}, "amount", "problem.too_low"),
        ({"amount": 10**15}, "amount", "problem.too_high"),
        ({"amount": "NaN"}, "amount", "problem.not_a_number"),
        ({"rate": "Infinity"}, "rate", "problem.not_a_number"),
        ({"rate": "-0.01"}, "rate", "problem.too_low"),
        ({"rate": 19}, "rate", "problem.rate_like_per_cent"),
        ({"rate": 12}, "rate", "problem.rate_like_per_cent"),
        ({"rate": "0.3", "rate_basis": "effective_pm"}, "rate", "problem.rate_like_per_cent"),
        ({"rate_basis": "weekly"}, "rate_basis", "problem.not_in_list"),
        ({"day_count": "31/360"}, "day_count", "problem.not_in_list"),
        ({"rate_floor": "0.3", "rate_cap": "0.1"}, "rate_floor", "problem.min_above_max"),
        ({"amount_min": 500, "amount_max": 10}, "amount_min", "problem.min_above_max"),
        ({"amount_min": 5000}, "amount", "problem.too_low"),
        ({"amount_max": 10}, "amount", "problem.too_high"),
        ({"grace": {"principal": 12}}, "grace.principal", "problem.grace_beyond_tenor"),
        ({"grace": {"charge": 40}}, "grace.charge", "problem.grace_beyond_tenor"),
        ({"grace": {"free": 13}}, "grace.free", "problem.grace_beyond_tenor"),
        ({"first_due": "2026-01-15"}, "first_due", "problem.dates_out_of_order"),
        ({"calendar_start": "2026-02-01"}, "start", "problem.dates_out_of_order"),
        ({"due_on": ["2026-02-01"]}, "due_on", "problem.due_dates_count"),
        ({"every": {"unit": "year"}, "instalments": 900}, "instalments", "problem.too_far_ahead"),
        ({"method": "stated"}, "instalment", "problem.method_needs"),
        ({"method": "graduated"}, "step_share_pa", "problem.method_needs"),
        ({"amortised_over": 6}, "amortised_over", "problem.too_low"),
        ({"amount": "10.505"}, "amount", "problem.finer_than_coin"),
        ({"first_length": "1/0"}, "first_length", "problem.wrong_form"),
        ({"first_length": "0"}, "first_length", "problem.first_length"),
        ({"interest": 5}, "interest", "problem.unknown_field"),
        ({"rate_changes": [{"rate": "0.1"}]}, "rate_changes[0]", "problem.rate_change_needs"),
    ],
)
def test_impossible_terms_name_field_and_rule(changes, where, code):
    """CALC-01 among them: amounts, rates and terms beyond their bounds."""
    problems = read_terms(PLAIN | changes)
    assert isinstance(problems, tuple)
    assert [problem.where for problem in problems] == [where]
    assert problems[0].code.startswith(code)
    assert "nan" not in str(problems[0].params.get("limit", "")).lower()


def test_drawdowns_begin_with_the_contract_and_stay_within_it():
    def refused(*drawn):
        draws = [{"on": on, "amount": amount} for on, amount in drawn]
        return read_terms(PLAIN | {"drawdowns": draws})[0].code

    assert refused(("2026-02-01", 10)) == "problem.first_drawdown_is_start"
    assert refused((START, 600), ("2026-02-01", 600)) == "problem.drawn_beyond_amount"
    assert refused((START, 10), ("2036-02-01", 10)) == "problem.dates_out_of_order"
    late, early = ("2026-03-01", 10), ("2026-02-01", 10)
    assert refused((START, 10), late, early) == "problem.dates_out_of_order"


def test_a_flat_price_is_fixed_once():
    change = [{"rate": "0.1", "from_instalment": 3}]
    with pytest.raises(ValidationError, match="flat_cannot_change"):
        contract(rate_basis="flat_pa", rate_changes=change)
    with pytest.raises(ValidationError, match="basis_does_not_fit"):
        contract(rate_basis="flat_pa", method="graduated", step_share_pa="0.1")


def test_calc_01_the_extremes_within_bounds_are_taken():
    """CALC-01: rate 0 and 1,200 instalments are special, not wrong."""
    terms = contract(rate=0, instalments=1200, amount="0.01")
    assert terms.amount == Decimal("0.01")


def test_a_first_length_is_read_exactly():
    assert contract(first_length="1+36/365").first_length_in_periods == 1 + Fraction(36, 365)


def test_the_schema_tells_every_setting_and_its_values():
    schema = ContractTerms.model_json_schema()
    assert set(schema["required"]) == {"currency", "amount", "start", "instalments", "rate"}
    assert "actual/365" in schema["$defs"]["DayCount"]["enum"]
