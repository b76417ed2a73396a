"""The registry of versions: every door through which a product comes to stand in the catalogue.

One transaction a step, whatever the database. Every door asks who acts, when, and under which
request id: the same request again gives the first answer and writes nothing. What two people do to
one listing in the same moment collides on the listing's own row: one wins, the other is told.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, insert, select, update

from products.basis.people import Actor
from products.basis.problems import Problem
from products.catalogue.listing import Listing
from products.publishing import chain
from products.publishing.content import Content, fingerprint, listing_of, of_listing
from products.publishing.noting import Entry, note_all
from products.publishing.rows import (
    Version,
    believe,
    changed,
    heading_of,
    listing_row,
    lock,
    make_room,
    newest_number,
    published,
    version,
    versions,
)
from products.publishing.states import LEADS, Action, State, follows, may
from products.publishing.tables import BELIEF, EVENT, LISTING, OPEN_END, QUARANTINE, VERSION
from products.publishing.writing import RefusedError, attempt

T = TypeVar("T")
PACKS = "packs"
"""The organisation that keeps the countries' packs: the author of what was adopted from them."""


Answer = Version | Problem
"""What a step gives: the version as it now is, or why nothing was written."""


class Registry:
    """The open registry over one database; safe to use from threads. It has no clock."""

    def __init__(self, engine: Engine, witness: Path | None = None) -> None:
        """Take over an engine whose tables are there; `witness` is the file beside it."""
        self.engine, self._witness = engine, witness

    # ---------------------------------------------------------------- doors that write

    def draft(
        self,
        actor: Actor,
        content: Content,
        *,
        now: datetime,
        request_id: str,
        valid_from: date,
        valid_to: date | None = None,
        doubts: Sequence[Mapping[str, Any]] = (),
    ) -> Answer:
        """A new draft: the first of a listing that is not there yet, or the next version of one.

        `content` names `id`, `provider_id`, `country` and `terms.kind`; it may lack the rest.
        `doubts` are values of a document that could not be taken over, as rows of `QUARANTINE`.
        """

        def step(db: Connection) -> Version:
            heading = heading_of(content)
            self._permit(Action.CREATE, actor, heading["provider_id"], None)
            before = listing_row(db, heading["listing_id"])
            if before is None:
                db.execute(insert(LISTING).values(**heading, lock_no=0))
            elif before["provider_id"] != heading["provider_id"]:
                raise RefusedError(
                    Problem("problem.id_of_another", "id", params={"value": heading["listing_id"]})
                )
            else:
                lock(db, heading["listing_id"])
            number = newest_number(db, heading["listing_id"]) + 1
            row: dict[str, Any] = {
                "version_id": str(uuid.uuid4()),
                "listing_id": heading["listing_id"],
                "version_no": number,
                "content": dict(content),
                "content_sha256": fingerprint(content),
                "valid_from": valid_from,
                "valid_to": valid_to or OPEN_END,
                "state": State.DRAFT.value,
                "author_id": actor.id,
                "author_organisation": actor.organisation,
                "edit_no": 0,
                "written_at": now,
            }
            _in_order(row)
            db.execute(insert(VERSION).values(**row))
            for doubt in doubts:
                db.execute(
                    insert(QUARANTINE).values(
                        quarantine_id=str(uuid.uuid4()),
                        version_id=row["version_id"],
                        settled_by="",
                        settled_with="",
                        **doubt,
                    )
                )
            self._note(db, Action.CREATE, actor, row, None, now=now, request_id=request_id)
            return version(db, row["version_id"])

        return self._run(request_id, Action.CREATE, step)

    def save(
        self,
        actor: Actor,
        version_id: str,
        content: Content,
        *,
        edit_no: int,
        now: datetime,
        valid_from: date | None = None,
        valid_to: date | None = None,
    ) -> Answer:
        """A draft's new content, seen last at `edit_no`; a conflict where someone was quicker.

        Saving is no event: only what is submitted counts.
        """

        def step(db: Connection) -> Version:
            held = version(db, version_id)
            self._permit(Action.CREATE, actor, held.provider_id, held.author)
            if held.state is not State.DRAFT:
                raise RefusedError(Problem("problem.not_a_draft", "state"))
            if heading_of(content)["listing_id"] != held.listing_id:
                raise RefusedError(Problem("problem.id_changed", "id"))
            values = {
                "content": dict(content),
                "content_sha256": fingerprint(content),
                "edit_no": edit_no + 1,
                "author_id": actor.id,
                "author_organisation": actor.organisation,
                "written_at": now,
                "valid_from": valid_from or held.valid_from,
                "valid_to": valid_to or held.valid_to or OPEN_END,
            }
            _in_order(values)
            mine = (VERSION.c.version_id == version_id) & (VERSION.c.edit_no == edit_no)
            if not changed(db, update(VERSION).where(mine).values(**values)):
                raise RefusedError(Problem("problem.edited_meanwhile", "edit_no"))
            return version(db, version_id)

        return self._run("", Action.CREATE, step)

    def submit(self, actor: Actor, version_id: str, *, now: datetime, request_id: str) -> Answer:
        """Hand a draft in for review: whole, without contradictions, every doubt settled."""

        def step(db: Connection) -> Version:
            held = version(db, version_id)
            self._permit(Action.SUBMIT, actor, held.provider_id, held.author)
            _must_follow(Action.SUBMIT, held)
            _complete(db, held)
            return self._move(db, Action.SUBMIT, actor, held, now=now, request_id=request_id)

        return self._run(request_id, Action.SUBMIT, step)

    def give_back(
        self, actor: Actor, version_id: str, *, reason: str, now: datetime, request_id: str
    ) -> Answer:
        """Back to the bank with a reason."""
        return self._plain(Action.RETURN, actor, version_id, reason, now, request_id)

    def discard(
        self, actor: Actor, version_id: str, *, reason: str, now: datetime, request_id: str
    ) -> Answer:
        """Put a draft away for good."""
        return self._plain(Action.DISCARD, actor, version_id, reason, now, request_id)

    def _plain(
        self,
        action: Action,
        actor: Actor,
        version_id: str,
        reason: str,
        now: datetime,
        request_id: str,
    ) -> Answer:
        def step(db: Connection) -> Version:
            held = version(db, version_id)
            self._permit(action, actor, held.provider_id, held.author)
            _must_follow(action, held)
            if action is Action.RETURN and not reason.strip():
                raise RefusedError(Problem("problem.reason_missing", "reason"))
            return self._move(
                db, action, actor, held, now=now, request_id=request_id, reason=reason
            )

        return self._run(request_id, action, step)

    def publish(
        self, actor: Actor, version_id: str, *, approved: str, now: datetime, request_id: str
    ) -> Answer:
        """Publish what was reviewed: `approved` is the content's hash as the reviewer saw it.

        What held before holds until this version begins; what it corrects is believed no longer.
        """

        def step(db: Connection) -> Version:
            held = version(db, version_id)
            self._permit(Action.PUBLISH, actor, held.provider_id, held.author)
            _must_follow(Action.PUBLISH, held)
            if held.content_sha256 != approved or fingerprint(held.content) != approved:
                raise RefusedError(Problem("problem.changed_since_review", "content_sha256"))
            if held.valid_to is not None and held.valid_to <= now.date():
                raise RefusedError(
                    Problem(
                        "problem.over_already",
                        "valid_to",
                        params={"value": held.valid_to.isoformat()},
                    )
                )
            _complete(db, held)
            lock(db, held.listing_id)
            for former in published(db, held.listing_id):
                self._move(
                    db,
                    Action.SUPERSEDE,
                    actor,
                    former,
                    now=now,
                    request_id=request_id,
                    reason=f"version {held.version_no}",
                )
            make_room(db, held.listing_id, (held.valid_from, held.valid_to), now)
            believe(db, held.listing_id, version_id, (held.valid_from, held.valid_to), now)
            return self._move(db, Action.PUBLISH, actor, held, now=now, request_id=request_id)

        return self._run(request_id, Action.PUBLISH, step)

    def withdraw(
        self,
        actor: Actor,
        listing_id: str,
        *,
        reason: str,
        now: datetime,
        request_id: str,
    ) -> Answer:
        """Take a listing off the shelf from today; plans that hold it keep their version."""

        def step(db: Connection) -> Version:
            shown = published(db, listing_id)
            if not shown:
                raise RefusedError(
                    Problem("problem.nothing_published", "listing_id", params={"value": listing_id})
                )
            held = shown[0]
            self._permit(Action.WITHDRAW, actor, held.provider_id, held.author)
            if not reason.strip():
                raise RefusedError(Problem("problem.reason_missing", "reason"))
            lock(db, listing_id)
            make_room(db, listing_id, (now.date(), None), now)
            return self._move(
                db, Action.WITHDRAW, actor, held, now=now, request_id=request_id, reason=reason
            )

        return self._run(request_id, Action.WITHDRAW, step)

    def adopt(self, listing: Listing, actor: Actor, *, now: datetime, as_of: date) -> Answer:
        """A listing of a country's pack as version 1, published by whoever keeps the packs.

        The packs are reviewed as files, by another way of two persons; the event says so.
        """
        content = of_listing(listing)
        request_id = f"pack:{listing.id}:{fingerprint(content)[:32]}"

        def step(db: Connection) -> Version:
            heading = heading_of(content)
            known = listing_row(db, listing.id)
            if known is not None:
                shown = published(db, listing.id)
                return shown[0] if shown else versions(db, VERSION.c.listing_id == listing.id)[-1]
            db.execute(insert(LISTING).values(**heading, lock_no=0))
            row: dict[str, Any] = {
                "version_id": str(uuid.uuid4()),
                "listing_id": listing.id,
                "version_no": 1,
                "content": content,
                "content_sha256": fingerprint(content),
                "valid_from": listing.valid_from or as_of,
                "valid_to": OPEN_END,
                "state": State.PUBLISHED.value,
                "author_id": actor.id,
                "author_organisation": actor.organisation,
                "edit_no": 0,
                "written_at": now,
            }
            db.execute(insert(VERSION).values(**row))
            believe(db, listing.id, str(row["version_id"]), (row["valid_from"], None), now)
            self._note(
                db, Action.ADOPT, actor, row, None, now=now, request_id=request_id, reason="pack"
            )
            return version(db, row["version_id"])

        return self._run(request_id, Action.ADOPT, step)

    # ---------------------------------------------------------------- questions

    def version(self, version_id: str) -> Version | None:
        """One version by its id."""
        with self.engine.connect() as db:
            return _first(versions(db, VERSION.c.version_id == version_id))

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
        wanted = (
            (BELIEF.c.valid_from <= day)
            & (BELIEF.c.valid_to > day)
            & (BELIEF.c.known_from <= known)
            & (BELIEF.c.known_to > known)
        )
        if country is not None:
            wanted = wanted & (LISTING.c.country == country)
        with self.engine.connect() as db:
            return versions(db, wanted, believed=True)

    def newest(self) -> int:
        """The number of the newest event, 0 before the first: it moves whenever anything does."""
        with self.engine.connect() as db:
            return int(db.scalar(select(EVENT.c.seq).order_by(EVENT.c.seq.desc()).limit(1)) or 0)

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
        query = select(QUARANTINE).where(QUARANTINE.c.version_id == version_id)
        with self.engine.connect() as db:
            rows = db.execute(query.order_by(QUARANTINE.c.path)).mappings()
            return tuple(dict(row) for row in rows)

    # ---------------------------------------------------------------- inside

    def together(self, step: Callable[[Connection], T]) -> T | Problem:
        """One transaction of a neighbour in this room: retried, whole, the witness told."""
        return self._run("", Action.CREATE, step)

    def _permit(self, action: Action, actor: Actor, provider: str, author: Actor | None) -> None:
        refusal = may(action, actor, provider=provider, author=author)
        if refusal is not None:
            raise RefusedError(refusal)

    def _move(
        self,
        db: Connection,
        action: Action,
        actor: Actor,
        held: Version,
        *,
        now: datetime,
        request_id: str,
        reason: str = "",
    ) -> Version:
        before, after = LEADS[action]
        mine = (VERSION.c.version_id == held.version_id) & (VERSION.c.state == held.state.value)
        if not changed(db, update(VERSION).where(mine).values(state=after.value)):
            raise RefusedError(Problem("problem.conflict", "state"))
        row = {
            "version_id": held.version_id,
            "listing_id": held.listing_id,
            "content_sha256": held.content_sha256,
            "state": after.value,
        }
        self._note(db, action, actor, row, before, now=now, request_id=request_id, reason=reason)
        return version(db, held.version_id)

    def _note(
        self,
        db: Connection,
        action: Action,
        actor: Actor,
        row: Mapping[str, Any],
        before: State | None,
        *,
        now: datetime,
        request_id: str,
        reason: str = "",
    ) -> None:
        entry = Entry(
            action=action.value,
            actor=actor,
            now=now,
            request_id=request_id,
            version_id=row["version_id"],
            after=row["state"],
            listing_id=row["listing_id"],
            before=before.value if before else None,
            content_sha256=row["content_sha256"],
            reason=reason,
        )
        note_all(db, (entry,))

    def _run(self, request_id: str, action: Action, step: Callable[[Connection], T]) -> T | Problem:
        """One transaction, the first answer for a repeated request, and the witness told."""

        def once(db: Connection) -> tuple[T, tuple[int, str] | None]:
            if request_id:
                done = _answered(db, request_id, action)
                if done is not None:
                    return done, None  # type: ignore[return-value]
            answer = step(db)
            last = db.execute(
                select(EVENT.c.seq, EVENT.c.hash).order_by(EVENT.c.seq.desc()).limit(1)
            ).one_or_none()
            return answer, None if last is None else (last.seq, last.hash)

        done = attempt(self.engine, once)
        if isinstance(done, Problem):
            return done
        answer, newest = done
        if self._witness is not None and newest is not None:
            chain.witness(self._witness, *newest)
        return answer


