"""Many entries at once make the same chain as one after the other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from products.basis.people import Actor, Role
from products.publishing import chain
from products.publishing.noting import Entry, note_all
from products.publishing.opening import open_file
from products.publishing.registry import Registry

NOW = datetime(2026, 1, 31, 9, tzinfo=UTC)
ACTOR = Actor("amina", "bank", frozenset({Role.BANK}))


@pytest.fixture
def registry(tmp_path: Path) -> Iterator[Registry]:
    opened = open_file(tmp_path / "registry.duckdb")
    yield opened.registry
    opened.close()


def entries(first: int, count: int) -> list[Entry]:
    return [
        Entry("create", ACTOR, NOW, "r1", f"v{n}", "draft", f"L-{n}", None, "0" * 64)
        for n in range(first, first + count)
    ]


@pytest.mark.parametrize("count", [1, 3, 500])
def test_entries_of_a_batch_are_linked_to_each_other_and_to_what_was(
    registry: Registry, count: int
) -> None:
    registry.together(lambda db: note_all(db, entries(0, 2)))
    registry.together(lambda db: note_all(db, entries(2, count)))
    events = registry.events()
    assert [event["version_id"] for event in events] == [f"v{n}" for n in range(count + 2)]
    assert chain.broken(events) == ()


def test_no_entry_is_no_event(registry: Registry) -> None:
    registry.together(lambda db: note_all(db, ()))
    assert registry.newest() == 0


def test_the_witness_is_told_of_the_last_of_a_batch(registry: Registry, tmp_path: Path) -> None:
    registry.together(lambda db: note_all(db, entries(0, 5)))
    seq, digest = chain.witnessed(tmp_path / "registry.witness")
    assert (seq, digest) == (5, registry.events()[-1]["hash"])
