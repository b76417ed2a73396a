"""Standing mappings: what a steward or a bank once said a defective raw value means.

They hold for one bank, one format, one path and one raw text, from then on until someone ends them.
Prices are never mapped: a rate or a fee is settled where it stands, each time.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, insert, select, update

from products.basis.people import Actor
from products.basis.problems import Problem, Scalar
from products.imports.mended import Rule, Rules, anywhere
from products.publishing.intake_tables import MAPPING
from products.publishing.noting import Entry, note_all
from products.publishing.registry import Registry
from products.publishing.states import Action, may
from products.publishing.writing import RefusedError

FORMATS = ("cdr", "obie")
"""Formats whose values may be mapped: banks' own exports. A table is corrected where it is kept."""
MAPPABLE = frozenset(
    {
        "NOT_IN_LIST",
        "TERM_NOT_ISO",
        "FREQUENCY_NOT_ISO",
        "FEE_EVERY_NOT_ISO",
        "CONSTRAINT_NOT_AMOUNT",
        "AGE_NOT_WHOLE",
    }
)
"""Doubts about how a value is written, not about what it is worth."""
_MADE = 200


@dataclass(frozen=True, slots=True)
class StandingMapping:
    """One decision: at `path`, `raw` is read as `made`; ended ones name who ended them."""

    mapping_id: str
    provider_id: str
    format: str
    code: str
    path: str
    raw: str
    made: str
    decided_by: Actor
    decided_at: datetime
    ended_by: str = ""

    @property
    def decided(self) -> str:
        """Who decided, for whom and when: `amina, bank, 2026-01-31`."""
        who = self.decided_by
        return f"{who.id}, {who.organisation}, {self.decided_at.date().isoformat()}"


@dataclass(frozen=True, slots=True)
class InForce:
    """The rules of one provider and format, and their fingerprint; empty where there are none."""

    rules: Rules
    fingerprint: str


def mappings(db: Connection, provider_id: str | None = None) -> tuple[StandingMapping, ...]:
    """Every mapping, those in force first, newest first; of one provider or of all."""
    query = select(MAPPING).order_by(
        MAPPING.c.ended_by != "", MAPPING.c.decided_at.desc(), MAPPING.c.mapping_id
    )
    if provider_id is not None:
        query = query.where(MAPPING.c.provider_id == provider_id)
    return tuple(_made(dict(row)) for row in db.execute(query).mappings())


def in_force(db: Connection, provider_id: str, file_format: str) -> InForce:
    """What a file of this provider and format is read with."""
    held = db.execute(select(MAPPING).where(_live(provider_id, file_format))).mappings()
    found = sorted((_made(dict(row)) for row in held), key=lambda each: each.mapping_id)
    rules = {
        (each.path, each.raw): Rule(each.path, each.raw, each.made, each.decided) for each in found
    }
    told = "\n".join(each.mapping_id for each in found)
    return InForce(rules, hashlib.sha256(told.encode()).hexdigest() if told else "")


def _live(provider_id: str, file_format: str) -> ColumnElement[bool]:
    return (
        (MAPPING.c.provider_id == provider_id)
        & (MAPPING.c.format == file_format)
        & (MAPPING.c.ended_by == "")
    )


