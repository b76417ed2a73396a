"""The registry of versions: every door through which a product comes to stand in the catalogue.

One transaction a step, whatever the database. Every door asks who acts, when, and under which
request id: the same request again gives the first answer and writes nothing. What two people do to
one listing in the same moment collides on the listing's own row: one wins, the other is told.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import Connection

from products.basis.people import Actor
from products.basis.problems import Problem
from products.catalogue.listing import Listing
from products.publishing import adopting
from products.publishing.adopting import Adopted
from products.publishing.content import fingerprint
from products.publishing.drafts import Drafts
from products.publishing.rows import (
    Version,
    believe,
    lock,
    make_room,
    published,
    version,
    versions,
)
from products.publishing.states import PACKS, SHOWN, Action, State
from products.publishing.stepping import Answer
from products.publishing.steps import (
    Request,
    moment_after,
    move,
    must_be_whole,
    must_follow,
    must_say_why,
    note,
    permit,
    published_since_submitted,
    refuse,
    second_person,
    span,
    utc,
)
from products.publishing.tables import VERSION

__all__ = ["PACKS", "Adopted", "Answer", "Registry"]


class Registry(Drafts):
    """The open registry over one database; safe to use from threads. It has no clock."""

    def publish(
        self,
        actor: Actor,
        version_id: str,
        *,
        approved: str,
        now: datetime,
        request_id: str,
        over: str | None = None,
        edit_no: int | None = None,
    ) -> Answer:
        """Publish what was reviewed: `approved` is the content's hash as the reviewer saw it.

        What held before holds until this version begins; what it corrects is believed no longer.
        `edit_no` as the reviewer saw it proves the days too. Where another version became public
        since this one was handed in, `over` names it: the reviewer knows that it is replaced.
        """
        asked = Request(actor, utc(now), request_id)

        def step(db: Connection) -> Version:
            held = version(db, version_id)
            second_person(db, actor, held)
            if held.state is State.PUBLISHED and held.content_sha256 == approved:
                return held
            must_follow(Action.PUBLISH, held)
            seen = (approved, held.edit_no if edit_no is None else edit_no)
            if seen != (held.content_sha256, held.edit_no) or fingerprint(held.content) != approved:
                raise refuse("problem.changed_since_review", "content_sha256")
            if held.valid_to is not None and held.valid_to <= now.date():
                raise refuse("problem.over_already", "valid_to", value=held.valid_to.isoformat())
            must_be_whole(db, held)
            lock(db, held.listing_id)
            former = published(db, held.listing_id)
            if published_since_submitted(db, held) and over not in [f.version_id for f in former]:
                raise refuse("problem.conflict", "listing_id")
            return self._replace(db, asked, held, former)

        answer = self._run(asked, Action.PUBLISH, step)
        if isinstance(answer, Problem) and answer.code == "problem.self_approval":
            self._remember_refusal(asked, version_id, answer)
        return answer

    def withdraw(
        self, actor: Actor, listing_id: str, *, reason: str, now: datetime, request_id: str
    ) -> Answer:
        """Take a listing off the shelf from today; plans that hold it keep their version."""
        asked = Request(actor, utc(now), request_id, reason)

        def step(db: Connection) -> Version:
            shown = published(db, listing_id)
            if not shown:
                raise refuse("problem.nothing_published", "listing_id", value=listing_id)
            held = shown[0]
            permit(Action.WITHDRAW, actor, held.provider_id, held.author)
            must_say_why(reason)
            lock(db, listing_id)
            at = replace(asked, now=moment_after(db, [listing_id], asked.now))
            make_room(db, listing_id, (at.now.date(), None), at.now)
            return move(db, Action.WITHDRAW, at, held)

        return self._run(asked, Action.WITHDRAW, step)

    # ---------------------------------------------------------------- the packs

    def adopt(self, listing: Listing, actor: Actor, *, now: datetime, as_of: date) -> Answer:
        """A listing of a country's pack as version 1, published by whoever keeps the packs.

        The packs are reviewed as files, by another way of two persons; the event says so. One that
        was public before is given as it is.
        """
        asked = Request(actor, utc(now), f"pack:{as_of}:{listing.id}"[:64])

        def step(db: Connection) -> Version:
            permit(Action.ADOPT, actor, listing.provider_id, None)
            public = VERSION.c.state.in_([state.value for state in SHOWN])
            known = versions(db, (VERSION.c.listing_id == listing.id) & public)
            return known[0] if known else version(db, adopting.adopt(db, listing, asked, as_of))

        return self._run(asked, None, step)

    def adopt_all(
        self,
        listings: Sequence[Listing],
        actor: Actor,
        *,
        now: datetime,
        as_of: date,
        countries: Collection[str] | None = None,
    ) -> Adopted | Problem:
        """All that the packs list, in one transaction; what became of it.

        A row that changed becomes a new version from `as_of` on, where the one before came from a
        pack too; what people published or withdrew stays. A listing that `listings` no longer hold
        ends on `as_of`, in the `countries` named, or else in those of the listings.
        """
        asked = Request(actor, utc(now), f"pack:{as_of}:{uuid.uuid4().hex}")
        scope = countries if countries is not None else {each.country for each in listings}

        def step(db: Connection) -> Adopted:
            permit(Action.ADOPT, actor, PACKS, None)
            held = [each.id for each in listings]
            at = replace(asked, now=moment_after(db, held, asked.now))
            return adopting.adopt_all(db, listings, at, as_of, scope)

        return self._run(asked, None, step)

    # ---------------------------------------------------------------- inside

    def _replace(
        self, db: Connection, asked: Request, held: Version, former: Sequence[Version]
    ) -> Version:
        at = replace(asked, now=moment_after(db, [held.listing_id], asked.now))
        for each in former:
            move(db, Action.SUPERSEDE, replace(at, reason=f"version {held.version_no}"), each)
        mine = (held.valid_from, held.valid_to)
        make_room(db, held.listing_id, mine, at.now)
        believe(db, held.listing_id, held.version_id, mine, at.now)
        return move(db, Action.PUBLISH, replace(at, reason=span(*mine)), held)

    def _remember_refusal(self, asked: Request, version_id: str, refusal: Problem) -> None:
        """A try to publish one's own is in the log, where a supervisor sees it."""

        def step(db: Connection) -> Version:
            held = version(db, version_id)
            told = refusal.code.removeprefix("problem.").upper()
            note(db, Action.REFUSE, replace(asked, reason=told), held, held.state)
            return held

        self._run(asked, Action.REFUSE, step)
