"""When a branch tells someone otherwise: asked without a name, answered with a trace.

Whoever asks holds a token; only its hash is here, so that the answer finds the asker and nobody
else does. What is said must not name a person: text with a telephone number, an identity number or
an address of mail is refused.
"""

from __future__ import annotations

import re
import uuid
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, insert, select, update

from products.basis.ageing import Method
from products.basis.people import Actor, Role
from products.basis.problems import Problem, Scalar
from products.catalogue.known import text_of_value, unit_of, value_of
from products.catalogue.listing import Listing
from products.publishing import voice_log
from products.publishing.clock import Word, apart, open_conflict
from products.publishing.noting import Entry
from products.publishing.states import SHOWN
from products.publishing.tables import VERSION
from products.publishing.voice_tables import DISPUTE, MOST_WORDS
from products.publishing.writing import RefusedError, attempt

OVERDUE_DAYS = 14
"""A dispute open for longer is overdue."""
MOST_A_DAY, MOST_OF_LISTING_A_DAY = 5, 100
"""Disputes of one session, and of all on one product, in a day."""
OTHER = "other"
"""The field of a dispute on none of the stated facts."""
CONFIRMED, CHANGED, DECLINED = "confirmed", "changed", "declined"
OUTCOMES = (CONFIRMED, CHANGED, DECLINED)
"""The terms are as listed; a new version brings others; nothing to do with the listed terms."""
_LEAST_WORDS, _MOST_PLACE = 5, 120
_PERSONAL = (
    re.compile(r"[\w.+-]+@[\w-]+\.\w"),
    re.compile(r"\b\d{5}-?\d{7}-?\d\b"),
    re.compile(r"(?:\+|\b00)\d[\d\s-]{7,}\d"),
    re.compile(r"\b0\d{2,3}[\s-]?\d{6,8}\b"),
)
"""Mail addresses, identity numbers, telephone numbers; amounts such as 1,500,000 are none."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What someone heard: which fact, what was said, where and when; `value` where it is a number.

    `field` is one of the listing's facts or `OTHER`.
    """

    field: str
    said: str
    place: str
    on: date
    value: float | None = None


@dataclass(frozen=True, slots=True)
class Dispute:
    """One dispute; `outcome` is empty until it is answered."""

    dispute_id: str
    listing_id: str
    provider_id: str
    field: str
    said: str
    said_value: str
    place: str
    said_on: date
    asker_role: str
    opened_at: datetime
    answered_at: datetime | None
    outcome: str
    answer: str
    answered_by: str
    answered_for: str
    version_no: int

    @property
    def is_open(self) -> bool:
        """Whether nobody has answered yet."""
        return not self.outcome

    def days_open(self, now: datetime) -> int:
        """Whole days from when it was opened to its answer, or to now."""
        return max(((self.answered_at or now) - self.opened_at).days, 0)

    def is_overdue(self, now: datetime) -> bool:
        """Whether it is open for more than `OVERDUE_DAYS`."""
        return self.is_open and now - self.opened_at > timedelta(days=OVERDUE_DAYS)


