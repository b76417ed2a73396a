"""A price as values and as a page: complete, finite, and every key a sentence."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given

from products.basis.text import sentences
from products.legal.irr import RatesOfReturn
from products.price.beside import Beside, Otherwise, beside
from products.price.price import effective_price
from products.price.ranking import Question
from products.price.statutory import AprMethod
from products.price.words import as_values, beside_page, beside_values, in_words, page
from tests.products.price.shelf import HOME, MARKET, PROVIDERS, START, listed, listing, priced
from tests.strategies import Offer, offers

SAY = sentences()
RAW_KEY = re.compile(r"\b(price|problem|otherwise)\.[a-z_]")


@given(offers())
def test_every_kind_is_told_in_words_and_values_without_a_raw_key_or_nan(offer: Offer) -> None:
    price = effective_price(
        listed(offer.terms), offer.variant, 20_000.0, MARKET, start=START, home=HOME
    )
    told = "\n".join(page(price, SAY))
    assert not RAW_KEY.search(told)
    assert "nan" not in told.lower().replace("financ", "")
    json.dumps(as_values(price, SAY), allow_nan=False)


def test_values_hold_all_rates_and_the_one_there_is() -> None:
    found = as_values(priced(listing("qard_hasan", tenor_max_months=12)), SAY)
    base = found["outcomes"]["base"]
    assert base["effective_pa"] == {"only": 0.0, "all": [0.0], "unresolved": 0}
    assert base["gain"] == 0
    assert set(found["apr"]) == {method.value for method in AprMethod}
    assert (found["starts"], found["ends"]) == ("2026-01-31", "2027-01-31")
    assert found["problems"] == []


def test_what_has_no_rate_is_null_with_the_sentence_why() -> None:
    found = as_values(priced(listing("grant"), 1_000), SAY)
    assert found["outcomes"]["base"]["effective_pa"] is None
    assert found["problems"][0]["sentence"].startswith("TEST-ONE:effective_pa: Nothing is paid")
    refused = as_values(priced(listing("grant"), -1.0), SAY)
    assert refused["outcomes"] == {}
    assert refused["ends"] is None


def test_a_page_tells_savings_kept_back_and_money_abroad() -> None:
    loan = listing(
        "loan", tenor_max_months=12, rate=0.2, rate_basis="flat_pa", saved_share=0.1,
        saved_kept_share=1.0,
    )  # fmt: skip
    told = "\n".join(page(priced(loan), SAY))
    assert "counts as lost" in told
    assert "kept back as savings" in told
    assert "PKR 10,000.00" in told
    dividend = listing(
        "declared_dividend", tenor_max_months=12, dividend_pa=0.07, dividend_pa_low=0.04
    )
    told = "\n".join(page(priced(dividend, 500), SAY))
    assert "turns out badly" in told
    assert "Nobody promises" in told


@pytest.mark.parametrize(
    ("rates", "told"),
    [
        ((0.1268,), "12.68 %"),
        ((-4e-16,), "0.00 %"),
        ((82.3249,), "8,232.49 %"),
        ((), "no rate fits"),
        ((0.1, 0.4), "several rates fit, so none of them is the price: 10.00 %, 40.00 %"),
    ],
)
def test_a_rate_in_words_is_the_one_there_is_or_says_so(rates, told: str) -> None:
    assert in_words(RatesOfReturn(rates), SAY) == told


def test_alternatives_are_told_with_their_source_or_the_reason() -> None:
    circle = listing("committee", {"name": "Circle", "source_id": "page", "as_of": "2019"},
                     members=10)  # fmt: skip
    loan = listing("loan", {"id": "OTHER"}, tenor_max_months=12, rate=0.2, rate_basis="flat_pa")
    question = Question(MARKET, HOME, (1.0,), START)
    found: tuple[Beside, ...] = beside(priced(loan), [circle], PROVIDERS, (), question)
    lines = list(beside_page(found, SAY))
    assert lines[0] == "  Moneylender: Not known: nothing is cited for this country."
    assert lines[1] == "  Circle: 0.00 % a year (source page, 2019)"
    values = [beside_values(each, SAY) for each in found]
    assert values[0]["name"] is None
    assert values[0]["otherwise"] == Otherwise.LENDER.value
    assert values[1]["price"]["listing_id"] == "TEST-ONE"
    json.dumps(values, allow_nan=False)
