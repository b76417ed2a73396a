"""Cover: premiums once, every month or with a smaller first one, and nothing saved."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from products.basis.market import flat_market
from products.basis.problems import from_pydantic
from products.basis.timeline import Timeline
from products.kind import Side, Variant
from products.kinds.cover import COVER, CoverTerms

START = date(2026, 1, 31)
MARKET = flat_market(Timeline(START, 60))
JOINING = tuple(
    {"at": month, "value": premium / 436}
    for month, premium in ((3, 114), (6, 436), (9, 342), (12, 228))
)


def terms(**columns: Any) -> CoverTerms:
    plain = {"tenor_min_months": 12, "tenor_max_months": 60, "events": "death"}
    return CoverTerms.model_validate({**plain, **columns})


@pytest.mark.parametrize(
    ("premium", "benefit"), [(2_500, 1_000_000), (1_000, 1_000_000)], ids=["State Life", "Bima"]
)
def test_a_premium_may_be_paid_once_for_five_years(premium: int, benefit: int) -> None:
    """Rs 2,500 for Rs 1 million (Pakistan); Tk 1,000 for Tk 1 million (Bangladesh).

    Sources: https://beoe.gov.pk/index.php/protection-and-its-benefits,
    https://londongb.news/tk-50000-for-migrant-workers-returning-jobless
    """
    cover = terms(tenor_min_months=60, premium_every_months=0, benefit=benefit)
    found = COVER.schedule(cover, Variant(60), 100 * premium, START, "PKR", MARKET)
    assert found.due_minor.tolist() == [-100 * premium]
    flows = COVER.unit_flows(cover, Variant(60), MARKET)
    assert premium * flows.per_unit.sum() == -premium


def test_hospital_cash_is_paid_for_every_month() -> None:
    """Rs 90 a month for Rs 1,250 a night, at most 30 nights a year: Rs 37,500.

    Source: https://jazz.com.pk/prepaid/bima-insurance
    """
    cover = terms(premium_every_months=1, benefit=1_250, benefit_per="night", benefit_units_max=30)
    assert cover.benefit * cover.benefit_units_max == 37_500
    flows = COVER.unit_flows(cover, Variant(12), MARKET)
    np.testing.assert_allclose(90 * flows.per_unit[:13], [-90] * 12 + [0])


@pytest.mark.parametrize(
    ("month", "printed"),
    [(6, 436), (8, 436), (9, 342), (11, 342), (12, 228), (1, 228), (2, 228), (3, 114), (5, 114)],
)
def test_the_first_premium_follows_the_month_of_joining(month: int, printed: int) -> None:
    """PMJJBY: 436, 342, 228 or 114 rupees by quarter of joining, 436 every year after.

    Source: https://tgbhyd.in/financial-inclusion/social-security-schemes
    """
    cover = terms(first_premiums=JOINING, rounding_step_minor=100, benefit=200_000)
    joined = date(2026, month, 15)
    market = flat_market(Timeline(joined, 60))
    found = COVER.schedule(cover, Variant(24), 436_00, joined, "INR", market)
    assert found.due_minor.tolist() == [-100 * printed, -436_00]
    flows = COVER.unit_flows(cover, Variant(24), market)
    assert 436 * flows.per_unit[0] == pytest.approx(-printed)


def test_nothing_is_saved_owed_or_paid_back() -> None:
    flows = COVER.unit_flows(terms(), Variant(60), MARKET)
    for values in (flows.owned, flows.owed, flows.exit_value):
        assert not values.any()
    np.testing.assert_array_equal(flows.charge, flows.per_unit)
    assert COVER.side_of(terms(), Variant(60)) is Side.PROTECTION


def test_a_second_event_has_its_own_benefit_and_a_claim_its_time() -> None:
    """Tk 50,000 for who comes home without work within six months of leaving."""
    cover = terms(
        other_events="failed_migration",
        other_benefit=50_000,
        claim_clock="departure",
        claim_within_months=6,
    )
    assert (cover.other_benefit, cover.claim_within_months) == (50_000, 6)


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"premium_every_months": 2}, "problem.not_in_list"),
        ({"premium_every_months": 12, "tenor_min_months": 6}, "problem.not_whole_periods"),
        ({"first_premiums": ({"at": 13, "value": 1},)}, "problem.step_out_of_range"),
        ({"first_premiums": ({"at": 0, "value": 1},)}, "problem.step_out_of_range"),
        ({"first_premiums": ({"at": 3, "value": 114},)}, "problem.step_out_of_range"),
        ({"events": "Death, disability"}, "problem.wrong_form"),
        ({"benefit_per": "week"}, "problem.wrong_form"),
    ],
)
def test_terms_that_cannot_be_are_problems_by_name(columns: dict[str, Any], code: str) -> None:
    with pytest.raises(ValidationError) as caught:
        terms(**columns)
    assert from_pydantic(caught.value.errors())[0].code == code
