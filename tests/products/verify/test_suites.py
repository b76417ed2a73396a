"""The published suites run through the engine; and a run that can fail."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from datetime import date, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from products.verify.case import Case
from products.verify.compare import differences
from products.verify.reading import read_cases
from products.verify.runner import load_suite, main, run_file, suite_names, verify
from tests.conftest import ROOT

PUBLISHED = ROOT / "tests" / "published"
FILES = sorted(PUBLISHED.glob("*.json"))
NAMED = {
    "apr_regz_appendix_j",
    "apr_eu_ccd_and_intervals",
    "aprc_ec_mortgage_2015",
    "apr_uk_mcob10",
    "microfinance_effective_rates",
    "loan_schedules_fineract",
    "loan_schedules_mifos_excel",
    "loan_tables_ec_mortgage_2015",
    "loans_vendor_scex",
    "xirr_xnpv",
    "day_counts",
    "savings_certificates",
    "islamic_finance",
}
TOUCHED_A_SUITE = 3  # cases of a suite whose inputs are moved one by one

by_file = pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])


def loaded(path):
    file, problems = read_cases(path)
    assert file is not None, problems
    return file, load_suite(file.suite)


def answered(suite, case, inputs, conventions):
    """The answer to inputs (JSON text), or None where they are refused."""
    try:
        given = suite.INPUTS.validate_json(inputs, strict=True)
    except ValidationError:
        return None
    answer = suite.answer(Case(given, case.group, conventions, case.description))
    return None if isinstance(answer, tuple) else answer


def moved(value: Any) -> Iterator[Any]:
    """The same value with one number, or one date, changed; one at a time."""
    if isinstance(value, dict):
        for name, part in value.items():
            yield from (value | {name: other} for other in moved(part))
    elif isinstance(value, list):
        for i, part in enumerate(value):
            yield from ([*value[:i], other, *value[i + 1 :]] for other in moved(part))
    elif isinstance(value, bool) or value is None:
        return
    elif isinstance(value, int | float):
        yield value + 1 if isinstance(value, int) else value * 1.07 + 0.001
    elif isinstance(value, str) and len(value) == 10 and value[4] == value[7] == "-":
        yield (date.fromisoformat(value) + timedelta(days=9)).isoformat()


def spoiled(value: Any) -> Any:
    """The expected values with the last number made wrong; None when there is no number."""
    if isinstance(value, dict):
        for name in reversed(value):
            if (
                name not in ("also_accepted", "meaning")
                and (bad := spoiled(value[name])) is not None
            ):
                return value | {name: bad}
    if isinstance(value, list):
        for i in range(len(value) - 1, -1, -1):
            if (bad := spoiled(value[i])) is not None:
                return [*value[:i], bad, *value[i + 1 :]]
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return value * 3 + 17 if is_number else None


def as_numbers(value: Any) -> Any:
    return json.loads(json.dumps(value, default=float))


def test_all_suites_an_auditor_names_are_here():
    assert {path.stem for path in FILES} >= NAMED
    assert set(suite_names()) >= NAMED


@by_file
def test_every_verified_case_passes(path):
    tallies, problems = verify([path])
    assert not problems
    (tally,) = tallies
    failed = [
        f"{outcome.case_id}: {each.field}: expected {each.expected}, got {each.got}"
        for outcome in tally.outcomes
        if outcome.verified
        for each in outcome.differences
    ]
    assert not failed, "\n".join(failed)
    assert tally.count(verified=True, agrees=True) > 0


def test_the_command_passes_over_the_whole_folder(capsys):
    assert main([PUBLISHED]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert sum(line.endswith("passed, 0 failed") for line in lines) == len(FILES) + 1


@by_file
def test_a_wrong_expected_number_is_found_in_every_case(path):
    file, suite = loaded(path)
    for case in file.cases:
        bad = spoiled(as_numbers(case.expected))
        answer = answered(suite, case, case.inputs, file.conventions)
        if bad is not None:
            assert differences(bad, answer, case.tolerance), case.id


@by_file
def test_a_wrong_expected_number_fails_the_command(path, tmp_path, capsys):
    content = json.loads(path.read_text("utf-8"))
    cases = [c for c in content["cases"] if c["verified"] and spoiled(c["expected"]) is not None]
    cases = deepcopy(cases[:2])
    cases[-1]["expected"] = spoiled(cases[-1]["expected"])
    (tmp_path / "spoiled.json").write_text(json.dumps(content | {"cases": cases}), "utf-8")
    assert main([tmp_path]) == 1
    assert "1 failed" in capsys.readouterr().out.splitlines()[-1]


@by_file
def test_other_inputs_give_another_answer(path):
    """Each number and date of the first cases is moved in turn; the expected fields must notice."""
    file, suite = loaded(path)
    for case in file.cases[:TOUCHED_A_SUITE]:
        noticed = 0
        for inputs in list(moved(json.loads(case.inputs)))[:40]:
            answer = answered(suite, case, json.dumps(inputs), file.conventions)
            noticed += answer is None or bool(differences(case.expected, answer, case.tolerance))
        assert noticed, case.id


@by_file
def test_no_adapter_knows_a_case_by_name(path):
    file, suite = loaded(path)
    source = (ROOT / "products" / "verify" / "suites" / f"{file.suite}.py").read_text("utf-8")
    assert file.suite == suite.SUITE
    assert not [case.id for case in file.cases if f'"{case.id}"' in source]


@by_file
def test_answers_do_not_depend_on_the_other_cases(path):
    file, _ = loaded(path)
    outcomes = {outcome.case_id: outcome.differences for outcome in run_file(file)}
    alone = file.cases[len(file.cases) // 2]
    suite = load_suite(file.suite)
    answer = answered(suite, alone, alone.inputs, file.conventions)
    assert differences(alone.expected, answer, alone.tolerance) == outcomes[alone.id]
