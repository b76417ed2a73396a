"""A price in one short phrase."""

from __future__ import annotations

import pytest

from planner.prices import Short
from planner.text import text_of
from planner.ui.parts.price_words import phrase, rate, rates, reason
from products.basis.problems import Problem
from products.kind import Side
from products.legal.irr import RatesOfReturn
from tests.products.price.shelf import listed, terms_of

TEXT = text_of("en", "PKR")
HOME = listed(terms_of("qard_hasan", tenor_min_months=12, tenor_max_months=12))
ABROAD = HOME.model_copy(update={"currency": "USD"})

PHRASES = [
    (Short(Side.FINANCE, True, 0.0512), "costs 5.1% a year"),
    (Short(Side.FINANCE, True, 0.0), "free of charge"),
    (Short(Side.FINANCE, True, -0.00001), "free of charge"),
    (Short(Side.FINANCE, True, -0.02), "you pay back less than you receive"),
    (Short(Side.FINANCE, False, 0.3), "may cost about 30.0% a year, not promised"),
    (Short(Side.SAVING, True, 0.083, -0.03), "earns 8.3% a year after tax, -3.0% in real terms"),
    (Short(Side.SAVING, True, 0.083), "earns 8.3% a year after tax"),
    (
        Short(Side.SAVING, False, -0.085, -0.18),
        "may lose about 8.5% a year after tax and fees, -18.0% in real terms; not promised",
    ),
    (Short(Side.SAVING, True, None, None, None), "no single yearly rate fits"),
    (Short(Side.GRANT, True), "given: nothing to pay back"),
    (Short(Side.PROTECTION, True), "pays only if something happens"),
    (Short(Side.FINANCE, True, priced=False), "price not known"),
]


@pytest.mark.parametrize(("short", "said"), PHRASES, ids=[said for _, said in PHRASES])
def test_a_price_is_one_short_phrase(short, said):
    assert phrase(short, HOME, TEXT) == said


def test_another_currency_is_named():
    assert phrase(Short(Side.FINANCE, True, 0.07), ABROAD, TEXT) == "costs 7.0% a year in USD"


def test_a_cover_for_which_nothing_is_paid_is_free():
    free = HOME.model_copy(update={"amount_max": 0.0})
    assert phrase(Short(Side.PROTECTION, True, priced=False), free, TEXT) == "free of charge"


def test_no_rate_is_ever_minus_nought():
    assert rate(-1e-9, TEXT) == "0.0%"


def test_no_rate_and_several_rates_are_told_and_none_is_picked():
    assert rates(RatesOfReturn(()), TEXT) == "no rate fits"
    assert rates(None, TEXT) == "no rate fits"
    several = rates(RatesOfReturn((-0.1, 0.2)), TEXT)
    assert "-10.00%" in several
    assert "20.00%" in several


def test_reasons_are_a_familys_words_with_money_as_money():
    low = Problem(
        "problem.price.below_minimum", "X:amount", params={"value": 5.0, "limit": 250_000.0}
    )
    assert reason(low, "PKR", TEXT).replace("\u00a0", " ") == "The smallest amount is Rs 2,50,000."
    assert reason(None, "PKR", TEXT) == "price not known"
    assert "Nothing is paid back" in reason(
        Problem("problem.price.nothing_paid_back", "X"), "PKR", TEXT
    )
