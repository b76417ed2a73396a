"""Prize bonds: what the prizes are worth on average, and what is promised."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from products.basis.cashflow import roll_forward_gap
from products.basis.market import flat_market
from products.basis.problems import from_pydantic
from products.basis.timeline import Timeline
from products.kind import Variant
from products.kinds.prize_bond import PRIZE_BOND, PrizeBondTerms, prizes_of
from products.terms import Outlook
from tests.strategies import terms_of

START = date(2026, 1, 31)
MARKET = flat_market(Timeline(START, 60))
PREMIUM = {
    "face_value": 25_000,
    "prizes": "30000000x2|10000000x5|300000x700",
    "coupon_pa": 0.0292,
    "tax_filer_share": 0.15,
    "tax_nonfiler_share": 0.3,
}
"""Premium Prize Bond of Rs 25,000. Source: https://arynews.tv/
25000-prize-bond-results-march-2026-announced-check-complete-list-of-winners
"""


def terms(**columns: Any) -> PrizeBondTerms:
    return PrizeBondTerms.model_validate({**PREMIUM, **columns})


def test_prizes_are_read_in_the_form_they_are_published_in() -> None:
    assert prizes_of("") == ()
    assert prizes_of(terms().prizes) == ((30_000_000, 2), (10_000_000, 5), (300_000, 700))


def test_without_the_number_of_bonds_only_the_coupon_is_counted() -> None:
    """Rs 25,000 at 2.92 % a year, paid half-yearly: 365 less 15 %, 310.25."""
    variant = Variant(12, tax_filer=True)
    flows = PRIZE_BOND.unit_flows(terms(), variant, MARKET)
    assert 25_000 * flows.per_unit[6] == pytest.approx(310.25)
    found = PRIZE_BOND.schedule(terms(), variant, 25_000_00, START, "PKR", MARKET)
    assert found.due_minor.tolist() == [-25_000_00, 310_25, 25_310_25]


@pytest.mark.parametrize(("tax_filer", "kept"), [(True, 0.85), (False, 0.7)])
def test_a_draw_is_worth_its_prizes_over_the_bonds_that_take_part(
    tax_filer: bool, kept: float
) -> None:
    """320 million in prizes; tax as press works it out: 450,000 or 900,000 of a prize of 3 million.

    Source of the tax: https://pakobserver.net/1500-prize-bond-may-2025-draw-date-inside/
    """
    bond = terms(bonds_in_draw=1_000_000, coupon_pa=0)
    share = 320_000_000 / (25_000 * 1_000_000) * kept
    assert bond.expected_share(tax_filer) == pytest.approx(share)
    flows = PRIZE_BOND.unit_flows(bond, Variant(12, tax_filer=tax_filer), MARKET)
    assert flows.per_unit.sum() == pytest.approx(4 * share)
    assert (1 - kept) * 3_000_000 == pytest.approx(450_000 if tax_filer else 900_000)


def test_no_prize_is_ever_part_of_what_is_promised() -> None:
    bond = terms(bonds_in_draw=1_000, coupon_pa=0)
    found = PRIZE_BOND.schedule(bond, Variant(12), 25_000_00, START, "PKR", MARKET)
    assert found.due_minor.tolist() == [-25_000_00, 25_000_00]


def test_a_bond_waits_for_its_first_draw_and_is_redeemed_at_face_value() -> None:
    bond = terms(bonds_in_draw=1_000_000, coupon_pa=0, wait_months=4)
    flows = PRIZE_BOND.unit_flows(bond, Variant(12), MARKET)
    assert [m for m in range(1, 12) if flows.per_unit[m] > 0] == [6, 9]
    assert set(flows.exit_value[:12]) == {1.0}


def test_at_the_low_end_nothing_is_won() -> None:
    bond = terms(bonds_in_draw=1_000_000, coupon_pa=0)
    assert PRIZE_BOND.unit_flows(bond.seen(Outlook.LOW), Variant(12), MARKET).per_unit.sum() == 0
    assert bond.seen(Outlook.HIGH) == bond.seen(Outlook.BASE) == bond


@given(terms_of("prize_bond", prizes=True), st.booleans())
def test_flows_close_with_expected_prizes_too(bond: PrizeBondTerms, tax_filer: bool) -> None:
    for variant in PRIZE_BOND.variants(bond):
        taken = Variant(variant.tenor, tax_filer=tax_filer)
        assert roll_forward_gap(PRIZE_BOND.unit_flows(bond, taken, MARKET)) < 1e-9


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"prizes": "3m x 1"}, "problem.wrong_form"),
        ({"bonds_in_draw": 700}, "problem.too_many_prizes"),
        ({"face_value": 0}, "problem.too_low"),
        ({"coupon_pa": 5}, "problem.percent_not_decimal"),
        ({"draw_every_months": 4}, "problem.not_in_list"),
    ],
)
def test_terms_that_cannot_be_are_problems_by_name(columns: dict[str, Any], code: str) -> None:
    with pytest.raises(ValidationError) as caught:
        terms(**columns)
    assert from_pydantic(caught.value.errors())[0].code == code
