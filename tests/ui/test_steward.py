"""The steward's desk: the queue, one version from near, publishing it, giving it back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.ui.parts import steward_decide
from planner.ui.session import Slot
from products.basis.people import Role
from products.publishing.states import State
from tests.ui.conftest import press, raw_keys, words_of
from tests.ui.stewarding import DAY, LOAN, adopted, at, banker, handed_in

PAGE = "planner/ui/pages/steward/review.py"


@pytest.fixture
def world(world, registry, monkeypatch):
    monkeypatch.setenv("WAPSI_TODAY", DAY.isoformat())
    return replace(world, registry=registry)


@pytest.fixture
def loan(catalogue, registry):
    listing = catalogue.get(LOAN)
    adopted(registry, listing)
    return listing


def dearer(loan):
    return {"rate": loan.terms.rate + 0.04}


def desk(visit, who="steward"):
    page = visit(who=who).switch_page(PAGE).run()
    assert not page.exception
    return page


def said(page) -> str:
    assert raw_keys(words_of(page)) == []
    return " ".join(words_of(page))


def test_an_empty_queue_says_that_nothing_waits(visit):
    assert "Nothing waits" in said(desk(visit))


def test_what_waits_longest_stands_first_with_what_it_changes(visit, registry, loan, catalogue):
    other = next(one for one in catalogue.on_sale("PAK", DAY) if one.provider_id != "asa")
    handed_in(registry, loan, terms=dearer(loan), when=at(9, 22))
    handed_in(registry, other, header={"note": "Ask at any branch."}, when=at(9, 12))
    page = desk(visit)
    told = said(page)
    assert told.index(other.name) < told.index(loan.name)
    assert "Dearer by up to" in told
    assert "Waiting for 12 days" in told
    assert "2 versions wait" in told


def test_one_version_is_seen_with_its_price_before_and_after_and_the_offers_beside_it(
    visit, registry, loan
):
    handed_in(registry, loan, terms=dearer(loan))
    page = press(desk(visit), "Check")
    told = said(page)
    assert "Published now" in told
    assert "dearer by" in told
    assert "Beside comparable offers" in told
    assert "Where the terms come from" in told
    assert "Mark of its content" in told


def test_it_is_seen_as_a_customer_will_see_it(visit, registry, loan):
    handed_in(registry, loan, terms=dearer(loan), header={"name": "Loan under another name"})
    page = press(desk(visit), "Check")
    view = next(one for one in page.get("button_group") if str(one.key) == "steward.view")
    page = view.set_value("customer").run()
    assert not page.exception
    assert "This is what a family would see" in said(page)
    assert "Loan under another name" in [each.value for each in page.header]


def test_a_steward_publishes_and_families_see_it(visit, registry, loan):
    version = handed_in(registry, loan, terms=dearer(loan))
    page = press(press(desk(visit), "Check"), "Publish this version")
    assert "is published" in said(page)
    held = registry.version(version.version_id)
    assert held.state is State.PUBLISHED
    shown = page.session_state[Slot.WORLD].refreshed().catalogue.get(LOAN)
    assert shown.terms.rate == pytest.approx(loan.terms.rate + 0.04)
    page = press(page, "Back to the list")
    assert "Nothing waits" in said(page)


def test_WORKFLOW_05_a_double_press_and_a_rerun_publish_once(visit, registry, loan):
    version = handed_in(registry, loan, terms=dearer(loan))
    page = press(desk(visit), "Check")
    review = page.session_state[steward_decide.REVIEW]
    button = next(one for one in page.button if one.label == "Publish this version")
    page = button.click().run()
    # a browser that lost its connection sends the press again, with the page as it was
    page.session_state[steward_decide.REVIEW] = steward_decide.Review(
        review.seen, review.over, review.publish_id, review.return_id
    )
    page = press(page.run(), "Publish this version")
    assert "is published" in said(page)
    actions = [e["action"] for e in registry.events(LOAN) if e["version_id"] == version.version_id]
    assert actions.count("publish") == 1


def test_WORKFLOW_02_what_one_wrote_oneself_is_refused_in_words(visit, registry, loan):
    """A second role does not help: the person is the same."""
    me = banker(loan.provider_id, "steward@laptop")
    version = handed_in(registry, loan, terms=dearer(loan), author=me)
    page = press(press(desk(visit), "Check"), "Publish this version")
    told = said(page)
    assert "Nothing was published. You or your organisation wrote this version" in told
    assert registry.version(version.version_id).state is State.IN_REVIEW


def test_WORKFLOW_04_what_changed_after_it_was_opened_is_refused(visit, registry, loan):
    version = handed_in(registry, loan, terms=dearer(loan))
    page = press(desk(visit), "Check")
    by = banker(loan.provider_id)
    registry.give_back(
        replace(by, id="other", organisation="steward", roles=frozenset({Role.STEWARD})),
        version.version_id, reason="dates", now=at(10, 23), request_id="r1",
    )  # fmt: skip
    content = {**version.content, "terms": {**version.content["terms"], "rate": 0.9}}
    registry.save(by, version.version_id, content, edit_no=0, now=at(11, 23))
    registry.submit(by, version.version_id, now=at(12, 23), request_id="r2")
    page = press(page, "Publish this version")
    told = said(page)
    assert "Nothing was published. The version was changed after you opened it" in told
    assert "was changed after you opened it. Look at it again" in told
    assert registry.version(version.version_id).state is State.IN_REVIEW
    page = press(page, "Look at it as it is now")
    page = press(page, "Publish this version")
    assert "is published" in said(page)


def test_two_stewards_decide_and_the_second_is_told(visit, registry, loan):
    handed_in(registry, loan, terms=dearer(loan))
    one, two = press(desk(visit), "Check"), press(desk(visit), "Check")
    press(one, "Publish this version")
    two = press(two, "Publish this version")
    told = said(two) + " ".join(one.value for one in two.warning)
    assert "Someone else has published this version meanwhile" in told
    assert "under your name" not in told
    assert [e["action"] for e in registry.events(LOAN)].count("publish") == 1


def test_it_goes_back_with_a_reason_and_never_without(visit, registry, loan):
    version = handed_in(registry, loan, terms=dearer(loan))
    page = press(press(desk(visit), "Check"), "Give it back with this reason")
    assert "Write a reason first" in said(page)
    page.text_area[0].set_value("The rate is not that of your page.").run()
    page = press(page, "Give it back with this reason")
    assert "went back to the bank" in said(page)
    assert registry.version(version.version_id).state is State.DRAFT
    assert registry.events(LOAN)[-1]["reason"] == "The rate is not that of your page."


@pytest.mark.parametrize("who", ["family", "officer", "bank"])
def test_nobody_else_sees_what_waits(visit, registry, loan, who):
    handed_in(registry, loan, terms=dearer(loan), header={"name": "A secret loan"})
    page = desk(visit, who)
    assert "A secret loan" not in said(page)
    assert not [one for one in page.button if one.label == "Check"]
