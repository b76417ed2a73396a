"""What the products of a plan rest on: the weakest grade, the oldest day, and what to mind first.

A plan that uses a value of the last grade, undated or older than 180 days can be looked at, saved
and sent, but not be called ready before someone has said why it is good enough all the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from planner.case import Acknowledged, Case, Ready
from planner.plan import Plan
from products.basis.ageing import Age, FactGrade
from products.basis.sources import Source
from products.catalogue.known import Known, Verified, known, oldest, used, worst
from products.catalogue.listing import Listing

Words = Mapping[str, Sequence[Verified]]
"""Later words on facts, by listing."""
_RECORDS = {"acknowledged", "ready", "asked", "tried", "counted_as"}
"""What a case remembers that no figure of its plan is made from."""


@dataclass(frozen=True, slots=True)
class Leaning:
    """One product of a plan, and the facts its figures are made from."""

    listing: Listing
    facts: tuple[Known, ...]

    @property
    def worst(self) -> FactGrade:
        """The weakest grade among them."""
        return worst(fact.age for fact in self.facts) or FactGrade.D

    @property
    def oldest(self) -> Age:
        """The oldest of them."""
        return oldest(fact.age for fact in self.facts) or Age("", None, FactGrade.D)

    @property
    def weak(self) -> tuple[Known, ...]:
        """Those that a plan must speak of: grade D, undated or older than 180 days."""
        return tuple(fact for fact in self.facts if fact.age.needs_word)


def lean(
    listing: Listing, today: date, sources: Mapping[str, Source], words: Sequence[Verified] = ()
) -> Leaning:
    """A product with the facts that figures are made from."""
    return Leaning(listing, used(known(listing, today, sources, words), listing))


def leanings(
    plan: Plan, sources: Mapping[str, Source], words: Words | None = None
) -> tuple[Leaning, ...]:
    """Each product the plan takes, once, in the order it is taken."""
    said, day = words or {}, plan.provenance.as_of
    listings = {taken.listing.id: taken.listing for taken in plan.taken}
    return tuple(lean(one, day, sources, said.get(one.id, ())) for one in listings.values())


def unsaid(case: Case, leaning: Iterable[Leaning]) -> tuple[Leaning, ...]:
    """Products on weak or old terms that nobody has spoken for as they are now."""
    seen = {(one.listing_id, one.as_of, one.grade) for one in case.acknowledged}
    return tuple(
        one
        for one in leaning
        if one.weak and (one.listing.id, one.oldest.as_of, one.worst) not in seen
    )


def acknowledge(case: Case, leaning: Leaning, reason: str, on: date) -> Case:
    """The case with a reason why a product's terms are good enough as they are now.

    `ValidationError` where the reason is too short or too long.
    """
    mine = leaning.listing.id
    said = Acknowledged(
        listing_id=mine,
        as_of=leaning.oldest.as_of,
        grade=leaning.worst,
        reason=" ".join(reason.split()),
        on=on,
    )
    others = tuple(one for one in case.acknowledged if one.listing_id != mine)
    return case.model_copy(update={"acknowledged": (*others, said)})


def stamp(case: Case) -> str:
    """A hash of all in a case that its plan is made from."""
    return hashlib.sha256(case.model_dump_json(exclude=_RECORDS).encode()).hexdigest()


def make_ready(case: Case, leaning: Iterable[Leaning], on: date) -> Case | None:
    """The case marked as ready; None while a product on weak terms is not spoken for."""
    if unsaid(case, leaning):
        return None
    return case.model_copy(update={"ready": Ready(on=on, stamp=stamp(case))})


def is_ready(case: Case, leaning: Iterable[Leaning]) -> bool:
    """Whether it was marked as ready, and neither the plan nor its products' standing has changed.

    What has become too old since has to be spoken for anew.
    """
    marked = case.ready is not None and case.ready.stamp == stamp(case)
    return marked and not unsaid(case, leaning)
