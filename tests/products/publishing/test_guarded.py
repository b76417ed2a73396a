"""The role matrix at the doors of the registry, cell by cell, and what a bank reads of another."""

from __future__ import annotations

import inspect
import logging
from collections.abc import Callable
from datetime import date

import pytest

from products.basis.people import NOBODY, Actor, Role
from products.basis.problems import Problem
from products.publishing.demand import Demand
from products.publishing.guarded import Reader, Thing, may_read
from products.publishing.registry import Registry
from products.publishing.rows import Version
from products.publishing.states import State
from tests.products.publishing.shelf import (
    BANK,
    KEEPER,
    RIVAL,
    STEWARD,
    at,
    done,
    draft,
    loan,
    published,
    refused,
    request,
    submitted,
)

PERSONS = {
    "family": Actor("family", "", frozenset({Role.FAMILY})),
    "officer": Actor("officer", "office", frozenset({Role.OFFICER})),
    "supervisor": Actor("supervisor", "office", frozenset({Role.SUPERVISOR})),
    "bank": BANK,
    "rival": RIVAL,
    "steward": STEWARD,
    "admin": Actor("admin", "house", frozenset({Role.ADMIN})),
    "nobody": NOBODY,
}
"""One of each role, a bank of another house, and a visitor who is nobody."""

Door = Callable[[Registry, Actor], object]


def _draft(registry: Registry, actor: Actor) -> object:
    return registry.draft(
        actor, loan(id="XY-LOAN-9"), now=at(), request_id=request(), valid_from=date(2026, 2, 1)
    )


def _save(registry: Registry, actor: Actor) -> object:
    held = draft(registry)
    return registry.save(actor, held.version_id, loan(0.2), edit_no=held.edit_no, now=at())


def _submit(registry: Registry, actor: Actor) -> object:
    held = draft(registry)
    return registry.submit(actor, held.version_id, now=at(), request_id=request())


def _discard(registry: Registry, actor: Actor) -> object:
    held = draft(registry)
    return registry.discard(actor, held.version_id, reason="x", now=at(), request_id=request())


def _give_back(registry: Registry, actor: Actor) -> object:
    held = submitted(registry)
    return registry.give_back(actor, held.version_id, reason="x", now=at(), request_id=request())


def _publish(registry: Registry, actor: Actor) -> object:
    held = submitted(registry)
    return registry.publish(
        actor, held.version_id, approved=held.content_sha256, now=at(), request_id=request()
    )


def _withdraw(registry: Registry, actor: Actor) -> object:
    published(registry)
    return registry.withdraw(actor, "XY-LOAN-1", reason="x", now=at(1), request_id=request())


DOUBT = {"path": "rate", "raw": "0.2?", "code": "problem.rate_unclear", "blocks": 1}


def _settle(registry: Registry, actor: Actor) -> object:
    held = draft(registry, doubts=[DOUBT])
    row = registry.doubts(held.version_id)[0]
    return registry.settle(
        actor, str(row["quarantine_id"]), reason="told so", now=at(), request_id=request()
    )


DOORS: dict[str, tuple[Door, frozenset[str]]] = {
    "draft": (_draft, frozenset({"bank"})),
    "save": (_save, frozenset({"bank"})),
    "submit": (_submit, frozenset({"bank"})),
    "discard": (_discard, frozenset({"bank"})),
    "give_back": (_give_back, frozenset({"bank", "steward"})),
    "settle": (_settle, frozenset({"bank", "steward"})),
    "publish": (_publish, frozenset({"steward"})),
    "withdraw": (_withdraw, frozenset({"bank", "steward"})),
}
"""Each door that writes, and who may pass it: the rows "listing draft", "publish", "withdraw"."""


def test_every_door_that_writes_stands_in_the_matrix() -> None:
    """A new door of the registry without a row here breaks this test."""
    asks = {
        name
        for name, door in inspect.getmembers(Registry, inspect.isfunction)
        if not name.startswith("_") and "actor" in inspect.signature(door).parameters
    }
    assert asks == set(DOORS) | {"adopt", "adopt_all"}


@pytest.mark.parametrize("who", PERSONS)
@pytest.mark.parametrize("name", DOORS)
def test_AUTHZ_02_a_door_opens_to_whom_the_matrix_says_and_to_no_one_else(
    registry: Registry, name: str, who: str
) -> None:
    door, may = DOORS[name]
    answer = door(registry, PERSONS[who])
    if who in may:
        assert isinstance(answer, Version), answer
    else:
        assert refused(answer) == "problem.not_allowed"
        if who != "bank":  # who wrote what stands there before
            assert all(event["actor_id"] != PERSONS[who].id for event in registry.events())


@pytest.mark.parametrize("who", PERSONS)
def test_AUTHZ_02_only_who_keeps_the_packs_takes_them_over(registry: Registry, who: str) -> None:
    answer = registry.adopt_all([], PERSONS[who], now=at(), as_of=date(2026, 1, 31))
    assert refused(answer) == "problem.not_allowed"
    assert not isinstance(
        registry.adopt_all([], KEEPER, now=at(), as_of=date(2026, 1, 31)), Problem
    )


READS = {
    Thing.DRAFT: {"bank", "steward"},
    Thing.STATISTICS: {"bank", "steward", "admin"},
    Thing.AUDIT: {"bank", "steward", "admin"},
}
"""Who reads what of a provider. Officers' and supervisors' counts are of their own households."""


