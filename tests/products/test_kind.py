"""The contract of a kind: its bounds, its step tables, its defaults."""

from __future__ import annotations

from math import inf
from typing import Any, Literal

import pytest
from pydantic import TypeAdapter, ValidationError

from products.basis.problems import from_pydantic
from products.kind import (
    STEP_FIELDS,
    Months,
    RateValue,
    Share,
    Step,
    StepKind,
    Terms,
    Variant,
    no_limit,
)


class SomeTerms(Terms):
    """Terms of no kind in particular."""

    kind: Literal["some"] = "some"
    """Code."""
    rate: RateValue = 0.1
    """Price."""
    part: Share = 0.0
    """Part."""
    wait: Months = 0
    """Wait."""


def problem_of(**columns: Any) -> Any:
    with pytest.raises(ValidationError) as caught:
        SomeTerms.model_validate(columns)
    return from_pydantic(caught.value.errors())[0]


def test_a_rate_typed_in_per_cent_is_named_with_the_decimal_it_should_be() -> None:
    problem = problem_of(rate=12)
    assert problem.code == "problem.percent_not_decimal"
    assert problem.params == {"value": "12", "limit": "0.12"}
    assert SomeTerms(rate=3).rate == 3


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"rate": "nan"}, "problem.not_a_number"),
        ({"rate": "inf"}, "problem.not_a_number"),
        ({"rate": -0.01}, "problem.too_low"),
        ({"part": 1.5}, "problem.too_high"),
        ({"wait": 481}, "problem.too_high"),
        ({"wait": 1.5}, "problem.not_a_whole_number"),
        ({"colour": "red"}, "problem.unknown_field"),
    ],
)
def test_bounds_of_shared_fields_are_problems_by_name(columns: dict[str, Any], code: str) -> None:
    assert problem_of(**columns).code == code


def test_terms_never_change_and_their_fields_are_described() -> None:
    with pytest.raises(ValidationError):
        SomeTerms().rate = 0.2  # type: ignore[misc]
    assert SomeTerms.model_fields["part"].description == "Part."


def test_every_kind_of_step_has_a_field_of_its_own() -> None:
    assert set(STEP_FIELDS) == set(StepKind)
    assert len(set(STEP_FIELDS.values())) == len(STEP_FIELDS)


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"at": -1}, "problem.too_low"),
        ({"at": 601}, "problem.too_high"),
        ({"at": 0, "value": "nan"}, "problem.not_a_number"),
        ({"at": 0, "index": "1-year KIBOR"}, "problem.wrong_form"),
        ({"at": 0, "index": "kibor_1y", "spread": 3}, "problem.too_high"),
    ],
)
def test_steps_that_cannot_be_are_problems_by_name(columns: dict[str, Any], code: str) -> None:
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(Step).validate_python(columns)
    assert from_pydantic(caught.value.errors())[0].code == code


def test_a_kind_without_a_cap_has_no_limit_of_its_own() -> None:
    assert no_limit(SomeTerms(), Variant(12)) == inf
