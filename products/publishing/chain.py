"""The event log: each entry carries the hash of the one before, so that none can be changed unseen.

The newest number and hash are also written to a witness file outside the database, because a
database that has lost its last writes opens without a word.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from products.basis.problems import Problem

FIRST = "0" * 64
"""What stands before the first event."""
SIGNED = (
    "seq", "version_id", "listing_id", "action", "from_state", "to_state", "actor_id",
    "actor_organisation", "actor_roles", "happened_at", "reason", "content_sha256", "request_id",
    "prev_hash",
)  # fmt: skip
"""The fields an event's hash is made of."""


def hash_of(event: Mapping[str, Any]) -> str:
    """The hash of an event, its `prev_hash` included."""
    told = json.dumps([event[name] for name in SIGNED], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(told.encode()).hexdigest()


def broken(events: Sequence[Mapping[str, Any]]) -> tuple[Problem, ...]:
    """Every place where the chain is broken: a gap, a wrong link, an event that was changed."""
    found, before = [], FIRST
    for expected, event in enumerate(events, start=1):
        where = f"event {event['seq']}"
        if event["seq"] != expected:
            found.append(Problem("problem.chain_gap", where, params={"limit": expected}))
            break
        if event["prev_hash"] != before or event["hash"] != hash_of(event):
            found.append(Problem("problem.chain_broken", where))
        before = event["hash"]
    return tuple(found)


def witness(path: Path, seq: int, digest: str) -> None:
    """Add the newest event to the witness file, and see that it is on the disk."""
    with path.open("a", encoding="ascii") as file:
        file.write(f"{seq} {digest}\n")
        file.flush()
        os.fsync(file.fileno())


def witnessed(path: Path) -> tuple[int, str]:
    """The newest event the witness knows: its number and hash; `(0, FIRST)` where there is none.

    A last line that was cut off by a crash is passed over.
    """
    newest = (0, FIRST)
    if path.is_file():
        for line in path.read_text(encoding="ascii", errors="replace").splitlines():
            number, _, digest = line.partition(" ")
            if number.isdigit() and len(digest) == len(FIRST):
                newest = max(newest, (int(number), digest))
    return newest


def lost(path: Path, events: Sequence[Mapping[str, Any]]) -> Problem | None:
    """Whether the witness knows of an event that the database does not hold."""
    seq, digest = witnessed(path)
    held = {event["seq"]: event["hash"] for event in events}
    if seq and held.get(seq) != digest:
        return Problem("problem.chain_lost", f"event {seq}", params={"value": seq})
    return None
