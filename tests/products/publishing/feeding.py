"""A bank that hands its file in day by day, for the tests of intake."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from products.basis.people import Actor, Role
from products.basis.problems import Problem
from products.imports import cdr
from products.imports.documents import FeedCode
from products.publishing.arriving import Arrived, Handed, Taken
from products.publishing.intake import Intake
from products.publishing.registry import Registry

NOW = datetime(2026, 1, 31, 9, tzinfo=UTC)
BANK = Actor("amina", "bank", frozenset({Role.BANK}))
OTHER = Actor("bilal", "other_bank", frozenset({Role.BANK}))
STEWARD = Actor("sara", "stewards", frozenset({Role.STEWARD}))


def document(*products: dict[str, Any]) -> bytes:
    (product,) = products
    return json.dumps({"data": product, "meta": {}}).encode()


def handed(raw: bytes, name: str = "td.json", **more: str) -> Handed:
    return Handed(raw, name, "bank", "cdr", **more)


class Feed:
    """Days on which a bank hands a file in, one after the other."""

    def __init__(self, intake: Intake) -> None:
        self.intake, self.day = intake, 0

    def __call__(self, raw: bytes | dict[str, Any], **more: str) -> Taken:
        raw = document(raw) if isinstance(raw, dict) else raw
        self.day += 1
        mapped = self.intake.in_force("bank", "cdr")
        read = cdr.read(raw, "bank", "", mapped.rules)
        file = Arrived(
            read, "td.json", f"{self.day:064d}", len(raw), mappings=mapped.fingerprint, **more
        )
        now = NOW + timedelta(days=self.day - 1)
        taken = self.intake.take(BANK, file, now=now, request_id=f"day {self.day}")
        assert isinstance(taken, Taken)
        return taken


def publish(registry: Registry, version_id: str, now: datetime) -> None:
    for doubt in registry.doubts(version_id):
        if doubt["blocks"] and not doubt["settled_by"]:
            settled = registry.settle(
                BANK,
                doubt["quarantine_id"],
                reason="asked the branch",
                now=now,
                request_id=f"settle {doubt['quarantine_id']}"[:64],
            )
            assert not isinstance(settled, Problem), settled
    sent = registry.submit(BANK, version_id, now=now, request_id=f"s {version_id}")
    assert not isinstance(sent, Problem), sent
    done = registry.publish(
        STEWARD,
        version_id,
        approved=sent.content_sha256,
        now=now + timedelta(minutes=1),
        request_id=f"p {version_id}",
    )
    assert not isinstance(done, Problem), done


def codes(taken: Taken) -> list[FeedCode]:
    return [event.code for event in taken.events]


MONTHS = [
    {
        "name": "Term",
        "unitOfMeasure": "MONTH",
        "minimumValue": 12,
        "maximumValue": 360,
        "rateApplicationMethod": "WHOLE_BALANCE",
    }
]
