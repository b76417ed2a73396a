"""The clock of verified facts: who said when that a value holds, and where two sources disagree.

A word on a value that did not change makes it young again. It needs no second person: the value
itself was published by two, and a word cannot change it (decision 0018). A word that brings another
value changes nothing either: beyond what is allowed it opens a conflict for the steward.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, Engine, insert, select, update

from products.basis.ageing import Method
from products.basis.people import Actor, Role
from products.basis.problems import Problem, Scalar
from products.catalogue.known import (
    Verified,
    known,
    stated,
    text_of_value,
    unit_of,
    value_of,
)
from products.catalogue.listing import Listing
from products.publishing import voice_log
from products.publishing.noting import Entry
from products.publishing.voice_tables import CONFLICT, MOST_WORDS, VERIFICATION
from products.publishing.writing import RefusedError, attempt

RATE_APART, AMOUNT_APART = 0.0025, 0.01
"""A quarter of a percentage point on a rate, one per cent of an amount: beyond, two sources
disagree."""
_DUST = 1e-9
_OWN = (Method.BANK_API, Method.BANK_DOCUMENT, Method.BANK_UPLOAD)
_HEARD = (Method.BRANCH_CALL, Method.FIELD_REPORT)
_WITH_DOCUMENT = (Method.BANK_API, Method.BANK_DOCUMENT)
KEPT, TAKEN = "kept", "taken"
"""How a conflict ends: our value stays, or the other one is right and a new version brings it."""


@dataclass(frozen=True, slots=True)
class Word:
    """What someone found out: when, how, and from which document."""

    on: date
    method: Method
    document: str = ""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two sources that disagree on one value; `outcome` is empty until a steward has settled it."""

    conflict_id: str
    listing_id: str
    provider_id: str
    field: str
    ours: str
    our_source: str
    theirs: str
    their_source: str
    document: str
    said_on: date
    opened_at: datetime
    settled_at: datetime | None
    settled_by: str
    outcome: str
    reason: str


