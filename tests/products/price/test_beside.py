"""What a family would otherwise use, from the pack's own rows, on the same scale."""

from __future__ import annotations

from dataclasses import replace

import pytest

from products.basis.text import sentences
from products.catalogue.listing import Listing
from products.catalogue.pack import Unexpressed
from products.price.beside import Beside, Otherwise, beside, slot_of
from products.price.price import Price
from products.price.ranking import Question
from tests.products.price.shelf import (
    HOME,
    MARKET,
    PROVIDERS,
    START,
    drifting,
    listing,
    priced,
    variant_of,
)

QUESTION = Question(MARKET, HOME, (100_000.0,), START)
COMPARATOR = {"standing": "not_offered", "source_id": "survey", "as_of": "2017-02"}
LENDER = listing(
    "loan", {"id": "X-56", "name": "Five-six", "provider_id": "street", **COMPARATOR},
    tenor_max_months=1, rate=0.2, rate_basis="flat_term", instalment_every_days=1, instalments=30,
)  # fmt: skip
CIRCLE = listing(
    "committee", {"id": "X-BC", "name": "Committee", "provider_id": "friends"}, members=11
)
GOLD = listing(
    "gold", {"id": "X-AU", "name": "Gold", "provider_id": "bazaar"},
    buy_spread_share=0.01, sell_spread_share=0.02,
)  # fmt: skip
PACK = (LENDER, CIRCLE, GOLD)
LOAN = listing("loan", tenor_max_months=12, rate=0.2, rate_basis="flat_pa")
DEPOSIT = listing("term_deposit", tenor_max_months=24, rate=0.1, rate_basis="simple_pa")


def otherwise(price: Price, *pack: Listing, told: tuple[Unexpressed, ...] = ()) -> list[Beside]:
    return list(beside(price, pack, PROVIDERS, told, QUESTION))


def test_rows_are_told_apart_by_who_sells_and_what_they_do() -> None:
    slots = [slot_of(each, PROVIDERS[each.provider_id]) for each in (*PACK, LOAN, DEPOSIT)]
    assert slots == [Otherwise.LENDER, Otherwise.CIRCLE, Otherwise.GOODS, None, None]
    assert slot_of(LENDER, None) is None


def test_beside_a_loan_stand_the_lender_and_the_early_turn_for_as_much_money() -> None:
    lender, circle = otherwise(priced(LOAN), *PACK)
    assert (lender.otherwise, lender.name) == (Otherwise.LENDER, "Five-six")
    assert (lender.source_id, lender.as_of) == ("survey", "2017-02")
    assert lender.price.effective_pa > 50
    assert lender.price.amount == 100_000
    assert circle.price.variant.grace == 0
    assert circle.price.base.money.received == pytest.approx(100_000)
    assert abs(circle.price.effective_pa) < 1e-12


def test_beside_a_saving_stand_the_late_turn_and_gold_for_as_much_paid_in() -> None:
    circle, gold = otherwise(priced(DEPOSIT), *PACK)
    assert circle.price.variant.grace == 10
    assert circle.price.base.money.paid == pytest.approx(100_000 * 10 / 10)
    assert gold.otherwise is Otherwise.GOODS
    assert gold.price.variant.tenor == 24
    assert gold.price.effective_pa == pytest.approx((0.98 / 1.01) ** 0.5 - 1)
    assert not gold.price.is_certain


def test_beside_what_is_saved_by_the_month_the_whole_of_it_counts() -> None:
    monthly = listing("declared_dividend", tenor_max_months=60, dividend_pa=0.07)
    circle, gold = otherwise(priced(monthly, 500), *PACK)
    assert circle.price.base.money.paid == pytest.approx(500 * 60)
    assert gold.price.base.money.paid == pytest.approx(500 * 60)


def test_money_abroad_is_turned_at_the_first_days_exchange() -> None:
    dollars = listing(
        "loan", {"currency": "USD"}, tenor_max_months=12, rate=0.1, rate_basis="flat_pa"
    )
    price = priced(dollars, 1_000, market=drifting(0.1))
    (lender, _) = otherwise(price, *PACK)
    assert lender.price.amount == pytest.approx(280_000)


def test_where_nothing_is_cited_that_is_said_and_nothing_made_up() -> None:
    found = otherwise(priced(LOAN))
    assert [each.otherwise for each in found] == [Otherwise.LENDER, Otherwise.CIRCLE]
    assert all(each.price is None and not each.name for each in found)
    assert {each.problem.code for each in found} == {"problem.price.not_known"}


def test_a_lender_that_is_known_and_not_priced_is_told_with_the_reason() -> None:
    row = Unexpressed(
        product_id="BD-LENDER", name="Village moneylender", category="informal",
        reason="an upper bound only", source_id="brac", as_of="2015-07-05",
    )  # fmt: skip
    lender, circle = otherwise(priced(LOAN), told=(row,))
    assert (lender.name, lender.source_id) == ("Village moneylender", "brac")
    assert lender.problem.params == {"value": "an upper bound only"}
    assert circle.problem.code == "problem.price.not_known"
    agreed = row.model_copy(update={"name": "Neighbours' committee", "category": "circle"})
    lender, circle = otherwise(priced(LOAN), told=(agreed,))
    assert lender.problem.code == "problem.price.not_known"
    assert circle.name == "Neighbours' committee"


def test_what_stands_beside_is_never_the_product_itself() -> None:
    band = LENDER.model_copy(update={"id": "X-57", "band_of": "X-5"})
    other = LENDER.model_copy(update={"id": "X-58", "band_of": "X-5", "name": "Other band"})
    found = otherwise(priced(band), band, other)
    assert found[0].problem.code == "problem.price.not_known"


def test_an_alternative_that_cannot_be_priced_says_why() -> None:
    small = LENDER.model_copy(update={"amount_max": 500.0})
    abroad = GOLD.model_copy(update={"currency": "KWD"})
    lender, _ = otherwise(priced(LOAN), small, CIRCLE)
    assert lender.problem.code == "problem.price.above_maximum"
    _, gold = otherwise(priced(DEPOSIT), CIRCLE, abroad)
    assert gold.price is None
    assert gold.problem.code == "problem.price.currency"


def test_a_circle_whose_early_turns_are_gone_is_no_loan() -> None:
    late = listing("committee", {"id": "X-L", "name": "Late"}, members=10, turn_first=8)
    _, circle = otherwise(priced(LOAN), late)
    assert circle.problem.code == "problem.price.not_known"


@pytest.mark.parametrize("kind", ["grant", "cover"])
def test_nothing_stands_beside_what_has_no_rate(kind: str) -> None:
    each = listing(kind, **({} if kind == "grant" else {"tenor_max_months": 12}))
    assert otherwise(priced(each, 1_000.0), *PACK) == []


def test_without_a_price_of_its_own_the_amount_asked_for_counts() -> None:
    unpriced = replace(priced(LOAN), by_outlook={})
    lender, _ = otherwise(unpriced, *PACK)
    assert lender.price.amount == 100_000
    assert variant_of(LOAN).tenor == 12


def test_every_alternative_has_a_name_in_words() -> None:
    say = sentences()
    assert all(say.has(f"otherwise.{each}") for each in Otherwise)
