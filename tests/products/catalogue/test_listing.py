"""Listings: amounts they take (CALC-02 on the edges of bands), and headers that cannot be."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from products.basis.problems import from_pydantic
from products.catalogue.listing import Listing


def band(low: float | None, high: float | None, **columns: Any) -> Listing:
    """A band of the demand deposit of M-Shwari (Kenya), whose tiers go by balance."""
    header = {
        "id": f"KE-BAND-{int(low or 0)}",
        "provider_id": "ncba",
        "name": "Demand deposit",
        "category": "savings",
        "currency": "KES",
        "modes": ("conventional",),
        "amount_min": low,
        "amount_max": high,
        "band_of": "KE-BAND",
        "standing": "confirm_first",
        "source_id": "mshwari",
        "confidence": "medium",
        "country": "KEN",
        "terms": {"kind": "savings_account", "rate": 0.02, "rate_basis": "nominal_pa_quarterly"},
    }
    return Listing.model_validate({**header, **columns})


BANDS = (band(0, 10_000), band(10_000, 20_000), band(20_000, 50_000), band(50_000, None))


@pytest.mark.parametrize(
    ("amount", "taken_by"),
    [
        (0, 0),
        (9_999.99, 0),
        (10_000.00, 1),
        (10_000.01, 1),
        (19_999.99, 1),
        (20_000, 2),
        (50_000, 3),
        (1e9, 3),
    ],
)
def test_calc_02_every_amount_has_one_band_and_an_edge_is_the_upper_one_s(
    amount: float, taken_by: int
) -> None:
    assert [at for at, one in enumerate(BANDS) if one.takes(amount)] == [taken_by]


def test_a_listing_that_is_no_band_takes_its_largest_amount_too() -> None:
    plain = band(1_000, 5_000, band_of="")
    assert [plain.takes(amount) for amount in (999.99, 1_000, 5_000, 5_000.01)] == [
        False,
        True,
        True,
        False,
    ]


def test_bounds_that_are_not_known_admit_every_amount() -> None:
    assert band(None, None).takes(1)
    assert band(None, 10, band_of="").takes(10)


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"amount_min": 10, "amount_max": 5}, "problem.min_above_max"),
        ({"valid_from": "2026-02-01", "valid_to": "2026-01-01"}, "problem.dates_reversed"),
        ({"modes": ()}, "problem.no_mode"),
        ({"band_of": "tiers"}, "problem.wrong_form"),
        ({"country": "Kenya"}, "problem.wrong_form"),
        ({"terms": {"kind": "lottery"}}, "problem.not_in_list"),
    ],
)
def test_headers_that_cannot_be_are_problems_by_name(columns: dict[str, Any], code: str) -> None:
    with pytest.raises(ValidationError) as caught:
        band(0, 10_000, **columns)
    assert from_pydantic(caught.value.errors())[0].code == code


def test_a_listing_asks_for_no_less_than_the_balance_that_earns() -> None:
    terms = {"kind": "savings_account", "rate": 0.09, "rate_basis": "simple_pa"}
    with pytest.raises(ValidationError) as caught:
        band(5_000, None, terms={**terms, "balance_min": 100_000})
    (problem,) = from_pydantic(caught.value.errors())
    assert problem.code == "problem.below_least_balance"
    assert problem.params["limit"] == "100000"
    assert band(100_000, None, terms={**terms, "balance_min": 100_000}).takes(100_000)


@pytest.mark.parametrize("part", ["subsidy_amount", "capital_subsidy_fixed"])
def test_a_band_with_help_on_a_sum_begins_at_that_sum(part: str) -> None:
    loan = {"kind": "loan", "tenor_max_months": 60, "rate": 0.09, "rate_basis": "simple_pa"}
    terms = {**loan, "subsidy_pa": 0.04, "subsidy_paid_back": True, part: 800_000}
    with pytest.raises(ValidationError) as caught:
        band(799_999, None, terms=terms)
    (problem,) = from_pydantic(caught.value.errors())
    assert problem.code == "problem.below_helped_part"
    assert problem.params["limit"] == "800000"
    assert band(800_000, None, terms=terms).takes(800_000)


def test_a_listing_is_on_sale_within_its_dates_and_stale_after_a_year() -> None:
    listing = band(0, None, valid_from="2026-01-01", valid_to="2026-06-30", as_of="2026-01-01")
    days = (date(2025, 12, 31), date(2026, 1, 1), date(2026, 6, 30), date(2026, 7, 1))
    assert [listing.on_sale(day) for day in days] == [False, True, True, False]
    assert not listing.is_stale(date(2027, 1, 1))
    assert listing.is_stale(date(2027, 1, 2))
    assert band(0, None).is_stale(date(2026, 1, 1))
    assert listing.kind == "savings_account"