class Clock:
    """The clock over one database; it has no time of its own."""

    def __init__(self, engine: Engine) -> None:
        """Take over an engine whose tables are there."""
        self.engine = engine

    def verify(
        self,
        actor: Actor,
        listing: Listing,
        fields: Sequence[str],
        word: Word,
        *,
        now: datetime,
        request_id: str,
    ) -> tuple[Verified, ...] | Problem:
        """Say that these values still hold, as the listing shown states them; no fields: all of it.

        The same request again, or the same word on the same day, writes nothing new.
        """
        problem = _refused(actor, listing, word, now)
        if problem is not None:
            return problem
        ours = dict(stated(listing))
        wanted = tuple(dict.fromkeys(fields)) or tuple(ours)
        unknown = next((field for field in wanted if field not in ours), None)
        if unknown is not None:
            return Problem("problem.not_stated", "field", params={"value": unknown})

        def step(db: Connection) -> tuple[Verified, ...]:
            words = [_verified(listing, field, ours[field], actor, word) for field in wanted]
            if voice_log.done_before(db, request_id, "verify") is None:
                for each in words:
                    _write(db, each, actor, now, request_id)
            return tuple(words)

        return attempt(self.engine, step)

    def report(
        self,
        actor: Actor,
        listing: Listing,
        field: str,
        value: float,
        word: Word,
        *,
        now: datetime,
        request_id: str,
    ) -> Verified | Conflict | Problem:
        """Say what another source states for a number: as good as ours it verifies it, else not.

        Beyond `RATE_APART` or `AMOUNT_APART` a conflict is opened, once for the same two values.
        """
        problem = _refused(actor, listing, word, now)
        if problem is not None:
            return problem
        ours = _number(listing, field)
        if isinstance(ours, Problem):
            return ours
        if not apart(ours, value, unit_of(listing, field)):
            found = self.verify(actor, listing, (field,), word, now=now, request_id=request_id)
            return found if isinstance(found, Problem) else found[0]

        def step(db: Connection) -> Conflict:
            return open_conflict(
                db, actor, listing, field, text_of_value(float(value)), word,
                now=now, request_id=request_id,
            )  # fmt: skip

        return attempt(self.engine, step)

    def settle(
        self,
        actor: Actor,
        conflict_id: str,
        *,
        outcome: str,
        reason: str,
        now: datetime,
        request_id: str,
    ) -> Conflict | Problem:
        """End a conflict with a reason: a steward's door, never of the provider's own people."""
        if outcome not in (KEPT, TAKEN):
            params = {"value": outcome, "limit": f"{KEPT}, {TAKEN}"}
            return Problem("problem.not_in_list", "outcome", params=params)
        told = reason.strip()
        if not told:
            return Problem("problem.reason_missing", "reason")
        if len(told) > MOST_WORDS:
            return _too_long("reason", told)

        def step(db: Connection) -> Conflict:
            held = _conflict(db, conflict_id)
            if not actor.has(Role.STEWARD) or actor.organisation == held.provider_id:
                raise RefusedError(_not_allowed(actor, "settle"))
            if voice_log.done_before(db, request_id, "settle") is not None:
                return held
            if held.outcome:
                raise RefusedError(Problem("problem.settled_already", "conflict_id"))
            mine = (CONFLICT.c.conflict_id == conflict_id) & (CONFLICT.c.outcome == "")
            settled = {"settled_at": now, "settled_by": actor.id, "outcome": outcome}
            db.execute(update(CONFLICT).where(mine).values(**settled, reason=told))
            entry = Entry(
                "settle", actor, now, request_id, conflict_id, outcome, held.listing_id, "open"
            )
            voice_log.note(db, entry, told)
            return _conflict(db, conflict_id)

        return attempt(self.engine, step)

    # ---------------------------------------------------------------- questions

    def words(self, listing_id: str | None = None) -> dict[str, tuple[Verified, ...]]:
        """Every word on facts, by listing, oldest first: of one listing or of all."""
        query = select(VERIFICATION).order_by(
            VERIFICATION.c.listing_id, VERIFICATION.c.verified_on, VERIFICATION.c.written_at
        )
        if listing_id is not None:
            query = query.where(VERIFICATION.c.listing_id == listing_id)
        found: dict[str, list[Verified]] = {}
        with self.engine.connect() as db:
            for row in db.execute(query).mappings():
                found.setdefault(row["listing_id"], []).append(
                    Verified(
                        listing_id=row["listing_id"],
                        field=row["field"],
                        value=row["value"],
                        by=row["by_organisation"],
                        on=row["verified_on"],
                        method=Method(row["method"]),
                        document=row["document"],
                    )
                )
        return {name: tuple(each) for name, each in found.items()}

    def moved(self) -> int:
        """How many words there are: it grows whenever a fact becomes young again."""
        with self.engine.connect() as db:
            return len(db.execute(select(VERIFICATION.c.verification_id)).all())

    def conflicts(
        self, *, is_open: bool = True, listing_id: str | None = None
    ) -> tuple[Conflict, ...]:
        """Conflicts that wait for a steward (or were settled), oldest first."""
        wanted = CONFLICT.c.outcome == "" if is_open else CONFLICT.c.outcome != ""
        if listing_id is not None:
            wanted = wanted & (CONFLICT.c.listing_id == listing_id)
        query = select(CONFLICT).where(wanted).order_by(CONFLICT.c.opened_at)
        with self.engine.connect() as db:
            return tuple(_made(row) for row in db.execute(query).mappings())


def apart(ours: float, theirs: float, unit: str) -> bool:
    """Whether two sources disagree: on a rate, on an amount; on anything else, any difference.

    >>> apart(0.14, 0.1425, "decimal rate"), apart(0.14, 0.1426, "decimal rate")
    (False, True)
    >>> apart(100_000, 101_000, "money"), apart(100_000, 101_001, "money")
    (False, True)
    """
    gap = abs(theirs - ours)
    if unit in ("decimal rate", "share"):
        return gap > RATE_APART + _DUST
    if unit in ("money", "minor units"):
        return gap > AMOUNT_APART * max(abs(ours), _DUST) * (1 + _DUST)
    return gap > _DUST


