"""Taking over the packs: quick, once, and never over what people did."""

from __future__ import annotations

import time
from datetime import date

import pytest

from products.catalogue.listing import Listing
from products.catalogue.seed import load_packs, packs
from products.publishing.adopting import Adopted
from products.publishing.content import of_listing
from products.publishing.registry import Registry
from products.publishing.states import Action, State
from tests.products.publishing.shelf import (
    BANK,
    DAY,
    KEEPER,
    STEWARD,
    at,
    done,
    draft,
    loan,
    published,
    refused,
    request,
)


def listing(number: int = 1, **other: object) -> Listing:
    return Listing.model_validate(loan(id=f"XY-LOAN-{number}", **other))


def adopt(registry: Registry, *listings: Listing, days: int = 0, **other) -> Adopted:
    now = at(days)
    answer = registry.adopt_all(listings, KEEPER, now=now, as_of=now.date(), **other)
    assert isinstance(answer, Adopted), answer
    return answer


@pytest.fixture(scope="module")
def shipped() -> list[Listing]:
    return [each for pack in load_packs(packs()) for each in pack.listings]


def test_all_that_is_shipped_is_taken_over_in_one_go_and_once(
    registry: Registry, shipped: list[Listing]
) -> None:
    began = time.process_time()
    first = adopt(registry, *shipped)
    spent = time.process_time() - began
    assert sorted(first.new) == sorted(each.id for each in shipped)
    assert adopt(registry, *shipped, days=1).is_nothing
    held = {each.listing_id: each.content for each in registry.as_of(date(2026, 12, 1), at(2))}
    assert held == {each.id: of_listing(each) for each in shipped}
    assert registry.newest() == len(shipped)
    assert spent < 20  # two seconds on a quiet machine; row by row took far longer


def test_a_row_that_changed_is_a_new_version_from_that_day_on(registry: Registry) -> None:
    adopt(registry, listing(1), listing(2))
    done_ = adopt(registry, listing(1, note="dearer now"), listing(2), days=5)
    assert (done_.new, done_.changed, done_.ended) == ((), ("XY-LOAN-1",), ())
    new, old = registry.history("XY-LOAN-1")
    assert (new.version_no, new.state, new.valid_from) == (2, State.PUBLISHED, at(5).date())
    assert old.state is State.SUPERSEDED
    before = {each.listing_id: each for each in registry.as_of(at(4).date(), at(6))}
    assert before["XY-LOAN-1"] == old


def test_what_a_bank_published_stays_and_the_difference_is_told(registry: Registry) -> None:
    adopt(registry, listing(1))
    own = published(registry, loan(0.2), now=at(1))
    (kept,) = adopt(registry, listing(1), days=2).kept
    assert (kept.listing_id, kept.state) == ("XY-LOAN-1", State.PUBLISHED)
    (change,) = kept.changes
    assert (change.path, change.before, change.after) == ("terms.rate", 0.18, 0.2)
    assert registry.as_of(at(3).date(), at(3)) == (own,)


def test_what_a_bank_withdrew_stays_withdrawn(registry: Registry) -> None:
    published(registry, loan(0.2))
    done(registry.withdraw(BANK, "XY-LOAN-1", reason="over", now=at(1), request_id=request()))
    (kept,) = adopt(registry, listing(1), days=2).kept
    assert kept.state is State.WITHDRAWN
    assert registry.as_of(at(3).date(), at(3)) == ()


def test_what_is_gone_from_the_packs_ends_that_day_and_may_come_back(registry: Registry) -> None:
    adopt(registry, listing(1), listing(2))
    assert adopt(registry, listing(1), days=3).ended == ("XY-LOAN-2",)
    on = {day: len(registry.as_of(at(day).date(), at(9))) for day in (2, 3)}
    assert on == {2: 2, 3: 1}
    assert adopt(registry, listing(1), listing(2), days=5).changed == ("XY-LOAN-2",)
    assert len(registry.as_of(at(5).date(), at(9))) == 2


def test_other_countries_and_a_banks_own_listings_do_not_end(registry: Registry) -> None:
    abroad = listing(2, country="NPL")
    adopt(registry, listing(1), abroad)
    published(registry, loan(id="XY-LOAN-9"))
    assert adopt(registry, listing(1), days=1).is_nothing
    assert adopt(registry, days=2, countries=["PAK"]).ended == ("XY-LOAN-1",)
    left = {each.listing_id for each in registry.as_of(at(2).date(), at(3))}
    assert left == {"XY-LOAN-2", "XY-LOAN-9"}


def test_a_listing_a_bank_only_drafts_is_taken_over_beside_the_draft(registry: Registry) -> None:
    mine = draft(registry)
    assert adopt(registry, listing(1), days=1).new == ("XY-LOAN-1",)
    shown, drafted = registry.history("XY-LOAN-1")
    assert (shown.version_no, shown.state) == (2, State.PUBLISHED)
    assert drafted == mine


@pytest.mark.parametrize("actor", [BANK, STEWARD])
def test_only_who_keeps_the_packs_adopts(registry: Registry, actor) -> None:
    for answer in (
        registry.adopt(listing(1), actor, now=at(), as_of=DAY),
        registry.adopt_all([listing(1)], actor, now=at(), as_of=DAY),
    ):
        assert refused(answer) == "problem.not_allowed"
    assert registry.newest() == 0


def test_one_listing_adopted_twice_is_the_same_version(registry: Registry) -> None:
    one = done(registry.adopt(listing(1), KEEPER, now=at(), as_of=DAY))
    assert registry.adopt(listing(1), KEEPER, now=at(1), as_of=at(1).date()) == one
    assert [event["action"] for event in registry.events()] == [Action.ADOPT]
