"""Offers of one purpose in a neutral order."""

from __future__ import annotations

import re
from html import unescape

import pytest

from planner import prices
from planner.prices import shelf_of_case
from planner.text import text_of
from planner.ui.parts.price_order import purposes_of
from planner.ui.parts.price_words import rate
from planner.ui.world import pack_of
from products.catalogue.listing import Category
from products.price.ranking import Use
from tests.ui.conftest import TODAY, field, html_of, raw_keys, words_of

OFFERS = "planner/ui/pages/family/offers.py"
TEXT = text_of("en", "PKR")


@pytest.fixture
def ordered(at_market, families):
    page = at_market(OFFERS, families[0])
    view = next(one for one in page.get("button_group") if str(one.key) == "order.view")
    return view.set_value("price").run()


def list_of(page) -> str:
    return next(piece for piece in html_of(page) if "w-placed" in piece)


def names(page) -> list[str]:
    return [unescape(one) for one in re.findall(r"w-who\"><b>(.*?)</b>", list_of(page))]


def purpose(page, category: Category, use: Use):
    box = next(one for one in page.selectbox if str(one.key) == "order.purpose")
    return box.set_value((category, use)).run()


def shelf(families, market):
    case = families[0]
    return shelf_of_case(
        case, *pack_of(market, case.country), market.unexpressed(case.country), TODAY
    )


def test_the_order_the_method_and_the_day_are_on_the_page(ordered):
    assert not ordered.exception
    told = " ".join(words_of(ordered))
    assert raw_keys(words_of(ordered)) == []
    assert "Nobody can pay for a place" in told
    assert "nothing here is advertising" in told
    assert "24 November 2026" in told


def test_every_figure_of_the_order_is_that_of_the_ranking(ordered, families, market):
    page = purpose(ordered, Category.ENTERPRISE, Use.BORROW)
    amounts = [
        float(field(page, f"order.enterprise.borrow.{which}").value)
        for which in ("first", "second")
    ]
    here = shelf(families, market)
    ranking = next(
        one for one in prices.ranked(here, tuple(amounts), None)
        if (one.category.value, one.use) == ("enterprise", Use.BORROW)
    )  # fmt: skip
    assert names(page) == [row.listing.name for row in ranking.rows]
    shown = list_of(page)
    for row in ranking.rows:
        for cell in row.cells:
            if cell.rate is not None:
                assert rate(cell.rate, TEXT, 2) in shown


def test_old_terms_and_terms_to_confirm_keep_their_marks(ordered):
    shown = list_of(purpose(ordered, Category.ENTERPRISE, Use.BORROW))
    assert "undated or older than a year" in shown
    assert "w-mind" in shown


def test_two_amounts_are_needed(ordered):
    page = purpose(ordered, Category.ENTERPRISE, Use.BORROW)
    same = field(page, "order.enterprise.borrow.first").value
    page = field(page, "order.enterprise.borrow.second").set_value(same).run()
    assert not page.exception
    assert TEXT("order.two") in [one.value for one in page.info]


def test_every_purpose_has_an_order(ordered, families, market):
    purposes = purposes_of(shelf(families, market))
    assert len(purposes) > 5
    page = ordered
    for category, use in purposes:
        page = purpose(page, category, use)
        assert not page.exception
        assert raw_keys(words_of(page)) == []
        assert TEXT(f"ranking.method.{use}") in " ".join(html_of(page))


def test_one_can_be_looked_at_from_the_order(ordered):
    first = next(one for one in ordered.selectbox if str(one.key) == "order.look").value
    page = next(b for b in ordered.button if str(b.key) == "order.look.button").click().run()
    assert not page.exception
    assert page.session_state["wapsi.desk"].looking == first


def test_what_is_not_offered_has_no_place_in_the_order(ordered):
    assert "Street lender" not in names(purpose(ordered, Category.ENTERPRISE, Use.BORROW))


def test_cards_tell_their_price_and_the_page_is_the_same_price(at_market, families, market):
    page = at_market(OFFERS, families[0])
    cards = " ".join(html_of(page))
    here = shelf(families, market)
    listing = market.get("PK-ASA-MSME")
    trial = prices.Trial(listing, prices.usual_variant(listing), 100_000, families[0].start)
    assert f"costs {rate(prices.price_of(trial, here).effective_pa, TEXT)} a year" in cards