class Disputes:
    """The disputes of one database; no clock inside."""

    def __init__(self, engine: Engine) -> None:
        """Take over an engine whose tables are there."""
        self.engine = engine

    def open(
        self,
        actor: Actor,
        listing: Listing,
        heard: Heard,
        *,
        token: str,
        session: str,
        now: datetime,
        request_id: str,
    ) -> Dispute | Problem:
        """Say that a branch told it otherwise: a household's or an officer's door.

        `token` is what the asker keeps; `session` is any text that stays the same for one visitor.
        A number beyond what two sources may differ by opens a conflict for the steward too.
        """
        problem = _refused(actor, listing, heard, token, now)
        if problem is not None:
            return problem

        def step(db: Connection) -> Dispute:
            before = voice_log.done_before(db, request_id, "dispute")
            if before is not None:
                return _dispute(db, before)
            _not_too_many(db, listing.id, session, now)
            row = _row(actor, listing, heard, now)
            row |= {
                "asker_hash": voice_log.digest("asker", token),
                "session_hash": voice_log.digest("session", session),
            }
            db.execute(insert(DISPUTE).values(**row))
            who = _unnamed(actor)
            subject = str(row["dispute_id"])
            entry = Entry("dispute", who, now, request_id, subject, "open", listing.id)
            said = f"{heard.field} {heard.said} {heard.place} {row['said_value']}"
            voice_log.note(db, entry, said)
            if _disagrees(listing, heard):
                word = Word(heard.on, Method.FIELD_REPORT)
                theirs = text_of_value(float(heard.value or 0.0))
                open_conflict(
                    db, who, listing, heard.field, theirs, word, now=now, request_id=request_id
                )
            return _dispute(db, subject)

        return attempt(self.engine, step)

    def answer(
        self,
        actor: Actor,
        dispute_id: str,
        *,
        outcome: str,
        words: str,
        version_no: int = 0,
        now: datetime,
        request_id: str,
    ) -> Dispute | Problem:
        """Answer a dispute: the provider's own people, or a steward.

        `version_no` says which public version changed the terms, where the outcome is `changed`.
        """
        problem = _poor_answer(outcome, words, version_no)
        if problem is not None:
            return problem

        def step(db: Connection) -> Dispute:
            held = _dispute(db, dispute_id)
            own = actor.has(Role.BANK) and actor.organisation == held.provider_id
            if not (own or actor.has(Role.STEWARD)):
                raise RefusedError(_not_allowed(actor, "answer"))
            if voice_log.done_before(db, request_id, "answer") is not None:
                return held
            if not held.is_open:
                raise RefusedError(Problem("problem.answered_already", "dispute_id"))
            if outcome == CHANGED:
                _must_be_public(db, held.listing_id, version_no)
            mine = (DISPUTE.c.dispute_id == dispute_id) & (DISPUTE.c.outcome == "")
            told = {
                "answered_at": now,
                "outcome": outcome,
                "answer": words.strip(),
                "answered_by": actor.id,
                "answered_for": actor.organisation,
                "version_no": version_no,
            }
            db.execute(update(DISPUTE).where(mine).values(**told))
            entry = Entry(
                "answer", actor, now, request_id, dispute_id, outcome, held.listing_id, "open",
                reason=f"version {version_no}" if version_no else "terms confirmed",
            )  # fmt: skip
            voice_log.note(db, entry, words.strip())
            return _dispute(db, dispute_id)

        return attempt(self.engine, step)

    # ---------------------------------------------------------------- questions

    def waiting(
        self, provider_id: str | None = None, *, is_open: bool = True
    ) -> tuple[Dispute, ...]:
        """Disputes that wait (or were answered), of one provider or all, the oldest first."""
        wanted = DISPUTE.c.outcome == "" if is_open else DISPUTE.c.outcome != ""
        if provider_id is not None:
            wanted = wanted & (DISPUTE.c.provider_id == provider_id)
        return self._all(wanted)

    def of_listing(self, listing_id: str) -> tuple[Dispute, ...]:
        """All disputes on one product, the oldest first."""
        return self._all(DISPUTE.c.listing_id == listing_id)

    def of_asker(self, token: str) -> tuple[Dispute, ...]:
        """What the holder of a token asked, answered or not."""
        return self._all(DISPUTE.c.asker_hash == voice_log.digest("asker", token))

    def open_counts(self) -> Mapping[str, int]:
        """How many open disputes each product has; none for those without."""
        query = select(DISPUTE.c.listing_id).where(DISPUTE.c.outcome == "")
        with self.engine.connect() as db:
            return Counter(db.scalars(query))

    def trace(self, dispute_id: str) -> tuple[Mapping[str, Any], ...]:
        """What happened to a dispute, from the chain of voices."""
        return voice_log.trace(self.engine, dispute_id)

    def _all(self, wanted: Any) -> tuple[Dispute, ...]:  # noqa: ANN401 - a condition of SQL
        query = select(DISPUTE).where(wanted).order_by(DISPUTE.c.opened_at, DISPUTE.c.dispute_id)
        with self.engine.connect() as db:
            return tuple(_made(row) for row in db.execute(query).mappings())


def _refused(
    actor: Actor, listing: Listing, heard: Heard, token: str, now: datetime
) -> Problem | None:
    if not actor.has(Role.FAMILY, Role.OFFICER):
        return _not_allowed(actor, "dispute")
    assert token, "whoever asks holds a token"
    if heard.field != OTHER:
        try:
            value_of(listing, heard.field)
        except KeyError:
            return Problem("problem.not_stated", "field", params={"value": heard.field})
    if heard.on > now.date():
        limits = {"value": heard.on.isoformat(), "limit": now.date().isoformat()}
        return Problem("problem.day_to_come", "on", params=limits)
    return _poor_words(heard)


