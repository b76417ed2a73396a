"""One batch of files of one bank, taken in one transaction: drafts, doubts, notes, feed events.

A product that says what it said before brings nothing. One that says something else is looked at
listing by listing; only a listing that differs brings a draft, in the place of the untouched draft
of an earlier file. What a person has changed stays, and the new draft stands beside it.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Connection

from products.basis.problems import Problem
from products.imports.documents import Doubt, Draft, FeedCode, FeedEvent, Imported, Note, shown
from products.imports.following import follow
from products.publishing.arriving import (
    Arrived,
    Bringer,
    Taken,
    import_row,
)
from products.publishing.drafting import (
    Prepared,
    doubt_rows,
    listing_id_of,
    note_rows,
    noted,
    prepared,
    version_row,
)
from products.publishing.feeds import Told, gone, recall, recall_listings, refs_of
from products.publishing.intake_tables import IMPORT, NOTE
from products.publishing.noting import Entry, note_all, put
from products.publishing.standing import Open, Standing, discard_all, lock_all, stand
from products.publishing.states import Action, State
from products.publishing.tables import LISTING, QUARANTINE, VERSION

_NEWS = (FeedCode.FIRST_SEEN, FeedCode.CHANGED)


@dataclass(slots=True)
class _Count:
    """What one file comes to, as it is gone through."""

    drafts: list[str] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)
    events: list[FeedEvent] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unchanged: int = 0
    replaced: int = 0
    gone: int = 0
    blocked: int = 0
    doubts: int = 0
    notes: int = 0


class Batch:
    """Files of one provider and format on their way into the database."""

    def __init__(self, db: Connection, files: Sequence[Arrived], bringer: Bringer) -> None:
        """Look up all that is known of what the files tell; no product may stand in two of them.

        Their drafts are under references that can be kept (`referred`).
        """
        first = files[0].imported
        self._db, self._bringer, self._format = db, bringer, first.format
        self._provider = first.provider_id
        told = [(each.mappings, draft) for each in files for draft in each.imported.drafts]
        refs = {draft.external_ref for _, draft in told} | {each.about for each in files} - {""}
        self._memory, self._seen = recall(db, self._provider, self._format, refs)
        news = [draft for mappings, draft in told if self._says_more(draft, mappings)]
        ids = {listing_id_of(draft) for draft in news}
        recall_listings(db, self._memory, {draft.external_ref for draft in news}, ids)
        self._standing: Standing = stand(db, self._provider, ids | self._memory.parts.keys())
        self._rows: dict[str, list[dict[str, Any]]] = {
            name: [] for name in ("listing", "version", "doubt", "note", "import")
        }
        self._entries: list[Entry] = []
        self._locked: set[str] = set()
        self._discarded: list[Open] = []

    def _says_more(self, draft: Draft, mappings: str) -> bool:
        """Whether a product says something else than before, or is read in another way."""
        ref = draft.external_ref
        same = self._memory.product(ref).fingerprint == draft.fingerprint
        return not same or self._memory.mappings.get(ref, "") != mappings

    # ---------------------------------------------------------------- one file

    def take(self, file: Arrived, first_import: str = "") -> Taken:
        """One file; `first_import` is the first one of the same bytes."""
        import_id, count, imported = str(uuid.uuid4()), _Count(), file.imported
        refs = list(dict.fromkeys(draft.external_ref for draft in imported.drafts))
        for ref in refs:
            self._product(ref, imported, file, import_id, count)
        if not refs:
            self._silent(imported, file, import_id, count)
        count.events += [each for each in imported.events if each.code is FeedCode.LISTED]
        taken = self._result(file, import_id, first_import, count)
        self._memory.happened(import_id, taken.events, self._bringer.now)
        self._rows["import"].append(self._import_row(file, taken, refs))
        if taken.is_new or taken.problems:
            self._entries.append(self._file_entry(taken))
        return taken

    def _product(
        self, ref: str, imported: Imported, file: Arrived, import_id: str, count: _Count
    ) -> None:
        before = self._memory.product(ref)
        now, event = follow(before, imported)
        count.events.append(event)
        drafts = [draft for draft in imported.drafts if draft.external_ref == ref]
        same_reading = self._memory.mappings.get(ref, "") == file.mappings
        self._memory.keep(now, mappings=file.mappings, import_id=import_id, at=self._bringer.now)
        if event.code not in _NEWS and same_reading:
            count.unchanged += len(drafts)
            return
        told: dict[str, Prepared] = {}
        for draft in drafts:
            made = prepared(draft, self._format, file.file_name, self._bringer.now.date())
            first = told.setdefault(made.listing_id, made)
            if first is not made:
                told[made.listing_id] = _twice(first, draft)
        for part in self._memory.of(ref):
            if part.listing_id not in told and not part.is_missing:
                self._gone(part, count)
        for made in told.values():
            self._listing(made, import_id, count)

    def _silent(self, imported: Imported, file: Arrived, import_id: str, count: _Count) -> None:
        """A file that tells no product: an error, a list, or nothing we can read."""
        count.problems += imported.problems
        listed = any(event.code is FeedCode.LISTED for event in imported.events)
        before = self._memory.product(file.about)
        if not file.about or not before.versions or listed:
            count.events += [e for e in imported.events if e.code is not FeedCode.LISTED]
            return
        now, event = follow(before, imported)
        count.events.append(event)
        mappings = self._memory.mappings.get(file.about, "")
        self._memory.keep(now, mappings=mappings, import_id=import_id, at=self._bringer.now)

    # ---------------------------------------------------------------- one listing

    def _listing(self, made: Prepared, import_id: str, count: _Count) -> None:
        listing_id, standing = made.listing_id, self._standing
        if listing_id in standing.others:
            params = {"value": listing_id}
            count.problems.append(Problem("problem.id_of_another", made.draft.part, params=params))
            return
        part = self._memory.parts.get(listing_id)
        told = Told(
            listing_id,
            made.draft.external_ref,
            made.draft.part,
            made.told,
            part.version_id if part else "",
            import_id,
            made.draft.links,
        )
        shown_now = standing.shown.get(listing_id)
        on_shelf = shown_now is not None and shown_now == made.comparable
        if part is not None and part.told == made.told:
            count.unchanged += 1
            if part.is_missing:
                event = FeedEvent(FeedCode.REAPPEARED, part.external_ref, listing_id)
                count.events.append(event)
            self._memory.keep_part(told)
        elif on_shelf and not made.draft.is_blocked:
            count.unchanged += 1
            self._clear(part, listing_id, count)
            self._memory.keep_part(told)
        else:
            beside = self._clear(part, listing_id, count)
            for other in beside:
                note = Note("", "DRAFT_BESIDE", str(other.number), other.state.value)
                made = noted(made, note)
            count.beside += [listing_id] if beside else []
            version_id = self._draft(made, import_id, count)
            self._memory.keep_part(replace(told, version_id=version_id))

    def _clear(self, part: Told | None, listing_id: str, count: _Count) -> list[Open]:
        """Put the untouched draft of an earlier file away; the versions that stay open."""
        stay = []
        for each in self._standing.open.get(listing_id, []):
            ours = part is not None and each.version_id == part.version_id
            if ours and each.state is State.DRAFT and not each.is_touched:
                self._discarded.append(each)
                count.replaced += 1
            else:
                stay.append(each)
        self._standing.open[listing_id] = stay
        return stay

    def _gone(self, part: Told, count: _Count) -> None:
        """A listing that its product tells no longer: an event, and its untouched draft is over."""
        before = count.replaced
        self._clear(part, part.listing_id, count)
        count.gone += count.replaced - before
        count.replaced = before
        count.events.append(FeedEvent(FeedCode.ABSENT, part.external_ref, part.listing_id))
        self._memory.keep_part(replace(part, is_missing=True))

    def _draft(self, made: Prepared, import_id: str, count: _Count) -> str:
        version_id, listing_id = str(uuid.uuid4()), made.listing_id
        standing, bringer = self._standing, self._bringer
        if listing_id in standing.numbers:
            self._locked.add(listing_id)
        else:
            self._rows["listing"].append(self._heading(made))
        number = standing.numbers.get(listing_id, 0) + 1
        standing.numbers[listing_id] = number
        row = version_row(made, version_id, number, bringer.actor, bringer.now)
        self._rows["version"].append(row)
        self._rows["doubt"] += doubt_rows(made, version_id)
        self._rows["note"] += note_rows(made, version_id)
        self._entries.append(
            Entry(
                action=Action.CREATE.value,
                actor=bringer.actor,
                now=bringer.now,
                request_id=bringer.request_id,
                version_id=version_id,
                after=State.DRAFT.value,
                listing_id=listing_id,
                content_sha256=row["content_sha256"],
                reason=f"import {import_id}",
            )
        )
        count.drafts.append(version_id)
        count.blocked += made.draft.is_blocked
        count.doubts += len(made.draft.doubts)
        count.notes += len(made.draft.notes)
        return version_id

    def _heading(self, made: Prepared) -> dict[str, Any]:
        return {
            "listing_id": made.listing_id,
            "provider_id": self._provider,
            "country": str(made.content.get("country", ""))[:3],
            "kind": made.kind,
            "external_ref": made.listing_id,
            "lock_no": 0,
        }

    # ---------------------------------------------------------------- written down

    def _result(self, file: Arrived, import_id: str, first_import: str, count: _Count) -> Taken:
        brought = bool(count.drafts or count.replaced or count.gone)
        outcome = "repeated" if first_import and not brought else "taken"
        return Taken(
            import_id,
            self._provider,
            self._format,
            file.file_name,
            file.sha256,
            "unreadable" if file.imported.problems else outcome,
            first_import,
            tuple(count.drafts),
            count.unchanged,
            count.replaced,
            count.gone,
            count.blocked,
            count.doubts,
            count.notes,
            tuple(count.beside),
            tuple(count.events),
            tuple(count.problems),
        )

    def _import_row(self, file: Arrived, taken: Taken, refs: Sequence[str]) -> dict[str, Any]:
        about = file.about or (refs[0] if len(refs) == 1 else "")
        return import_row(taken, self._bringer, file.size, about=about, mappings=file.mappings)

    def _file_entry(self, taken: Taken) -> Entry:
        bringer = self._bringer
        how = "command line: " if bringer.channel == "command" else ""
        return Entry(
            action="import",
            actor=bringer.actor,
            now=bringer.now,
            request_id=bringer.request_id,
            version_id=taken.import_id,
            after=taken.outcome,
            content_sha256=taken.sha256,
            reason=f"{how}{taken.file_name} ({taken.format}, {len(taken.drafts)} drafts)"[:2000],
        )

    def write(self) -> None:
        """Put everything down, in the transaction that is open."""
        db, rows = self._db, self._rows
        lock_all(db, self._locked | {each.listing_id for each in self._discarded})
        discard_all(db, [each.version_id for each in self._discarded])
        put(db, LISTING, rows["listing"])
        put(db, VERSION, rows["version"])
        put(db, QUARANTINE, rows["doubt"])
        put(db, NOTE, rows["note"])
        self._memory.put_back(db, self._bringer.now, self._seen)
        put(db, IMPORT, rows["import"])
        note_all(db, [*self._farewells(), *self._entries])

    def _farewells(self) -> Iterator[Entry]:
        bringer = self._bringer
        for each in self._discarded:
            yield Entry(
                action=Action.DISCARD.value,
                actor=bringer.actor,
                now=bringer.now,
                request_id=bringer.request_id,
                version_id=each.version_id,
                after=State.DISCARDED.value,
                listing_id=each.listing_id,
                before=State.DRAFT.value,
                content_sha256=each.content_sha256,
                reason="a newer file says otherwise",
            )


def _twice(first: Prepared, second: Draft) -> Prepared:
    """One listing told twice in a file: the first stands, and cannot be published as it is."""
    doubt = Doubt(second.part, "TOLD_TWICE", shown(dict(second.content)))
    draft = replace(first.draft, doubts=(*first.draft.doubts, doubt))
    return replace(first, draft=draft)


def absences(
    db: Connection,
    bringer: Bringer,
    provider_id: str,
    file_format: str,
    file_name: str,
    seen: frozenset[str],
) -> Taken:
    """After a whole feed: an event for each product that it does not tell any more."""
    gone_now = sorted(refs_of(db, provider_id, file_format) - seen)
    memory, silent = recall(db, provider_id, file_format, gone_now)
    taken = Taken(str(uuid.uuid4()), provider_id, file_format, file_name, "", "feed")
    events = []
    for ref in gone_now:
        watched, event = gone(memory.product(ref))
        events.append(event)
        mappings = memory.mappings.get(ref, "")
        memory.keep(watched, mappings=mappings, import_id=taken.import_id, at=bringer.now)
    taken = replace(taken, events=tuple(events))
    memory.happened(taken.import_id, events, bringer.now)
    memory.put_back(db, bringer.now, silent)
    put(db, IMPORT, [import_row(taken, bringer, 0)])
    return taken
