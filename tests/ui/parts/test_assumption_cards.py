"""What a plan assumes, on cards in drawers: all of them, each once, each with where it is from."""

from __future__ import annotations

from datetime import date

import pytest

from planner.assumptions import REQUIRED, Card
from planner.ui.parts.assumption_cards import DRAWER, GROUPS, is_share, names
from products.catalogue.pack import Grade
from tests.planner.families import case as made
from tests.planner.families import cash, family, sends
from tests.planner.families import plan as plan_of
from tests.ui.conftest import field, html_of, open_drawer, press, raw_keys, words_of

PLAN = "planner/ui/pages/family/plan.py"


@pytest.fixture
def page(visit, families):
    return visit(case=families[0]).switch_page(PLAN).run()


def test_every_assumption_a_plan_needs_is_in_one_drawer():
    placed = [name for members in GROUPS.values() for name in members]
    assert sorted(placed) == sorted(REQUIRED)


def test_the_rates_of_the_familys_money_stand_with_prices():
    plan = plan_of(made(family(assets=[cash(100_000)], remittances=[sends()])))
    found = names(plan)
    assert found["prices"][:3] == ["inflation_pa", "fx_change_pa", "fx_SAR"]
    assert "fx_USD" not in found["prices"]
    assert [name for name in found if "fx_SAR" in found[name]] == ["prices"]


def test_a_drawer_is_empty_until_it_is_opened(page):
    assert not [one for one in page.text_input if ".overrides." in str(one.key)]
    page = open_drawer(page, "shocks")
    drawn = [str(one.key).rpartition(".")[2] for one in page.text_input]
    assert [name for name in drawn if name in REQUIRED] == list(GROUPS["shocks"])


def test_every_card_has_its_words_its_range_its_source_and_its_strength(page):
    for group in GROUPS:
        page = open_drawer(page, group)
    assert not page.exception
    assert not raw_keys(words_of(page))
    said = [piece for piece in html_of(page) if "Evidence:" in piece]
    shown = [one for one in page.text_input if ".overrides." in str(one.key)]
    assert len(said) == len(shown) >= len(REQUIRED)
    assert all("Usual:" in piece for piece in said)
    assert any("CEPR, October 2017. Evidence: good" in piece for piece in said)


def test_what_was_changed_says_so_above_the_drawers_and_can_be_put_back(page):
    page = open_drawer(page, "luck")
    field(page, "overrides.illness_pa").set_value("30").run()
    assert page.session_state["wapsi.case"].overrides == {"illness_pa": 0.3}
    assert any("Changed by you: 1." in piece for piece in html_of(page))
    press(page, "Put back")
    assert page.session_state["wapsi.case"].overrides == {}


def test_a_change_in_one_drawer_stays_when_another_is_opened(page):
    page = open_drawer(page, "luck")
    field(page, "overrides.illness_pa").set_value("30").run()
    page.session_state[f"{DRAWER}luck"] = False
    page = open_drawer(page, "work")
    field(page, "overrides.early_return_pa").set_value("12").run()
    found = page.session_state["wapsi.case"].overrides
    assert found == {"illness_pa": 0.3, "early_return_pa": 0.12}


def test_a_correlation_may_be_below_nought(page):
    page = open_drawer(page, "prices")
    field(page, "overrides.corr_inflation_fx").set_value("-0.5").run()
    assert page.session_state["wapsi.case"].overrides == {"corr_inflation_fx": -0.5}


def test_sixty_per_cent_inflation_is_taken(page):
    page = open_drawer(page, "prices")
    field(page, "overrides.inflation_pa").set_value("60").run()
    assert not page.exception
    assert page.session_state["wapsi.case"].overrides == {"inflation_pa": 0.6}


@pytest.mark.parametrize(
    ("unit", "spoken"),
    [("decimal a year", True), ("share a year", True), ("log of sales", True), ("months", False),
     ("correlation", False), ("times", False), ("PKR per SAR", False)],
)  # fmt: skip
def test_shares_rates_and_log_spreads_are_spoken_of_in_per_cent(unit, spoken):
    card = Card("it", 0.1, 0.1, None, None, unit, Grade.D, "made", date(2026, 1, 1), "")
    assert is_share(card) is spoken
