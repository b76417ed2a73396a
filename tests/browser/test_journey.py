"""Whole journeys of a family in a real browser, on a desk and on a phone."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Visitor

WAIT = 30_000
TABS = ("Start", "Answers", "Plan", "Best plan", "Risks", "Offers", "Compare", "Save")


def heading(page: Page, name: str) -> Locator:
    return page.get_by_role("heading", name=name, level=1)


def tab(page: Page, name: str) -> Locator:
    """A page's place in the bar at the bottom of a phone."""
    return page.locator(".st-key-w-tabs").get_by_role("link", name=name, exact=True)


def tile(page: Page, question: str) -> Locator:
    """The big value under a short question."""
    return page.locator(".w-tile", has_text=question).locator(".w-v")


def open_example(visitor: Visitor, number: int = 0) -> None:
    """From the start page into an example family's plan, with one press."""
    visitor.goto()
    visitor.page.get_by_role("button", name="See this family").nth(number).click()
    expect(visitor.page.locator(".w-hero")).to_be_visible(timeout=WAIT)
    expect(tile(visitor.page, "Lowest cash")).to_be_visible(timeout=WAIT)
    visitor.settled()


def move(visitor: Visitor, months: int) -> str:
    """Move the last month of money by so many months, with the keyboard; the new lowest cash."""
    lowest = tile(visitor.page, "Lowest cash")
    before = lowest.inner_text()
    visitor.page.get_by_role("slider").first.focus()
    for _ in range(abs(months)):
        visitor.page.keyboard.press("ArrowRight" if months > 0 else "ArrowLeft")
    expect(lowest).not_to_have_text(before, timeout=WAIT)
    return at_rest(visitor, lowest)


def at_rest(visitor: Visitor, locator: Locator) -> str:
    """The words of something once they stay the same."""
    seen = ""
    while seen != (seen := locator.inner_text()):
        visitor.page.wait_for_timeout(1500)
        visitor.settled()
    return seen


def type_in(visitor: Visitor, label: str, words: str) -> None:
    box = visitor.page.get_by_role("textbox", name=label)
    box.fill(words)
    box.press("Tab")
    visitor.settled()


def saved(visitor: Visitor, label: str) -> Path:
    """The file a press on a button gives."""
    with visitor.page.expect_download(timeout=WAIT) as waiting:
        visitor.page.get_by_role("button", name=label).click()
    return Path(waiting.value.path())


def test_a_family_moves_the_cliff_sees_the_worst_month_change_and_takes_the_table_along(
    desktop: Visitor,
) -> None:
    open_example(desktop)
    page = desktop.page
    title = page.locator(".w-hero h2").inner_text()
    lowest = move(desktop, -12)
    assert page.locator(".w-hero h2").inner_text() != title
    expect(page.get_by_text("changed in another window")).to_have_count(0)
    desktop.shoot("journey-cliff-desktop")

    page.reload()
    expect(tile(page, "Lowest cash")).to_have_text(lowest, timeout=WAIT)

    page.get_by_role("link", name="Save", exact=True).first.click()
    expect(heading(page, "Save and share")).to_be_visible(timeout=WAIT)
    desktop.settled()
    rows = list(csv.reader(io.StringIO(saved(desktop, "Table as CSV").read_text("utf-8"))))
    assert len(rows) == 1 + 61
    assert any("PKR" in name for name in rows[0])
    assert min(float(row[rows[0].index(cash(rows[0]))]) for row in rows[1:]) < 0
    assert zipfile.is_zipfile(saved(desktop, "Table for Excel"))
    assert saved(desktop, "Save my plan").read_text("utf-8").startswith("{")


def cash(header: list[str]) -> str:
    return next(name for name in header if name.startswith("Cash at the end"))


def test_a_saved_plan_opens_again_as_it_was(desktop: Visitor, tmp_path: Path) -> None:
    open_example(desktop)
    page = desktop.page
    lowest = move(desktop, -6)
    page.get_by_role("link", name="Save", exact=True).first.click()
    expect(heading(page, "Save and share")).to_be_visible(timeout=WAIT)
    file = tmp_path / "plan.json"
    file.write_bytes(saved(desktop, "Save my plan").read_bytes())
    page.locator("input[type=file]").set_input_files(file)
    expect(tile(page, "Lowest cash")).to_have_text(lowest, timeout=WAIT)


def test_four_numbers_on_a_phone_become_a_plan_and_are_deleted(phone: Visitor) -> None:
    phone.goto()
    page = phone.page
    type_in(phone, "What arrives a month", "85000")
    type_in(phone, "What the house needs a month", "60,000")
    type_in(phone, "What is saved", "1.5 lakh")
    type_in(phone, "What is owed", "-5")
    expect(page.get_by_role("alert").filter(has_text="too low")).to_be_visible(timeout=WAIT)
    expect(page.locator(".w-hero")).to_contain_text("savings would last 2 months")
    assert phone.overflow() == 0
    phone.shoot("journey-first-answer-phone")

    page.get_by_role("button", name="Go on: make it my plan").click()
    for step in range(1, 6):
        expect(page.get_by_text(f"Step {step} of 5")).to_be_visible(timeout=WAIT)
        phone.settled()
        assert phone.overflow() == 0
        page.get_by_role("button", name="Next" if step < 5 else "See my plan", exact=True).click()
    expect(tile(page, "Lowest cash")).to_be_visible(timeout=WAIT)
    address = page.url

    tab(page, "Save").click()
    expect(heading(page, "Save and share")).to_be_visible(timeout=WAIT)
    page.get_by_role("button", name="Delete everything of mine").click()
    page.get_by_role("button", name="Yes, delete everything").click()
    expect(page.get_by_text("Everything is deleted")).to_be_visible(timeout=WAIT)
    page.goto(address)
    expect(page.get_by_text("This address holds no plan any more")).to_be_visible(timeout=WAIT)


def test_every_page_fits_a_phone(phone: Visitor) -> None:
    open_example(phone, 3)
    page = phone.page
    for name in TABS:
        tab(page, name).click()
        phone.settled()
        expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=WAIT)
        phone.settled()
        assert phone.overflow() == 0, name
        inner = page.evaluate(
            "(() => { const m = document.querySelector('[data-testid=stMain]');"
            " return m.scrollWidth - m.clientWidth })()"
        )
        assert inner == 0, name
        phone.shoot(f"journey-{name.lower().replace(' ', '-')}-phone")


def test_pictures_are_drawn_and_described(desktop: Visitor) -> None:
    open_example(desktop)
    pictures = desktop.page.locator("[data-testid=stVegaLiteChart]")
    expect(pictures).to_have_count(4, timeout=WAIT)
    for place in range(4):
        picture = pictures.nth(place)
        picture.scroll_into_view_if_needed()
        expect(picture.locator("canvas, svg").first).to_be_visible(timeout=WAIT)
    described = desktop.page.get_by_label("is lowest in")
    expect(described.first).to_be_attached(timeout=WAIT)
