"""The chain of what people said and what was answered: each entry linked to the one before."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Engine, insert, select

from products.publishing import chain
from products.publishing.noting import Entry
from products.publishing.voice_tables import VOICE_EVENT


def note(db: Connection, entry: Entry, said: str = "") -> None:
    """Add one entry; `said` stands in it as a hash, together with the subject's random id."""
    query = select(VOICE_EVENT.c.seq, VOICE_EVENT.c.hash).order_by(VOICE_EVENT.c.seq.desc())
    last = db.execute(query.limit(1)).one_or_none()
    row: dict[str, Any] = {
        "seq": last.seq + 1 if last else 1,
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
        "content_sha256": digest(entry.version_id, said),
        "request_id": entry.request_id,
        "prev_hash": last.hash if last else chain.FIRST,
    }
    row["hash"] = chain.hash_of(row)
    db.execute(insert(VOICE_EVENT).values(**row))


def digest(*parts: str) -> str:
    """SHA-256 of some texts, told apart.

    >>> digest("a", "bc") == digest("ab", "c")
    False
    """
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


def done_before(db: Connection, request_id: str, action: str) -> str | None:
    """The subject of the entry that the same request made before, if it did."""
    query = select(VOICE_EVENT.c.version_id).where(
        VOICE_EVENT.c.request_id == request_id, VOICE_EVENT.c.action == action
    )
    return db.execute(query.limit(1)).scalars().first()


def trace(engine: Engine, subject: str | None = None) -> tuple[Mapping[str, Any], ...]:
    """The entries of one subject, or all of them, oldest first; whole, `chain.broken` checks it."""
    query = select(VOICE_EVENT).order_by(VOICE_EVENT.c.seq)
    if subject is not None:
        query = query.where(VOICE_EVENT.c.version_id == subject)
    with engine.connect() as db:
        return tuple(dict(row) for row in db.execute(query).mappings())
