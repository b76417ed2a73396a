"""A file that arrives, who brings it, and what came of it: the values that intake speaks in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from products.basis.people import Actor
from products.basis.problems import Problem
from products.imports.documents import FeedEvent, Imported
from products.publishing.drafting import kept, listing_id_of

_REF = 200


@dataclass(frozen=True, slots=True)
class Arrived:
    """A file that was read: what it said, its label, hash and size.

    `about` names the product it is about where the file cannot say it (an error answer);
    `mappings` is the fingerprint of the standing mappings it was read with.
    """

    imported: Imported
    file_name: str
    sha256: str
    size: int = 0
    about: str = ""
    mappings: str = ""


@dataclass(frozen=True, slots=True)
class Handed:
    """A file as a person hands it over, not looked at yet.

    `kind` is that of a table's rows where they have no column for it; an empty `country` is the
    format's own; `about` names the product of a file that cannot say it.
    """

    raw: bytes
    file_name: str
    provider_id: str
    file_format: str
    country: str = ""
    kind: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of one file.

    `drafts` are the new versions' ids; `beside` the listings where a draft that a person had
    touched stays beside the new one.

    `outcome`: `taken`, `repeated` (the same bytes as `first_import`, and nothing new in them) or
    `unreadable`.
    """

    import_id: str
    provider_id: str
    format: str
    file_name: str
    sha256: str
    outcome: str = "taken"
    first_import: str = ""
    drafts: tuple[str, ...] = ()
    unchanged: int = 0
    replaced: int = 0
    gone: int = 0
    blocked: int = 0
    doubts: int = 0
    notes: int = 0
    beside: tuple[str, ...] = ()
    events: tuple[FeedEvent, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def is_new(self) -> bool:
        """Whether it brought anything."""
        return bool(self.drafts or self.replaced or self.gone)


@dataclass(frozen=True, slots=True)
class Bringer:
    """Who brings files, when, how (`app` or `command`), under which request."""

    actor: Actor
    now: datetime
    request_id: str
    channel: str


def import_row(
    taken: Taken, bringer: Bringer, size: int, *, about: str = "", mappings: str = ""
) -> dict[str, Any]:
    """One file as a row of imports."""
    names = ("unchanged", "replaced", "gone", "blocked", "doubts", "notes")
    counts: Mapping[str, Any] = {
        "drafts": list(taken.drafts),
        "beside": list(taken.beside),
        "problems": [asdict(problem) for problem in taken.problems],
        **{name: getattr(taken, name) for name in names},
    }
    return {
        "import_id": taken.import_id,
        "request_id": bringer.request_id,
        "provider_id": taken.provider_id,
        "format": taken.format,
        "file_name": kept(taken.file_name)[:200],
        "sha256": taken.sha256,
        "size_bytes": size,
        "channel": bringer.channel,
        "actor_id": bringer.actor.id,
        "actor_organisation": bringer.actor.organisation,
        "taken_at": bringer.now,
        "outcome": taken.outcome,
        "problem": taken.problems[0].code if taken.problems else "",
        "first_import": taken.first_import,
        "about": about,
        "mappings": mappings,
        "counts": dict(counts),
    }


def referred(imported: Imported) -> Imported:
    """The same, every draft under a reference that can be kept: its own id where it has none."""
    if all(0 < len(d.external_ref) <= _REF and _is_plain(d.external_ref) for d in imported.drafts):
        return imported
    drafts = (
        replace(draft, external_ref=kept(draft.external_ref)[:_REF] or listing_id_of(draft))
        for draft in imported.drafts
    )
    return replace(imported, drafts=tuple(drafts))


def _is_plain(reference: str) -> bool:
    return reference.isascii() and reference.isprintable()