@pytest.mark.parametrize("who", PERSONS)
@pytest.mark.parametrize("thing", Thing)
def test_AUTHZ_02_what_is_read_of_a_provider_is_as_the_matrix_says(thing: Thing, who: str) -> None:
    answer = may_read(thing, PERSONS[who], "first_bank")
    assert (answer is None) is (who in READS[thing])


@pytest.mark.parametrize("who", PERSONS)
def test_AUTHZ_02_statistics_are_given_to_whom_the_matrix_says(
    registry: Registry, who: str
) -> None:
    counts = Demand(registry.engine)
    may = who in READS[Thing.STATISTICS]
    answers = (
        counts.funnel(PERSONS[who], "first_bank"),
        counts.unmet(PERSONS[who], "first_bank", "XY-LOAN-1"),
        counts.wanted(PERSONS[who], "first_bank"),
    )
    for answer in answers:
        assert isinstance(answer, Problem) is not may


@pytest.mark.parametrize("who", PERSONS)
def test_AUTHZ_02_what_is_published_is_everyones_and_no_draft_is(
    registry: Registry, who: str
) -> None:
    shown = published(registry)
    hidden = draft(registry, loan(0.3))
    reader = Reader(registry, PERSONS[who])
    sees = who in READS[Thing.DRAFT]
    assert reader.version(shown.version_id) == shown
    assert (reader.version(hidden.version_id) is not None) is sees
    expected = {1, 2} if sees else {1}
    assert {each.version_no for each in reader.history("XY-LOAN-1")} == expected
    assert len(reader.waiting(State.PUBLISHED)) == 1
    assert len(reader.waiting(State.DRAFT)) == sees


def test_AUTHZ_04_a_bank_neither_reads_nor_changes_what_another_has_not_published(
    registry: Registry, caplog: pytest.LogCaptureFixture
) -> None:
    secret = draft(registry, doubts=[DOUBT])
    review = submitted(registry, loan(0.3, id="XY-LOAN-2"))
    reader = Reader(registry, RIVAL)
    with caplog.at_level(logging.WARNING, logger="wapsi"):
        for held in (secret, review):
            assert reader.version(held.version_id) is None
            assert reader.history(held.listing_id) == ()
            assert reader.doubts(held.version_id) == ()
    assert f"denied draft {secret.version_id} to {RIVAL.id}" in caplog.text
    for state in State:
        assert reader.waiting(state) == ()
        assert reader.waiting(state, "first_bank") == ()
    assert reader.events() == ()
    assert reader.events(secret.listing_id) == ()
    assert reader.listing_ids() == frozenset()
    before = registry.newest()
    answer = registry.save(RIVAL, secret.version_id, loan(0.01), edit_no=secret.edit_no, now=at())
    assert refused(answer) == "problem.not_allowed"
    assert registry.version(secret.version_id) == secret
    assert registry.newest() == before
    assert isinstance(Demand(registry.engine).funnel(RIVAL, "first_bank"), Problem)


def test_a_bank_reads_its_own_and_a_steward_all(registry: Registry) -> None:
    mine = draft(registry, doubts=[DOUBT])
    theirs = draft(registry, loan(id="ZZ-1", provider_id="rival_bank"), actor=RIVAL)
    own, all_ = Reader(registry, BANK), Reader(registry, STEWARD)
    assert own.waiting(State.DRAFT) == (mine,)
    assert sorted(all_.waiting(State.DRAFT), key=lambda each: each.listing_id) == [mine, theirs]
    assert all_.waiting(State.DRAFT, "rival_bank") == (theirs,)
    assert len(own.doubts(mine.version_id)) == len(all_.doubts(mine.version_id)) == 1
    assert own.listing_ids() == own.own_listings() == {"XY-LOAN-1"}
    assert all_.listing_ids() == {"XY-LOAN-1", "ZZ-1"}
    assert {event["listing_id"] for event in own.events()} == {"XY-LOAN-1"}
    assert len(all_.events()) == registry.newest()
    assert own.version("there is none") is None
    assert own.doubts("there is none") == ()


def test_the_log_is_read_by_each_role_as_far_as_it_is_theirs(registry: Registry) -> None:
    published(registry)
    held = done(registry.version(registry.history("XY-LOAN-1")[0].version_id))
    assert held.state is State.PUBLISHED
    every = registry.events()
    for who, sees in (("admin", every), ("steward", every), ("bank", every), ("officer", ()),
                      ("supervisor", ()), ("family", ()), ("nobody", ())):  # fmt: skip
        assert Reader(registry, PERSONS[who]).events() == sees, who
    head = Actor("head@iom", "iom", frozenset({Role.SUPERVISOR}))
    assert {event["actor_id"] for event in Reader(registry, head).events()} == {STEWARD.id}


def test_EXPORT_09_a_filter_widened_in_the_request_brings_no_row_of_another(
    registry: Registry,
) -> None:
    """The one list that is exported today is the log: whatever is asked for, only one's own."""
    draft(registry)
    draft(registry, loan(id="ZZ-1", provider_id="rival_bank"), actor=RIVAL)
    own = Reader(registry, BANK)
    mine = {event["seq"] for event in own.events()}
    assert mine, "there is something to export"
    assert own.events("ZZ-1") == ()
    for wider in (None, "XY-LOAN-1", "ZZ-1", "%", "' or 1=1 --", "*"):
        assert {event["seq"] for event in own.events(wider)} <= mine, wider
