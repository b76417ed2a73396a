"""A contract read from what a person typed: terms, or every problem with its field and rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from products.basis.problems import Problem, from_pydantic
from products.contract.terms import ContractTerms

M = TypeVar("M", bound=BaseModel)


def read_terms(fields: Mapping[str, Any]) -> ContractTerms | tuple[Problem, ...]:
    """Contract terms, or what is wrong with them.

    >>> read_terms({"currency": "PKR", "amount": 1000, "start": "2026-01-01", "instalments": -3,
    ...     "rate": "0.12"})[0].where
    'instalments'
    """
    return read_as(ContractTerms, fields)


def read_as(model: type[M], fields: Mapping[str, Any]) -> M | tuple[Problem, ...]:
    """One model from fields, or its problems, each at the field it is about."""
    try:
        return model.model_validate(fields)
    except ValidationError as error:
        return problems_of(error.errors())


def problems_of(errors: Iterable[ErrorDetails]) -> tuple[Problem, ...]:
    """Problems at the field a rule names; rules over several fields name one of them."""
    return tuple(_placed(problem) for problem in from_pydantic(errors))


def _placed(problem: Problem) -> Problem:
    field = problem.params.get("field")
    if field is None:
        return problem
    return replace(problem, where=f"{problem.where}.{field}" if problem.where else str(field))
