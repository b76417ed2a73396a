"""A bank, its loan, a steward of another organisation, and the steps they take."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from products.basis.people import Actor, Role
from products.basis.problems import Problem
from products.publishing.registry import PACKS, Registry
from products.publishing.rows import Version

NOW = datetime(2026, 1, 31, 9, tzinfo=UTC)
DAY = NOW.date()
BANK = Actor("amina@bank", "first_bank", frozenset({Role.BANK}))
COLLEAGUE = Actor("bilal@bank", "first_bank", frozenset({Role.BANK, Role.STEWARD}))
STEWARD = Actor("sana@iom", "iom", frozenset({Role.STEWARD}))
SECOND = Actor("tariq@ngo", "ngo", frozenset({Role.STEWARD}))
RIVAL = Actor("omar@rival", "rival_bank", frozenset({Role.BANK}))
KEEPER = Actor(PACKS, PACKS, frozenset())
_NUMBERS = count(1)


def loan(rate: float = 0.18, **other: Any) -> dict[str, Any]:
    """A loan as content, whole and sourced; `rate` and header fields may be others."""
    return {
        "id": "XY-LOAN-1", "provider_id": "first_bank", "country": "PAK", "name": "Shop loan",
        "category": "enterprise", "currency": "PKR", "modes": ["conventional"],
        "amount_min": 10_000.0, "amount_max": 500_000.0, "standing": "offered",
        "source_id": "provider.first_bank", "as_of": "2026-01-20", "confidence": "high",
        "terms": {
            "kind": "loan", "rate": rate, "rate_basis": "nominal_pa_monthly",
            "tenor_min_months": 12, "tenor_max_months": 60,
        },
        **other,
    }  # fmt: skip


def terms(**other: Any) -> dict[str, Any]:
    """The loan with other terms."""
    content = loan()
    return {**content, "terms": {**content["terms"], **other}}


def request() -> str:
    """A request id never used before."""
    return f"r{next(_NUMBERS)}"


def at(days: int = 0, **more: int) -> datetime:
    """So long after `NOW`."""
    return NOW + timedelta(days=days, **more)


def done(answer: Version | Problem) -> Version:
    """The version a step gave; a refusal fails the test with its code."""
    assert isinstance(answer, Version), answer
    return answer


def refused(answer: object) -> str:
    """The code of a refusal."""
    assert isinstance(answer, Problem), answer
    return answer.code


def draft(
    registry: Registry, content: dict[str, Any] | None = None, *, now: datetime = NOW,
    valid_from: date | None = None, valid_to: date | None = None, **other: Any,
) -> Version:  # fmt: skip
    return done(
        registry.draft(
            other.pop("actor", BANK), loan() if content is None else content, now=now,
            request_id=request(), valid_from=valid_from or now.date(), valid_to=valid_to, **other,
        )
    )  # fmt: skip


def submitted(registry: Registry, content: dict[str, Any] | None = None, **other: Any) -> Version:
    now = other.get("now", NOW)
    held = draft(registry, content, **other)
    return done(registry.submit(BANK, held.version_id, now=now, request_id=request()))


def published(registry: Registry, content: dict[str, Any] | None = None, **other: Any) -> Version:
    now = other.get("now", NOW)
    held = submitted(registry, content, **other)
    return done(approve(registry, held, now=now))


def approve(
    registry: Registry, held: Version, *, now: datetime = NOW, actor: Actor = STEWARD, **other: Any
) -> Version | Problem:
    asked = {"approved": held.content_sha256, "request_id": request(), **other}
    return registry.publish(actor, held.version_id, now=now, **asked)
