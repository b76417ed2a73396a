"""Products followed over two years of real answers: 16, 22, 10 and 5 versions."""

from __future__ import annotations

import csv
from itertools import groupby

import pytest

from products.imports import cdr
from products.imports.documents import FeedCode
from products.imports.following import Watched, follow
from tests.products.imports.bank import DEPOSIT, DOCUMENTS, read

ROWS = list(
    csv.DictReader((DOCUMENTS / "version_chain/chains.csv").read_text("utf-8").splitlines())
)
CHAINS = {name: list(rows) for name, rows in groupby(ROWS, key=lambda row: row["chain"])}
VERSIONS = {
    "heartland-term-deposit-TD04.1": 16,
    "ubank-home-loan-8": 22,
    "suncorp-business-essentials-loan-BEL": 10,
    "commbank-term-deposit-f889dd90": 5,
}
EVENTS = {
    "first_seen": FeedCode.FIRST_SEEN,
    "content_changed": FeedCode.CHANGED,
    "only_lastUpdated_changed": FeedCode.ONLY_STAMP_MOVED,
    "absent_from_feed": FeedCode.ABSENT,
    "reappeared_unchanged": FeedCode.REAPPEARED,
    "error_response_stored": FeedCode.FEED_ERROR,
}
"""The collectors' words -> ours."""


def ref_of(rows: list[dict[str, str]]) -> str:
    first = cdr.read((DOCUMENTS / rows[0]["file"]).read_bytes(), "bank")
    return first.drafts[0].external_ref


def file_of(row: dict[str, str], rows: list[dict[str, str]]) -> str:
    """The stored answer of a row; what reappeared unchanged is the answer stored before."""
    same = "content_sha_excl_lastUpdated"
    return row["file"] or next(r["file"] for r in rows if r["file"] and r[same] == row[same])


@pytest.mark.parametrize("chain", CHAINS)
def test_FEED_03_every_event_of_a_chain_is_told_and_its_versions_are_counted(chain: str) -> None:
    rows = CHAINS[chain]
    watched = Watched(ref_of(rows))
    for row in rows:
        before = watched
        answer = cdr.read((DOCUMENTS / file_of(row, rows)).read_bytes(), "bank")
        watched, event = follow(watched, answer)
        assert event.code is EVENTS[row["event"]], row
        if event.code is FeedCode.FEED_ERROR:
            assert watched.fingerprint == before.fingerprint
            assert event.detail
    assert watched.versions == VERSIONS[chain]


def test_FEED_03_a_stamp_that_moves_every_night_makes_no_version() -> None:
    watched = Watched("TD1")
    for night in range(315):
        answer = read(DEPOSIT | {"lastUpdated": f"2026-01-01T00:00:{night:03d}Z"})
        watched, event = follow(watched, answer)
        assert event.code is (FeedCode.ONLY_STAMP_MOVED if night else FeedCode.FIRST_SEEN)
    assert watched.versions == 1


def test_an_absent_product_keeps_its_version_and_comes_back() -> None:
    watched, _ = follow(Watched("TD1"), read(DEPOSIT))
    gone, event = follow(watched, None)
    assert event.code is FeedCode.ABSENT
    assert gone.fingerprint == watched.fingerprint
    back, event = follow(gone, read(DEPOSIT))
    assert (event.code, back.versions) == (FeedCode.REAPPEARED, 1)
    assert follow(back, read(DEPOSIT))[1].code is FeedCode.UNCHANGED


def test_a_file_that_cannot_be_read_is_an_event_too() -> None:
    watched, _ = follow(Watched("TD1"), read(DEPOSIT))
    after, event = follow(watched, cdr.read(b"<html>", "bank"))
    assert (event.code, event.detail) == (FeedCode.FEED_ERROR, "problem.not_json")
    assert after.fingerprint == watched.fingerprint


def test_an_answer_about_another_product_is_an_absence() -> None:
    watched, _ = follow(Watched("TD1"), read(DEPOSIT))
    other = read(DEPOSIT | {"productId": "TD2"})
    assert follow(watched, other)[1].code is FeedCode.ABSENT
