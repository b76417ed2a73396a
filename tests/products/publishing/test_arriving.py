"""The values intake speaks in: references that can be kept, an import as a row."""

from __future__ import annotations

from datetime import UTC, datetime

from products.basis.people import Actor
from products.basis.problems import Problem
from products.imports.documents import Draft, Imported
from products.publishing.arriving import Bringer, Taken, import_row, referred

CONTENT = {"id": "BANK-1", "provider_id": "bank"}


def test_a_draft_without_a_reference_goes_under_its_own_id() -> None:
    read = Imported("csv", "bank", (Draft(CONTENT, "", "", ""),))
    assert referred(read).drafts[0].external_ref == "BANK-1"


def test_a_reference_that_no_database_keeps_is_made_one_that_does() -> None:
    read = Imported("cdr", "bank", (Draft(CONTENT, "a\ud800\0" + "b" * 300, "", ""),))
    ref = referred(read).drafts[0].external_ref
    ref.encode()
    assert "\0" not in ref
    assert len(ref) == 200


def test_a_plain_reference_is_left_alone() -> None:
    read = Imported("cdr", "bank", (Draft(CONTENT, "S1", "", ""),))
    assert referred(read) is read


def test_a_row_holds_the_first_problem_and_all_counts() -> None:
    bringer = Bringer(Actor("a", "bank", frozenset()), datetime(2026, 1, 1, tzinfo=UTC), "r", "app")
    problems = (Problem("problem.not_json", "f"),)
    taken = Taken("i", "bank", "cdr", "f", "0" * 64, drafts=("v",), problems=problems)
    row = import_row(taken, bringer, 7)
    assert (row["problem"], row["size_bytes"], row["channel"]) == ("problem.not_json", 7, "app")
    assert row["counts"]["drafts"] == ["v"]
    assert taken.is_new
