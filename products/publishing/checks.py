"""What must never be found in a registry: invariants as queries that return nothing.

Run after every test of this room, and by `python -m products audit`. Whoever changes rows behind
the doors' back is found out: content by its hash, the log by its chain, its end by the witness, the
days by telling the log's story once more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, and_, func, or_, select

from products.basis.problems import Problem, Scalar
from products.publishing import chain
from products.publishing.content import fingerprint
from products.publishing.questions import Questions
from products.publishing.rows import Version, listed_name, versions
from products.publishing.states import LEADS, PACKS, SHOWN, STAYS, Action
from products.publishing.tables import BELIEF, EVENT, OPEN_END, OPEN_TIME, VERSION
from products.publishing.whole import complete

_WRITERS = (Action.CREATE, Action.EDIT, Action.ADOPT)
_ABOUT_A_VERSION = EVENT.c.listing_id != ""
"""What happened to a whole file is noted too, and is no step of a version."""
_Held = tuple[str, date, date, datetime, datetime]
"""Version, valid from and to, known from and to."""


def audit(registry: Questions) -> tuple[Problem, ...]:
    """Every place where the registry is not what its log says; empty where all is well."""
    events = registry.events()
    found: list[Problem] = [*chain.broken(events)]
    if registry.witness is not None:
        lost = chain.lost(registry.witness, events)
        found.extend([lost] if lost else [])
    with registry.engine.connect() as db:
        every = versions(db, VERSION.c.version_id != "")
        for check in (_overlaps, _one_person, _steps, _states, _strangers, _orphans):
            found.extend(check(db))
        told = db.execute(select(VERSION.c.version_id, VERSION.c.name))
        names = {row.version_id: row.name for row in told}
        found.extend(_contents(every, names))
        found.extend(_days(db, events, every))
    return tuple(found)


def _problem(code: str, where: str, **params: Scalar) -> Problem:
    return Problem(code, where, params=params)


def _overlaps(db: Connection) -> Iterator[Problem]:
    """Two versions of one listing that hold on one day, both known at one moment."""
    one, other = BELIEF.alias("one"), BELIEF.alias("other")
    both = and_(
        one.c.listing_id == other.c.listing_id,
        one.c.belief_id < other.c.belief_id,
        one.c.valid_from < other.c.valid_to,
        other.c.valid_from < one.c.valid_to,
        one.c.known_from < other.c.known_to,
        other.c.known_from < one.c.known_to,
    )
    query = select(one.c.listing_id, one.c.valid_from).select_from(one.join(other, both))
    for listing_id, day in db.execute(query):
        yield _problem("problem.audit_overlap", listing_id, value=day.isoformat())


def _one_person(db: Connection) -> Iterator[Problem]:
    """Public versions that no one of another organisation published with this content."""
    by_another = and_(
        EVENT.c.version_id == VERSION.c.version_id,
        EVENT.c.content_sha256 == VERSION.c.content_sha256,
        or_(
            and_(
                EVENT.c.action == Action.PUBLISH.value,
                EVENT.c.actor_id != VERSION.c.author_id,
                EVENT.c.actor_organisation != VERSION.c.author_organisation,
            ),
            and_(EVENT.c.action == Action.ADOPT.value, EVENT.c.actor_organisation == PACKS),
        ),
    )
    query = (
        select(VERSION.c.listing_id, VERSION.c.version_no)
        .select_from(VERSION.outerjoin(EVENT, by_another))
        .where(VERSION.c.state.in_([state.value for state in SHOWN]), EVENT.c.seq.is_(None))
    )
    for listing_id, number in db.execute(query):
        yield _problem("problem.audit_one_person", f"{listing_id} {number}")


def _steps(db: Connection) -> Iterator[Problem]:
    """Events that tell of a step that is none."""
    moves = [
        and_(
            EVENT.c.action == action.value,
            EVENT.c.from_state.is_(None) if before is None else EVENT.c.from_state == before.value,
            EVENT.c.to_state == after.value,
        )
        for action, (before, after) in LEADS.items()
    ]
    stays = and_(
        EVENT.c.action.in_([action.value for action in STAYS]),
        EVENT.c.from_state == EVENT.c.to_state,
    )
    query = select(EVENT.c.seq, EVENT.c.action).where(_ABOUT_A_VERSION, ~or_(stays, *moves))
    for seq, action in db.execute(query):
        yield _problem("problem.audit_step", f"event {seq}", value=action)


def _states(db: Connection) -> Iterator[Problem]:
    """Versions that stand elsewhere than their last event says, or have none."""
    last = (
        select(EVENT.c.version_id, func.max(EVENT.c.seq).label("seq"))
        .where(_ABOUT_A_VERSION)
        .group_by(EVENT.c.version_id)
        .subquery()
    )
    joined = VERSION.outerjoin(last, last.c.version_id == VERSION.c.version_id).outerjoin(
        EVENT, EVENT.c.seq == last.c.seq
    )
    query = (
        select(VERSION.c.listing_id, VERSION.c.version_no, VERSION.c.state, EVENT.c.to_state)
        .select_from(joined)
        .where(or_(EVENT.c.to_state.is_(None), EVENT.c.to_state != VERSION.c.state))
    )
    for listing_id, number, state, told in db.execute(query):
        where = f"{listing_id} {number}"
        yield _problem("problem.audit_state", where, value=state, limit=told or "")


def _strangers(db: Connection) -> Iterator[Problem]:
    """Versions whose author never wrote in them, as the log tells."""
    wrote = and_(
        EVENT.c.version_id == VERSION.c.version_id,
        EVENT.c.action.in_([action.value for action in _WRITERS]),
        EVENT.c.actor_id == VERSION.c.author_id,
        EVENT.c.actor_organisation == VERSION.c.author_organisation,
    )
    query = (
        select(VERSION.c.listing_id, VERSION.c.version_no, VERSION.c.author_id)
        .select_from(VERSION.outerjoin(EVENT, wrote))
        .where(EVENT.c.seq.is_(None))
    )
    for listing_id, number, author in db.execute(query):
        yield _problem("problem.audit_author", f"{listing_id} {number}", value=author)


def _orphans(db: Connection) -> Iterator[Problem]:
    """Events of a version that is not there."""
    joined = EVENT.outerjoin(VERSION, VERSION.c.version_id == EVENT.c.version_id)
    query = select(EVENT.c.seq).select_from(joined)
    for (seq,) in db.execute(query.where(_ABOUT_A_VERSION, VERSION.c.version_id.is_(None))):
        yield _problem("problem.audit_no_version", f"event {seq}")


def _contents(every: Iterable[Version], names: Mapping[str, str]) -> Iterator[Problem]:
    """Contents that are not what was hashed or listed; public figures without a source and day."""
    for each in every:
        where = f"{each.listing_id} {each.version_no}"
        is_named = names.get(each.version_id) == listed_name(each.content)
        if fingerprint(each.content) != each.content_sha256 or not is_named:
            yield _problem("problem.audit_content", where)
        elif each.state in SHOWN and each.author.organisation != PACKS:
            for problem in complete(each.content)[1]:
                yield Problem(problem.code, f"{where} {problem.where}", params=problem.params)


def _days(
    db: Connection, events: Sequence[Mapping[str, Any]], every: Iterable[Version]
) -> Iterator[Problem]:
    """Listings whose versions hold on other days than the log tells."""
    dates = {each.version_id: (each.valid_from, each.valid_to or OPEN_END) for each in every}
    held: dict[str, set[_Held]] = {}
    for row in db.execute(select(BELIEF)).mappings():
        known = (_aware(row["known_from"]), _aware(row["known_to"]))
        told = (row["version_id"], row["valid_from"], row["valid_to"], *known)
        held.setdefault(row["listing_id"], set()).add(told)
    retold: dict[str, list[_Held]] = {}
    for event in events:
        if event["action"] in (Action.PUBLISH, Action.ADOPT, Action.WITHDRAW):
            span = _span(event)
            story = retold.setdefault(event["listing_id"], [])
            _tell(story, event, span)
            adds = event["action"] != Action.WITHDRAW
            if adds and dates.get(event["version_id"], span) != span:
                yield _problem("problem.audit_beliefs", event["listing_id"])
    for listing_id in sorted(held.keys() | retold.keys()):
        if held.get(listing_id, set()) != set(retold.get(listing_id, ())):
            yield _problem("problem.audit_beliefs", listing_id)


def _aware(moment: datetime) -> datetime:
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)


def _span(event: Mapping[str, Any]) -> tuple[date, date]:
    """The days an event tells: of a version it made public, or from which day nothing holds."""
    happened = datetime.fromisoformat(event["happened_at"])
    if event["action"] == Action.WITHDRAW and event["actor_organisation"] != PACKS:
        return happened.date(), OPEN_END
    start, _, end = event["reason"].partition("/")
    try:
        return date.fromisoformat(start), OPEN_END if end == ".." else date.fromisoformat(end)
    except ValueError:
        return OPEN_END, OPEN_END


def _tell(story: list[_Held], event: Mapping[str, Any], span: tuple[date, date]) -> None:
    """What is held of a listing after one more event."""
    start, end = span
    now = datetime.fromisoformat(event["happened_at"])
    for place, (version_id, first, last, since, until) in enumerate(tuple(story)):
        if until == OPEN_TIME and first < end and last > start:
            story[place] = (version_id, first, last, since, now)
            if first < start:
                story.append((version_id, first, start, now, OPEN_TIME))
            elif last > end:
                story.append((version_id, end, last, now, OPEN_TIME))
    if event["action"] != Action.WITHDRAW:
        story.append((event["version_id"], start, end, now, OPEN_TIME))
