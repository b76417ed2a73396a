"""A product in another currency is counted at a dated rate that is shown, or stays out."""

from __future__ import annotations

import numpy as np

from planner.outcomes import State, Verdict
from planner.text import text_of
from planner.ui.parts.currency_note import sentence
from tests.planner.families import case, cash, country, deposit, food, home, plan
from tests.ui.conftest import words_of

OFFERS = "planner/ui/pages/family/offers.py"
TEXT = text_of("en", "PKR")
FAMILY = home(assets=[cash(5_000_000)], expenses=[food(2_000)])


def taking(one, where=None):
    choices = [{"listing_id": one.id, "amount": 1_000}]
    return plan(case(FAMILY, choices=choices), [one], where)


def test_CATALOGUE_03_a_product_in_another_currency_is_converted_at_the_dated_rate_shown():
    dollars = deposit(currency="USD", amount_min=100)
    made = taking(dollars)
    (taken,) = made.taken
    assert np.isclose(-taken.course.flow[0], 1_000 * 280.0)
    card = made.assumptions.cards["fx_USD"]
    said = sentence(dollars, made, country(), TEXT)
    assert "280" in said
    assert TEXT.day(card.since) in said
    assert card.source_id in said


def test_CATALOGUE_03_without_a_dated_rate_it_is_left_out_with_the_reason():
    francs = deposit(currency="CHF", amount_min=100)
    made = taking(francs)
    assert made.taken == ()
    assert [p.code for p in made.warnings] == ["problem.listing_not_priced"]
    (offer,) = made.offers
    assert offer.verdict is Verdict.NOT_AVAILABLE
    assert [o.code for o in offer.failed if o.state is State.FAILED] == ["gate.priced"]
    said = sentence(francs, made, country(), TEXT)
    assert "CHF" in said
    assert "stays out of the plan" in said


def test_a_rate_typed_over_is_told_as_the_familys_own():
    dollars = deposit(currency="USD", amount_min=100)
    own = plan(case(FAMILY, overrides={"fx_USD": 300.0}), [dollars])
    assert "the rate you put in" in sentence(dollars, own, country(), TEXT)


def test_the_plans_own_currency_needs_no_rate():
    assert sentence(deposit(), plan(case(FAMILY)), country(), TEXT) == ""


def test_the_rate_stands_beside_the_offer_seen_from_near(visit, families, world):
    family = next(one for one in families if one.country == "PAK")
    foreign = next(one for one in world.catalogue.all("PAK") if one.currency == "USD")
    page = visit(case=family)
    page.session_state["wapsi.desk"].looking = foreign.id
    page.switch_page(OFFERS).run()
    assert not page.exception
    assert "PKR for one USD, the rate of" in " ".join(words_of(page))
