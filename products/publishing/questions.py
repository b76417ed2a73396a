"""What may be asked of the registry: versions, what held when, the log. Nothing here writes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Engine, func, select

from products.publishing.rows import Heading, Version, headings, versions
from products.publishing.states import SHOWN, State
from products.publishing.steps import doubt_rows
from products.publishing.tables import BELIEF, EVENT, LISTING, VERSION


class Questions:
    """The reading half of a registry; safe to use from threads."""

    def __init__(self, engine: Engine, witness: Path | None = None) -> None:
        """Take over an engine whose tables are there; `witness` remembers its newest event."""
        self.engine, self.witness = engine, witness

    def version(self, version_id: str) -> Version | None:
        """One version by its id."""
        with self.engine.connect() as db:
            return _first(versions(db, VERSION.c.version_id == version_id))

    def by_hash(self, listing_id: str, sha256: str) -> Version | None:
        """The newest version of a listing that was public with this content, for what pinned it."""
        wanted = (
            (VERSION.c.listing_id == listing_id)
            & (VERSION.c.content_sha256 == sha256)
            & VERSION.c.state.in_([state.value for state in SHOWN])
        )
        with self.engine.connect() as db:
            return _first(versions(db, wanted))

    def history(self, listing_id: str) -> tuple[Version, ...]:
        """Every version of a listing, newest first."""
        with self.engine.connect() as db:
            return versions(db, VERSION.c.listing_id == listing_id)

    def waiting(self, state: State, provider_id: str | None = None) -> tuple[Version, ...]:
        """Versions in a state, of one provider or of all, newest first."""
        wanted = VERSION.c.state == state.value
        if provider_id is not None:
            wanted = wanted & (LISTING.c.provider_id == provider_id)
        with self.engine.connect() as db:
            return versions(db, wanted)

    def as_of(
        self, day: date, known: datetime, *, country: str | None = None
    ) -> tuple[Version, ...]:
        """What held on a day, as it was known at a moment; one version a listing."""
        with self.engine.connect() as db:
            return versions(db, _held(day, known, country), believed=True)

    def listed(
        self, day: date, known: datetime, *, country: str | None = None
    ) -> tuple[Heading, ...]:
        """The same as a list of headings: many times quicker, since no content is read."""
        with self.engine.connect() as db:
            return headings(db, _held(day, known, country))

    def newest(self) -> int:
        """The number of the newest event, 0 before the first: it moves whenever anything does."""
        with self.engine.connect() as db:
            return int(db.scalar(select(EVENT.c.seq).order_by(EVENT.c.seq.desc()).limit(1)) or 0)

    def latest(self) -> datetime | None:
        """The moment from which the newest belief is held; None before the first."""
        with self.engine.connect() as db:
            last: datetime | None = db.scalar(select(func.max(BELIEF.c.known_from)))
        return last if last is None or last.tzinfo else last.replace(tzinfo=UTC)

    def listing_ids(self) -> frozenset[str]:
        """Every listing that was ever published here."""
        with self.engine.connect() as db:
            return frozenset(db.scalars(select(BELIEF.c.listing_id).distinct()))

    def events(self, listing_id: str | None = None) -> tuple[Mapping[str, Any], ...]:
        """The event log, oldest first: of one listing, or all of it."""
        query = select(EVENT).order_by(EVENT.c.seq)
        if listing_id is not None:
            query = query.where(EVENT.c.listing_id == listing_id)
        with self.engine.connect() as db:
            return tuple(dict(row) for row in db.execute(query).mappings())

    def doubts(self, version_id: str) -> tuple[Mapping[str, Any], ...]:
        """Values of a version that wait to be settled, or were."""
        with self.engine.connect() as db:
            return tuple(doubt_rows(db, version_id))


def _held(day: date, known: datetime, country: str | None) -> ColumnElement[bool]:
    held = (
        (BELIEF.c.valid_from <= day)
        & (BELIEF.c.valid_to > day)
        & (BELIEF.c.known_from <= known)
        & (BELIEF.c.known_to > known)
    )
    return held if country is None else held & (LISTING.c.country == country)


def _first(found: Sequence[Version]) -> Version | None:
    return found[0] if found else None
