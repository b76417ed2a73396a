"""Questions of those who look back: what was held to be so of a listing, and whose it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import select

from products.publishing.intake_tables import PART, PRODUCT
from products.publishing.registry import Registry
from products.publishing.states import State
from products.publishing.tables import (
    BELIEF,
    LISTING,
    OPEN_END,
    OPEN_TIME,
    QUARANTINE,
    VERSION,
)


@dataclass(frozen=True, slots=True)
class Belief:
    """One version held to be valid from `valid_from` until before `valid_to` (None: no end).

    It was known so from `known_from` until before `known_to`; None: it still is.
    """

    version_id: str
    version_no: int
    valid_from: date
    valid_to: date | None
    known_from: datetime
    known_to: datetime | None


@dataclass(frozen=True, slots=True)
class OpenDoubt:
    """A value of a draft that waits to be settled; `file_format` is empty where no feed told it."""

    quarantine_id: str
    version_id: str
    listing_id: str
    provider_id: str
    path: str
    raw: str
    code: str
    blocks: bool
    file_format: str


def open_doubts(registry: Registry, *, most: int = 1000) -> tuple[OpenDoubt, ...]:
    """Doubts of drafts that nobody has settled, those that block first; at most so many."""
    names = ("quarantine_id", "version_id", "path", "raw", "code", "blocks")
    told = (PART.c.provider_id == PRODUCT.c.provider_id) & (
        PART.c.external_ref == PRODUCT.c.external_ref
    )
    origin = (
        QUARANTINE.join(VERSION, VERSION.c.version_id == QUARANTINE.c.version_id)
        .join(LISTING, LISTING.c.listing_id == VERSION.c.listing_id)
        .outerjoin(PART, PART.c.listing_id == VERSION.c.listing_id)
        .outerjoin(PRODUCT, told)
    )
    columns = [QUARANTINE.c[name] for name in names]
    query = (
        select(*columns, LISTING.c.listing_id, LISTING.c.provider_id, PRODUCT.c.format)
        .select_from(origin)
        .where(QUARANTINE.c.settled_by == "", VERSION.c.state == State.DRAFT.value)
        .order_by(QUARANTINE.c.blocks.desc(), VERSION.c.written_at, QUARANTINE.c.path)
        .limit(most)
    )
    with registry.engine.connect() as db:
        rows = db.execute(query).mappings().all()
    return tuple(
        OpenDoubt(
            **{name: row[name] for name in names if name != "blocks"},
            listing_id=row["listing_id"],
            provider_id=row["provider_id"],
            blocks=bool(row["blocks"]),
            file_format=row["format"] or "",
        )
        for row in rows
    )


def beliefs(registry: Registry, listing_id: str) -> tuple[Belief, ...]:
    """Everything ever held of a listing, in the order in which it became known."""
    query = (
        select(*BELIEF.c, VERSION.c.version_no)
        .select_from(BELIEF.join(VERSION, VERSION.c.version_id == BELIEF.c.version_id))
        .where(BELIEF.c.listing_id == listing_id)
        .order_by(BELIEF.c.known_from, BELIEF.c.valid_from)
    )
    with registry.engine.connect() as db:
        rows = db.execute(query).mappings().all()
    return tuple(
        Belief(
            version_id=row["version_id"],
            version_no=row["version_no"],
            valid_from=row["valid_from"],
            valid_to=None if row["valid_to"] >= OPEN_END else row["valid_to"],
            known_from=_aware(row["known_from"]),
            known_to=None if _aware(row["known_to"]) >= OPEN_TIME else _aware(row["known_to"]),
        )
        for row in rows
    )


def sellers(registry: Registry) -> Mapping[str, tuple[str, str]]:
    """Provider and country of every listing that was ever written here, by its id."""
    query = select(LISTING.c.listing_id, LISTING.c.provider_id, LISTING.c.country)
    with registry.engine.connect() as db:
        rows = db.execute(query).all()
    return {row.listing_id: (row.provider_id, row.country) for row in rows}


def _aware(moment: datetime) -> datetime:
    """A moment with its zone: one database gives it back without."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
