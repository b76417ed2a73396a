"""A neutral order: by total cost at amounts a person names, with the method beside it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from products.basis.text import sentences
from products.catalogue.listing import Listing
from products.price.many import Figures
from products.price.price import effective_price
from products.price.ranking import (
    Cell,
    Mark,
    Question,
    Ranking,
    Use,
    ask_for,
    in_its_money,
    places,
    rankings,
    use_of,
    uses_of,
    variant_for,
)
from tests.products.price.shelf import HOME, MARKET, PROVIDERS, START, listed, listing, variant_of
from tests.strategies import Offer, offers

QUESTION = Question(MARKET, HOME, (100_000.0, 500_000.0), START, tenor=24)
LOAN = {"tenor_max_months": 60, "rate_basis": "nominal_pa_monthly"}


def loan(code: str, rate: float, header: dict[str, Any] | None = None, **columns: Any) -> Listing:
    named = {"id": f"L-{code}", "name": f"Loan {code}", "category": "enterprise"}
    return listing("loan", {**named, **(header or {})}, rate=rate, **LOAN, **columns)


def ranked(*rows: Listing, question: Question = QUESTION) -> Ranking:
    (only,) = rankings(rows, PROVIDERS, question)
    return only


def names(ranking: Ranking) -> list[str]:
    return [row.listing.name[-1] for row in ranking.rows]


def test_the_cheapest_loan_comes_first_whatever_it_quotes() -> None:
    flat = loan("A", 0.12, fee_share=0.03)
    nominal = loan("B", 0.14)
    dear = loan("C", 0.10, fee_share=0.10)
    found = ranked(dear, flat, nominal)
    assert names(found) == ["B", "A", "C"]
    assert [row.cells[0].place for row in found.rows] == [1, 2, 3]
    assert found.use is Use.BORROW
    assert found.amounts == (100_000, 500_000)


def test_a_fixed_fee_changes_places_between_two_amounts() -> None:
    fixed, share = loan("A", 0.12, fee_fixed=6_000), loan("B", 0.12, fee_share=0.03)
    found = ranked(fixed, share)
    assert names(found) == ["B", "A"]
    assert [[cell.place for cell in row.cells] for row in found.rows] == [[1, 2], [2, 1]]


def test_equal_prices_share_a_place_in_order_of_name() -> None:
    found = ranked(loan("C", 0.12), loan("A", 0.12), loan("B", 0.10))
    assert names(found) == ["B", "A", "C"]
    assert [row.cells[0].place for row in found.rows] == [1, 2, 2]


def test_uncertain_standing_and_old_terms_keep_their_place_and_carry_a_mark() -> None:
    old = loan("A", 0.05, {"standing": "confirm_first", "as_of": "2019"})
    found = ranked(loan("B", 0.12), old)
    assert names(found) == ["A", "B"]
    assert found.rows[0].marks == (Mark.CONFIRM_FIRST, Mark.STALE)
    assert found.rows[1].marks == ()


def test_who_sells_is_shown_and_does_not_count() -> None:
    found = ranked(loan("A", 0.12, {"provider_id": "street"}), loan("B", 0.12))
    assert [(row.provider, row.provider_type) for row in found.rows] == [
        ("Street lenders", "informal"),
        ("A bank", "bank"),
    ]
    stranger = ranked(loan("A", 0.12, {"provider_id": "nobody"}))
    assert (stranger.rows[0].provider, stranger.rows[0].provider_type) == ("nobody", "")


def test_what_has_no_price_at_an_amount_comes_last_with_the_reason() -> None:
    small = loan("A", 0.01, {"amount_max": 50_000})
    indexed = listing(
        "loan", {"id": "L-Z", "name": "Loan Z", "category": "enterprise"}, index="libor", **LOAN
    )
    found = ranked(small, indexed, loan("B", 0.3))
    assert names(found) == ["B", "A", "Z"]
    assert [row.reason.code if row.reason else None for row in found.rows] == [
        None,
        "problem.price.above_maximum",
        "problem.price.index",
    ]


def test_what_is_not_offered_or_not_on_sale_is_not_compared() -> None:
    rows = (
        loan("A", 0.1),
        loan("B", 0.1, {"standing": "not_offered"}),
        loan("C", 0.1, {"valid_to": "2025-12-31"}),
    )
    assert names(ranked(*rows)) == ["A"]


def test_calc_02_on_the_edge_of_two_bands_the_upper_one_is_compared() -> None:
    low = loan("A", 0.10, {"amount_max": 500_000, "band_of": "L-FAMILY"})
    high = loan("B", 0.20, {"amount_min": 500_000, "band_of": "L-FAMILY"})
    found = ranked(low, high)
    assert len(found.rows) == 1
    assert [cell.listing.id for cell in found.rows[0].cells] == ["L-A", "L-B"]
    below = replace(QUESTION, amounts=(499_999.99, 500_000.0))
    (row,) = ranked(low, high, question=below).rows
    assert [cell.listing.id for cell in row.cells] == ["L-A", "L-B"]
    assert row.cells[0].figures.effective_pa < row.cells[1].figures.effective_pa


def test_the_highest_yield_comes_first_and_unpromised_ones_are_marked() -> None:
    deposit = listing(
        "term_deposit", {"id": "S-A", "name": "Deposit"}, tenor_max_months=24, rate=0.08,
        rate_basis="simple_pa",
    )  # fmt: skip
    share = listing("profit_sharing", {"id": "S-B", "name": "Share"}, profit_pa=0.12)
    dollars = listing(
        "term_deposit", {"id": "S-C", "name": "Dollars", "currency": "USD"}, tenor_max_months=24,
        rate=0.05, rate_basis="simple_pa",
    )  # fmt: skip
    found = ranked(deposit, share, dollars)
    assert found.use is Use.SAVE_ONCE
    assert [row.listing.name for row in found.rows] == ["Share", "Deposit", "Dollars"]
    assert [row.marks for row in found.rows] == [(Mark.UNCERTAIN,), (), ()]
    assert found.rows[2].cells[0].amount == pytest.approx(100_000 / 280)


def test_what_cannot_be_turned_into_plan_money_is_not_placed() -> None:
    dinars = listing(
        "term_deposit", {"currency": "KWD"}, tenor_max_months=24, rate=0.9, rate_basis="simple_pa"
    )
    (row,) = ranked(dinars).rows
    assert row.reason is not None
    assert row.reason.code == "problem.price.currency"
    assert row.cells[0].amount == 100_000
    assert in_its_money(100.0, "KWD", MARKET, HOME) is None


def test_a_committee_is_compared_as_a_loan_and_as_a_saving() -> None:
    circle = listing("committee", members=11, fee_share=0.01)
    assert uses_of(circle) == (Use.BORROW, Use.SAVE_MONTHLY)
    borrowing, saving = rankings([circle], PROVIDERS, QUESTION)
    early, late = borrowing.rows[0].cells[0], saving.rows[0].cells[0]
    assert (early.variant.grace, late.variant.grace) == (0, 10)
    assert early.figures.money.received == pytest.approx(100_000)
    assert late.amount == 100_000
    assert early.figures.effective_pa > 0 > late.figures.effective_pa


def test_each_offer_is_taken_in_the_variant_nearest_to_the_time_named() -> None:
    each = loan("A", 0.1)
    assert variant_for(each, Use.BORROW, QUESTION).tenor == 24
    assert variant_for(each, Use.BORROW, replace(QUESTION, tenor=None)).tenor == 60
    assert variant_for(each, Use.BORROW, replace(QUESTION, tenor=1)).tenor == 12
    filer = variant_for(each, Use.BORROW, replace(QUESTION, tax_filer=True))
    assert filer.tax_filer


def test_grants_and_cover_are_in_order_of_name_without_a_place() -> None:
    given_ = [
        listing("grant", {"id": f"G-{n}", "name": f"Grant {n}", "category": "reintegration"})
        for n in "BA"
    ]
    found = ranked(*given_)
    assert names(found) == ["A", "B"]
    assert found.use is Use.RECEIVE
    assert all(row.cells[0].place is None for row in found.rows)
    assert found.rows[0].reason.code == "problem.price.nothing_paid_back"


def test_fewer_than_two_amounts_are_no_fair_comparison() -> None:
    with pytest.raises(ValueError, match="two amounts"):
        rankings([], PROVIDERS, replace(QUESTION, amounts=(1_000.0, 1_000.0)))


def test_every_use_has_its_method_in_words() -> None:
    say = sentences()
    for use in Use:
        ranking = Ranking("savings", use, (1.0, 2.0), None, START, ())  # type: ignore[arg-type]
        assert say.has(ranking.method)
        assert "advertising" in say(ranking.method)
        assert say.has(f"use.{use}")
    assert all(say.has(f"mark.{mark}") for mark in Mark)


@given(st.lists(st.floats(0.01, 0.9), min_size=1, max_size=8), st.randoms())
def test_the_order_does_not_hang_on_the_order_of_the_shelf(rates: list[float], random) -> None:
    rows = [loan(chr(65 + i), round(rate, 4)) for i, rate in enumerate(rates)]
    before = names(ranked(*rows))
    random.shuffle(rows)
    assert names(ranked(*rows)) == before


@given(st.lists(st.one_of(st.none(), st.floats(-0.5, 5)), max_size=9), st.sampled_from(Use))
def test_places_count_from_one_and_nobody_without_a_rate_has_one(rates, use: Use) -> None:
    each = loan("A", 0.1)
    cells = [Cell(each, variant_of(each), 1.0, Figures(home_pa=rate)) for rate in rates]
    found = places(cells, use)
    assert [place is None for place in found] == [rate is None for rate in rates]
    known = sorted(place for place in found if place is not None)
    assert known[:1] in ([], [1])
    sign = 1 if use is Use.BORROW else -1
    best = min((sign * rate for rate in rates if rate is not None), default=None)
    for rate, place in zip(rates, found, strict=True):
        assert place != 1 or sign * rate == pytest.approx(best, abs=1e-6)


@given(offers())
def test_every_kind_can_be_asked_for_an_amount_of_plan_money(offer: Offer) -> None:
    each = listed(offer.terms)
    use = use_of(each, offer.variant)
    asked = ask_for(each, use, 100_000.0, QUESTION)
    assert use in uses_of(each)
    found = effective_price(
        asked.listing, asked.variant, asked.amount, MARKET, start=START, home=HOME
    )
    assert found.base is not None or found.problems
