"""What every door of the registry does within its transaction: permit, move, note, refuse."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, select, update

from products.basis.people import Actor
from products.basis.problems import Problem
from products.publishing.noting import Entry, note_all
from products.publishing.rows import Version, changed, version
from products.publishing.states import LEADS, Action, State, follows, may
from products.publishing.tables import BELIEF, EVENT, OPEN_END, QUARANTINE, VERSION
from products.publishing.whole import FOREVER, complete, impossible, open_doubts, unstorable
from products.publishing.writing import RefusedError

_WRITING = (Action.CREATE, Action.EDIT, Action.SETTLE, Action.SUBMIT)
"""Who did any of these to a version wrote it or vouched for it."""


@dataclass(frozen=True, slots=True)
class Request:
    """Who acts, when, under which request id, and why."""

    actor: Actor
    now: datetime
    id: str = ""
    reason: str = ""

    def unfit(self) -> Problem | None:
        """Why it cannot be written down: a name, an id or a reason that is too long."""
        for where, told, most in (
            ("actor", self.actor.id, 120),
            ("actor", self.actor.organisation, 120),
            ("request_id", self.id, 64),
            ("reason", self.reason, 2000),
        ):
            if len(told) > most:
                return Problem("problem.too_long", where, params={"value": "", "limit": most})
            if "\0" in told:
                return Problem("problem.not_storable", where)
        return None


def utc(now: datetime) -> datetime:
    """A moment in UTC; one without a zone is a mistake of ours."""
    assert now.tzinfo is not None, "a moment has its zone"
    return now.astimezone(UTC)


def refuse(code: str, where: str, **params: str | int) -> RefusedError:
    """The refusal of a step, to be raised."""
    return RefusedError(Problem(code, where, params=params))


def permit(action: Action, actor: Actor, provider: str, author: Actor | None) -> None:
    """Refused where this person may not."""
    refusal = may(action, actor, provider=provider, author=author)
    if refusal is not None:
        raise RefusedError(refusal)


def second_person(db: Connection, actor: Actor, held: Version) -> None:
    """Refused where the actor, or anyone of their organisation, had a hand in the version."""
    permit(Action.PUBLISH, actor, held.provider_id, held.author)
    query = select(EVENT.c.actor_id, EVENT.c.actor_organisation).where(
        EVENT.c.version_id == held.version_id,
        EVENT.c.action.in_([each.value for each in _WRITING]),
    )
    for id_, organisation in db.execute(query):
        if actor.id == id_ or actor.organisation == organisation:
            raise refuse("problem.self_approval", "actor", value=actor.id)


def must_follow(action: Action, held: Version) -> None:
    """Refused where the action cannot follow the state."""
    wrong = follows(action, held.state)
    if wrong is not None:
        raise RefusedError(wrong)


def must_say_why(reason: str) -> None:
    """Refused without a reason."""
    if not reason.strip():
        raise refuse("problem.reason_missing", "reason")


def must_be_possible(content: Mapping[str, Any], *, is_doubted: bool) -> None:
    """Refused where a value cannot be kept, or can never be right."""
    problem = unstorable(content) or impossible(content, is_doubted=is_doubted)
    if problem is not None:
        raise RefusedError(problem)


def must_be_whole(db: Connection, held: Version) -> None:
    """Refused unless a version is a whole listing, sourced, dated, with every doubt settled."""
    _, problems = complete(held.content)
    if problems:
        raise RefusedError(problems[0])
    left = open_doubts(doubt_rows(db, held.version_id))
    if left:
        raise refuse("problem.in_quarantine", left[0])


def doubt_rows(db: Connection, version_id: str) -> Sequence[Mapping[str, Any]]:
    """The doubts of a version, by path."""
    query = select(QUARANTINE).where(QUARANTINE.c.version_id == version_id)
    rows = db.execute(query.order_by(QUARANTINE.c.path, QUARANTINE.c.quarantine_id)).mappings()
    return [dict(row) for row in rows]


def days(start: date, end: date | None) -> tuple[date, date]:
    """The days of a version, the last not among them; refused where they are none."""
    last = OPEN_END if end is None or end >= FOREVER else end
    if start >= last:
        limit = last.isoformat()
        raise refuse("problem.dates_reversed", "valid_to", value=start.isoformat(), limit=limit)
    return start, last


def span(start: date, end: date | None) -> str:
    """Days as the log tells them.

    >>> span(date(2026, 1, 1), None)
    '2026-01-01/..'
    """
    return f"{start.isoformat()}/{end.isoformat() if end and end < OPEN_END else '..'}"


def moment_after(db: Connection, listing_ids: Sequence[str], now: datetime) -> datetime:
    """Now, or just after what is known last of these listings: clocks of two servers differ."""
    query = select(func.max(BELIEF.c.known_from)).where(BELIEF.c.listing_id.in_(listing_ids))
    last = db.scalar(query)
    if last is None:
        return now
    known = last if last.tzinfo else last.replace(tzinfo=UTC)
    return now if now > known else known.astimezone(UTC) + timedelta(microseconds=1)


def move(db: Connection, action: Action, asked: Request, held: Version) -> Version:
    """The next state of a version, and its event."""
    before, after = LEADS[action]
    mine = (VERSION.c.version_id == held.version_id) & (VERSION.c.state == held.state.value)
    if not changed(db, update(VERSION).where(mine).values(state=after.value)):
        raise refuse("problem.conflict", "state")
    moved = replace(held, state=after)
    note(db, action, asked, moved, before)
    return moved


def note(
    db: Connection, action: Action, asked: Request, held: Version, before: State | None
) -> None:
    """One event: what became of a version."""
    note_all(db, (entry(action, asked, held, before),))


def entry(action: Action, asked: Request, held: Version, before: State | None) -> Entry:
    """One event, not yet in the log."""
    return Entry(
        action=action.value,
        actor=asked.actor,
        now=asked.now,
        request_id=asked.id,
        version_id=held.version_id,
        after=held.state.value,
        listing_id=held.listing_id,
        before=before.value if before else None,
        content_sha256=held.content_sha256,
        reason=asked.reason,
    )


def answered(db: Connection, asked: Request, action: Action) -> Version | None:
    """What the same request gave before; refused where another person made it."""
    query = select(EVENT.c.version_id, EVENT.c.actor_id).where(
        EVENT.c.request_id == asked.id, EVENT.c.action == action.value
    )
    known = db.execute(query.order_by(EVENT.c.seq).limit(1)).one_or_none()
    if known is None:
        return None
    if known.actor_id != asked.actor.id:
        raise refuse("problem.request_reused", "request_id")
    return version(db, known.version_id)


def published_since_submitted(db: Connection, held: Version) -> bool:
    """Whether another version of the listing became public after this one was handed in."""
    mine = select(func.max(EVENT.c.seq)).where(
        EVENT.c.version_id == held.version_id, EVENT.c.action == Action.SUBMIT.value
    )
    public = select(func.max(EVENT.c.seq)).where(
        EVENT.c.listing_id == held.listing_id,
        EVENT.c.action.in_([Action.PUBLISH.value, Action.ADOPT.value]),
    )
    return int(db.scalar(public) or 0) > int(db.scalar(mine) or 0)