def decide(
    registry: Registry,
    actor: Actor,
    doubt: Mapping[str, Any],
    made: str,
    *,
    provider_id: str,
    file_format: str,
    now: datetime,
    request_id: str,
) -> StandingMapping | Problem:
    """From now on read this doubt's raw text as `made`, in every file of this bank and format.

    `doubt` is a row of the quarantine, or anything with its `path`, `code` and `raw`. An earlier
    mapping of the same text ends; the same request again gives the first answer.
    """
    code, raw, path = str(doubt["code"]), str(doubt["raw"]), anywhere(str(doubt["path"]))
    row = {
        "mapping_id": str(uuid.uuid4()),
        "provider_id": provider_id,
        "format": file_format,
        "code": code,
        "path": path,
        "raw": raw,
        "made": made.strip(),
        "decided_by": actor.id,
        "decided_organisation": actor.organisation,
        "decided_at": now,
        "ended_by": "",
        "ended_at": None,
    }

    def step(db: Connection) -> StandingMapping:
        _permit(actor, provider_id)
        refusal = _fault(row)
        if refusal is not None:
            raise RefusedError(refusal)
        same = (MAPPING.c.path == path) & (MAPPING.c.raw == raw) & _live(provider_id, file_format)
        held = db.execute(select(MAPPING).where(same)).mappings().one_or_none()
        if held is not None and held["made"] == row["made"]:
            return _made(dict(held))
        db.execute(update(MAPPING).where(same).values(ended_by=actor.id, ended_at=now))
        db.execute(insert(MAPPING).values(**row))
        _note(db, "map", actor, row, now, request_id)
        return _made(row)

    return registry.together(step)


def end(
    registry: Registry, actor: Actor, mapping_id: str, *, now: datetime, request_id: str
) -> StandingMapping | Problem:
    """Read a mapped text as it stands again."""

    def step(db: Connection) -> StandingMapping:
        mine = MAPPING.c.mapping_id == mapping_id
        held = db.execute(select(MAPPING).where(mine)).mappings().one_or_none()
        if held is None:
            raise RefusedError(
                Problem("problem.unknown_mapping", "mapping_id", params={"value": mapping_id})
            )
        _permit(actor, held["provider_id"])
        if not held["ended_by"]:
            db.execute(update(MAPPING).where(mine).values(ended_by=actor.id, ended_at=now))
            _note(db, "unmap", actor, dict(held), now, request_id)
        return _made({**held, "ended_by": held["ended_by"] or actor.id})

    return registry.together(step)


def _permit(actor: Actor, provider_id: str) -> None:
    refusal = may(Action.SETTLE, actor, provider=provider_id, author=None)
    if refusal is not None:
        raise RefusedError(refusal)


def _fault(row: Mapping[str, Any]) -> Problem | None:
    """Why a text cannot be mapped, or not to this."""
    code, raw, made = row["code"], row["raw"], row["made"]
    formats = {"value": row["format"], "limit": ", ".join(FORMATS)}
    faults: tuple[tuple[bool, str, str, Mapping[str, Scalar]], ...] = (
        (row["format"] not in FORMATS, "problem.mapping_format", "format", formats),
        (code not in MAPPABLE, "problem.mapping_of_a_price", "code", {"value": code}),
        (not raw, "problem.mapping_of_nothing", "raw", {}),
        (not made, "problem.missing", "made", {}),
        (len(made) > _MADE, "problem.too_long", "made", {"value": len(made), "limit": _MADE}),
        (made == raw, "problem.mapping_to_itself", "made", {"value": made}),
    )
    return next((Problem(key, at, params=told) for bad, key, at, told in faults if bad), None)


def _note(
    db: Connection,
    action: str,
    actor: Actor,
    row: Mapping[str, Any],
    now: datetime,
    request_id: str,
) -> None:
    told = f"{row['provider_id']} {row['format']} {row['path']}: {row['raw']} -> {row['made']}"
    entry = Entry(
        action=action,
        actor=actor,
        now=now,
        request_id=request_id,
        version_id=row["mapping_id"],
        after=action,
        reason=told[:2000],
    )
    note_all(db, (entry,))


def _made(row: Mapping[str, Any]) -> StandingMapping:
    at = row["decided_at"]
    return StandingMapping(
        mapping_id=row["mapping_id"],
        provider_id=row["provider_id"],
        format=row["format"],
        code=row["code"],
        path=row["path"],
        raw=row["raw"],
        made=row["made"],
        decided_by=Actor(row["decided_by"], row["decided_organisation"], frozenset()),
        decided_at=at if at.tzinfo else at.replace(tzinfo=UTC),
        ended_by=row["ended_by"],
    )
