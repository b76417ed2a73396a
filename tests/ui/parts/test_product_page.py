"""One product from near: what it is, what it costs, what stands beside it, and where to go."""

from __future__ import annotations

import re

import pytest

from planner import prices
from planner.case import Case
from planner.prices import Trial
from planner.text import text_of
from planner.ui.parts.price_words import rate
from products.basis.text import sentences
from products.kind import Side, Variant
from products.kinds import KINDS
from tests.ui.conftest import TODAY, field, html_of, press, raw_keys, words_of

OFFERS = "planner/ui/pages/family/offers.py"
LISTINGS = "planner/ui/pages/bank/browse.py"
TEXT = text_of("en", "PKR")
SHOWN = (
    "TEST-MURABAHA", "TEST-CIRCLE", "TEST-LENDER", "TEST-UNPRICED", "PK-ASA-SBL",
    "PK-CDNS-STSC-12M", "PK-OPF-FINAID-DEATH", "PK-GOLD-PHYSICAL",
)  # fmt: skip


def sound(page) -> str:
    """No trace and no key said aloud; every word of the page."""
    assert not page.exception
    assert "Something went wrong" not in " ".join(e.value for e in page.error)
    words = words_of(page)
    assert raw_keys(words) == []
    return plain(" ".join(words))


def plain(words: str) -> str:
    """Words with one ordinary space wherever there is room between them."""
    return re.sub(r"\s+", " ", words)


def shelf_of(case: Case, market) -> prices.Shelf:
    from planner.ui.world import pack_of

    return prices.shelf_of_case(
        case, *pack_of(market, case.country), market.unexpressed(case.country), TODAY
    )


def shown_on(page, families, market, listing_id: str, **changes) -> prices.Price:
    """The price of what the fields of the page say, worked out apart from the screen."""
    listing = market.get(listing_id)
    tenor = next(box for box in page.selectbox if str(box.key).endswith(f"{listing_id}.tenor"))
    amounts = [one for one in page.text_input if f"trial.{listing_id}.amount" in str(one.key)]
    variant = Variant(int(tenor.value), home_after=0, **changes)
    trial = Trial(listing, variant, float(amounts[0].value), families[0].start)
    return prices.price_of(trial, shelf_of(families[0], market))


@pytest.mark.parametrize("code", sorted(KINDS))
def test_every_kind_is_told_in_two_short_sentences(code):
    said = sentences("en")(f"kind.{code}.plain")
    parts = [part for part in said.split(".") if part.strip()]
    assert len(parts) == 2, said
    assert all(len(part.split()) < 12 for part in parts), said


def test_every_term_of_every_kind_has_a_name_and_every_choice_its_words():
    say = sentences("en")
    for kind in KINDS.values():
        for name, part in kind.Terms.model_fields.items():
            base = re.sub(r"_(low|high)$", "", name)
            assert name == "kind" or say.has(f"term.{name}") or say.has(f"term.{base}"), name
            for choice in getattr(part.annotation, "__members__", {}).values():
                assert say.has(f"term.{name}.{choice}"), f"{name}: {choice}"


@pytest.mark.parametrize("listing_id", SHOWN)
def test_a_product_is_told_in_words_with_every_part_of_its_page(
    at_market, families, market, listing_id
):
    listing = market.get(listing_id)
    page = at_market(OFFERS, families[0], listing_id)
    told = sound(page)
    assert TEXT(f"kind.{listing.kind}.plain") in told
    for key in ("terms.title", "mode.title", "where.title", "complain.title"):
        assert TEXT(key) in told
    assert "Banking Mohtasib" in told


@pytest.mark.parametrize("listing_id", ["PK-ASA-SBL", "TEST-MURABAHA", "PK-CDNS-STSC-12M"])
def test_the_rate_the_sums_and_the_real_rate_are_those_of_the_price(
    at_market, families, market, listing_id
):
    page = at_market(OFFERS, families[0], listing_id)
    told = sound(page)
    price = shown_on(page, families, market, listing_id)
    money = price.base.money
    assert rate(price.effective_pa, TEXT, 2) in told
    assert rate(price.base.real_pa.only, TEXT, 2) in told
    in_all = money.paid if price.side is Side.FINANCE else money.received + money.kept
    assert plain(TEXT.money(in_all)) in told


def test_a_credit_has_its_rates_under_three_laws(at_market, families, market):
    page = at_market(OFFERS, families[0], "PK-ASA-SBL")
    told = sound(page)
    price = shown_on(page, families, market, "PK-ASA-SBL")
    assert len(price.apr) == 3
    for method, found in price.apr.items():
        assert f"{TEXT(f'price.apr.{method}')} {rate(found.only, TEXT, 2)}" in told


def test_islamic_goods_say_that_no_board_is_named_and_where_to_apply(at_market, families):
    told = sound(at_market(OFFERS, families[0], "TEST-MURABAHA"))
    assert "Not stated: no board is named" in told
    assert "Invoice of the goods" in told
    assert "Any branch" in told
    assert "interest" not in TEXT("kind.murabaha.plain")


def test_a_conventional_loan_names_no_board_at_all(at_market, families):
    assert "Who vouches" not in sound(at_market(OFFERS, families[0], "PK-ASA-SBL"))


