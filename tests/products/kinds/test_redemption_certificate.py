"""Redemption certificates: the table is the contract."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from products.basis.market import flat_market
from products.basis.problems import from_pydantic
from products.basis.timeline import Timeline
from products.kind import Variant
from products.kinds.redemption_certificate import (
    REDEMPTION_CERTIFICATE,
    RedemptionCertificateTerms,
)
from products.mechanics.returns import irr_pm

START = date(2026, 1, 31)
MARKET = flat_market(Timeline(START, 120))
DECEMBER_2024 = (1.09, 1.19, 1.30, 1.43, 1.59, 1.79, 2.04, 2.35, 2.72, 3.16)
"""Payable per unit after each completed year, Defence Savings Certificate, 10 December 2024."""


def table(values: tuple[float, ...] = DECEMBER_2024, first: int = 1) -> list[dict[str, float]]:
    return [{"at": year, "value": value} for year, value in enumerate(values, first)]


def terms(**columns: Any) -> RedemptionCertificateTerms:
    return RedemptionCertificateTerms.model_validate(
        {"tenor_max_months": 120, "redemptions": table(), **columns}
    )


def test_defence_savings_pay_the_official_table() -> None:
    """Rs 100,000 after 10 years: 316,000, quoted as an average of 12.19 % a year.

    Source: https://arynews.tv/defence-savings-certificates-profit-on-rs100000-investment/
    """
    found = REDEMPTION_CERTIFICATE.schedule(terms(), Variant(120), 100_000_00, START, "PKR", MARKET)
    assert found.due_minor.tolist() == [-100_000_00, 316_000_00]
    flows = REDEMPTION_CERTIFICATE.unit_flows(terms(), Variant(120), MARKET)
    earned_pm = irr_pm(flows.per_unit)
    assert earned_pm is not None
    assert round((1 + earned_pm) ** 12 - 1, 4) == 0.1219


def test_a_quoted_average_that_the_table_does_not_yield_is_not_used() -> None:
    """A page of 2025 prints 11.19 % above a table that ends at 308,000: that is 11.91 %."""
    printed = (1.09, 1.19, 1.30, 1.43, 1.58, 1.77, 2.00, 2.28, 2.63, 3.08)
    flows = REDEMPTION_CERTIFICATE.unit_flows(
        terms(redemptions=table(printed)), Variant(120), MARKET
    )
    earned_pm = irr_pm(flows.per_unit)
    assert earned_pm is not None
    assert round((1 + earned_pm) ** 12 - 1, 4) == 0.1191


def test_every_completed_year_is_a_choice() -> None:
    tenors = [variant.tenor for variant in REDEMPTION_CERTIFICATE.variants(terms())]
    assert tenors == list(range(12, 121, 12))
    for year, value in enumerate(DECEMBER_2024, 1):
        flows = REDEMPTION_CERTIFICATE.unit_flows(terms(), Variant(12 * year), MARKET)
        assert flows.per_unit[12 * year] == pytest.approx(value)


def test_worth_stands_still_between_completed_years() -> None:
    flows = REDEMPTION_CERTIFICATE.unit_flows(terms(), Variant(120), MARKET)
    np.testing.assert_allclose(flows.owned[[0, 11, 12, 23, 24]], [1, 1, 1.09, 1.09, 1.19])
    np.testing.assert_allclose(flows.exit_value[[12, 23, 24, 119]], [1.09, 1.09, 1.19, 2.72])


def test_before_the_first_year_it_is_cashed_only_where_the_table_says_so() -> None:
    silent = REDEMPTION_CERTIFICATE.unit_flows(terms(), Variant(120), MARKET)
    assert not silent.exit_value[:12].any()
    said = terms(redemptions=table((1.0, *DECEMBER_2024), first=0))
    flows = REDEMPTION_CERTIFICATE.unit_flows(said, Variant(120), MARKET)
    np.testing.assert_array_equal(flows.exit_value[:12], 1.0)


def test_tax_is_taken_from_the_gain_alone() -> None:
    taxed = terms(tax_nonfiler_share=0.3)
    flows = REDEMPTION_CERTIFICATE.unit_flows(taxed, Variant(120), MARKET)
    assert flows.per_unit[120] == pytest.approx(1 + 2.16 * 0.7)
    loss = terms(redemptions=[{"at": 1, "value": 0.9}], tenor_max_months=12, tax_nonfiler_share=0.3)
    flows = REDEMPTION_CERTIFICATE.unit_flows(loss, Variant(12), MARKET)
    assert flows.per_unit[12] == pytest.approx(0.9)


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"redemptions": []}, "problem.no_redemption_table"),
        ({"redemptions": [{"at": 0, "value": 1}]}, "problem.no_redemption_table"),
        ({"redemptions": table()[:5]}, "problem.table_gap"),
        ({"redemptions": table()[:4] + table()[5:]}, "problem.table_gap"),
        ({"redemptions": table((1.2, 1.1))}, "problem.table_falls"),
        ({"redemptions": [{"at": 1, "value": 109_000}]}, "problem.step_out_of_range"),
        ({"redemptions": table()[:1] * 2}, "problem.step_twice"),
        ({"tenor_min_months": 6}, "problem.not_whole_years"),
    ],
)
def test_terms_that_cannot_be_are_problems_by_name(columns: dict[str, Any], code: str) -> None:
    with pytest.raises(ValidationError) as caught:
        terms(**columns)
    assert from_pydantic(caught.value.errors())[0].code == code


def test_half_years_are_no_contract() -> None:
    with pytest.raises(ValueError, match="not whole periods"):
        REDEMPTION_CERTIFICATE.unit_flows(terms(), Variant(18), MARKET)
