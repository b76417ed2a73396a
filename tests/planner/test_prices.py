"""What products cost or bring in a family's own market."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from planner import prices
from planner.case import Choice
from planner.prices import Shelf, Trial
from products.basis.market import Market
from products.basis.timeline import add_months
from products.kind import Side, Variant
from products.price.price import effective_price
from products.price.ranking import Use
from tests.products.price.shelf import MARKET, PROVIDERS, START, listed, terms_of


def shelf(*listings) -> Shelf:
    """A shelf of our own; of the country only currency and providers count here."""

    class Land:
        iso3, currency, providers = "PAK", "PKR", PROVIDERS
        assumptions, sources, contacts = (), {}, ()

    return Shelf(Land(), tuple(listings), (), MARKET, START, START)  # type: ignore[arg-type]


def loan(**header):
    terms = terms_of(
        "loan", rate=0.24, rate_basis="nominal_pa_monthly", repayment="level",
        tenor_min_months=12, tenor_max_months=24, tenor_step_months=12, fee_share=0.01,
    )  # fmt: skip
    usual = {"id": "LOAN-ONE", "category": "enterprise", "amount_min": 50_000}
    return listed(terms, **{**usual, **header})


def deposit(**header):
    terms = terms_of(
        "term_deposit", rate=0.1, rate_basis="simple_pa", tenor_min_months=12, tenor_max_months=12,
        tax_filer_share=0.15, tax_nonfiler_share=0.3,
    )  # fmt: skip
    return listed(terms, **{"id": "SAVE-ONE", "amount_min": 10_000, **header})


def circle(**terms):
    return listed(
        terms_of("committee", members=10, default_chance=0.0, **terms),
        id="CIRCLE-ONE", provider_id="friends", amount_min=1_000,
    )  # fmt: skip


def trial(listing, **changes) -> Trial:
    variant = prices.usual_variant(listing)
    amount = prices.usual_amount(listing, variant)
    return replace(Trial(listing, variant, amount, START), **changes)


def test_a_card_tells_what_the_whole_price_tells():
    rows = [loan(), deposit(), deposit(id="SAVE-TWO", currency="USD"), circle()]
    here = shelf(*rows)
    found = prices.shorts([trial(each) for each in rows], here)
    for each in rows:
        full = prices.price_of(trial(each), here)
        short = found[each.id]
        assert short.side is full.side
        assert short.effective_pa == pytest.approx(full.effective_pa, abs=1e-10)
        assert short.real_pa == pytest.approx(full.base.real_pa.only, abs=1e-10)


def test_real_rates_hold_where_prices_do_not_rise_evenly():
    rises = MARKET.inflation_pm.copy()
    rises[7:20] = 0.03
    bumpy = Market(MARKET.timeline, rises, MARKET.fx, MARKET.index_pa)
    here = replace(shelf(deposit()), market=bumpy)
    short = prices.shorts([trial(deposit())], here)["SAVE-ONE"]
    full = effective_price(
        deposit(), Variant(12), 10_000, bumpy, start=START, home="PKR"
    )  # fmt: skip
    assert short.real_pa == full.base.real_pa.only


def test_contracts_that_begin_on_other_days_are_priced_on_their_own_day():
    one, later = trial(loan()), trial(loan(id="LOAN-TWO"), start=add_months(START, 7))
    found = prices.shorts([one, later], shelf())
    assert found["LOAN-ONE"].effective_pa == pytest.approx(found["LOAN-TWO"].effective_pa)


def test_what_cannot_be_priced_says_why_and_shows_no_rate():
    terms = terms_of(
        "loan", index="nobody_knows", rate_basis="nominal_pa_monthly", repayment="level",
        tenor_min_months=12, tenor_max_months=12,
    )  # fmt: skip
    short = prices.shorts([trial(listed(terms, category="enterprise"))], shelf())["TEST-ONE"]
    assert (short.effective_pa, short.real_pa, short.priced) == (None, None, False)
    assert short.problem.code == "problem.price.index"


def test_a_currency_without_exchange_has_its_own_rate_and_no_real_one():
    short = prices.shorts([trial(loan(id="LOAN-EUR", currency="EUR"))], shelf())["LOAN-EUR"]
    assert short.effective_pa == pytest.approx(prices.price_of(trial(loan()), shelf()).effective_pa)
    assert short.real_pa is None
    assert short.problem.code == "problem.price.currency"


def test_the_usual_variant_is_the_shortest_and_a_circles_last_turn():
    assert prices.usual_variant(loan()).tenor == 12
    assert prices.usual_variant(circle()).grace == 9
    assert prices.turn_of(circle(), 9) == 10
    assert prices.turn_of(circle(round_months=3), 6) == 3


@pytest.mark.parametrize(
    ("low", "high", "told"), [(5_000, 9_000, 5_000), (None, 9_000, 900), (None, None, 100_000)]
)
def test_an_amount_is_shown_where_nobody_typed_one(low, high, told):
    one = deposit().model_copy(update={"amount_min": low, "amount_max": high})
    assert prices.usual_amount(one, Variant(12)) == told


def test_the_contract_is_dated_from_the_first_day_and_clears():
    table = prices.contract(trial(loan()), shelf())
    assert table["date"].iloc[0].date() == START
    assert table["balance"].iloc[-1] == 0
    np.testing.assert_allclose(table["principal"].sum(), 0, atol=1e-9)


def test_beside_a_circle_no_unknown_circle_is_told():
    here = shelf(circle(), deposit())
    told = prices.otherwise(prices.price_of(trial(circle()), here), here)
    assert [each.otherwise.value for each in told] == ["goods"]
    told = prices.otherwise(prices.price_of(trial(deposit()), here), here)
    assert [each.otherwise.value for each in told] == ["circle", "goods"]
    assert told[1].problem.code == "problem.price.not_known"


def test_the_amounts_of_an_order_are_those_most_offers_take():
    rows = [
        deposit(),
        deposit(id="SAVE-TWO").model_copy(update={"amount_min": 50_000.0}),
        deposit(id="SAVE-BIG").model_copy(update={"amount_min": 20_000.0}),
    ]
    assert prices.plain_amounts(rows, Use.SAVE_ONCE, "PKR") == (50_000, 100_000)
    first, second = prices.plain_amounts([], Use.BORROW, "PKR")
    assert (first, second) == (prices.ANY_AMOUNT, 2 * prices.ANY_AMOUNT)


def test_the_order_is_by_the_same_rates_that_pages_show():
    here = shelf(loan(), loan(id="LOAN-DEAR").model_copy(update={"name": "Dear"}))
    (ranking,) = prices.ranked(here, (60_000.0, 120_000.0), 12)
    assert ranking.rows[0].cells[0].rate == pytest.approx(
        prices.price_of(trial(loan(), amount=60_000.0), here).effective_pa
    )
    assert [row.cells[0].place for row in ranking.rows] == [1, 1]
    assert [row.listing.name for row in ranking.rows] == ["A product", "Dear"]


def test_a_taking_as_typed_is_nobodys_in_particular():
    made = prices.trial_at(loan(), 24, 0, 75_000.0, date(2027, 3, 31))
    assert made.variant == Variant(24, home_after=0)
    assert prices.price_of(made, shelf()).side is Side.FINANCE


def test_a_choice_is_priced_as_the_plan_takes_it(example):
    case, listing = example
    choice = Choice(listing_id=listing.id, amount=50_000, start_mark=3, tenor=24)
    made = prices.trial_of_choice(case, choice, listing)
    assert made.start == add_months(case.start, 3)
    assert (made.variant.tenor, made.variant.start) == (24, 3)


@pytest.fixture
def example():
    from tests.planner.families import case, family

    return case(family()), loan()
