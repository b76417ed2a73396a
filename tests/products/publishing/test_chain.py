"""The event log's chain and its witness."""

from __future__ import annotations

from pathlib import Path

import pytest

from products.publishing import chain
from products.publishing.registry import Registry
from tests.products.publishing.shelf import loan, published


def codes(events: list[dict[str, object]]) -> list[str]:
    return [each.code for each in chain.broken(events)]


@pytest.fixture
def events(registry: Registry) -> list[dict[str, object]]:
    published(registry)
    published(registry, loan(id="XY-LOAN-2"))
    return [dict(event) for event in registry.events()]


def test_the_chain_of_a_registry_is_whole(events: list[dict[str, object]]) -> None:
    assert chain.broken(events) == ()
    assert events[0]["prev_hash"] == chain.FIRST


@pytest.mark.parametrize("field", chain.SIGNED)
def test_any_signed_field_that_was_changed_is_seen(
    events: list[dict[str, object]], field: str
) -> None:
    events[2][field] = 77 if field == "seq" else "other"
    assert codes(events)


def test_an_event_taken_out_is_a_gap_and_one_put_in_breaks_the_chain(
    events: list[dict[str, object]],
) -> None:
    assert codes(events[:2] + events[3:]) == ["problem.chain_gap"]
    forged = {**events[1], "actor_id": "omar", "prev_hash": events[0]["hash"]}
    forged["hash"] = chain.hash_of(forged)
    assert codes([events[0], forged, *events[2:]]) == ["problem.chain_broken"]


def test_a_witness_knows_what_the_database_lost(
    events: list[dict[str, object]], witness: Path
) -> None:
    assert chain.lost(witness, events) is None
    lost = chain.lost(witness, events[:-1])
    assert lost is not None
    assert lost.params["value"] == len(events)
    assert chain.lost(witness, []) is not None


def test_a_last_line_cut_off_by_a_crash_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "w"
    assert chain.witnessed(path) == (0, chain.FIRST)
    chain.witness(path, 1, "a" * 64)
    with path.open("a") as file:
        file.write("2 bbbb")
    assert chain.witnessed(path) == (1, "a" * 64)
