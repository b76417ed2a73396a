"""What an adapter may see of a case, and what its inputs' models refuse."""

from __future__ import annotations

from dataclasses import fields

import pytest
from pydantic import ValidationError

from products.verify.case import Asked, Case, Inputs, Several, Table


class Loan(Inputs):
    amount: float


def test_an_adapter_sees_nothing_an_answer_could_be_looked_up_by():
    seen = {field.name for field in fields(Case)}
    assert seen == {"inputs", "group", "conventions", "description"}
    assert seen.isdisjoint({"id", "expected", "tolerance", "verified"})


@pytest.mark.parametrize("given", [{"amount": 1, "amuont": 2}, {"amount": float("nan")}, {}])
def test_unknown_fields_and_what_is_no_number_are_refused(given):
    with pytest.raises(ValidationError):
        Loan.model_validate(given)


def test_inputs_cannot_be_changed():
    with pytest.raises(ValidationError):
        Loan(amount=1).amount = 2  # type: ignore[misc]


def test_a_question_is_answered_for_the_values_it_names():
    asked = Asked(("day",), lambda named: {"day": named["day"], "owed": 7})
    assert asked.answer({"day": "2026-01-31"}) == {"day": "2026-01-31", "owed": 7}


def test_answers_of_several_values_and_of_tables_are_kept_as_given():
    assert Several((1.0, 2.0)).values == (1.0, 2.0)
    assert Table([[1, 2.0]]).rows == [[1, 2.0]]
