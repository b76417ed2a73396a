"""What may be asked about files that were taken in."""

from __future__ import annotations

from datetime import timedelta

import pytest

from products.publishing.intake import Intake
from products.publishing.registry import Registry
from products.publishing.states import State
from tests.products.imports.bank import DEPOSIT, deposit
from tests.products.publishing.feeding import NOW, Feed


@pytest.fixture
def feed(registry: Registry) -> Feed:
    return Feed(Intake(registry))


def test_what_a_bank_said_is_known_as_of_any_moment(feed: Feed) -> None:
    feed(DEPOSIT)
    feed(deposit(rate="0.0555"))
    feed(DEPOSIT)
    asked, day = feed.intake, timedelta(days=1)
    known = [asked.told_as_of("bank", "TD1", NOW + n * day) for n in (-1, 0, 1, 2, 9)]
    assert [each.version_no if each else None for each in known] == [None, 1, 2, 3, 3]
    assert known[1] is not None
    assert known[3] is not None
    assert known[1].fingerprint == known[3].fingerprint


def test_a_feed_that_says_the_same_confirms_its_listings(feed: Feed, registry: Registry) -> None:
    feed(DEPOSIT)
    listing = registry.waiting(State.DRAFT)[0].listing_id
    assert feed.intake.last_told(listing) == NOW
    feed(DEPOSIT)
    assert feed.intake.last_told(listing) == NOW + timedelta(days=1)
    assert feed.intake.last_told("NOBODY-1") is None


def test_imports_and_events_come_newest_first_and_by_bank(feed: Feed) -> None:
    first, second = feed(DEPOSIT), feed(deposit(rate="0.0555"))
    asked = feed.intake
    assert [each.taken for each in asked.imports("bank")] == [second, first]
    assert len(asked.imports(most=1)) == 1
    assert asked.imports("other_bank") == ()
    codes = [event["code"] for event in asked.feed_events("bank", "TD1")]
    assert codes == ["CHANGED", "FIRST_SEEN"]
    assert asked.feed_events("other_bank") == ()
    assert [row["versions"] for row in asked.products("bank")] == [2]


def test_nothing_known_is_nothing_told(feed: Feed) -> None:
    asked = feed.intake
    assert asked.notes("x") == asked.links("X-1") == asked.told("bank", "x") == ()
