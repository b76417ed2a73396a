"""What stands in the way of a price is named by field, value and rule."""

from __future__ import annotations

from math import inf

import pytest

from products.basis.market import flat_market
from products.basis.timeline import Timeline
from products.kind import Side, Step, Variant
from products.price.asking import (
    Ask,
    amount_bounds,
    currencies_of,
    indexes_of,
    nearest_variant,
    usual_amounts,
    wanting,
)
from tests.products.price.shelf import HOME, MARKET, START, listing, variant_of

NOWHERE = flat_market(Timeline(START, 12))
LOAN = {"tenor_min_months": 12, "tenor_max_months": 36, "rate_basis": "nominal_pa_monthly"}


def test_nothing_is_wanting_of_an_offer_within_its_bounds() -> None:
    each = listing("loan", {"amount_min": 1_000, "amount_max": 5_000}, rate=0.1, **LOAN)
    for amount in (1_000, 5_000):
        assert wanting(Ask(each, variant_of(each), amount), MARKET, HOME) is None


@pytest.mark.parametrize(
    ("amount", "code"),
    [
        (float("nan"), "problem.not_a_number"),
        (inf, "problem.not_a_number"),
        (0.0, "problem.price.no_amount"),
        (-5.0, "problem.price.no_amount"),
        (999.99, "problem.price.below_minimum"),
        (5_000.01, "problem.price.above_maximum"),
    ],
)
def test_an_amount_that_cannot_be_is_told(amount: float, code: str) -> None:
    each = listing("loan", {"amount_min": 1_000, "amount_max": 5_000}, rate=0.1, **LOAN)
    found = wanting(Ask(each, variant_of(each), amount), MARKET, HOME)
    assert found is not None
    assert (found.code, found.where) == (code, "TEST-ONE:amount")


def test_calc_02_a_band_begins_with_its_smallest_amount_and_ends_before_its_largest() -> None:
    header = {"amount_min": 10_000, "amount_max": 20_000, "band_of": "TEST-FAMILY"}
    each = listing("loan", header, rate=0.1, **LOAN)
    codes = [
        problem.code if problem else None
        for amount in (9_999.99, 10_000, 19_999.99, 20_000)
        for problem in [wanting(Ask(each, variant_of(each), amount), MARKET, HOME)]
    ]
    assert codes == ["problem.price.below_minimum", None, None, "problem.price.above_maximum"]


def test_a_cap_of_the_terms_is_a_largest_amount() -> None:
    each = listing("qard_hasan", tenor_max_months=10, instalment_cap=1_000)
    assert amount_bounds(each, variant_of(each)) == (0.0, 10_000)
    found = wanting(Ask(each, variant_of(each), 10_001), MARKET, HOME)
    assert found is not None
    assert found.params == {"value": 10_001, "limit": 10_000}


def test_an_index_the_market_does_not_have_is_named_wherever_it_stands() -> None:
    steps = (Step(at=0, value=0.05), Step(at=12, index="kibor_1y", spread=0.03))
    stepped = listing("loan", rate_steps=steps, index_after_return="policy", **LOAN)
    assert indexes_of(stepped) == {"kibor_1y", "policy"}
    found = wanting(Ask(stepped, variant_of(stepped), 1_000), NOWHERE, HOME)
    assert found is not None
    assert (found.code, found.params["value"]) == ("problem.price.index", "kibor_1y")


def test_a_currency_of_the_terms_has_to_be_quoted_unless_it_is_the_plans() -> None:
    each = listing(
        "income_certificate", {"currency": "USD"}, tenor_max_months=36, rate=0.05,
        rate_basis="simple_pa", coupon_every_months=6, coupon_currency="PKR",
    )  # fmt: skip
    assert currencies_of(each) == {"PKR"}
    ask = Ask(each, variant_of(each), 1_000)
    assert wanting(ask, MARKET, HOME) is None
    found = wanting(ask, MARKET, "BDT")
    assert found is not None
    assert (found.code, found.params["value"]) == ("problem.price.currency", "PKR")


def test_a_variant_that_is_not_on_offer_is_told_with_those_that_are() -> None:
    each = listing("loan", rate=0.1, **LOAN)
    for variant in (Variant(tenor=48), Variant(tenor=36, grace=6)):
        found = wanting(Ask(each, variant, 1_000), MARKET, HOME)
        assert found is not None
        assert found.code == "problem.price.variant"
        assert found.params["limit"] == "12 – 36"


def test_the_nearest_variant_is_the_shorter_of_two_and_has_the_least_grace() -> None:
    each = listing("loan", rate=0.1, grace_months=3, **LOAN)
    assert nearest_variant(each, 18) == Variant(tenor=12, grace=0)
    assert nearest_variant(each, 100).tenor == nearest_variant(each, None).tenor == 36
    assert nearest_variant(each, 24, tax_filer=True).tax_filer


def test_an_ask_knows_its_side_and_begins_at_mark_nought() -> None:
    each = listing("committee", members=10)
    first, last = (Ask(each, variant_of(each, place, start=7), 1.0) for place in (0, -1))
    assert (first.side, last.side) == (Side.FINANCE, Side.SAVING)
    assert first.taken.start == 0


def test_the_upper_end_of_a_band_is_not_one_of_its_amounts() -> None:
    band = {"amount_min": 10_000, "amount_max": 90_000, "band_of": "TEST-FAMILY"}
    each = listing("loan", band, rate=0.1, **LOAN)
    assert usual_amounts(each, variant_of(each)) == (10_000,)
    fixed = listing("loan", {"amount_min": 7_000, "amount_max": 7_000}, rate=0.1, **LOAN)
    assert usual_amounts(fixed, variant_of(fixed)) == (7_000,)
