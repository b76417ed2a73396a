"""What a feed told before is recalled as it was put back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection

from products.imports.documents import FeedCode, FeedEvent
from products.imports.following import Watched
from products.publishing.feeds import Told, gone, recall, recall_listings, refs_of, some
from products.publishing.intake import Intake
from products.publishing.registry import Registry

NOW = datetime(2026, 1, 31, 9, tzinfo=UTC)


def keep(registry: Registry, watched: Watched, at: datetime = NOW) -> None:
    def step(db: Connection) -> None:
        memory, silent = recall(db, "bank", "cdr", [watched.external_ref])
        recall_listings(db, memory, [], ["L"])
        memory.keep(watched, mappings="m", import_id=f"i{at.day}", at=at)
        told = Told("L", watched.external_ref, "p", "h", "v", "i", (("a", "https://bank.com"),))
        memory.keep_part(told)
        memory.happened(f"i{at.day}", [FeedEvent(FeedCode.CHANGED, watched.external_ref)], at)
        memory.put_back(db, at, silent)

    registry.together(step)


def test_a_product_is_recalled_as_it_was_kept(registry: Registry) -> None:
    keep(registry, Watched("S1", "f1", "stamp", 1))
    keep(registry, Watched("S1", "f2", "later", 2), NOW + timedelta(days=1))
    with registry.engine.connect() as db:
        memory, seen = recall(db, "bank", "cdr", ["S1"])
        recall_listings(db, memory, ["S1"], [])
        assert refs_of(db, "bank", "cdr") == {"S1"}
        assert refs_of(db, "bank", "obie") == frozenset()
    assert memory.product("S1") == Watched("S1", "f2", "later", 2)
    assert memory.mappings == {"S1": "m"}
    assert seen["S1"] == NOW + timedelta(days=1)
    assert [part.links for part in memory.of("S1")] == [(("a", "https://bank.com"),)]
    assert [v.fingerprint for v in Intake(registry).told("bank", "S1")] == ["f1", "f2"]


def test_a_missing_product_keeps_the_moment_it_was_told_last(registry: Registry) -> None:
    keep(registry, Watched("S1", "f1", "", 1))
    keep(registry, gone(Watched("S1", "f1", "", 1))[0], NOW + timedelta(days=1))
    with registry.engine.connect() as db:
        memory, seen = recall(db, "bank", "cdr", ["S1"])
        recall_listings(db, memory, ["S1"], [])
        assert refs_of(db, "bank", "cdr") == frozenset()
    assert memory.product("S1").is_missing
    assert seen["S1"] == NOW
    assert Intake(registry).last_told("L") == NOW


def test_an_unknown_product_is_a_new_one(registry: Registry) -> None:
    with registry.engine.connect() as db:
        memory, seen = recall(db, "bank", "cdr", ["S1"])
        recall_listings(db, memory, ["S1"], ["L"])
    assert (memory.product("S1").versions, memory.of("S1"), seen) == (0, (), {})


def test_keys_are_asked_for_in_handfuls() -> None:
    assert [len(each) for each in some([str(n) for n in range(1201)])] == [500, 500, 201]
    assert list(some([])) == []
