"""Whoever changes rows behind the doors' back is found out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from products.publishing.checks import audit
from products.publishing.opening import Opened, open_registry
from products.publishing.registry import Registry
from tests.products.publishing.shelf import (
    BANK,
    KEEPER,
    STEWARD,
    at,
    done,
    draft,
    loan,
    published,
    request,
    submitted,
)


@pytest.fixture
def told(where: Path | str, witness: Path) -> Iterator[Registry]:
    """A registry with a story in it, not looked through at the end."""
    opened: Opened = open_registry(where, witness=witness)
    registry = opened.registry
    published(registry)
    published(registry, loan(0.2), now=at(5))
    published(registry, loan(0.12), now=at(6), valid_from=at(9).date(), valid_to=at(20).date())
    published(registry, loan(id="XY-LOAN-2"), now=at(5))
    done(registry.withdraw(STEWARD, "XY-LOAN-2", reason="x", now=at(7), request_id=request()))
    submitted(registry, loan(id="XY-LOAN-3"))
    draft(registry, loan(id="XY-LOAN-4"))
    yield registry
    opened.close()


def codes(registry: Registry) -> set[str]:
    return {each.code.removeprefix("problem.") for each in audit(registry)}


def change(registry: Registry, statement: str) -> None:
    with registry.engine.begin() as db:
        assert db.execute(text(statement)).rowcount != 0


def test_a_registry_used_through_its_doors_is_clean(told: Registry) -> None:
    assert audit(told) == ()


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE listing_version SET name = 'Another' WHERE version_no = 1", "audit_content"),
        ("UPDATE listing_version SET content = '{\"id\": \"XY-LOAN-1\"}' WHERE version_no = 1"
         " AND listing_id = 'XY-LOAN-1'", "audit_content"),
        ("UPDATE listing_version SET state = 'published' WHERE listing_id = 'XY-LOAN-3'",
         "audit_one_person"),
        ("UPDATE listing_version SET state = 'published' WHERE listing_id = 'XY-LOAN-3'",
         "audit_state"),
        ("UPDATE listing_version SET author_id = 'sana@iom' WHERE listing_id = 'XY-LOAN-4'",
         "audit_author"),
        ("UPDATE listing_version SET valid_from = DATE '2020-01-01' WHERE listing_id ="
         " 'XY-LOAN-1' AND version_no = 1", "audit_beliefs"),
        ("UPDATE listing_belief SET valid_from = DATE '2020-01-01' WHERE listing_id ="
         " 'XY-LOAN-2'", "audit_beliefs"),
        ("DELETE FROM listing_belief WHERE listing_id = 'XY-LOAN-2'", "audit_beliefs"),
        ("UPDATE listing_belief SET known_to = TIMESTAMPTZ '9999-12-31 00:00:00+00'",
         "audit_overlap"),
        ("DELETE FROM listing_version WHERE listing_id = 'XY-LOAN-4'", "audit_no_version"),
        ("UPDATE listing_event SET reason = 'nicer' WHERE seq = 2", "chain_broken"),
        ("UPDATE listing_event SET action = 'submit' WHERE action = 'withdraw'", "audit_step"),
        ("DELETE FROM listing_event WHERE seq = 3", "chain_gap"),
        ("DELETE FROM listing_event WHERE seq = (SELECT max(seq) FROM listing_event)",
         "chain_lost"),
    ],
)  # fmt: skip
def test_CATALOGUE_06_a_direct_edit_of_the_rows_is_caught(
    told: Registry, statement: str, code: str
) -> None:
    change(told, statement)
    assert code in codes(told)


def test_CATALOGUE_06_no_door_changes_a_public_version_in_place(told: Registry) -> None:
    held = next(each for each in told.history("XY-LOAN-1") if each.version_no == 3)
    answers = (
        told.save(BANK, held.version_id, loan(0.01), edit_no=held.edit_no, now=at(9)),
        told.submit(BANK, held.version_id, now=at(9), request_id=request()),
        told.discard(BANK, held.version_id, now=at(9), request_id=request()),
    )
    assert {each.code for each in answers} == {"problem.not_a_draft", "problem.illegal_step"}
    assert told.version(held.version_id) == held


def test_a_public_figure_without_a_source_is_found(told: Registry) -> None:
    """As if an older registry had let it through."""
    content = {name: value for name, value in loan().items() if name != "as_of"}
    held = done(told.adopt(_listing(content), KEEPER, now=at(8), as_of=at(8).date()))
    assert audit(told) == ()  # a pack may say that a page shows no date
    change(
        told,
        "UPDATE listing_version SET author_organisation = 'first_bank' WHERE version_id ="
        f" '{held.version_id}'",
    )
    assert "no_provenance" in codes(told)


def _listing(content: dict[str, object]):
    from products.catalogue.listing import Listing

    return Listing.model_validate({**content, "id": "XY-LOAN-8"})
