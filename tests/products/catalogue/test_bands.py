"""CALC-02: an amount exactly on the edge of a band belongs to the upper one; a coin decides."""

from __future__ import annotations

from typing import Any

import pytest

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
