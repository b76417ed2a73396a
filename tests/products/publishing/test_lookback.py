"""Looking back at what was held to be so."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from products.basis.people import Actor, Role
from products.publishing.lookback import Belief, beliefs, open_doubts, sellers
from products.publishing.opening import open_file

BANK = Actor("amina", "bank_a", frozenset({Role.BANK}))
STEWARD = Actor("bilal", "stewards", frozenset({Role.STEWARD}))


def content(rate: float) -> dict[str, object]:
    return {
        "id": "PK-A-LOAN", "provider_id": "bank_a", "name": "Loan", "category": "enterprise",
        "currency": "PKR", "modes": ["conventional"], "standing": "offered", "source_id": "page",
        "as_of": "2026-01-01", "confidence": "high", "country": "PAK",
        "terms": {"kind": "loan", "rate": rate, "rate_basis": "nominal_pa_monthly",
                  "tenor_min_months": 12, "tenor_max_months": 24, "repayment": "level"},
    }  # fmt: skip


@pytest.fixture
def registry(tmp_path):
    opened = open_file(tmp_path / "registry.duckdb")
    yield opened.registry
    opened.close()


def publish(registry, rate: float, start: date, now: datetime, mark: str) -> str:
    draft = registry.draft(
        BANK, content(rate), now=now, request_id=f"d{mark}", valid_from=start
    )  # fmt: skip
    registry.submit(BANK, draft.version_id, now=now, request_id=f"s{mark}")
    done = registry.publish(
        STEWARD, draft.version_id, approved=draft.content_sha256, now=now, request_id=f"p{mark}"
    )
    assert done.version_id == draft.version_id, done
    return done.version_id


def test_both_axes_are_told_in_the_order_in_which_they_became_known(registry):
    """Version 2, known in March, holds from February on: January stays with version 1."""
    one = publish(registry, 0.2, date(2026, 1, 1), datetime(2026, 1, 1, 9, tzinfo=UTC), "1")
    march = datetime(2026, 3, 1, 9, tzinfo=UTC)
    two = publish(registry, 0.3, date(2026, 2, 1), march, "2")
    january = datetime(2026, 1, 1, 9, tzinfo=UTC)
    assert beliefs(registry, "PK-A-LOAN") == (
        Belief(one, 1, date(2026, 1, 1), None, january, march),
        Belief(one, 1, date(2026, 1, 1), date(2026, 2, 1), march, None),
        Belief(two, 2, date(2026, 2, 1), None, march, None),
    )


def test_what_was_only_drafted_was_never_held(registry):
    now = datetime(2026, 1, 1, 9, tzinfo=UTC)
    registry.draft(BANK, content(0.2), now=now, request_id="d", valid_from=date(2026, 1, 1))
    assert beliefs(registry, "PK-A-LOAN") == ()
    assert sellers(registry) == {"PK-A-LOAN": ("bank_a", "PAK")}


def test_open_doubts_of_drafts_are_told_those_that_block_first_and_settled_ones_are_not(registry):
    now = datetime(2026, 1, 1, 9, tzinfo=UTC)
    rows = [
        {"path": f"rates[{n}]", "raw": "abc", "code": "RATE_NOT_A_NUMBER", "blocks": n}
        for n in (0, 1)
    ]
    registry.draft(
        BANK, content(0.2), now=now, request_id="d", valid_from=date(2026, 1, 1), doubts=rows
    )
    first, second = open_doubts(registry)
    assert (first.path, first.blocks, second.blocks) == ("rates[1]", True, False)
    assert (first.provider_id, first.file_format) == ("bank_a", "")
    registry.settle(BANK, first.quarantine_id, reason="asked", now=now, request_id="s")
    assert [one.path for one in open_doubts(registry)] == ["rates[0]"]
    assert len(open_doubts(registry, most=0)) == 0
