"""What feeds told before: products and listings as they were told last, and everything that moved.

An error or an absence is an event of the feed and no version: what was told last stays current.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, delete, select

from products.imports.documents import FeedCode, FeedEvent
from products.imports.following import Watched
from products.publishing.drafting import kept
from products.publishing.intake_tables import FEED_EVENT, PART, PRODUCT, TOLD
from products.publishing.noting import put

_AT_ONCE = 500
"""So many keys stand in one question to the database."""
_REF, _STAMP, _DETAIL = 200, 60, 2_000


def some(keys: Collection[str]) -> Iterator[list[str]]:
    """Keys in handfuls that fit into one question."""
    every = list(keys)
    for start in range(0, len(every), _AT_ONCE):
        yield every[start : start + _AT_ONCE]


@dataclass(frozen=True, slots=True)
class Told:
    """A listing as a feed told it last, and the draft that was made of it."""

    listing_id: str
    external_ref: str
    part: str
    told: str
    version_id: str
    import_id: str
    links: tuple[tuple[str, str], ...] = ()
    is_missing: bool = False


@dataclass(slots=True)
class Memory:
    """All that is known of some products of one provider, changed in place and put back at the end.

    `mappings` is by product what standing mappings it was read with last.
    """

    provider_id: str
    file_format: str
    watched: dict[str, Watched]
    mappings: dict[str, str]
    parts: dict[str, Told]
    _touched: dict[str, str]
    _parts_touched: set[str]
    _versions: list[dict[str, Any]]
    _events: list[dict[str, Any]]
    _known: set[str]
    _known_parts: set[str]

    def product(self, ref: str) -> Watched:
        """A product as it is known by now."""
        return self.watched.get(ref, Watched(ref))

    def of(self, ref: str) -> tuple[Told, ...]:
        """Every listing of a product."""
        return tuple(part for part in self.parts.values() if part.external_ref == ref)

    def keep(self, now: Watched, *, mappings: str, import_id: str, at: datetime) -> None:
        """A product as it is from now on; a new version of the bank's is written down."""
        ref = now.external_ref
        if now.versions > self.product(ref).versions:
            self._versions.append(
                {
                    "provider_id": self.provider_id,
                    "external_ref": ref,
                    "version_no": now.versions,
                    "fingerprint": now.fingerprint,
                    "told_at": kept(now.told_at)[:_STAMP],
                    "known_from": at,
                    "import_id": import_id,
                }
            )
        if ref in self.watched:
            self._known.add(ref)
        self.watched[ref], self.mappings[ref] = now, mappings
        self._touched[ref] = import_id

    def keep_part(self, part: Told) -> None:
        """A listing as it is told from now on."""
        if part.listing_id in self.parts:
            self._known_parts.add(part.listing_id)
        self.parts[part.listing_id] = part
        self._parts_touched.add(part.listing_id)

    def happened(self, import_id: str, events: Sequence[FeedEvent], at: datetime) -> None:
        """Events of one import, in their order."""
        for place, event in enumerate(events):
            self._events.append(
                {
                    "import_id": import_id,
                    "place": place,
                    "provider_id": self.provider_id,
                    "external_ref": kept(event.external_ref)[:_REF],
                    "code": event.code.value,
                    "detail": kept(event.detail)[:_DETAIL],
                    "happened_at": at,
                }
            )

    def put_back(self, db: Connection, seen_at: datetime, silent: Mapping[str, datetime]) -> None:
        """Write what changed. `silent`: when a product that is missing now was last told."""
        rows = []
        for ref, import_id in self._touched.items():
            each = self.watched[ref]
            rows.append(
                {
                    "provider_id": self.provider_id,
                    "external_ref": ref,
                    "format": self.file_format,
                    "fingerprint": each.fingerprint,
                    "told_at": kept(each.told_at)[:_STAMP],
                    "versions": each.versions,
                    "is_missing": int(each.is_missing),
                    "mappings": self.mappings[ref],
                    "seen_at": silent.get(ref, seen_at) if each.is_missing else seen_at,
                    "import_id": import_id,
                }
            )
        mine = PRODUCT.c.provider_id == self.provider_id
        for refs in some(self._known):
            db.execute(delete(PRODUCT).where(mine, PRODUCT.c.external_ref.in_(refs)))
        put(db, PRODUCT, rows)
        for ids in some(self._parts_touched & self._known_parts):
            db.execute(delete(PART).where(PART.c.listing_id.in_(ids)))
        put(db, PART, [_part_row(self.provider_id, self.parts[i]) for i in self._parts_touched])
        put(db, TOLD, self._versions)
        put(db, FEED_EVENT, self._events)


def _part_row(provider_id: str, part: Told) -> dict[str, Any]:
    return {
        "listing_id": part.listing_id,
        "provider_id": provider_id,
        "external_ref": part.external_ref,
        "part": part.part,
        "told": part.told,
        "version_id": part.version_id,
        "is_missing": int(part.is_missing),
        "links": [list(pair) for pair in part.links],
        "import_id": part.import_id,
    }


def recall(
    db: Connection, provider_id: str, file_format: str, refs: Collection[str]
) -> tuple[Memory, Mapping[str, datetime]]:
    """What is known of products, and when each was told last; of their listings, nothing yet."""
    memory = Memory(provider_id, file_format, {}, {}, {}, {}, set(), [], [], set(), set())
    seen: dict[str, datetime] = {}
    mine = PRODUCT.c.provider_id == provider_id
    for handful in some(refs):
        query = select(PRODUCT).where(mine, PRODUCT.c.external_ref.in_(handful))
        for row in db.execute(query).mappings():
            ref = row["external_ref"]
            memory.watched[ref] = Watched(
                ref,
                row["fingerprint"],
                row["told_at"],
                row["versions"],
                is_missing=bool(row["is_missing"]),
            )
            memory.mappings[ref], seen[ref] = row["mappings"], _aware(row["seen_at"])
    return memory, seen


def recall_listings(
    db: Connection, memory: Memory, refs: Collection[str], ids: Collection[str]
) -> None:
    """Add what is known of the listings of some products, and of those with some ids."""
    _recall_parts(db, memory, PART.c.external_ref, refs)
    _recall_parts(db, memory, PART.c.listing_id, set(ids) - memory.parts.keys())


def _recall_parts(db: Connection, memory: Memory, column: Any, keys: Collection[str]) -> None:  # noqa: ANN401
    for handful in some(keys):
        query = select(PART).where(PART.c.provider_id == memory.provider_id, column.in_(handful))
        for row in db.execute(query).mappings():
            memory.parts[row["listing_id"]] = Told(
                row["listing_id"],
                row["external_ref"],
                row["part"],
                row["told"],
                row["version_id"],
                row["import_id"],
                tuple((name, address) for name, address in row["links"]),
                is_missing=bool(row["is_missing"]),
            )


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def refs_of(db: Connection, provider_id: str, file_format: str) -> frozenset[str]:
    """Every product a provider's feed of a format ever told and still tells."""
    query = select(PRODUCT.c.external_ref).where(
        PRODUCT.c.provider_id == provider_id,
        PRODUCT.c.format == file_format,
        PRODUCT.c.is_missing == 0,
    )
    return frozenset(db.scalars(query))


def gone(watched: Watched) -> tuple[Watched, FeedEvent]:
    """A product that a whole feed tells no longer."""
    event = FeedEvent(FeedCode.ABSENT, watched.external_ref)
    return replace(watched, is_missing=True), event
