"""`python -m products verify PATH...`: case files against the engine, every difference printed.

Prints `SUITE: N passed, N failed` for each suite and `N passed, N failed` at the end. Cases the
publisher's figures could not be verified for are told apart and never fail the run. Returns 0 only
when every verified case passed and nothing was wrong with the files.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import cast

from pydantic import ValidationError

from products.basis.problems import Problem, from_pydantic
from products.basis.text import Sentences, problem_sentence, sentences
from products.verify.case import Case, Suite
from products.verify.compare import Difference, differences
from products.verify.reading import CaseFile, ReadCase, find_files, read_cases

_SUITES = "products.verify.suites"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one case: its differences, or the problems that kept it from running."""

    case_id: str
    verified: bool
    differences: tuple[Difference, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def agrees(self) -> bool:
        """Whether the engine gave what the case expects."""
        return not self.differences and not self.problems


@dataclass(slots=True)
class Tally:
    """The outcomes of one suite, over all its files."""

    suite: str
    outcomes: list[Outcome] = field(default_factory=list)

    def count(self, *, verified: bool, agrees: bool) -> int:
        """Number of outcomes of one sort."""
        return sum(o.verified is verified and o.agrees is agrees for o in self.outcomes)


def suite_names() -> tuple[str, ...]:
    """All suites the engine can answer, by name."""
    package = importlib.import_module(_SUITES)
    found = (path.stem for folder in package.__path__ for path in Path(folder).glob("[a-z]*.py"))
    return tuple(sorted(found))


def load_suite(name: str) -> Suite | None:
    """The adapter of a suite, or None when the engine has no such suite."""
    if name not in suite_names():
        return None
    return cast(Suite, importlib.import_module(f"{_SUITES}.{name}"))


def run_case(suite: Suite, case: ReadCase, conventions: object, where: str) -> Outcome:
    """One case through its suite's adapter, which sees inputs, group and conventions only."""
    place = f"{where}: {case.id}"
    try:
        inputs = suite.INPUTS.validate_json(case.inputs, strict=True)
    except ValidationError as error:
        found = from_pydantic(error.errors(), f"{place}: inputs.")
        return Outcome(case.id, case.verified, problems=found)
    try:
        answer = suite.answer(Case(inputs, case.group, conventions, case.description))
        if isinstance(answer, tuple):
            found = tuple(replace(each, where=f"{place}: {each.where}") for each in answer)
            return Outcome(case.id, case.verified, problems=found)
        found_differences = differences(case.expected, answer, case.tolerance)
    except Exception as error:  # an adapter's own fault must name the case, not end the run
        params = {"value": case.id, "reason": f"{type(error).__name__}: {error}"[:160]}
        fault = Problem("problem.engine_failed", place, params=params)
        return Outcome(case.id, case.verified, problems=(fault,))
    return Outcome(case.id, case.verified, differences=found_differences)


def run_file(file: CaseFile) -> Iterable[Outcome] | Problem:
    """All cases of one file, or the problem of a suite the engine does not know."""
    suite = load_suite(file.suite)
    if suite is None:
        params = {"value": file.suite, "limit": ", ".join(suite_names())}
        return Problem("problem.unknown_suite", str(file.path), params=params)
    return [run_case(suite, case, file.conventions, file.path.name) for case in file.cases]


def verify(paths: Iterable[str | Path]) -> tuple[tuple[Tally, ...], tuple[Problem, ...]]:
    """The tally of each suite met under `paths`, and the problems of files and cases."""
    files, found = find_files(paths)
    problems = list(found)
    tallies: dict[str, Tally] = {}
    for path in files:
        file, unread = read_cases(path)
        outcomes = run_file(file) if file is not None else ()
        if isinstance(outcomes, Problem):  # of a suite nobody knows, the cases say nothing
            problems.append(outcomes)
            continue
        problems.extend(unread)
        if file is None:
            continue
        tally = tallies.setdefault(file.suite, Tally(file.suite))
        for outcome in outcomes:
            tally.outcomes.append(outcome)
            problems.extend(outcome.problems)
    return tuple(tallies.values()), tuple(problems)


def main(arguments: Sequence[str | Path]) -> int:
    """Verify files and folders, print the report, and return the exit code.

    `--schema SUITE` prints the JSON schema of a suite's inputs instead.
    """
    if arguments and str(arguments[0]) == "--schema":
        return _print_schemas([str(name) for name in arguments[1:]])
    say = sentences()
    tallies, problems = verify(arguments)
    for tally in tallies:
        _print(_report(tally))
    _print(_sentence(problem, say) for problem in problems)
    passed = sum(tally.count(verified=True, agrees=True) for tally in tallies)
    failed = sum(tally.count(verified=True, agrees=False) for tally in tallies)
    _print([f"{passed} passed, {failed} failed"])
    return 0 if passed and not failed and not problems else 1


def _report(tally: Tally) -> Iterable[str]:
    passed = tally.count(verified=True, agrees=True)
    failed = tally.count(verified=True, agrees=False)
    yield f"{tally.suite}: {passed} passed, {failed} failed"
    yield from _lines(o for o in tally.outcomes if o.verified)
    agree = tally.count(verified=False, agrees=True)
    differ = tally.count(verified=False, agrees=False)
    if agree or differ:
        yield f"  not verified: {agree} agree, {differ} differ"
        yield from _lines(o for o in tally.outcomes if not o.verified)


def _lines(outcomes: Iterable[Outcome]) -> Iterable[str]:
    for outcome in outcomes:
        for each in outcome.differences:
            limit = f" (tolerance: {each.tolerance})" if each.tolerance else ""
            found = f"expected {each.expected}, got {each.got}{limit}"
            yield f"  {outcome.case_id}: {each.field}: {found}"


def _sentence(problem: Problem, say: Sentences) -> str:
    if say.has(problem.code):
        return f"problem: {problem_sentence(problem, say)}"
    params = ", ".join(f"{name}={value}" for name, value in problem.params.items())
    return f"problem: {problem.where}: {problem.code} ({params})"


def _print_schemas(names: Sequence[str]) -> int:
    unknown = [name for name in names if name not in suite_names()]
    if unknown:
        limit = ", ".join(suite_names())
        params = {"value": ", ".join(unknown), "limit": limit}
        _print(
            [_sentence(Problem("problem.unknown_suite", "--schema", params=params), sentences())]
        )
        return 1
    schemas = {}
    for name in names or suite_names():
        suite = load_suite(name)
        if suite is not None:
            schemas[name] = suite.INPUTS.json_schema()
    _print([json.dumps(schemas, indent=1)])
    return 0


def _print(lines: Iterable[str]) -> None:
    sys.stdout.writelines(f"{line}\n" for line in lines)
