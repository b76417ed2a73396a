"""The chain of voices: linked, whole, without what was said."""

from __future__ import annotations

import json

from products.publishing import chain
from products.publishing.noting import Entry
from products.publishing.voice_log import digest, done_before, note, trace
from tests.products.publishing.voices import FAMILY, NOW, OFFICER


def entry(number: int, request: str = "r") -> Entry:
    return Entry("dispute", OFFICER, NOW, f"{request}{number}", f"s{number}", "open", "TEST-LOAN")


def test_entries_are_linked_and_their_words_are_hashes_only(registry):
    with registry.engine.begin() as db:
        for number in range(3):
            note(db, entry(number), "the branch said 16 per cent")
    events = trace(registry.engine)
    assert [event["seq"] for event in events] == [1, 2, 3]
    assert chain.broken(events) == ()
    assert "16 per cent" not in json.dumps([dict(event) for event in events])
    assert events[0]["content_sha256"] == digest("s0", "the branch said 16 per cent")
    assert events[0]["content_sha256"] != events[1]["content_sha256"]


def test_a_subject_has_a_trace_of_its_own(registry):
    with registry.engine.begin() as db:
        note(db, entry(1))
        note(db, entry(2))
    assert [event["version_id"] for event in trace(registry.engine, "s2")] == ["s2"]


def test_a_request_that_was_made_before_is_known(registry):
    with registry.engine.begin() as db:
        note(db, entry(1))
        assert done_before(db, "r1", "dispute") == "s1"
        assert done_before(db, "r1", "answer") is None
        assert done_before(db, "r2", "dispute") is None


def test_texts_are_told_apart():
    assert digest("asker", "1") != digest("session", "1")
    assert FAMILY.id not in digest(FAMILY.id)
