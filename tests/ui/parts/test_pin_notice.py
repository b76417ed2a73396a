"""A plan whose products have moved says what changed, what it does, and keeps its terms."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from html import unescape

import pytest

from planner.case import Choice
from planner.pins import stamp
from planner.ui.session import Slot
from products.basis.people import Actor, Role
from products.publishing.content import of_listing
from products.publishing.opening import open_file
from products.publishing.registry import PACKS
from products.publishing.rows import Version
from tests.ui.conftest import TODAY, raw_keys, words_of

PLAN = "planner/ui/pages/family/plan.py"
BEST = "planner/ui/pages/family/best.py"
WEEK_AGO = datetime(2026, 11, 17, 9, tzinfo=UTC)
STEWARD = Actor("bilal@steward", "steward", frozenset({Role.STEWARD}))
KEEPER = Actor(PACKS, PACKS, frozenset())


def written(found) -> Version:
    assert isinstance(found, Version), found
    return found


class Bank:
    """A bank that publishes and withdraws, and the product it does it with."""

    def __init__(self, registry, listing):
        self.registry, self.listing = registry, listing
        self.me = Actor("amna@bank", listing.provider_id, frozenset({Role.BANK}))

    def publish(self, **terms):
        content = of_listing(self.listing)
        content = {**content, "terms": {**content["terms"], **terms}}
        day = WEEK_AGO.date()
        one = written(
            self.registry.draft(self.me, content, now=WEEK_AGO, request_id="d", valid_from=day)
        )
        written(self.registry.submit(self.me, one.version_id, now=WEEK_AGO, request_id="s"))
        approved = {"approved": one.content_sha256, "now": WEEK_AGO, "request_id": "p"}
        written(self.registry.publish(STEWARD, one.version_id, **approved))

    def withdraw(self):
        written(
            self.registry.withdraw(
                self.me, self.listing.id, reason="closed", now=WEEK_AGO, request_id="w"
            )
        )


@pytest.fixture
def world(world, tmp_path):
    opened = open_file(tmp_path / "registry.duckdb")
    yield replace(world, registry=opened.registry)
    opened.close()


@pytest.fixture
def bank(world):
    listing = next(
        one
        for one in world.catalogue.on_sale("PAK", TODAY)
        if one.kind == "loan" and one.category == "enterprise" and one.terms.rate and one.as_of
    )
    world.registry.adopt(listing, KEEPER, now=WEEK_AGO, as_of=date(2026, 1, 1))
    return Bank(world.registry, listing)


@pytest.fixture
def holding(bank, families):
    """A family that has taken the bank's loan into its plan, and holds its terms."""
    family = next(one for one in families if one.country == "PAK")
    amount = bank.listing.amount_min or 100_000.0
    choice = Choice(listing_id=bank.listing.id, amount=amount, tenor=12)
    pin = {"listing_id": bank.listing.id, "sha256": stamp(bank.listing), "since": "2026-11-01"}
    raw = {**family.model_dump(mode="json"), "choices": [choice.model_dump()], "pins": [pin]}
    return type(family).model_validate(raw)


def said(page) -> str:
    assert not page.exception
    assert raw_keys(words_of(page)) == []
    return unescape(" ".join(words_of(page)))


def opened(visit, case):
    return visit(case=case).switch_page(PLAN).run()


def pins_of(page):
    return page.session_state[Slot.CASE].pins


def test_a_plan_on_todays_terms_says_nothing(visit, holding):
    assert "terms have changed" not in said(opened(visit, holding))


def test_changed_terms_are_told_with_what_they_do_and_the_plan_keeps_the_old(visit, holding, bank):
    before = words_of(opened(visit, holding))
    rate = bank.listing.terms.rate
    bank.publish(rate=rate + 0.10)
    page = opened(visit, holding)
    words = said(page)
    assert f"{rate:.0%}" in words
    assert f"{rate + 0.10:.0%}" in words
    assert f"{bank.listing.name}: the terms have changed" in words
    assert "1 November 2026" in words
    for needed in ("In your plan → new terms", "Price a year", "Your worst month"):
        assert needed in words
    worst = next(part for part in before if "PKR" in part and "lowest" in part.lower())
    assert worst in words_of(page), "the plan itself stands on the terms it was made with"


def test_the_new_terms_are_taken_on_request(visit, holding, bank):
    bank.publish(rate=bank.listing.terms.rate + 0.10)
    page = opened(visit, holding)
    page.button(key=f"pin.take.{bank.listing.id}").click().run()
    assert "terms have changed" not in said(page)
    (pin,) = pins_of(page)
    assert pin.sha256 != holding.pins[0].sha256
    assert pin.since == TODAY


def test_keeping_the_terms_is_remembered(visit, holding, bank):
    bank.publish(rate=bank.listing.terms.rate + 0.10)
    page = opened(visit, holding)
    page.button(key=f"pin.keep.{bank.listing.id}").click().run()
    words = said(page)
    assert "terms have changed" not in words
    assert "on the terms of 1 November 2026" in words
    assert pins_of(page)[0].sha256 == holding.pins[0].sha256


def test_WORKFLOW_06_a_withdrawn_product_stays_in_the_plan_with_a_notice(
    visit, holding, bank, world
):
    before = words_of(opened(visit, holding))
    bank.withdraw()
    page = opened(visit, holding)
    assert f"{bank.listing.name} can no longer be taken" in said(page)
    tile = next(part for part in before if "PKR" in part and "lowest" in part.lower())
    assert tile in words_of(page)
    assert world.refreshed().catalogue.get(bank.listing.id) is None, "new plans cannot pick it"
    page.button(key=f"pin.keep.{bank.listing.id}").click().run()
    assert "New plans cannot take it" in said(page)


def test_terms_that_are_not_kept_here_are_said_to_be_todays(visit, holding, bank):
    elsewhere = holding.pins[0].model_copy(update={"sha256": "0" * 64})
    page = opened(visit, holding.model_copy(update={"pins": (elsewhere,)}))
    assert "Your plan uses the terms of today" in said(page)
    page.button(key=f"pin.take.{bank.listing.id}").click().run()
    assert "not kept here" not in said(page)
    assert pins_of(page)[0].sha256 == stamp(bank.listing)


def test_a_case_from_before_there_were_pins_is_pinned_when_it_is_opened(visit, holding, world):
    old = holding.model_copy(update={"pins": ()})
    world.drafts.save("t" * 32, old.to_json(), seen=0, today=TODAY)
    page = visit(token="t" * 32)
    assert [pin.listing_id for pin in pins_of(page)] == [old.choices[0].listing_id]
    assert pins_of(page)[0].since == TODAY


def test_advice_says_that_it_uses_the_terms_of_today(visit, holding, bank):
    bank.publish(rate=bank.listing.terms.rate + 0.10)
    page = visit(case=holding).switch_page(BEST).run()
    assert "This advice uses the terms of today" in said(page)
