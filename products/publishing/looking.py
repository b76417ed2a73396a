"""What may be asked about files that were taken in: imports, feeds, notes, mappings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Engine, select

from products.basis.problems import Problem, Severity
from products.imports.documents import FeedCode, FeedEvent
from products.publishing import mappings as standing_mappings
from products.publishing.arriving import Bringer, Taken
from products.publishing.intake_tables import FEED_EVENT, IMPORT, NOTE, PART, PRODUCT, TOLD
from products.publishing.mappings import StandingMapping
from products.publishing.writing import RefusedError

_COUNTS = ("unchanged", "replaced", "gone", "blocked", "doubts", "notes")


@dataclass(frozen=True, slots=True)
class BankVersion:
    """What a bank's feed said of a product from a moment on."""

    external_ref: str
    version_no: int
    fingerprint: str
    told_at: str
    known_from: datetime
    import_id: str


@dataclass(frozen=True, slots=True)
class Kept:
    """One import as it is kept: who brought it, when and how, and what came of it."""

    taken: Taken
    size: int
    channel: str
    actor_id: str
    actor_organisation: str
    taken_at: datetime


class Looking:
    """The reading half of intake; safe to use from threads."""

    def __init__(self, engine: Engine) -> None:
        """Take over an engine whose tables are there."""
        self.engine = engine

    def imports(self, provider_id: str | None = None, most: int = 200) -> tuple[Kept, ...]:
        """Imports of one provider or of all, newest first, refused ones too; at most so many."""
        query = select(IMPORT).order_by(IMPORT.c.taken_at.desc(), IMPORT.c.import_id).limit(most)
        if provider_id is not None:
            query = query.where(IMPORT.c.provider_id == provider_id)
        with self.engine.connect() as db:
            return tuple(_kept(db, dict(row)) for row in db.execute(query).mappings().all())

    def notes(self, version_id: str) -> tuple[Mapping[str, Any], ...]:
        """What was done or seen while a draft was read: path, code, raw and made."""
        query = select(NOTE).where(NOTE.c.version_id == version_id).order_by(NOTE.c.place)
        with self.engine.connect() as db:
            return tuple(dict(row) for row in db.execute(query).mappings())

    def links(self, listing_id: str) -> tuple[tuple[str, str], ...]:
        """The safe web addresses that a feed tells of a listing, by their name in the document."""
        with self.engine.connect() as db:
            found = db.scalar(select(PART.c.links).where(PART.c.listing_id == listing_id))
        return tuple((str(name), str(address)) for name, address in found or ())

    def feed_events(
        self, provider_id: str, external_ref: str | None = None, most: int = 500
    ) -> tuple[Mapping[str, Any], ...]:
        """What happened in a provider's feed, newest first; of one product or of all."""
        newest = (FEED_EVENT.c.happened_at.desc(), FEED_EVENT.c.import_id, FEED_EVENT.c.place)
        query = select(FEED_EVENT).where(FEED_EVENT.c.provider_id == provider_id)
        if external_ref is not None:
            query = query.where(FEED_EVENT.c.external_ref == external_ref)
        with self.engine.connect() as db:
            rows = db.execute(query.order_by(*newest).limit(most)).mappings()
            return tuple(dict(row) for row in rows)

    def products(self, provider_id: str) -> tuple[Mapping[str, Any], ...]:
        """Every product of a provider's feeds as it was told last, and when it last said so."""
        query = select(PRODUCT).where(PRODUCT.c.provider_id == provider_id)
        with self.engine.connect() as db:
            rows = db.execute(query.order_by(PRODUCT.c.external_ref)).mappings()
            return tuple(dict(row) for row in rows)

    def last_told(self, listing_id: str) -> datetime | None:
        """When its feed last told a listing, unchanged or not; None where no feed tells it."""
        joined = PART.join(
            PRODUCT,
            (PART.c.provider_id == PRODUCT.c.provider_id)
            & (PART.c.external_ref == PRODUCT.c.external_ref),
        )
        query = select(PRODUCT.c.seen_at).select_from(joined)
        with self.engine.connect() as db:
            seen = db.scalar(query.where(PART.c.listing_id == listing_id, PART.c.is_missing == 0))
        return None if seen is None else _aware(seen)

    def told(self, provider_id: str, external_ref: str) -> tuple[BankVersion, ...]:
        """Each thing a bank's feed ever said of a product, oldest first."""
        query = select(TOLD).where(
            TOLD.c.provider_id == provider_id, TOLD.c.external_ref == external_ref
        )
        with self.engine.connect() as db:
            rows = db.execute(query.order_by(TOLD.c.version_no)).mappings()
            return tuple(_bank_version(dict(row)) for row in rows)

    def told_as_of(
        self, provider_id: str, external_ref: str, known: datetime
    ) -> BankVersion | None:
        """What a bank's feed said of a product, as it was known at a moment."""
        held = [each for each in self.told(provider_id, external_ref) if each.known_from <= known]
        return held[-1] if held else None

    def mappings(self, provider_id: str | None = None) -> tuple[StandingMapping, ...]:
        """Every standing mapping, those in force first; of one provider or of all."""
        with self.engine.connect() as db:
            return standing_mappings.mappings(db, provider_id)


def answered(db: Connection, bringer: Bringer) -> tuple[Taken, ...]:
    """What the same request gave before; refused where another person made it."""
    if not bringer.request_id:
        return ()
    query = select(IMPORT).where(IMPORT.c.request_id == bringer.request_id)
    rows = [dict(row) for row in db.execute(query).mappings()]
    if any(row["actor_id"] != bringer.actor.id for row in rows):
        raise RefusedError(Problem("problem.request_reused", "request_id"))
    return tuple(_taken(db, row) for row in rows if row["outcome"] != "refused")


def _kept(db: Connection, row: Mapping[str, Any]) -> Kept:
    return Kept(
        _taken(db, row),
        int(row["size_bytes"]),
        row["channel"],
        row["actor_id"],
        row["actor_organisation"],
        _aware(row["taken_at"]),
    )


def _taken(db: Connection, row: Mapping[str, Any]) -> Taken:
    counts = row["counts"]
    query = select(FEED_EVENT).where(FEED_EVENT.c.import_id == row["import_id"])
    events = db.execute(query.order_by(FEED_EVENT.c.place)).mappings()
    return Taken(
        row["import_id"],
        row["provider_id"],
        row["format"],
        row["file_name"],
        row["sha256"],
        row["outcome"],
        row["first_import"],
        tuple(counts["drafts"]),
        **{name: int(counts[name]) for name in _COUNTS},
        beside=tuple(counts["beside"]),
        events=tuple(
            FeedEvent(FeedCode(each["code"]), each["external_ref"], each["detail"])
            for each in events
        ),
        problems=tuple(
            Problem(**{**each, "severity": Severity(each["severity"])})
            for each in counts["problems"]
        ),
    )


def _bank_version(row: Mapping[str, Any]) -> BankVersion:
    return BankVersion(
        row["external_ref"],
        row["version_no"],
        row["fingerprint"],
        row["told_at"],
        _aware(row["known_from"]),
        row["import_id"],
    )


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
