"""The best plan and its risks in a real browser: advice, taking it, trying changes, asking."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Visitor
from tests.browser.test_journey import WAIT, heading, open_example, tab

QUESTIONS = (
    "How sure are our hopes?",
    "What if something strikes?",
    "When is it safe to come home?",
    "Which number matters most?",
    "Do instalments fall in lean months?",
)


def advised(visitor: Visitor, number: int) -> None:
    """An example family before its best plan, with everything worked out."""
    open_example(visitor, number)
    visitor.page.get_by_role("link", name="Best plan", exact=True).first.click()
    expect(heading(visitor.page, "Best plan")).to_be_visible(timeout=WAIT)
    expect(visitor.page.locator(".w-steps")).to_be_visible(timeout=WAIT)
    expect(visitor.page.locator(".w-cols")).to_be_visible(timeout=WAIT)
    visitor.settled()


def at_risk(visitor: Visitor, number: int) -> None:
    """An example family before its risks."""
    open_example(visitor, number)
    tab(visitor.page, "Risks").click()
    expect(heading(visitor.page, "Could it go wrong?")).to_be_visible(timeout=WAIT)
    expect(visitor.page.locator(".w-hero").first).to_contain_text("families like yours")
    visitor.settled()


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def question(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name).or_(page.get_by_role("radio", name=name)).first


def figures(page: Page) -> list[str]:
    return page.locator(".st-key-card-try .w-figure b").all_inner_texts()


def test_the_best_plan_is_taken_and_taken_back(desktop: Visitor) -> None:
    advised(desktop, 4)
    page = desktop.page
    expect(page.get_by_text("What is not taken, and why")).to_be_visible()
    for way in ("A wage", "An enterprise", "Save and wait"):
        expect(page.locator(".w-col", has_text=way).first).to_be_visible()
    assert desktop.overflow() == 0
    desktop.shoot("advice-best-desktop")

    button(page, "Take this plan").click()
    expect(page.get_by_text("Your plan is the best plan")).to_be_visible(timeout=WAIT)
    desktop.settled()
    button(page, "Undo").click()
    expect(button(page, "Take this plan")).to_be_visible(timeout=WAIT)


def test_a_change_is_seen_beside_the_old_numbers_and_thrown_away(desktop: Visitor) -> None:
    advised(desktop, 0)
    page = desktop.page
    address = page.url
    assert figures(page) == []
    page.locator(".st-key-card-try").get_by_role("slider").last.focus()
    page.keyboard.press("ArrowLeft")
    expect(button(page, "Throw away")).to_be_visible(timeout=WAIT)
    expect(page.get_by_text("Best plan then")).to_be_visible(timeout=WAIT)
    desktop.settled()
    shown = figures(page)
    assert len(shown) >= 10
    assert shown[0] != shown[1], "lowest cash, old and new"
    desktop.shoot("advice-try-desktop")
    button(page, "Throw away").click()
    expect(page.get_by_text("Move something")).to_be_visible(timeout=WAIT)
    page.goto(address)
    expect(heading(page, "Best plan")).to_be_visible(timeout=WAIT)
    expect(page.get_by_text("Move something")).to_be_visible(timeout=WAIT)


def test_every_question_about_risks_is_answered_on_a_phone(phone: Visitor) -> None:
    at_risk(phone, 3)
    page = phone.page
    for place, name in enumerate(QUESTIONS):
        question(page, name).click()
        phone.settled()
        page.wait_for_timeout(300)
        phone.settled()
        assert phone.overflow() == 0, name
        phone.shoot(f"advice-risk-{place}-phone")


def test_more_futures_come_on_request(phone: Visitor) -> None:
    at_risk(phone, 1)
    page = phone.page
    page.get_by_role("button", name="Count 10,000 futures").click()
    expect(page.get_by_text("Counted over 10,000 futures")).to_be_visible(timeout=WAIT)


def test_a_stack_of_blows_is_picked_by_hand(desktop: Visitor) -> None:
    open_example(desktop, 0)
    page = desktop.page
    page.get_by_role("link", name="Risks", exact=True).first.click()
    question(page, "What if something strikes?").click()
    at_once = page.locator(".w-hero", has_text="All of these at once")
    expect(at_once).to_contain_text("A costly illness", timeout=WAIT)
    question(page, "A wedding").click()
    expect(at_once).to_contain_text("A wedding", timeout=WAIT)


def test_pictures_of_the_futures_are_drawn_and_described(desktop: Visitor) -> None:
    open_example(desktop, 0)
    page = desktop.page
    page.get_by_role("link", name="Risks", exact=True).first.click()
    expect(heading(page, "Could it go wrong?")).to_be_visible(timeout=WAIT)
    pictures = page.locator("[data-testid=stVegaLiteChart]")
    expect(pictures).to_have_count(4, timeout=WAIT)
    for place in range(4):
        picture = pictures.nth(place)
        picture.scroll_into_view_if_needed()
        expect(picture.locator("canvas, svg").first).to_be_visible(timeout=WAIT)
    expect(page.get_by_label("9 futures in 10").first).to_be_attached(timeout=WAIT)
