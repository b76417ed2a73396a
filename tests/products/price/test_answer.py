"""A listing priced as a command answers: at its own bounds, beside the alternatives."""

from __future__ import annotations

from datetime import date

import pytest

from products.basis.text import sentences
from products.catalogue.listing import Listing
from products.catalogue.pack import AssumptionLine
from products.price.answer import Answer, Shelf, Wish, answer
from tests.products.price.shelf import HOME, PROVIDERS, listing

DAY = date(2026, 6, 30)
ROWS = [
    AssumptionLine(name=name, since=date(2026, 1, 1), value=value, grade="D", source_id="page")
    for name, value in (("inflation_pa", 0.1), ("fx_change_pa", 0.0))
]
LOAN = {"tenor_max_months": 36, "rate": 0.2, "rate_basis": "flat_pa", "fee_fixed": 500}


ANY = Wish(DAY)


def asked(each: Listing, wish: Wish = ANY, rows: list[AssumptionLine] = ROWS) -> Answer:
    return answer(each, Shelf([each], PROVIDERS, [], rows, HOME), wish)


def test_without_an_amount_both_bounds_are_priced() -> None:
    each = listing("loan", {"amount_min": 10_000, "amount_max": 90_000}, **LOAN)
    found = asked(each)
    assert [price.amount for price in found.prices] == [10_000, 90_000]
    assert found.prices[0].effective_pa > found.prices[1].effective_pa
    assert {price.variant.tenor for price in found.prices} == {36}
    assert found.is_priced
    assert len(found.alternatives) == 2


def test_without_bounds_an_amount_has_to_be_said() -> None:
    found = asked(listing("loan", **LOAN))
    assert [problem.code for problem in found.problems] == ["problem.price.say_amount"]
    assert not found.is_priced
    said = asked(listing("loan", **LOAN), Wish(DAY, amount=5_000.0, tenor=10))
    assert said.is_priced
    assert said.prices[0].variant.tenor == 12


def test_a_holder_on_the_taxpayers_list_keeps_more() -> None:
    each = listing(
        "term_deposit", tenor_max_months=12, rate=0.1, rate_basis="simple_pa",
        tax_filer_share=0.15, tax_nonfiler_share=0.3,
    )  # fmt: skip
    yields = [
        asked(each, Wish(DAY, amount=1_000.0, tax_filer=filer)).prices[0].effective_pa
        for filer in (False, True)
    ]
    assert yields == pytest.approx([0.07, 0.085])


def test_what_the_pack_does_not_say_is_told_beside_the_price() -> None:
    found = asked(listing("loan", **LOAN), Wish(DAY, amount=1_000.0), rows=[])
    assert [problem.code for problem in found.problems] == ["problem.assumption_missing"] * 2


def test_the_page_ends_with_the_method_and_the_values_hold_it() -> None:
    say = sentences()
    found = asked(listing("loan", **LOAN), Wish(DAY, amount=1_000.0))
    lines = list(found.page(say))
    assert lines[-1] == say("price.method")
    assert say("price.otherwise") in lines
    assert found.values(say)["method"] == lines[-1]
