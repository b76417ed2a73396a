"""What a suite's adapter receives and what it may give back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from pydantic import BaseModel, TypeAdapter

from products.basis.problems import Problem


class Inputs(BaseModel, frozen=True, extra="forbid", allow_inf_nan=False):
    """Base of the models of a suite's inputs: frozen; unknown fields and NaN are errors."""


@dataclass(frozen=True, slots=True)
class Case:
    """All an adapter may know: validated `inputs`, the `group`, the file's `conventions`."""

    inputs: Any
    group: str = ""
    conventions: object = None
    description: str = ""
    """the case's sentence; some suites leave a step of the case to it"""


@dataclass(frozen=True, slots=True)
class Several:
    """More than one answer, smallest first; agrees when the expected value is one of them."""

    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A full table of which a case may print some rows only; a row is found by its first cell."""

    rows: Sequence[Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Asked:
    """Answers to questions a case prints beside its expected values.

    Each expected item names in the fields `names` what it is about (a day, a number of events), and
    `answer` gives the item for one set of their values. No other field of the item is handed over.
    """

    names: tuple[str, ...]
    answer: Callable[[Mapping[str, Any]], Mapping[str, Any]]


Answer = Mapping[str, Any] | tuple[Problem, ...]


class Suite(Protocol):
    """What a module in `products.verify.suites` exposes."""

    SUITE: str
    INPUTS: TypeAdapter[Any]

    def answer(self, case: Case) -> Answer:
        """The engine's results for one case, in the shape of its `expected`."""
        ...
