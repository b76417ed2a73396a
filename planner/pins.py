"""A plan keeps the terms it was made with: which versions are pinned, and what has moved since.

A product taken into a case is pinned by the fingerprint of its content that day. From then on the
plan is reckoned with that content, wherever it is kept, and the family decides when to take newer
terms. One pin holds for every decision about a product, in the plan and in its alternatives. A case
from before there were pins is pinned at the terms of the day it is opened: what it was planned with
is not known, and from then on nothing moves unseen.

Advice is another matter: what is newly recommended can only be had on today's terms, so that
`Held.advised` has those; a product that was withdrawn is in it only as one that is not offered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from planner.case import GONE, Case, Pin
from products.basis.problems import Problem, Scalar, Severity
from products.basis.sources import Standing
from products.catalogue.listing import Listing
from products.publishing.content import Change, differences, fingerprint, of_listing

Find = Callable[[str, str], Listing | None]
"""The content of a listing's id with that fingerprint, where it is kept; None where it is not."""
WITHDRAWN = "withdrawn"


class Moved(StrEnum):
    """What became of a pinned version."""

    CHANGED = "changed"
    """other terms hold today; the plan goes on with the pinned ones"""
    WITHDRAWN = "withdrawn"
    """nobody can take it any more; the plan goes on with the pinned terms"""
    LOST = "lost"
    """the pinned terms are not kept here; the plan is reckoned with today's"""
    NOWHERE = "nowhere"
    """neither the pinned terms are kept here nor is it listed; the plan goes on without it"""


_TOLD = {
    Moved.CHANGED: "problem.pin.changed",
    Moved.WITHDRAWN: "problem.pin.withdrawn",
    Moved.LOST: "problem.pin.lost",
    Moved.NOWHERE: "problem.pin.nowhere",
}


@dataclass(frozen=True, slots=True)
class Departure:
    """One pinned product that is not today what it was; `held` and `today` where they are known."""

    pin: Pin
    moved: Moved
    held: Listing | None
    today: Listing | None

    @property
    def name(self) -> str:
        """What the product is called, its id where nobody knows."""
        known = self.today or self.held
        return known.name if known else self.pin.listing_id

    @property
    def now(self) -> str:
        """What a family declines by keeping its terms: today's fingerprint, or that it is gone."""
        return GONE if self.today is None else stamp(self.today)

    @property
    def settled(self) -> bool:
        """Whether the family has seen this very departure and kept its terms."""
        return self.pin.declined == self.now

    @property
    def changes(self) -> tuple[Change, ...]:
        """Every value that differs, pinned before and today's after; none where one is unknown."""
        if self.held is None or self.today is None:
            return ()
        return differences(of_listing(self.held), of_listing(self.today))


@dataclass(frozen=True, slots=True)
class Held:
    """A country's listings as a case has them.

    `listings` are what its plan is reckoned with: the pinned terms in the place of today's, and
    withdrawn products, not offered. `advised` are today's, and the same withdrawn ones.
    """

    listings: tuple[Listing, ...]
    advised: tuple[Listing, ...]
    departures: tuple[Departure, ...]


def stamp(listing: Listing) -> str:
    """The fingerprint of a listing's content: the same product on the same terms has the same."""
    return fingerprint(of_listing(listing))


def wanted(case: Case) -> tuple[str, ...]:
    """The products that a case decides about, in the plan and beside it, each once."""
    choices = [*case.choices, *(c for one in case.alternatives for c in one.choices)]
    return tuple(dict.fromkeys(choice.listing_id for choice in choices))


def pinned(case: Case, get: Callable[[str], Listing | None], day: date) -> Case:
    """The case with a pin for every product it decides about, and for no other.

    A pin that is there stays. `get` gives today's listing of an id; one that is not listed is not
    pinned. The same case where nothing is to be done.
    """
    ids, known = wanted(case), {pin.listing_id: pin for pin in case.pins}
    if tuple(known) == ids:
        return case
    found = [known.get(one) or _fresh(get(one), day) for one in ids]
    pins = tuple(pin for pin in found if pin is not None)
    return case if pins == case.pins else case.model_copy(update={"pins": pins})


def _fresh(listing: Listing | None, day: date) -> Pin | None:
    if listing is None:
        return None
    return Pin(listing_id=listing.id, sha256=stamp(listing), since=day)


def unpinned(case: Case, ids: Iterable[str]) -> Case:
    """The case without the pins of these products: they are taken anew, on today's terms."""
    gone = set(ids)
    kept = tuple(pin for pin in case.pins if pin.listing_id not in gone)
    return case.model_copy(update={"pins": kept})


def declined(case: Case, departure: Departure) -> Case:
    """The case that has seen a departure and keeps its terms."""
    mine = departure.pin.listing_id
    seen = departure.pin.model_copy(update={"declined": departure.now})
    pins = tuple(seen if pin.listing_id == mine else pin for pin in case.pins)
    return case.model_copy(update={"pins": pins})


def hold(case: Case, listings: Sequence[Listing], find: Find) -> Held:
    """What a case is reckoned with, of the listings of its country today."""
    today = {listing.id: listing for listing in listings}
    mine = set(wanted(case))
    pins = [pin for pin in case.pins if pin.listing_id in mine]
    found = (_departure(pin, today.get(pin.listing_id), find) for pin in pins)
    departures = tuple(each for each in found if each is not None)
    if not departures:
        return Held(tuple(listings), tuple(listings), ())
    gone = {
        d.pin.listing_id: _not_offered(d.held)
        for d in departures
        if d.moved is Moved.WITHDRAWN and d.held is not None
    }
    instead = {
        d.pin.listing_id: _as_offered(d.held, d.today)
        for d in departures
        if d.moved is Moved.CHANGED and d.held is not None and d.today is not None
    }
    return Held(_with(today, {**instead, **gone}), _with(today, gone), departures)


def _with(today: Mapping[str, Listing], others: Mapping[str, Listing]) -> tuple[Listing, ...]:
    """Today's listings with some in their place or beside them, by id."""
    both = {**today, **others}
    return tuple(both[one] for one in sorted(both))


def _departure(pin: Pin, today: Listing | None, find: Find) -> Departure | None:
    if today is not None and stamp(today) == pin.sha256:
        return None
    held = find(pin.listing_id, pin.sha256)
    if today is None:
        return Departure(pin, Moved.NOWHERE if held is None else Moved.WITHDRAWN, held, None)
    return Departure(pin, Moved.LOST if held is None else Moved.CHANGED, held, today)


def _not_offered(listing: Listing) -> Listing:
    """A withdrawn product: who holds it goes on with it, nobody can take it."""
    return listing.model_copy(update={"standing": Standing.NOT_OFFERED, "status": WITHDRAWN})


def _as_offered(held: Listing, today: Listing) -> Listing:
    """The pinned terms; nobody can take them where the product is not offered any more."""
    if today.standing is not Standing.NOT_OFFERED:
        return held
    return held.model_copy(update={"standing": today.standing, "status": today.status})


def told(departures: Iterable[Departure]) -> tuple[Problem, ...]:
    """Each departure as a warning, for those who read a plan elsewhere than on the screen."""
    found = []
    for each in departures:
        params: dict[str, Scalar] = {
            "value": each.name,
            "date": each.pin.since.isoformat(),
            "count": len(each.changes),
        }
        found.append(
            Problem(_TOLD[each.moved], f"pins[{each.pin.listing_id}]", Severity.WARNING, params)
        )
    return tuple(found)
