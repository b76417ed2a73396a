"""How listings stand before a file is taken."""

from __future__ import annotations

import pytest

from products.basis.problems import Problem
from products.publishing.intake import Intake
from products.publishing.registry import Registry
from products.publishing.standing import discard_all, lock_all, stand
from products.publishing.states import State
from tests.products.imports.bank import DEPOSIT, deposit
from tests.products.publishing.feeding import BANK, NOW, Feed, publish


@pytest.fixture
def feed(registry: Registry) -> Feed:
    return Feed(Intake(registry))


def test_numbers_open_versions_and_what_is_shown(feed: Feed, registry: Registry) -> None:
    (old,) = feed(DEPOSIT).drafts
    listing = registry.waiting(State.DRAFT)[0].listing_id
    publish(registry, old, NOW)
    (new,) = feed(deposit(rate="0.0555")).drafts
    with registry.engine.connect() as db:
        found = stand(db, "bank", [listing, "NEW-ONE"])
        other = stand(db, "other_bank", [listing])
    assert found.numbers == {listing: 2}
    (open_,) = found.open[listing]
    assert (open_.version_id, open_.state, open_.is_touched) == (new, State.DRAFT, False)
    assert listing in found.shown
    assert (other.others, other.numbers) == ({listing}, {})


def test_a_saved_draft_is_touched(feed: Feed, registry: Registry) -> None:
    (old,) = feed(DEPOSIT).drafts
    held = registry.version(old)
    assert held is not None
    saved = registry.save(BANK, old, held.content, edit_no=0, now=NOW)
    assert not isinstance(saved, Problem)
    with registry.engine.connect() as db:
        (open_,) = stand(db, "bank", [held.listing_id]).open[held.listing_id]
    assert open_.is_touched


def test_locking_and_discarding_nothing_does_nothing(registry: Registry) -> None:
    with registry.engine.begin() as db:
        lock_all(db, [])
        discard_all(db, [])