def open_conflict(
    db: Connection,
    actor: Actor,
    listing: Listing,
    field: str,
    theirs: str,
    word: Word,
    *,
    now: datetime,
    request_id: str,
) -> Conflict:
    """Open a conflict, or give the open one on the same two values."""
    ours = text_of_value(value_of(listing, field))
    same = (
        (CONFLICT.c.listing_id == listing.id)
        & (CONFLICT.c.field == field)
        & (CONFLICT.c.ours == ours)
        & (CONFLICT.c.theirs == theirs)
        & (CONFLICT.c.outcome == "")
    )
    there = db.execute(select(CONFLICT).where(same)).mappings().first()
    if there is not None:
        return _made(there)
    conflict_id = str(uuid.uuid4())
    source = next((f.source_id for f in known(listing, word.on, {}) if f.field == field), "")
    db.execute(
        insert(CONFLICT).values(
            conflict_id=conflict_id,
            listing_id=listing.id,
            provider_id=listing.provider_id,
            field=field,
            ours=ours,
            our_source=source or listing.source_id,
            theirs=theirs,
            their_source=f"{actor.organisation}: {word.method.value}",
            document=word.document,
            said_on=word.on,
            opened_at=now,
            settled_at=None,
            settled_by="",
            outcome="",
            reason="",
        )
    )
    entry = Entry("conflict", actor, now, request_id, conflict_id, "open", listing.id)
    voice_log.note(db, entry, f"{field} {ours} {theirs}")
    return _conflict(db, conflict_id)


def _refused(actor: Actor, listing: Listing, word: Word, now: datetime) -> Problem | None:
    """Why this person may not say this: not theirs to say, no document, or a day that cannot be."""
    own = actor.has(Role.BANK) and actor.organisation == listing.provider_id
    heard = actor.has(Role.STEWARD, Role.OFFICER)
    may = (own and word.method in _OWN) or (heard and word.method in (*_HEARD, *_WITH_DOCUMENT))
    if not may:
        return _not_allowed(actor, "verify")
    if word.method in _WITH_DOCUMENT and not word.document.strip():
        return Problem("problem.document_missing", "document")
    if len(word.document) > 300:  # noqa: PLR2004 - the width of the column
        return _too_long("document", word.document)
    if word.on > now.date():
        params = {"value": word.on.isoformat(), "limit": now.date().isoformat()}
        return Problem("problem.day_to_come", "on", params=params)
    return None


def _number(listing: Listing, field: str) -> float | Problem:
    """What a listing states for a field that is one number."""
    try:
        ours = value_of(listing, field)
    except KeyError:
        ours = None
    if isinstance(ours, bool) or not isinstance(ours, int | float):
        return Problem("problem.no_figure_stated", "field", params={"value": field})
    return float(ours)


def _verified(listing: Listing, field: str, value: object, actor: Actor, word: Word) -> Verified:
    return Verified(
        listing_id=listing.id,
        field=field,
        value=text_of_value(value),
        by=actor.organisation,
        on=word.on,
        method=word.method,
        document=word.document.strip(),
    )


def _write(db: Connection, word: Verified, actor: Actor, now: datetime, request_id: str) -> None:
    """One word, unless the same person said the same on the same day."""
    row = {
        "listing_id": word.listing_id,
        "field": word.field,
        "value": word.value,
        "by_id": actor.id,
        "verified_on": word.on,
    }
    same = [VERIFICATION.c[name] == value for name, value in row.items()]
    if db.execute(select(VERIFICATION.c.verification_id).where(*same)).first():
        return
    subject = str(uuid.uuid4())
    db.execute(
        insert(VERIFICATION).values(
            **row,
            verification_id=subject,
            by_organisation=word.by,
            method=word.method.value,
            document=word.document,
            written_at=now,
        )
    )
    entry = Entry("verify", actor, now, request_id, subject, "verified", word.listing_id)
    voice_log.note(db, entry, f"{word.field} {word.value} {word.document}")


def _conflict(db: Connection, conflict_id: str) -> Conflict:
    query = select(CONFLICT).where(CONFLICT.c.conflict_id == conflict_id)
    row = db.execute(query).mappings().one_or_none()
    if row is None:
        params = {"value": conflict_id}
        raise RefusedError(Problem("problem.unknown_conflict", "conflict_id", params=params))
    return _made(row)


def _made(row: Mapping[Any, Any]) -> Conflict:
    told = {str(name): value for name, value in row.items()}
    for name in ("opened_at", "settled_at"):
        if told[name] is not None and told[name].tzinfo is None:
            told[name] = told[name].replace(tzinfo=UTC)
    return Conflict(**told)


def _not_allowed(actor: Actor, action: str) -> Problem:
    return Problem("problem.not_allowed", "actor", params={"value": actor.id, "action": action})


def _too_long(where: str, told: str) -> Problem:
    params: dict[str, Scalar] = {"value": f"{told[:20]}…", "limit": MOST_WORDS}
    return Problem("problem.too_long", where, params=params)
