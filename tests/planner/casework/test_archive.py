"""Pinned versions are found in the registry, and drafts never."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from planner.casework.archive import finder
from planner.pins import stamp
from products.basis.people import Actor, Role
from products.publishing.content import of_listing
from products.publishing.opening import open_file
from products.publishing.rows import Version
from tests.planner.families import loan

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
DAY = NOW.date()
BANK = Actor("amna@bank", "bank", frozenset({Role.BANK}))
STEWARD = Actor("bilal@steward", "steward", frozenset({Role.STEWARD}))
KEEPER = Actor("packs", "packs", frozenset())
OLD, NEW = loan(id_="PK-LOAN"), loan(id_="PK-LOAN", rate=0.24)


@pytest.fixture
def registry(tmp_path):
    opened = open_file(tmp_path / "registry.duckdb")
    yield opened.registry
    opened.close()


def written(found) -> Version:
    assert isinstance(found, Version), found
    return found


def publish(registry, listing, content=None):
    drafted = written(
        registry.draft(
            BANK, content or of_listing(listing), now=NOW, request_id="d1", valid_from=DAY
        )
    )
    written(registry.submit(BANK, drafted.version_id, now=NOW, request_id="s1"))
    return written(
        registry.publish(
            STEWARD, drafted.version_id, approved=drafted.content_sha256, now=NOW, request_id="p1"
        )
    )


def test_a_superseded_version_is_found_by_its_fingerprint(registry):
    registry.adopt(OLD, KEEPER, now=NOW, as_of=date(2026, 1, 1))
    publish(registry, NEW)
    find = finder(registry)
    assert find("PK-LOAN", stamp(OLD)) == OLD
    assert find("PK-LOAN", stamp(NEW)) == NEW
    assert find("PK-LOAN", "0" * 64) is None
    assert find("PK-OTHER", stamp(OLD)) is None


def test_a_version_withdrawn_is_found(registry):
    registry.adopt(OLD, KEEPER, now=NOW, as_of=date(2026, 1, 1))
    publish(registry, NEW)
    written(registry.withdraw(BANK, "PK-LOAN", reason="closed", now=NOW, request_id="w1"))
    assert finder(registry)("PK-LOAN", stamp(NEW)) == NEW


def test_a_draft_is_never_found(registry):
    content = of_listing(NEW)
    written(registry.draft(BANK, content, now=NOW, request_id="d1", valid_from=DAY))
    assert finder(registry)("PK-LOAN", stamp(NEW)) is None


def test_how_a_document_was_written_makes_no_difference(registry):
    content = {**of_listing(OLD), "amount_min": 10_000, "note": "", "version": 1}
    publish(registry, OLD, content)
    assert finder(registry)("PK-LOAN", stamp(OLD)) == OLD


def test_the_packs_are_asked_too_and_no_registry_is_no_failure():
    find = finder(None, {"PK-LOAN": OLD}.get)
    assert find("PK-LOAN", stamp(OLD)) == OLD
    assert find("PK-LOAN", stamp(NEW)) is None
    assert finder(None)("PK-LOAN", stamp(OLD)) is None
