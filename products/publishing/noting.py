"""Adding to the event log: each entry linked to the one before, one or many in a transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, func, insert, select

from products.basis.people import Actor
from products.publishing import chain
from products.publishing.tables import EVENT

_BULK_FROM = 200
"""From so many rows on, one columnar load of the embedded database beats row by row."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What happened, before it has a number and a hash.

    `version_id` names the version; what happens to a whole file names the import instead, and no
    listing.
    """

    action: str
    actor: Actor
    now: datetime
    request_id: str
    version_id: str
    after: str
    listing_id: str = ""
    before: str | None = None
    content_sha256: str = ""
    reason: str = ""


def newest(db: Connection) -> tuple[int, str] | None:
    """Number and hash of the newest event; None before the first."""
    last = select(func.max(EVENT.c.seq)).scalar_subquery()
    found = db.execute(select(EVENT.c.seq, EVENT.c.hash).where(EVENT.c.seq == last)).one_or_none()
    return None if found is None else (found.seq, found.hash)


def note_all(db: Connection, entries: Sequence[Entry]) -> None:
    """Add entries to the log in their order."""
    seq, before = newest(db) or (0, chain.FIRST)
    rows: list[dict[str, Any]] = []
    for entry in entries:
        seq += 1
        row: dict[str, Any] = {
            "seq": seq,
            "version_id": entry.version_id,
            "listing_id": entry.listing_id,
            "action": entry.action,
            "from_state": entry.before,
            "to_state": entry.after,
            "actor_id": entry.actor.id,
            "actor_organisation": entry.actor.organisation,
            "actor_roles": ",".join(sorted(entry.actor.roles)),
            "happened_at": entry.now.isoformat(),
            "reason": entry.reason,
            "content_sha256": entry.content_sha256,
            "request_id": entry.request_id,
            "prev_hash": before,
        }
        before = row["hash"] = chain.hash_of(row)
        rows.append(row)
    put(db, EVENT, rows)


def put(db: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Put rows into a table, in one load where there are many."""
    if rows:
        options = {"duckdb_copy_threshold": _BULK_FROM}
        db.execute(insert(table), list(rows), execution_options=options)
