"""What of the registry a bank may see: its own listings and their versions, and nothing else.

Every page of the bank asks here and nowhere else; who asks is the actor, never a field of a page.
The service's own guard (`guarded.Reader`) stands before every question; here what is public of
other banks is left out too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from products.basis.people import Actor, Role
from products.publishing.guarded import Reader
from products.publishing.registry import Registry
from products.publishing.rows import Version
from products.publishing.states import Action, State

_SEEN = (State.DRAFT, State.IN_REVIEW, State.PUBLISHED, State.SUPERSEDED, State.WITHDRAWN)
_AT_WORK = (State.DRAFT, State.IN_REVIEW)


@dataclass(frozen=True, slots=True)
class Mine:
    """One of a bank's listings: what is published of it, what is at work, and its newest version.

    `shown` is the version in the state published, from whatever day it holds; `former` the one
    before it, which holds until then.
    """

    listing_id: str
    shown: Version | None
    work: Version | None
    newest: Version
    former: Version | None = None

    @property
    def version(self) -> Version:
        """The version a row of the list tells of: what is at work before what is published."""
        return self.work or self.shown or self.newest

    @property
    def name(self) -> str:
        """The product's name, or its code while it has none."""
        return str(self.version.content.get("name") or self.listing_id)

    @property
    def kind(self) -> str:
        """The code of its kind."""
        return str(self.version.content.get("terms", {}).get("kind", ""))

    def waits_until(self, today: date) -> date | None:
        """The day the published version begins, where that is still to come."""
        begins = self.shown.valid_from if self.shown else today
        return begins if begins > today else None


def may_see(actor: Actor, version: Version) -> bool:
    """Whether a version is one of the actor's own bank."""
    return (
        actor.has(Role.BANK)
        and bool(actor.organisation)
        and version.provider_id == actor.organisation
    )


def listings(registry: Registry, actor: Actor) -> tuple[Mine, ...]:
    """The actor's own listings by name; none for who works for no bank."""
    if not actor.has(Role.BANK) or not actor.organisation:
        return ()
    reads = Reader(registry, actor)
    held: dict[str, list[Version]] = {}
    for state in _SEEN:
        for version in reads.waiting(state, actor.organisation):
            held.setdefault(version.listing_id, []).append(version)
    found = (_one(listing_id, versions) for listing_id, versions in held.items())
    return tuple(sorted(found, key=lambda one: (one.name.lower(), one.listing_id)))


def _one(listing_id: str, versions: list[Version]) -> Mine:
    versions.sort(key=lambda version: -version.version_no)

    def first(*states: State) -> Version | None:
        return next((version for version in versions if version.state in states), None)

    shown = first(State.PUBLISHED)
    return Mine(
        listing_id, shown, first(*_AT_WORK), versions[0], first(State.SUPERSEDED) if shown else None
    )


def listing(registry: Registry, actor: Actor, listing_id: str) -> Mine | None:
    """One of the actor's own listings."""
    kept = [each for each in Reader(registry, actor).history(listing_id) if each.state in _SEEN]
    if not kept or not may_see(actor, kept[0]):
        return None
    return _one(listing_id, kept)


def version(registry: Registry, actor: Actor, version_id: str) -> Version | None:
    """One version of the actor's own bank; None where there is none, or it is another's."""
    found = Reader(registry, actor).version(version_id)
    return found if found is not None and may_see(actor, found) else None


def doubts(registry: Registry, actor: Actor, held: Version) -> tuple[Mapping[str, Any], ...]:
    """Values of an imported version that still wait to be settled."""
    if not may_see(actor, held):
        return ()
    found = Reader(registry, actor).doubts(held.version_id)
    return tuple(row for row in found if not row["settled_by"])


def returned(registry: Registry, actor: Actor, held: Version) -> str:
    """Why a draft came back from review; empty where it did not."""
    if not may_see(actor, held) or held.state is not State.DRAFT:
        return ""
    told = Reader(registry, actor).events(held.listing_id)
    events = [event for event in told if event["version_id"] == held.version_id]
    last = events[-1] if events else None
    is_return = last is not None and last["action"] == Action.RETURN.value
    return str(last["reason"]) if last is not None and is_return else ""