def _poor_words(heard: Heard) -> Problem | None:
    said = heard.said.strip()
    if len(said) < _LEAST_WORDS:
        return Problem("problem.too_short", "said", params={"value": said, "limit": _LEAST_WORDS})
    for where, told, most in (("said", said, MOST_WORDS), ("place", heard.place, _MOST_PLACE)):
        if len(told) > most:
            params: dict[str, Scalar] = {"value": f"{told[:20]}…", "limit": most}
            return Problem("problem.too_long", where, params=params)
        if any(pattern.search(told) for pattern in _PERSONAL):
            return Problem("problem.names_a_person", where)
    return None


def _not_too_many(db: Connection, listing_id: str, session: str, now: datetime) -> None:
    """Refused where one visitor, or all on one product, asked too often within a day."""
    recent = DISPUTE.c.opened_at > now - timedelta(days=1)
    mine = DISPUTE.c.session_hash == voice_log.digest("session", session)
    limits = ((mine, MOST_A_DAY), (DISPUTE.c.listing_id == listing_id, MOST_OF_LISTING_A_DAY))
    for which, most in limits:
        if len(db.execute(select(DISPUTE.c.dispute_id).where(recent & which)).all()) >= most:
            raise RefusedError(Problem("problem.too_many_disputes", "said", params={"limit": most}))


def _row(actor: Actor, listing: Listing, heard: Heard, now: datetime) -> dict[str, object]:
    return {
        "dispute_id": str(uuid.uuid4()),
        "listing_id": listing.id,
        "provider_id": listing.provider_id,
        "field": heard.field,
        "said": heard.said.strip(),
        "said_value": "" if heard.value is None else text_of_value(float(heard.value)),
        "place": heard.place.strip(),
        "said_on": heard.on,
        "asker_role": (Role.OFFICER if actor.has(Role.OFFICER) else Role.FAMILY).value,
        "opened_at": now,
        "answered_at": None,
        "outcome": "",
        "answer": "",
        "answered_by": "",
        "answered_for": "",
        "version_no": 0,
    }


def _unnamed(actor: Actor) -> Actor:
    """A household leaves no name in the chain; an officer answers for an institution."""
    if actor.has(Role.OFFICER):
        return actor
    return Actor("", Role.FAMILY.value, frozenset({Role.FAMILY}))


def _disagrees(listing: Listing, heard: Heard) -> bool:
    if heard.value is None or heard.field == OTHER:
        return False
    ours = value_of(listing, heard.field)
    if isinstance(ours, bool) or not isinstance(ours, int | float):
        return False
    return apart(float(ours), heard.value, unit_of(listing, heard.field))


def _poor_answer(outcome: str, words: str, version_no: int) -> Problem | None:
    if outcome not in OUTCOMES:
        params: dict[str, Scalar] = {"value": outcome, "limit": ", ".join(OUTCOMES)}
        return Problem("problem.not_in_list", "outcome", params=params)
    told = words.strip()
    if len(told) < _LEAST_WORDS:
        return Problem("problem.too_short", "words", params={"value": told, "limit": _LEAST_WORDS})
    if len(told) > MOST_WORDS:
        params = {"value": f"{told[:20]}…", "limit": MOST_WORDS}
        return Problem("problem.too_long", "words", params=params)
    if outcome == CHANGED and version_no < 1:
        return Problem("problem.no_new_version", "version_no")
    return None


def _must_be_public(db: Connection, listing_id: str, version_no: int) -> None:
    """Refused where a product has no public version of that number."""
    query = select(VERSION.c.version_no).where(
        VERSION.c.listing_id == listing_id,
        VERSION.c.version_no == version_no,
        VERSION.c.state.in_([state.value for state in SHOWN]),
    )
    if db.execute(query).first() is None:
        params: dict[str, Scalar] = {"value": version_no}
        raise RefusedError(Problem("problem.version_not_public", "version_no", params=params))


def _dispute(db: Connection, dispute_id: str) -> Dispute:
    query = select(DISPUTE).where(DISPUTE.c.dispute_id == dispute_id)
    row = db.execute(query).mappings().one_or_none()
    if row is None:
        params = {"value": dispute_id}
        raise RefusedError(Problem("problem.unknown_dispute", "dispute_id", params=params))
    return _made(row)


def _made(row: Mapping[Any, Any]) -> Dispute:
    hidden = ("asker_hash", "session_hash")
    told = {str(name): value for name, value in row.items() if name not in hidden}
    for name in ("opened_at", "answered_at"):
        if told[name] is not None and told[name].tzinfo is None:
            told[name] = told[name].replace(tzinfo=UTC)
    return Dispute(**told)


def _not_allowed(actor: Actor, action: str) -> Problem:
    return Problem("problem.not_allowed", "actor", params={"value": actor.id, "action": action})
