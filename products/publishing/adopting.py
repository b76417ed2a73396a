"""Taking over what the countries' packs list: reviewed as files, public as soon as adopted.

Only what itself came from a pack is ever replaced or ended by one. What a bank published stays, and
where the pack says something else that is told.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection, func, select

from products.catalogue.listing import Listing
from products.publishing.content import Change, Content, differences, fingerprint, of_listing
from products.publishing.noting import Entry, note_all, put
from products.publishing.rows import (
    Version,
    content_cells,
    heading_of,
    lock,
    make_room,
    versions,
)
from products.publishing.states import PACKS, Action, State
from products.publishing.steps import Request, entry, move, span
from products.publishing.tables import BELIEF, LISTING, OPEN_END, OPEN_TIME, VERSION


@dataclass(frozen=True, slots=True)
class Kept:
    """A listing that stayed as it was published or withdrawn by people; the pack differs so."""

    listing_id: str
    state: State
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Adopted:
    """What became of the packs' listings, by id; those that say the same are not told."""

    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    ended: tuple[str, ...] = ()
    kept: tuple[Kept, ...] = ()

    @property
    def is_nothing(self) -> bool:
        """Whether the registry already said all that the packs say."""
        return not (self.new or self.changed or self.ended)


@dataclass(frozen=True, slots=True)
class _Held:
    """What the registry holds of the listings asked for."""

    headed: frozenset[str]
    last: Mapping[str, Version]
    """the newest version that was ever public"""
    numbers: Mapping[str, int]


def adopt_all(
    db: Connection, listings: Sequence[Listing], asked: Request, as_of: date, scope: Collection[str]
) -> Adopted:
    """Bring the registry up to these listings, all there are of the countries in `scope`."""
    held = _held(db, scope)
    made: list[Version] = []
    new, changed, kept = [], [], []
    told: dict[str, Content] = {each.id: of_listing(each) for each in listings}
    for each in listings:
        content, last = told[each.id], held.last.get(each.id)
        if last is None:
            new.append(each.id)
            made.append(_version(each, content, 1 + held.numbers.get(each.id, 0), asked, as_of))
        elif last.content_sha256 == fingerprint(content) and last.state is State.PUBLISHED:
            continue
        elif not _is_ours(last):
            changes = differences(content, last.content)
            if changes:
                kept.append(Kept(each.id, last.state, changes))
        else:
            changed.append(each.id)
            if last.state is State.PUBLISHED:
                move(db, Action.SUPERSEDE, replace(asked, reason="pack"), last)
            number = 1 + held.numbers[each.id]
            made.append(_version(each, content, number, asked, as_of, again=True))
    gone = [
        one
        for id_, one in held.last.items()
        if id_ not in told and _is_ours(one) and one.state is State.PUBLISHED
    ]
    for gone_one in gone:
        end(db, gone_one, asked, as_of)
    insert_public(db, made, held.headed, asked)
    return Adopted(tuple(new), tuple(changed), tuple(one.listing_id for one in gone), tuple(kept))


def adopt(db: Connection, listing: Listing, asked: Request, as_of: date) -> str:
    """One listing that was never public, as its first version: the version's id."""
    number = select(func.max(VERSION.c.version_no)).where(VERSION.c.listing_id == listing.id)
    known = int(db.scalar(number) or 0)
    made = _version(listing, of_listing(listing), known + 1, asked, as_of)
    insert_public(db, [made], {listing.id} if known else frozenset(), asked)
    return made.version_id


def end(db: Connection, held: Version, asked: Request, day: date) -> Version:
    """What the packs no longer list ends on a day."""
    lock(db, held.listing_id)
    make_room(db, held.listing_id, (day, None), asked.now)
    return move(db, Action.WITHDRAW, replace(asked, reason=span(day, None)), held)


def _is_ours(held: Version) -> bool:
    """Whether it came from a pack and no person ended it."""
    return held.author.organisation == PACKS


def _held(db: Connection, scope: Collection[str]) -> _Held:
    here = LISTING.c.country.in_(sorted(scope))
    public = VERSION.c.version_id.in_(select(BELIEF.c.version_id))
    last: dict[str, Version] = {}
    for each in versions(db, here & public):
        last.setdefault(each.listing_id, each)
    numbers = db.execute(
        select(VERSION.c.listing_id, func.max(VERSION.c.version_no)).group_by(VERSION.c.listing_id)
    )
    headed = frozenset(db.scalars(select(LISTING.c.listing_id)))
    return _Held(headed, last, {row[0]: row[1] for row in numbers})


def _version(
    listing: Listing,
    content: Content,
    number: int,
    asked: Request,
    as_of: date,
    *,
    again: bool = False,
) -> Version:
    start = max(as_of, listing.valid_from or as_of) if again else listing.valid_from or as_of
    return Version(
        version_id=str(uuid.uuid4()),
        listing_id=listing.id,
        provider_id=listing.provider_id,
        country=listing.country,
        version_no=number,
        content=content,
        content_sha256=fingerprint(content),
        valid_from=start,
        valid_to=None,
        state=State.PUBLISHED,
        author=asked.actor,
        edit_no=0,
        written_at=asked.now,
    )


def insert_public(
    db: Connection, made: Sequence[Version], headed: Collection[str], asked: Request
) -> None:
    """Rows of versions that are public from the first moment, their days, their events."""
    fresh = [each for each in made if each.listing_id not in headed]
    put(db, LISTING, [{**heading_of(each.content), "lock_no": 0} for each in fresh])
    for each in made:
        if each.listing_id in headed:
            lock(db, each.listing_id)
            make_room(db, each.listing_id, (each.valid_from, None), asked.now)
    put(db, VERSION, [_row(each) for each in made])
    put(
        db,
        BELIEF,
        [
            {
                "belief_id": str(uuid.uuid4()),
                "listing_id": each.listing_id,
                "version_id": each.version_id,
                "valid_from": each.valid_from,
                "valid_to": OPEN_END,
                "known_from": asked.now,
                "known_to": OPEN_TIME,
            }
            for each in made
        ],
    )
    note_all(db, [_entry(each, asked) for each in made])


def _entry(made: Version, asked: Request) -> Entry:
    told = replace(asked, reason=span(made.valid_from, None))
    return entry(Action.ADOPT, told, made, None)


def _row(made: Version) -> dict[str, object]:
    return {
        "version_id": made.version_id,
        "listing_id": made.listing_id,
        "version_no": made.version_no,
        **content_cells(made.content),
        "valid_from": made.valid_from,
        "valid_to": made.valid_to or OPEN_END,
        "state": made.state.value,
        "author_id": made.author.id,
        "author_organisation": made.author.organisation,
        "edit_no": made.edit_no,
        "written_at": made.written_at,
    }
