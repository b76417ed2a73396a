"""The same feed again brings only what truly changed, and no person's work is lost."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from datetime import timedelta

from products.basis.problems import Problem
from products.imports import cdr
from products.imports.documents import FeedCode
from products.publishing import chain
from products.publishing.arriving import Arrived, Taken
from products.publishing.intake import Intake
from products.publishing.registry import Registry
from products.publishing.states import State
from tests.products.imports.bank import DEPOSIT, deposit, tier
from tests.products.publishing.feeding import (
    BANK,
    NOW,
    OTHER,
    Feed,
    codes,
    document,
    handed,
    publish,
)


def test_an_unchanged_feed_brings_no_draft(feed: Feed, registry: Registry) -> None:
    first, again = feed(DEPOSIT), feed(DEPOSIT)
    moved = feed(DEPOSIT | {"lastUpdated": "2026-02-02T00:00:00Z"})
    assert len(first.drafts) == 1
    assert (again.drafts, again.unchanged, codes(again)) == ((), 1, [FeedCode.UNCHANGED])
    assert (moved.drafts, codes(moved)) == ((), [FeedCode.ONLY_STAMP_MOVED])
    assert len(registry.waiting(State.DRAFT)) == 1


def test_an_untouched_draft_is_replaced_by_a_newer_file(feed: Feed, registry: Registry) -> None:
    (old,) = feed(DEPOSIT).drafts
    taken = feed(deposit(rate="0.0555"))
    (new,) = taken.drafts
    assert (taken.replaced, codes(taken)) == (1, [FeedCode.CHANGED])
    first, second = registry.version(old), registry.version(new)
    assert first is not None
    assert second is not None
    assert (first.state, second.state) == (State.DISCARDED, State.DRAFT)
    assert (second.listing_id, second.version_no) == (first.listing_id, 2)
    assert second.content["terms"]["rate"] == 0.0555
    assert chain.broken(registry.events()) == ()


def test_a_draft_that_a_person_edited_stays_and_the_new_one_stands_beside_it(
    feed: Feed, registry: Registry
) -> None:
    (old,) = feed(DEPOSIT).drafts
    held = registry.version(old)
    assert held is not None
    saved = registry.save(BANK, old, {**held.content, "note": "by hand"}, edit_no=0, now=NOW)
    assert not isinstance(saved, Problem)
    taken = feed(deposit(rate="0.0555"))
    assert (taken.replaced, taken.beside) == (0, (held.listing_id,))
    mine = registry.version(old)
    assert mine is not None
    assert (mine.state, mine.content["note"]) == (State.DRAFT, "by hand")
    (note,) = [n for n in feed.intake.notes(taken.drafts[0]) if n["code"] == "DRAFT_BESIDE"]
    assert (note["raw"], note["made"]) == ("1", "draft")
    third = feed(deposit(rate="0.0565"))
    assert (third.replaced, third.beside) == (1, (held.listing_id,))


def test_a_draft_whose_doubt_a_person_settled_is_not_replaced(
    feed: Feed, registry: Registry
) -> None:
    (old,) = feed(deposit(tiers=tier(unitOfMeasure="Dollar"))).drafts
    (doubt,) = registry.doubts(old)
    registry.settle(
        BANK, doubt["quarantine_id"], reason="a dollar is a dollar", now=NOW, request_id="q1"
    )
    assert len(feed(deposit(rate="0.0555", tiers=tier(unitOfMeasure="Dollar"))).beside) == 1
    kept = registry.version(old)
    assert kept is not None
    assert kept.state is State.DRAFT


def test_a_change_of_a_published_listing_is_its_next_version(
    feed: Feed, registry: Registry
) -> None:
    (old,) = feed(DEPOSIT).drafts
    publish(registry, old, NOW)
    assert feed(DEPOSIT).drafts == ()
    taken = feed(deposit(rate="0.0555"))
    (new,) = taken.drafts
    version = registry.version(new)
    assert version is not None
    assert (version.version_no, version.state) == (2, State.DRAFT)
    shown = registry.as_of(NOW.date(), NOW + timedelta(days=3))
    assert [each.version_id for each in shown] == [old]


def test_a_feed_that_returns_to_what_is_published_takes_its_draft_away(
    feed: Feed, registry: Registry
) -> None:
    (old,) = feed(DEPOSIT).drafts
    publish(registry, old, NOW)
    feed(deposit(rate="0.0555"))
    back = feed(DEPOSIT)
    assert (back.drafts, back.replaced, back.unchanged) == ((), 1, 1)
    assert registry.waiting(State.DRAFT) == ()


def test_one_changed_rate_of_many_brings_one_draft(feed: Feed) -> None:
    told = deepcopy(DEPOSIT)
    told["depositRates"] += [deposit(additionalValue="P6M")["depositRates"][0]]
    assert len(feed(told).drafts) == 2
    later = deepcopy(told)
    later["depositRates"].reverse()
    later["depositRates"][0]["rate"] = "0.0111"
    taken = feed(later)
    assert (len(taken.drafts), taken.unchanged) == (1, 1)


def test_a_rate_that_is_told_no_longer_is_an_event_and_its_draft_is_over(
    feed: Feed, registry: Registry
) -> None:
    told = deepcopy(DEPOSIT)
    told["depositRates"] += [deposit(additionalValue="P6M")["depositRates"][0]]
    feed(told)
    taken = feed(DEPOSIT)
    assert (taken.gone, codes(taken)) == (1, [FeedCode.CHANGED, FeedCode.ABSENT])
    assert len(registry.waiting(State.DRAFT)) == 1
    back = feed(told)
    assert FeedCode.CHANGED in codes(back)
    assert FeedCode.REAPPEARED in codes(back)


def test_a_listing_of_another_bank_is_never_taken_over(intake: Intake, registry: Registry) -> None:
    (listing,) = cdr.read(document(DEPOSIT), "bank").drafts
    stolen = replace(listing, content={**listing.content, "provider_id": "other_bank"})
    first = intake.upload(BANK, handed(document(DEPOSIT)), now=NOW, request_id="r1")
    assert isinstance(first, Taken)
    read = replace(cdr.read(b"{}", "other_bank"), drafts=(stolen,))
    taken = intake.take(OTHER, Arrived(read, "x.json", "1" * 64), now=NOW, request_id="r2")
    assert isinstance(taken, Taken)
    assert [problem.code for problem in taken.problems] == ["problem.id_of_another"]
    assert len(registry.waiting(State.DRAFT)) == 1
