"""Answers about one listing, and changes of a case that would turn them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from planner.case import Case
from products.basis.problems import Scalar


class State(StrEnum):
    """The answer to one question about one listing."""

    PASSED = "passed"
    FAILED = "failed"
    UNKNOWN = "unknown"


class Verdict(StrEnum):
    """The answer about one listing as a whole."""

    AVAILABLE = "available"
    CONFIRM_FIRST = "confirm_first"
    """all passes, on terms last known on a day: ask the provider before anything is signed"""
    UNKNOWN = "unknown"
    """nothing fails, but questions are open"""
    NOT_AVAILABLE = "not_available"
    NEVER_OFFERED = "never_offered"
    """closed, superseded or without known terms: for the record only"""


@dataclass(frozen=True, slots=True)
class Change:
    """One value of the case to be set.

    `path` is a field path as in a problem's `where`; a list's path with "[+]" adds an item, and
    what does not exist yet on the way is made.
    """

    path: str
    value: object


@dataclass(frozen=True, slots=True)
class Fix:
    """The smallest single change that turns one outcome; `code` is its text key.

    `patch` is applied to the case by `apply_patch`; empty means nothing the family can do.
    """

    code: str
    params: Mapping[str, Scalar]
    patch: tuple[Change, ...] = ()

    @property
    def possible(self) -> bool:
        """Whether the family can do it at all."""
        return bool(self.patch)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One rule or gate of one listing.

    `code` is its text key ("rule.age_years.at_least", "gate.cash"); `group` joins rules of which
    one is enough; `counts` is False for a rule whose group passes or stays open by another one.
    `missing` is how far a number is from passing, in the unit of `params["limit"]`; NaN where
    unknown. `fixes` are the ways to turn it, the smallest first.
    """

    code: str
    state: State
    params: Mapping[str, Scalar]
    missing: float = 0.0
    group: str = ""
    counts: bool = True
    fixes: tuple[Fix, ...] = ()

    @property
    def text_key(self) -> str:
        """Key of its sentence: a gate that is passed says so in other words."""
        passed_gate = self.state is State.PASSED and self.code.startswith("gate.")
        return f"{self.code}.passed" if passed_gate else self.code


def apply_patch(case: Case, patch: Sequence[Change]) -> Case:
    """The case with every change made; raises a validation error where a value does not fit.

    >>> from datetime import date
    >>> case = Case(country="PAK", start=date(2026, 1, 1), household={
    ...     "members": [{"id": "a", "age_years": 30, "sex": "male"}]})
    >>> patched = apply_patch(case, [Change("household.members[0].answers.is_tax_filer", True)])
    >>> patched.household.members[0].answers
    {'is_tax_filer': True}
    """
    content = case.model_dump(mode="json")
    for change in patch:
        _set(content, change)
    return Case.model_validate(content)


_PART = re.compile(r"([a-zA-Z_]\w*)|\[(\d+|\+)\]")


def _set(content: Any, change: Change) -> None:  # noqa: ANN401 - JSON is anything
    keys = [
        name or (index if index == "+" else int(index))
        for name, index in _PART.findall(change.path)
    ]
    at = content
    for key in keys[:-1]:
        at = at[key]
    last = keys[-1]
    if last == "+":
        at.append(change.value)
    else:
        at[last] = change.value
