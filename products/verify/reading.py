"""Case files read: JSON in, cases and named problems out; nothing raised for what they hold."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, Field, ValidationError

from products.basis.problems import Problem, from_pydantic
from products.verify.tolerance import Tolerance, read_tolerance

_MAX_BYTES = 64_000_000


class _File(BaseModel, frozen=True, extra="ignore"):
    """The frame of a case file."""

    suite: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=80)]
    conventions: Any = None
    cases: Annotated[list[Any], Field(min_length=1)]


class _RawCase(BaseModel, frozen=True, extra="ignore"):
    """One case before its suite has looked at the inputs."""

    id: Annotated[str, Field(min_length=1, max_length=200)]
    group: str = ""
    description: str = ""
    inputs: dict[str, Any]
    expected: Annotated[dict[str, Any], Field(min_length=1)]
    tolerance: Any = None
    verified: bool = True


@dataclass(frozen=True, slots=True)
class ReadCase:
    """A case as read: `inputs` is its JSON text, `expected` keeps numbers as printed."""

    id: str
    group: str
    inputs: str
    expected: dict[str, Any]
    tolerance: Tolerance
    verified: bool
    description: str = ""


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A case file as read."""

    path: Path
    suite: str
    conventions: object
    cases: tuple[ReadCase, ...]


def find_files(paths: Iterable[str | Path]) -> tuple[tuple[Path, ...], tuple[Problem, ...]]:
    """The files that `paths` name: a file itself, a folder's `*.json` at any depth, sorted."""
    files: list[Path] = []
    problems: list[Problem] = []
    for path in map(Path, paths):
        found = sorted(path.rglob("*.json")) if path.is_dir() else [path]
        if not found:
            params = {"value": str(path)}
            problems.append(Problem("problem.no_case_files", str(path), params=params))
        files.extend(file for file in found if file not in files)
    return tuple(files), tuple(problems)


def read_cases(path: Path) -> tuple[CaseFile | None, tuple[Problem, ...]]:
    """A case file, or None with the reason; cases that cannot be read are left out and named."""
    try:
        if path.stat().st_size > _MAX_BYTES:
            return None, (_unreadable(path, "too large"),)
        content = json.loads(
            path.read_text("utf-8"),
            parse_float=_printed,
            parse_int=_whole,
            parse_constant=_refuse_constant,
        )
    except (OSError, ValueError, RecursionError) as error:
        return None, (_unreadable(path, _reason(error)),)
    try:
        frame = _File.model_validate(content)
    except ValidationError as error:
        return None, from_pydantic(error.errors(), f"{path}: ")
    cases: list[ReadCase] = []
    problems: list[Problem] = []
    for i, raw in enumerate(frame.cases):
        case, found = _read_case(raw, f"{path}: {_name_of(raw, i)}")
        problems.extend(found)
        if case is not None:
            cases.append(case)
    return CaseFile(path, frame.suite, frame.conventions, tuple(cases)), tuple(problems)


def _read_case(raw: object, where: str) -> tuple[ReadCase | None, Sequence[Problem]]:
    try:
        case = _RawCase.model_validate(raw)
    except ValidationError as error:
        return None, from_pydantic(error.errors(), f"{where}: ")
    tolerance = read_tolerance(case.tolerance, f"{where}: tolerance")
    if isinstance(tolerance, Problem):
        return None, (tolerance,)
    inputs = json.dumps(case.inputs, default=float)
    read = ReadCase(
        case.id, case.group, inputs, case.expected, tolerance, case.verified, case.description
    )
    return read, ()


def _name_of(raw: object, i: int) -> str:
    name = raw.get("id") if isinstance(raw, dict) else None
    return name if isinstance(name, str) and name else f"cases[{i}]"


def _printed(text: str) -> Decimal:
    """A number with its digits as printed; one no float can hold is refused."""
    if math.isinf(float(text)):
        raise ValueError(f"{text[:40]} is too large")
    return Decimal(text)


def _whole(text: str) -> int:
    if math.isinf(float(text)):
        raise ValueError(f"{text[:40]} is too large")
    return int(text)


def _refuse_constant(text: str) -> float:
    raise ValueError(f"{text} is no number")


def _unreadable(path: Path, reason: str) -> Problem:
    return Problem(
        "problem.file_unreadable", str(path), params={"value": path.name, "reason": reason}
    )


def _reason(error: Exception) -> str:
    if isinstance(error, OSError):
        return error.strerror or type(error).__name__
    if isinstance(error, RecursionError):
        return "nested too deeply"
    return str(error)[:120]
