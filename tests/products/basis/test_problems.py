"""pydantic's errors as our problems."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import BaseModel, Field, ValidationError, field_validator

from products.basis.problems import from_pydantic, path_of


class Row(BaseModel, extra="forbid"):
    """A row with one field of each sort."""

    amount: float = Field(default=1, ge=0, le=100)
    months: int = 1
    day: date = date(2026, 1, 1)
    yes: bool = True
    name: str = Field(default="ab", min_length=2, max_length=3)

    @field_validator("months")
    @classmethod
    def _even(cls, value: int) -> int:
        if value == 13:
            raise ValueError("problem.unlucky|value=13|limit=12")
        if value == 14:
            raise ValueError("some reason")
        return value


@pytest.mark.parametrize(
    ("cells", "code", "limit"),
    [
        ({"amount": -1}, "problem.too_low", 0),
        ({"amount": 1e12}, "problem.too_high", 100),
        ({"amount": "ten"}, "problem.not_a_number", None),
        ({"months": "1.5"}, "problem.not_a_whole_number", None),
        ({"day": "tomorrow"}, "problem.not_a_date", None),
        ({"yes": "perhaps"}, "problem.not_yes_or_no", None),
        ({"name": "a"}, "problem.too_short", 2),
        ({"name": "abcd"}, "problem.too_long", 3),
        ({"colour": "red"}, "problem.unknown_field", None),
        ({"months": 13}, "problem.unlucky", "12"),
        ({"months": 14}, "problem.contradiction", None),
    ],
)
def test_each_error_has_its_own_sentence_names_its_field_and_the_limit(cells, code, limit):
    with pytest.raises(ValidationError) as caught:
        Row.model_validate(cells)
    (problem,) = from_pydantic(caught.value.errors(), "file.csv:7:")
    assert problem.code == code
    assert problem.where == f"file.csv:7:{next(iter(cells))}"
    assert problem.params.get("limit") == limit


def test_every_problem_of_a_row_is_told_not_only_the_first():
    with pytest.raises(ValidationError) as caught:
        Row.model_validate({"amount": -1, "day": "x", "yes": "perhaps"})
    assert [p.where for p in from_pydantic(caught.value.errors())] == ["amount", "day", "yes"]


def test_a_long_value_is_cut_so_that_it_can_be_read():
    with pytest.raises(ValidationError) as caught:
        Row.model_validate({"amount": "x" * 5000})
    (problem,) = from_pydantic(caught.value.errors())
    assert len(str(problem.params["value"])) == 60


def test_a_path_reads_as_it_would_be_typed():
    assert path_of(("household", "debts", 2, "price", "value")) == "household.debts[2].price.value"
