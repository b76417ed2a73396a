"""How listings stand before a file is taken: their newest number, what lies open, what is shown."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from sqlalchemy import Connection, func, select, update

from products.publishing.drafting import comparable
from products.publishing.feeds import some
from products.publishing.states import State
from products.publishing.tables import LISTING, QUARANTINE, VERSION

_OPEN = (State.DRAFT.value, State.IN_REVIEW.value)
_SHOWN = State.PUBLISHED.value


@dataclass(frozen=True, slots=True)
class Open:
    """A version that is still on its way; `is_touched`: a person changed it or settled a doubt."""

    version_id: str
    listing_id: str
    number: int
    state: State
    content_sha256: str
    is_touched: bool


@dataclass(slots=True)
class Standing:
    """Some listings of one provider as they stand; `others` are ids that belong to another one."""

    numbers: dict[str, int] = field(default_factory=dict)
    open: dict[str, list[Open]] = field(default_factory=dict)
    shown: dict[str, str] = field(default_factory=dict)
    """listing -> what its published version says, as `comparable`"""
    others: frozenset[str] = frozenset()


def stand(db: Connection, provider_id: str, ids: Collection[str]) -> Standing:
    """How listings stand; those that are new are in none of it."""
    found = Standing()
    known: list[str] = []
    others: set[str] = set()
    for handful in some(ids):
        query = select(LISTING.c.listing_id, LISTING.c.provider_id)
        for row in db.execute(query.where(LISTING.c.listing_id.in_(handful))):
            if row.provider_id == provider_id:
                known.append(row.listing_id)
            else:
                others.add(row.listing_id)
    found.others = frozenset(others)
    for handful in some(known):
        _numbers(db, handful, found)
        _live(db, handful, found)
    return found


def _numbers(db: Connection, ids: list[str], found: Standing) -> None:
    query = select(VERSION.c.listing_id, func.max(VERSION.c.version_no))
    grouped = query.where(VERSION.c.listing_id.in_(ids)).group_by(VERSION.c.listing_id)
    found.numbers.update({listing: int(number) for listing, number in db.execute(grouped)})
    for listing in ids:
        found.numbers.setdefault(listing, 0)


def _live(db: Connection, ids: list[str], found: Standing) -> None:
    live = VERSION.c.listing_id.in_(ids) & VERSION.c.state.in_(_OPEN)
    settled = select(QUARANTINE.c.version_id).join(
        VERSION, VERSION.c.version_id == QUARANTINE.c.version_id
    )
    by_hand = frozenset(db.scalars(settled.where(live, QUARANTINE.c.settled_by != "").distinct()))
    mine = VERSION.c.listing_id.in_(ids)
    public = select(VERSION.c.listing_id, VERSION.c.content)
    for listing, content in db.execute(public.where(mine, VERSION.c.state == _SHOWN)):
        found.shown[listing] = comparable(content)
    columns = ("version_id", "listing_id", "version_no", "state", "content_sha256", "edit_no")
    still_open = select(*(VERSION.c[name] for name in columns)).where(live)
    for row in db.execute(still_open.order_by(VERSION.c.version_no)).mappings():
        touched = row["edit_no"] > 0 or row["version_id"] in by_hand
        found.open.setdefault(row["listing_id"], []).append(
            Open(
                row["version_id"],
                row["listing_id"],
                row["version_no"],
                State(row["state"]),
                row["content_sha256"],
                is_touched=touched,
            )
        )


def lock_all(db: Connection, ids: Collection[str]) -> None:
    """Two who change one listing at once collide here, as with the registry's own doors."""
    for handful in some(ids):
        mine = LISTING.c.listing_id.in_(handful)
        db.execute(update(LISTING).where(mine).values(lock_no=LISTING.c.lock_no + 1))


def discard_all(db: Connection, ids: Collection[str]) -> None:
    """Put drafts away for good."""
    for handful in some(ids):
        mine = VERSION.c.version_id.in_(handful) & (VERSION.c.state == State.DRAFT.value)
        db.execute(update(VERSION).where(mine).values(state=State.DISCARDED.value))
