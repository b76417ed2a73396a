"""Contracts read: terms, or problems at their fields."""

from __future__ import annotations

from products.contract.reading import read_as, read_terms
from products.contract.settings import Grace
from products.contract.terms import ContractTerms
from tests.products.contract.contracts import START

PLAIN = {"currency": "PKR", "amount": 1000, "start": START, "instalments": 12, "rate": "0.12"}


def test_good_terms_are_terms():
    assert isinstance(read_terms(PLAIN), ContractTerms)


def test_every_bad_field_is_told_at_once():
    problems = read_terms({"currency": "rupees", "amount": -1, "instalments": 1.5, "rate": "x"})
    assert {problem.where for problem in problems} == {
        "currency", "amount", "instalments", "rate", "start",
    }  # fmt: skip


def test_a_rule_over_several_fields_names_one_of_them():
    (problem,) = read_terms(PLAIN | {"grace": {"principal": 40}})
    assert problem.where == "grace.principal"
    assert problem.params["limit"] == "11"


def test_any_model_is_read_the_same_way():
    (problem,) = read_as(Grace, {"principal": -1})
    assert (problem.where, problem.code) == ("principal", "problem.too_low")
