"""The registry as one person may read it: drafts, doubts, the log, each asked with who asks.

What was once public is everyone's. A draft is its own bank's and the stewards'; what is not for the
person looks as if it were not there, and the attempt is written down. Doors that write ask
`states.may` themselves.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from sqlalchemy import select

from products.basis.people import Actor, Role
from products.basis.problems import Problem
from products.publishing.registry import Registry
from products.publishing.rows import Version
from products.publishing.states import SHOWN, State
from products.publishing.tables import LISTING

_log = logging.getLogger("wapsi")
_READS_ALL = {
    "draft": (Role.STEWARD,),
    "statistics": (Role.STEWARD, Role.ADMIN),
    "audit": (Role.STEWARD, Role.ADMIN),
}


class Thing(StrEnum):
    """What is read of a provider that not everyone may read."""

    DRAFT = "draft"
    STATISTICS = "statistics"
    AUDIT = "audit"


def may_read(thing: Thing, actor: Actor, provider: str) -> Problem | None:
    """Why an actor may not read this of `provider`, or None where they may.

    A bank reads its own; a steward reads all; whoever keeps the accounts reads counts and the log,
    and no draft. An officer's own statistics are of their own households, and lie elsewhere.
    """
    own = actor.has(Role.BANK) and bool(provider) and actor.organisation == provider
    if own or actor.has(*_READS_ALL[thing]):
        return None
    return Problem("problem.not_allowed", thing.value, params={"value": actor.id, "action": "read"})


class Reader:
    """The registry before one person."""

    def __init__(self, registry: Registry, actor: Actor) -> None:
        """Ask `registry` in the name of `actor`."""
        self._registry, self._actor = registry, actor

    def version(self, version_id: str) -> Version | None:
        """One version; None for one that is not there, or not for this person."""
        found = self._registry.version(version_id)
        return found if found is not None and self._may_see(found) else None

    def history(self, listing_id: str) -> tuple[Version, ...]:
        """The versions of a listing that the person may see, newest first."""
        return self._seen(self._registry.history(listing_id))

    def waiting(self, state: State, provider_id: str | None = None) -> tuple[Version, ...]:
        """Versions in a state that the person may see, newest first."""
        if provider_id is None and not self._reads_all(Thing.DRAFT) and state not in SHOWN:
            provider_id = self._actor.organisation
        return self._seen(self._registry.waiting(state, provider_id))

    def doubts(self, version_id: str) -> tuple[Mapping[str, Any], ...]:
        """Values of a draft that wait to be settled, or were; nothing of another's."""
        found = self._registry.version(version_id)
        if found is None or self._refuse(Thing.DRAFT, found.provider_id, version_id):
            return ()
        return self._registry.doubts(version_id)

    def events(self, listing_id: str | None = None) -> tuple[Mapping[str, Any], ...]:
        """The log as the person may read it, oldest first.

        A bank: its own products; who checks or keeps the accounts: all; an officer: what they did;
        a supervisor: what their house did.
        """
        every = self._registry.events(listing_id)
        if self._reads_all(Thing.AUDIT):
            return every
        mine, who = self.own_listings(), self._actor
        house = who.organisation if who.has(Role.SUPERVISOR) else ""
        named = who.id if who.has(Role.OFFICER, Role.SUPERVISOR, Role.BANK) else ""
        return tuple(
            event
            for event in every
            if event["listing_id"] in mine
            or (named and event["actor_id"] == named)
            or (house and event["actor_organisation"] == house)
        )

    def own_listings(self) -> frozenset[str]:
        """Every listing of the person's bank, public or not; none for who works for no bank."""
        if not self._actor.has(Role.BANK) or not self._actor.organisation:
            return frozenset()
        wanted = select(LISTING.c.listing_id).where(
            LISTING.c.provider_id == self._actor.organisation
        )
        with self._registry.engine.connect() as db:
            return frozenset(db.scalars(wanted))

    def listing_ids(self) -> frozenset[str]:
        """Every listing the person may know of: once public, their own, or all for a steward."""
        if self._reads_all(Thing.DRAFT):
            with self._registry.engine.connect() as db:
                return frozenset(db.scalars(select(LISTING.c.listing_id)))
        return self._registry.listing_ids() | self.own_listings()

    def _reads_all(self, thing: Thing) -> bool:
        return self._actor.has(*_READS_ALL[thing])

    def _seen(self, found: tuple[Version, ...]) -> tuple[Version, ...]:
        return tuple(each for each in found if self._may_see(each))

    def _may_see(self, found: Version) -> bool:
        public = found.state in SHOWN
        return public or not self._refuse(Thing.DRAFT, found.provider_id, found.version_id)

    def _refuse(self, thing: Thing, provider: str, what: str) -> bool:
        """Whether it is not for the person; who was refused what is written down."""
        if may_read(thing, self._actor, provider) is None:
            return False
        _log.warning("denied %s %s to %s", thing.value, what, self._actor.id or "nobody")
        return True
