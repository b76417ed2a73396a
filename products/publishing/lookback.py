"""Questions of those who look back: what was held to be so of a listing, and whose it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import select

from products.publishing.registry import Registry
from products.publishing.tables import BELIEF, LISTING, OPEN_END, OPEN_TIME, VERSION


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
