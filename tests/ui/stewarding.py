"""A small registry on the screen: one published loan, a bank's next version of it in review."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from products.basis.people import Actor, Role
from products.publishing.content import of_listing
from products.publishing.registry import PACKS, Registry
from products.publishing.rows import Version

DAY = date(2026, 11, 24)
LOAN = "PK-ASA-MSME"
KEEPER = Actor(PACKS, PACKS, frozenset())


def at(hour: int, day: int = 20) -> datetime:
    """A moment of November 2026."""
    return datetime(2026, 11, day, hour, tzinfo=UTC)


def banker(provider: str, name: str = "officer@bank") -> Actor:
    """A bank's editor."""
    return Actor(name, provider, frozenset({Role.BANK}))


def adopted(registry: Registry, listing: Any) -> Version:
    """The listing as the packs have it, published."""
    held = registry.adopt(listing, KEEPER, now=at(8, 1), as_of=date(2026, 11, 1))
    assert isinstance(held, Version), held
    return held


def handed_in(
    registry: Registry,
    listing: Any,
    *,
    header: Mapping[str, Any] | None = None,
    terms: Mapping[str, Any] | None = None,
    author: Actor | None = None,
    valid_from: date = DAY,
    when: datetime | None = None,
    doubts: tuple[Mapping[str, Any], ...] = (),
) -> Version:
    """The bank's next version, submitted (as a draft where a doubt blocks it)."""
    content = of_listing(listing)
    content.setdefault("as_of", "2026-11-01")
    for line in (*content.get("provenance", ()), *content.get("rules", ())):
        line.setdefault("as_of", "2026-11-01")
    content.update(header or {})
    content["terms"] = {**content["terms"], **(terms or {})}
    by, now = author or banker(listing.provider_id), when or at(9)
    draft = registry.draft(
        by, content, now=now, request_id=f"draft-{now}-{listing.id}", valid_from=valid_from,
        doubts=doubts,
    )  # fmt: skip
    assert isinstance(draft, Version), draft
    if doubts:
        return draft
    done = registry.submit(by, draft.version_id, now=now, request_id=f"submit-{now}-{listing.id}")
    assert isinstance(done, Version), done
    return done
