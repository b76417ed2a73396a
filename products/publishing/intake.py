"""Taking files in: what a bank's own file says becomes drafts, and only what truly changed.

A file is admitted (size, the day's allowance), read with the standing mappings of its bank, and
taken: one transaction keeps who brought it, its drafts with doubts and notes, and what happened in
the feed. The file itself is not kept, only its label, size and SHA-256. Nothing here publishes
anything, and no draft that a person has touched is ever lost.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from products.basis.people import Actor
from products.basis.problems import Problem
from products.imports import names
from products.imports.upload import read_upload
from products.publishing import admission, looking
from products.publishing import mappings as standing_mappings
from products.publishing.admission import APP, COMMAND
from products.publishing.arriving import Arrived, Bringer, Handed, Taken, referred
from products.publishing.drafting import kept
from products.publishing.intake_tables import IMPORT
from products.publishing.mappings import InForce, StandingMapping
from products.publishing.registry import Registry
from products.publishing.states import Action, may
from products.publishing.taking import Batch, absences
from products.publishing.writing import RefusedError

FILES_AT_ONCE = 1_000
"""So many files are taken in one transaction; a few large ones are far cheaper than many small."""
_FOUND = ("taken", "repeated")


class RehearsedError(Exception):
    """The way out of a transaction that was only tried."""


class Intake(looking.Looking):
    """The doors through which files come into a registry, and what may be asked about them."""

    def __init__(self, registry: Registry) -> None:
        """Work on the registry's database, in its transactions and its log."""
        super().__init__(registry.engine)
        self._registry = registry

    # ---------------------------------------------------------------- one file

    def upload(
        self, actor: Actor, handed: Handed, *, now: datetime, request_id: str
    ) -> Taken | Problem:
        """A file that a person hands over in the app, the whole way; or why it is refused.

        A file that cannot be read is taken all the same: its `problems` say why. The same request
        again gives the first answer.
        """
        label = names.label(handed.file_name)
        sha256 = hashlib.sha256(handed.raw).hexdigest()
        bringer = Bringer(actor, now, request_id, APP)
        done = self._answered(bringer) or self.admit(handed, bringer)
        if done is not None:
            return done
        mapped = self.in_force(handed.provider_id, handed.file_format)
        read = read_upload(
            handed.file_name,
            handed.raw,
            handed.provider_id,
            handed.country,
            handed.file_format,
            handed.kind,
            mapped.rules,
        )
        size = len(handed.raw)
        file = Arrived(read, label, sha256, size, handed.about, mapped.fingerprint)
        return self.take(actor, file, now=now, request_id=request_id)

    def admit(self, handed: Handed, bringer: Bringer) -> Problem | None:
        """Ask before reading: None where a file of this size is taken, else why not; kept."""
        label = names.label(handed.file_name)

        def step(db: Connection) -> Problem | None:
            _permit(bringer.actor, handed.provider_id)
            problem = admission.refusal(db, bringer, len(handed.raw))
            if problem is None:
                return None
            placed = replace(problem, where=label)
            admission.keep_refusal(db, bringer, handed, placed)
            return placed

        return self._registry.together(step)

    def take(
        self, actor: Actor, file: Arrived, *, now: datetime, request_id: str, channel: str = APP
    ) -> Taken | Problem:
        """A file that was read already. The same request again gives the first answer."""
        done = self._taken((file,), Bringer(actor, now, request_id, channel))
        return done if isinstance(done, Problem) else done[0]

    # ---------------------------------------------------------------- a feed

    def take_all(
        self,
        actor: Actor,
        files: Iterable[Arrived],
        *,
        now: datetime,
        request_id: str,
        rehearse: bool = False,
    ) -> Iterator[Taken | Problem]:
        """Many files of one provider and format, some hundreds in a transaction.

        With `rehearse` nothing is written: what would come of each is told all the same, each
        batch against what is there now.
        """
        for place, batch in enumerate(_batches(files)):
            bringer = Bringer(actor, now, f"{request_id[:50]}:{place}", COMMAND)
            done = self._taken(batch, bringer, rehearse=rehearse)
            if isinstance(done, Problem):
                yield done
                return
            yield from done

    def close_feed(
        self,
        actor: Actor,
        *,
        provider_id: str,
        file_format: str,
        file_name: str,
        seen: Iterable[str],
        now: datetime,
        request_id: str,
    ) -> Taken | Problem:
        """After a whole feed: every product it told before and does not tell now is absent.

        An absence is an event; drafts and published versions stay.
        """
        bringer = Bringer(actor, now, request_id, COMMAND)

        def step(db: Connection) -> Taken:
            _permit(actor, provider_id)
            return absences(db, bringer, provider_id, file_format, file_name, frozenset(seen))

        return self._registry.together(step)

    # ---------------------------------------------------------------- mappings

    def in_force(self, provider_id: str, file_format: str) -> InForce:
        """The mappings that files of this provider and format are read with."""
        with self.engine.connect() as db:
            return standing_mappings.in_force(db, provider_id, file_format)

    def map(
        self,
        actor: Actor,
        doubt: Mapping[str, Any],
        made: str,
        *,
        provider_id: str,
        file_format: str,
        now: datetime,
        request_id: str,
    ) -> StandingMapping | Problem:
        """From now on a doubted text is read as `made` in every file of this bank and format.

        Drafts that are there stay as they are: the next file brings them anew.
        """
        return standing_mappings.decide(
            self._registry,
            actor,
            doubt,
            made,
            provider_id=provider_id,
            file_format=file_format,
            now=now,
            request_id=request_id,
        )

    def end_mapping(
        self, actor: Actor, mapping_id: str, *, now: datetime, request_id: str
    ) -> StandingMapping | Problem:
        """Read a mapped text as it stands again, from the next file on."""
        return standing_mappings.end(
            self._registry, actor, mapping_id, now=now, request_id=request_id
        )

    # ---------------------------------------------------------------- inside

    def _answered(self, bringer: Bringer) -> Taken | Problem | None:
        try:
            with self.engine.connect() as db:
                found = looking.answered(db, bringer)
        except RefusedError as refused:
            return refused.problem
        return found[0] if found else None

    def _taken(
        self, files: Sequence[Arrived], bringer: Bringer, *, rehearse: bool = False
    ) -> tuple[Taken, ...] | Problem:
        told: list[Taken] = []

        def step(db: Connection) -> tuple[Taken, ...]:
            provider_id = files[0].imported.provider_id
            _permit(bringer.actor, provider_id)
            before = () if rehearse else looking.answered(db, bringer)
            if before:
                return before
            firsts = _firsts(db, provider_id, files)
            placed = [_placed(db, file) for file in files]
            batch = Batch(db, placed, bringer)
            told[:] = [batch.take(file, firsts.get(file.sha256, "")) for file in placed]
            if rehearse:
                raise RehearsedError
            batch.write()
            return tuple(told)

        if not rehearse:
            return self._registry.together(step)
        try:
            with self.engine.begin() as db:
                step(db)
        except RehearsedError:
            pass
        except RefusedError as refused:
            return refused.problem
        return tuple(told)


