"""A bank changes a product, a steward of another organisation publishes it, a family sees it."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Visitor
from tests.browser.test_journey import open_example

WAIT = 60_000
BANK = "who=bank&as=Amina&for=akhuwat"
STEWARD = "who=steward&as=Bilal&for=opf"
NAME = "Akhuwat family enterprise loan 2027"


def button(page: Page, name: str) -> Locator:
    return page.get_by_test_id("stMain").get_by_role("button", name=name).first


def part(page: Page, name: str) -> Locator:
    """One of the pills or segments: a radio or a button, as Streamlit draws it."""
    main = page.get_by_test_id("stMain")
    return main.get_by_role("radio", name=name).or_(main.get_by_role("button", name=name)).first


def offered(visit: Callable[[str], Visitor]) -> str:
    """All that a family, an example on a phone, is told on the page of offers."""
    family = visit("phone")
    open_example(family)
    family.settled()
    token = family.page.url.partition("?")[2]
    family.goto(f"/offers?{token}")
    return family.page.get_by_test_id("stMain").inner_text()


def test_a_product_goes_from_the_bank_by_the_steward_to_the_family(visit) -> None:
    bank: Visitor = visit("desktop")
    page = bank.page
    assert NAME not in offered(visit)
    bank.goto(f"/listings?{BANK}")
    button(page, "Edit").click()
    name = page.get_by_role("textbox", name="Name, as the bank writes it")
    expect(name).to_be_visible(timeout=WAIT)
    bank.settled()
    name.fill(NAME)
    name.press("Enter")
    expect(page.get_by_role("heading", name=NAME)).to_be_visible(timeout=WAIT)
    expect(page.get_by_text("Largest instalment")).to_be_visible(timeout=WAIT)
    part(page, "Proof").click()
    held = page.get_by_role("textbox", name="Day the facts held")
    expect(held).to_be_visible(timeout=WAIT)
    bank.settled()
    held.fill("2026-11-20")
    held.press("Enter")
    bank.settled()
    assert bank.overflow() == 0
    bank.shoot("listing-form-desktop")
    part(page, "Preview and hand in").click()
    expect(button(page, "Hand in")).to_be_enabled(timeout=WAIT)
    bank.settled()
    bank.shoot("listing-preview-desktop")
    button(page, "Hand in").click()
    expect(page.get_by_text("in review").first).to_be_visible(timeout=WAIT)
    bank.settled()

    steward: Visitor = visit("desktop")
    page = steward.page
    steward.goto(f"/review?{STEWARD}")
    expect(page.get_by_text(NAME).first).to_be_visible(timeout=WAIT)
    button(page, "Check").click()
    expect(button(page, "Publish this version")).to_be_visible(timeout=WAIT)
    steward.settled()
    assert steward.overflow() == 0
    steward.shoot("listing-review-desktop")
    button(page, "Publish this version").click()
    expect(page.get_by_text("Version 2 is published")).to_be_visible(timeout=WAIT)
    steward.settled()
    assert NAME in offered(visit), "from its first day on every family sees it"
