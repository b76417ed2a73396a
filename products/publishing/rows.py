"""Rows of the registry read and written: versions, beliefs, the listing's own lock."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Update, and_, insert, select, update

from products.basis.people import Actor
from products.basis.problems import Problem
from products.publishing.content import Content, fingerprint
from products.publishing.states import State
from products.publishing.tables import BELIEF, LISTING, OPEN_END, OPEN_TIME, VERSION
from products.publishing.writing import RefusedError


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a listing as it is kept. `valid_to` is the first day it no longer holds."""

    version_id: str
    listing_id: str
    provider_id: str
    country: str
    version_no: int
    content: Content
    content_sha256: str
    valid_from: date
    valid_to: date | None
    state: State
    author: Actor
    edit_no: int
    written_at: datetime


_FIELDS = (*VERSION.c, LISTING.c.provider_id, LISTING.c.country)
NAME_CHARACTERS = 200
"""So much of a name stands in lists."""
_JOINED = VERSION.join(LISTING, LISTING.c.listing_id == VERSION.c.listing_id)


class Heading(NamedTuple):
    """One line of a list: a version without its content."""

    listing_id: str
    provider_id: str
    country: str
    kind: str
    name: str
    version_id: str
    version_no: int
    content_sha256: str
    valid_from: date


def headings(db: Connection, wanted: ColumnElement[bool]) -> tuple[Heading, ...]:
    """The lines of believed versions that fit, by listing."""
    columns = (
        VERSION.c.listing_id,
        LISTING.c.provider_id,
        LISTING.c.country,
        LISTING.c.kind,
        VERSION.c.name,
        VERSION.c.version_id,
        VERSION.c.version_no,
        VERSION.c.content_sha256,
        BELIEF.c.valid_from,
    )
    origin = _JOINED.join(BELIEF, BELIEF.c.version_id == VERSION.c.version_id)
    rows = db.execute(select(*columns).select_from(origin).where(wanted)).all()
    return tuple(sorted(map(Heading._make, rows)))


def content_cells(content: Content) -> dict[str, Any]:
    """A content as the columns of a version: itself, its hash, and its name for lists."""
    return {
        "content": dict(content),
        "content_sha256": fingerprint(content),
        "name": listed_name(content),
    }


def listed_name(content: Content) -> str:
    """The name of a content as it stands in lists.

    >>> listed_name({"name": "Home loan"}), listed_name({"name": 7})
    ('Home loan', '')
    """
    name = content.get("name")
    return name[:NAME_CHARACTERS] if isinstance(name, str) else ""


def heading_of(content: Content) -> dict[str, str]:
    """The columns of a listing's own row; refused where one is missing."""
    terms = content.get("terms")
    told = {
        "listing_id": content.get("id"),
        "provider_id": content.get("provider_id"),
        "country": content.get("country"),
        "kind": terms.get("kind") if isinstance(terms, Mapping) else None,
    }
    found: dict[str, str] = {}
    for name, value in told.items():
        if not isinstance(value, str) or not value:
            raise RefusedError(Problem("problem.missing", "id" if name == "listing_id" else name))
        found[name] = value
    reference = content.get("external_ref")
    return {**found, "external_ref": str(reference or found["listing_id"])}


def listing_row(db: Connection, listing_id: str) -> Mapping[str, Any] | None:
    """A listing's own row, or None."""
    query = select(LISTING).where(LISTING.c.listing_id == listing_id)
    row = db.execute(query).mappings().one_or_none()
    return None if row is None else {str(key): value for key, value in row.items()}


def lock(db: Connection, listing_id: str) -> None:
    """Two who change one listing at once collide here; one of them is told."""
    mine = LISTING.c.listing_id == listing_id
    db.execute(update(LISTING).where(mine).values(lock_no=LISTING.c.lock_no + 1))


def changed(db: Connection, statement: Update) -> bool:
    """Whether an update met a row."""
    return bool(db.execute(statement.returning(VERSION.c.version_id)).first())


def newest_number(db: Connection, listing_id: str) -> int:
    """The highest version number of a listing, 0 where there is none."""
    query = select(VERSION.c.version_no).where(VERSION.c.listing_id == listing_id)
    return max((number for (number,) in db.execute(query)), default=0)


def versions(
    db: Connection, wanted: ColumnElement[bool], *, believed: bool = False
) -> tuple[Version, ...]:
    """Versions that fit, by listing, newest first; `believed` joins what was held to be so."""
    origin = _JOINED
    if believed:
        origin = origin.join(BELIEF, BELIEF.c.version_id == VERSION.c.version_id)
    rows = db.execute(select(*_FIELDS).select_from(origin).where(wanted)).mappings()
    found = map(_made, rows)
    # Sorted here: a server sorts text by its own language, and the order must not hang on it.
    return tuple(sorted(found, key=lambda each: (each.listing_id, -each.version_no)))


def version(db: Connection, version_id: str) -> Version:
    """One version; refused where there is none."""
    found = versions(db, VERSION.c.version_id == version_id)
    if not found:
        raise RefusedError(
            Problem("problem.unknown_version", "version_id", params={"value": version_id})
        )
    return found[0]


def published(db: Connection, listing_id: str) -> tuple[Version, ...]:
    """The version of a listing in the state published: one or none."""
    state = VERSION.c.state == State.PUBLISHED.value
    return versions(db, (VERSION.c.listing_id == listing_id) & state)


def _made(row: Mapping[Any, Any]) -> Version:
    end, written = row["valid_to"], row["written_at"]
    return Version(
        version_id=row["version_id"],
        listing_id=row["listing_id"],
        provider_id=row["provider_id"],
        country=row["country"],
        version_no=row["version_no"],
        content=row["content"],
        content_sha256=row["content_sha256"],
        valid_from=row["valid_from"],
        valid_to=None if end >= OPEN_END else end,
        state=State(row["state"]),
        author=Actor(row["author_id"], row["author_organisation"], frozenset()),
        edit_no=row["edit_no"],
        written_at=written if written.tzinfo else written.replace(tzinfo=UTC),
    )


def believe(
    db: Connection,
    listing_id: str,
    version_id: str,
    days: tuple[date, date | None],
    now: datetime,
) -> None:
    """From now on a version is held to be valid over these days."""
    db.execute(
        insert(BELIEF).values(
            belief_id=str(uuid.uuid4()),
            listing_id=listing_id,
            version_id=version_id,
            valid_from=days[0],
            valid_to=days[1] or OPEN_END,
            known_from=now,
            known_to=OPEN_TIME,
        )
    )


def make_room(
    db: Connection, listing_id: str, days: tuple[date, date | None], now: datetime
) -> None:
    """What is held for these days is believed no longer.

    What began before them ends where they begin, and does not come back after them; what was to
    begin within them begins after them, if it still can.
    """
    start, end = days[0], days[1] or OPEN_END
    held = and_(
        BELIEF.c.listing_id == listing_id,
        BELIEF.c.known_to == OPEN_TIME,
        BELIEF.c.valid_from < end,
        BELIEF.c.valid_to > start,
    )
    for row in db.execute(select(BELIEF).where(held)).mappings().all():
        mine = BELIEF.c.belief_id == row["belief_id"]
        db.execute(update(BELIEF).where(mine).values(known_to=now))
        if row["valid_from"] < start:
            believe(db, listing_id, row["version_id"], (row["valid_from"], start), now)
        if start <= row["valid_from"] and row["valid_to"] > end:
            believe(db, listing_id, row["version_id"], (end, row["valid_to"]), now)