def test_a_loan_stands_beside_the_lender_and_the_circle(at_market, families, market):
    page = at_market(OFFERS, families[0], "TEST-MURABAHA")
    told = sound(page)
    price = shown_on(page, families, market, "TEST-MURABAHA")
    beside = prices.otherwise(price, shelf_of(families[0], market))
    lender = next(each for each in beside if each.name == "Street lender")
    assert "Street lender" in told
    assert rate(lender.price.effective_pa, TEXT, 2) in told
    assert "Street circle, turn 1" in told


def test_what_is_not_known_beside_it_is_said(visit, families):
    """Pakistan's own pack cites no price of a moneylender."""
    page = visit(case=families[0])
    page.session_state["wapsi.desk"].looking = "PK-ASA-SBL"
    told = sound(page.switch_page(OFFERS).run())
    assert "Moneylender" in told
    assert "not known" in told


def test_the_turn_of_a_circle_can_be_chosen_and_turns_its_price(at_market, families, market):
    page = at_market(OFFERS, families[0], "TEST-CIRCLE")
    turn = next(box for box in page.selectbox if str(box.key).endswith("TEST-CIRCLE.turn"))
    assert (turn.value, len(turn.options)) == (9, 10)
    late = sound(page)
    assert TEXT("product.price.saving") in late
    page = turn.set_value(0).run()
    told = sound(page)
    assert TEXT("product.price") in told
    price = shown_on(page, families, market, "TEST-CIRCLE", grace=0)
    assert price.side is Side.FINANCE
    assert plain(TEXT.money(price.base.money.paid)) in told


def test_the_chosen_turn_goes_into_the_plan(at_market, families):
    page = at_market(OFFERS, families[0], "TEST-CIRCLE")
    turn = next(box for box in page.selectbox if str(box.key).endswith("TEST-CIRCLE.turn"))
    page = turn.set_value(4).run()
    adding = next(b for b in page.button if str(b.key) == "add.TEST-CIRCLE")
    page = adding.click().run()
    sound(page)
    choice = next(
        c for c in page.session_state["wapsi.case"].choices if c.listing_id == "TEST-CIRCLE"
    )
    assert (choice.grace, choice.tenor) == (4, 10)


def test_a_first_month_and_an_amount_can_be_typed(at_market, families, market):
    page = at_market(OFFERS, families[0], "TEST-MURABAHA")
    field(page, "TEST-MURABAHA.amount").set_value("2 lakh").run()
    start = next(box for box in page.selectbox if str(box.key).endswith("start_mark"))
    page = start.set_value(5).run()
    told = sound(page)
    assert plain(TEXT.money(240_000)) in told
    assert "Rs 40,000 more than you receive" in told


def test_an_amount_out_of_bounds_is_told_at_its_field(at_market, families):
    page = at_market(OFFERS, families[0], "TEST-MURABAHA")
    page = field(page, "TEST-MURABAHA.amount").set_value("10").run()
    sound(page)
    assert any("w-wrong" in piece for piece in html_of(page))


def test_what_is_uncertain_shows_three_ends(at_market, families, market):
    told = sound(at_market(OFFERS, families[0], "PK-GOLD-PHYSICAL"))
    for end in ("badly", "as expected", "well"):
        assert end in told
    assert "Nobody promises this result" in told


def test_a_grant_has_no_rate_and_nothing_beside_it(at_market, families):
    told = sound(at_market(OFFERS, families[0], "PK-OPF-FINAID-DEATH"))
    assert TEXT("product.received.grant.note") in told
    assert "A year" not in told.replace("A year,", "")
    assert TEXT("beside.title.save") not in told


def test_what_is_not_priced_says_why_and_draws_no_contract(at_market, families):
    told = sound(at_market(OFFERS, families[0], "TEST-UNPRICED"))
    assert "Not priced. Its price follows nobody_knows" in told
    assert TEXT("product.contract") not in told


def test_every_term_has_its_own_source_date_and_age(at_market, families, market):
    told = sound(at_market(OFFERS, families[0], "TEST-MURABAHA"))
    assert "1 June 2026 5 months" in told
    undated = sound(at_market(OFFERS, families[0], "PK-ROSCA-ORAAN"))
    assert "no date" in undated


def test_a_bank_sees_the_same_page_without_a_plan(at_market, market):
    page = at_market(LISTINGS, look="TEST-MURABAHA", who="bank")
    told = sound(page)
    assert TEXT("product.price") in told
    assert "[markup_basis]" in told
    assert "In your plan" not in told
    page = press(page, "Back to the products")
    sound(page)
    assert page.title[0].value == TEXT("listings.title")
    assert "Look closer" in [button.label for button in page.button]


@pytest.mark.parametrize("country", ["PHL", "NPL"])
def test_another_country_is_told_in_its_own_money(visit, catalogue, country):
    """The bank's page without a plan, for countries that no example family lives in."""
    first = next(one for one in catalogue.all(country) if one.kind in ("loan", "housing_loan"))
    page = visit(who="bank")
    page.session_state["wapsi.desk"].looking = first.id
    told = sound(page.switch_page(LISTINGS).run())
    sign = text_of("en", catalogue.country(country).currency).money(0)[:-1]
    assert plain(sign) in told
    assert TEXT(f"kind.{first.kind}.plain") in told