def _permit(actor: Actor, provider_id: str) -> None:
    refusal = may(Action.CREATE, actor, provider=provider_id, author=None)
    if refusal is not None:
        raise RefusedError(refusal)


def _batches(files: Iterable[Arrived]) -> Iterator[list[Arrived]]:
    """Files in handfuls in which no product stands twice: the later file then wins."""
    batch: list[Arrived] = []
    told: set[str] = set()
    for file in files:
        own = _marks(file)
        if batch and (len(batch) >= FILES_AT_ONCE or own & told):
            yield batch
            batch, told = [], set()
        batch.append(file)
        told |= own
    if batch:
        yield batch


def _marks(file: Arrived) -> set[str]:
    drafts = file.imported.drafts
    refs = {f"product {draft.external_ref}" for draft in drafts}
    ids = {f"listing {draft.content.get('id')}" for draft in drafts}
    about = {f"product {file.about}"} if file.about else set()
    return refs | ids | about | {f"file {file.file_name}"}


def _firsts(db: Connection, provider_id: str, files: Sequence[Arrived]) -> dict[str, str]:
    """SHA-256 -> the first import of these bytes for this provider."""
    hashes = [file.sha256 for file in files if file.sha256]
    query = (
        select(IMPORT.c.sha256, IMPORT.c.import_id)
        .where(
            IMPORT.c.provider_id == provider_id,
            IMPORT.c.sha256.in_(hashes),
            IMPORT.c.outcome.in_(_FOUND),
            IMPORT.c.first_import == "",
        )
        .order_by(IMPORT.c.taken_at.desc())
    )
    return {row.sha256: row.import_id for row in db.execute(query)}


def _placed(db: Connection, file: Arrived) -> Arrived:
    """A file under references that can be kept, and what it is about.

    One that tells no product is about the one that a file of this name told last.
    """
    file = replace(
        file,
        imported=referred(file.imported),
        about=kept(file.about),
        file_name=kept(file.file_name),
    )
    if file.about or file.imported.drafts:
        return file
    query = (
        select(IMPORT.c.about)
        .where(
            IMPORT.c.provider_id == file.imported.provider_id,
            IMPORT.c.file_name == file.file_name,
            IMPORT.c.about != "",
        )
        .order_by(IMPORT.c.taken_at.desc())
        .limit(1)
    )
    return replace(file, about=db.scalar(query) or "")