def _first(found: Sequence[Version]) -> Version | None:
    return found[0] if found else None


def _must_follow(action: Action, held: Version) -> None:
    wrong = follows(action, held.state)
    if wrong is not None:
        raise RefusedError(wrong)


def _in_order(row: Mapping[str, Any]) -> None:
    """Dates of a version: the first before the last."""
    start, end = row["valid_from"], row["valid_to"]
    if start >= end:
        params = {"value": start.isoformat(), "limit": end.isoformat()}
        raise RefusedError(Problem("problem.dates_reversed", "valid_to", params=params))


def _complete(db: Connection, held: Version) -> None:
    """Refused unless a version is a whole listing, sourced, dated, with every doubt settled."""
    listing, problems = listing_of(held.content)
    if listing is None:
        raise RefusedError(problems[0])
    if not listing.as_of:
        raise RefusedError(Problem("problem.no_provenance", "as_of"))
    open_ = select(QUARANTINE.c.path).where(
        QUARANTINE.c.version_id == held.version_id,
        QUARANTINE.c.blocks == 1,
        QUARANTINE.c.settled_by == "",
    )
    path = db.execute(open_.order_by(QUARANTINE.c.path)).scalars().first()
    if path is not None:
        raise RefusedError(Problem("problem.in_quarantine", str(path)))


def _answered(db: Connection, request_id: str, action: Action) -> Version | None:
    """What the same request gave before, if it was made before."""
    query = select(EVENT.c.version_id).where(
        EVENT.c.request_id == request_id, EVENT.c.action == action.value
    )
    known = db.execute(query).scalars().first()
    return None if known is None else version(db, known)
