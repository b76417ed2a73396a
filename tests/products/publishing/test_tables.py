"""The tables refuse by themselves what no row may be."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import Table, insert
from sqlalchemy.exc import DBAPIError

from products.publishing.registry import Registry
from products.publishing.tables import LISTING, VERSION
from tests.products.publishing.shelf import DAY, NOW

ROW = {
    "version_id": "v", "listing_id": "L", "version_no": 1, "content": {}, "content_sha256": "0",
    "name": "",
    "valid_from": DAY, "valid_to": date(2027, 1, 1), "state": "draft", "author_id": "a",
    "author_organisation": "o", "edit_no": 0, "written_at": NOW,
}  # fmt: skip


@pytest.mark.parametrize(
    "wrong", [{"version_no": 0}, {"valid_to": DAY}, {"valid_to": date(2020, 1, 1)}, {"state": None}]
)
def test_a_version_counts_from_one_and_has_days_and_a_state(
    registry: Registry, wrong: dict[str, object]
) -> None:
    with pytest.raises(DBAPIError), registry.engine.begin() as db:
        db.execute(insert(VERSION).values(**{**ROW, **wrong}))


HEAD = {"provider_id": "p", "country": "PAK", "kind": "loan", "external_ref": "R", "lock_no": 0}


@pytest.mark.parametrize(
    ("table", "one", "other"),
    [
        (VERSION, ROW, {**ROW, "version_id": "w"}),
        (LISTING, {"listing_id": "A", **HEAD}, {"listing_id": "B", **HEAD}),
    ],
)
def test_a_number_is_used_once_and_a_reference_is_one_listings(
    registry: Registry, table: Table, one: dict[str, object], other: dict[str, object]
) -> None:
    with registry.engine.connect() as db:  # nothing of it stays: it is not committed
        db.execute(insert(table).values(**one))
        with pytest.raises(DBAPIError):
            db.execute(insert(table).values(**other))
