"""What people say about products, as a page asks for it: words on facts, disputes, counts.

Where no registry is open nothing can be said, and everything here is silent.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from planner.case import AskedBank, Case, Progress, Tried
from planner.household import GoalKind
from planner.inputs import Leaning, leanings
from planner.offers import Offer
from planner.outcomes import Verdict
from planner.plan import Plan
from planner.ui import people
from planner.ui.session import Slot
from planner.ui.world import World, moment
from products.basis.problems import Problem
from products.basis.sources import Source
from products.catalogue.known import Verified
from products.catalogue.listing import Category, Listing
from products.publishing.clock import Clock
from products.publishing.demand import Demand, Step, Wish, new_token
from products.publishing.disputes import Dispute, Disputes, Heard

_VISITOR, _COUNTED, _WORDS = "wapsi.visitor", "wapsi.counted", "wapsi.words"
_HOPES = {
    Category.HOUSING: GoalKind.HOUSE,
    Category.ENTERPRISE: GoalKind.ENTERPRISE,
    Category.SAVINGS: GoalKind.SAVINGS,
}
"""The hope that a product of a category is for."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """Words as they were read last: a run's world is asked once."""

    world: World
    count: int
    words: Mapping[str, tuple[Verified, ...]]


def world() -> World:
    """The world of this session."""
    here: World = st.session_state[Slot.WORLD]
    return here


def request_id() -> str:
    """A new id for one press of a button."""
    return secrets.token_hex(16)


def visitor() -> str:
    """A text that stays the same for this session and means nothing."""
    if _VISITOR not in st.session_state:
        st.session_state[_VISITOR] = secrets.token_hex(16)
    return str(st.session_state[_VISITOR])


def clock() -> Clock | None:
    """The clock of verified facts."""
    registry = world().registry
    return None if registry is None else Clock(registry.engine)


def disputes() -> Disputes | None:
    """The disputes."""
    registry = world().registry
    return None if registry is None else Disputes(registry.engine)


def demand() -> Demand | None:
    """The counts of households."""
    registry = world().registry
    return None if registry is None else Demand(registry.engine)


def words() -> Mapping[str, tuple[Verified, ...]]:
    """Every later word on facts, by listing; read again only when there is a new one."""
    here, mine = world(), clock()
    if mine is None:
        return {}
    kept: _Kept | None = st.session_state.get(_WORDS)
    if kept is None or kept.world is not here:
        count = mine.moved()
        said = kept.words if kept is not None and kept.count == count else mine.words()
        kept = _Kept(here, count, said)
        st.session_state[_WORDS] = kept
    return kept.words


def leaning(plan: Plan, sources: Mapping[str, Source]) -> tuple[Leaning, ...]:
    """What the products of a plan rest on, later words counted."""
    return leanings(plan, sources, words())


# ---------------------------------------------------------------- disputes


def ask(listing: Listing, heard: Heard, request: str) -> tuple[Dispute, AskedBank] | Problem:
    """Say that a branch told it otherwise; the note that the case keeps of it."""
    mine = disputes()
    assert mine is not None, "the form is drawn only where a registry is open"
    now, token = moment(), secrets.token_hex(16)
    found = mine.open(
        people.actor(), listing, heard, token=token, session=visitor(), now=now, request_id=request
    )
    if isinstance(found, Problem):
        return found
    return found, AskedBank(token=token, listing_id=listing.id, on=now.date())


def answers(case: Case | None, listing_id: str) -> tuple[Dispute, ...]:
    """What this case asked about a product, answered or not."""
    mine = disputes()
    if mine is None or case is None:
        return ()
    asked = [one.token for one in case.asked if one.listing_id == listing_id]
    return tuple(each for token in asked for each in mine.of_asker(token))


# ---------------------------------------------------------------- counts


def agree(case: Case) -> Case:
    """The case that agrees to be counted, with what it has marked so far."""
    agreed = case if case.counted_as else case.model_copy(update={"counted_as": new_token()})
    for one in agreed.tried:
        _count(agreed, one)
    return agreed


def withdraw(case: Case) -> Case:
    """The case that agrees no more; all its rows are gone."""
    mine = demand()
    if mine is not None and case.counted_as:
        mine.forget(case.counted_as)
    st.session_state.pop(_COUNTED, None)
    return case.model_copy(update={"counted_as": ""})


def seen(offer: Offer, case: Case, amount: float, tenor: int) -> None:
    """Count that the family looked at an offer, and what it cannot get of it; once a session."""
    mine = demand()
    if mine is None or not case.counted_as:
        return
    listing = offer.listing
    key = (case.counted_as, listing.id, offer.verdict.value, amount, tenor)
    noted: set[tuple[object, ...]] = st.session_state.setdefault(_COUNTED, set())
    if key in noted:
        return
    noted.add(key)
    day, which = world().today, (listing.id, listing.provider_id)
    matched = offer.verdict in (Verdict.AVAILABLE, Verdict.CONFIRM_FIRST)
    mine.step(case.counted_as, which, Step.MATCHED if matched else Step.SEEN, day=day)
    mine.wish(case.counted_as, which, _wish(offer, case, amount, tenor), day=day)


def _wish(offer: Offer, case: Case, amount: float, tenor: int) -> Wish | None:
    if offer.verdict is not Verdict.NOT_AVAILABLE or not offer.failed:
        return None
    kind = _HOPES.get(offer.listing.category)
    hopes = [goal.amount_today for goal in case.household.goals if goal.kind is kind]
    region = case.household.region or ""
    return Wish(offer.failed[0].code, max([amount, *hopes]), tenor, region)


def mark(case: Case, listing: Listing, step: Progress | None, reason: str = "") -> Case:
    """The case with how far the family came with a product; None takes the mark out."""
    others = tuple(one for one in case.tried if one.listing_id != listing.id)
    mine = demand()
    if mine is not None and case.counted_as:
        mine.step_back(case.counted_as, listing.id, Step.REFERRED)
    if step is None:
        return case.model_copy(update={"tried": others})
    one = Tried(listing_id=listing.id, step=step, on=world().today, reason=reason)
    _count(case, one)
    return case.model_copy(update={"tried": (*others, one)})


def _count(case: Case, one: Tried) -> None:
    mine, listing = demand(), world().catalogue.get(one.listing_id)
    if mine is None or listing is None or not case.counted_as:
        return
    which = (listing.id, listing.provider_id)
    mine.step(case.counted_as, which, Step(one.step.value), day=one.on, reason=one.reason)
