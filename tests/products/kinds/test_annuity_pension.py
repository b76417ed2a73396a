"""Annuity pensions: the published table, to the taka, and money nobody can take out."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from products.basis.market import flat_market
from products.basis.problems import from_pydantic
from products.basis.timeline import Timeline
from products.kinds.annuity_pension import ANNUITY_PENSION, AnnuityPensionTerms
from products.terms import Outlook

START = date(2026, 1, 31)
MARKET = flat_market(Timeline(START, 360))
TABLE = (
    {"at": 10, "value": 1.5302},
    {"at": 15, "value": 2.8944},
    {"at": 25, "value": 7.9548},
    {"at": 42, "value": 34.4655},
)
"""Universal Pension Scheme of Bangladesh, monthly pension per taka a month. Sources:
https://bdnews24.com/bangladesh/p8hgnbx0ka (10 and 42 years), http://acl.sonatala.bogra.gov.bd/bn/
site/page/ (15 and 25 years)
"""


def terms(**columns: Any) -> AnnuityPensionTerms:
    return AnnuityPensionTerms.model_validate(
        {"pensions": TABLE, "rounding_step_minor": 100, **columns}
    )


def pension(monthly: int, years: int) -> int:
    """Monthly pension in whole taka, as the contract pays it."""
    variant = next(v for v in ANNUITY_PENSION.variants(terms()) if v.grace == 12 * years)
    found = ANNUITY_PENSION.schedule(terms(), variant, 100 * monthly, START, "BDT", MARKET)
    paid = set(found.due_minor[12 * years + 1 :].tolist())
    assert len(paid) == 1
    return int(paid.pop()) // 100


@pytest.mark.parametrize(
    ("monthly", "years", "printed"),
    [
        (5_000, 10, 7_651),
        (7_500, 10, 11_477),
        (10_000, 10, 15_302),
        (10_000, 42, 344_655),
        (1_000, 10, 1_530),
        (2_000, 10, 3_060),
        (3_000, 10, 4_591),
    ],
)
def test_every_tier_draws_the_published_pension(monthly: int, years: int, printed: int) -> None:
    assert pension(monthly, years) == printed


@pytest.mark.parametrize(
    ("monthly", "years", "printed"),
    [(1_000, 15, 2_894), (5_000, 15, 14_472), (2_000, 25, 15_910), (5_000, 25, 39_774)],
)
def test_longer_payments_draw_the_published_pension(monthly: int, years: int, printed: int) -> None:
    assert pension(monthly, years) == printed


def test_payments_end_where_the_pension_begins() -> None:
    variant = ANNUITY_PENSION.variants(terms())[0]
    assert (variant.grace, variant.tenor) == (120, 360)
    flows = ANNUITY_PENSION.unit_flows(terms(), variant, MARKET)
    assert flows.per_unit[0] == 0
    np.testing.assert_allclose(flows.per_unit[1:121], -1)
    np.testing.assert_allclose(flows.per_unit[121:361], 1.5302)


def test_nothing_can_be_taken_out_and_what_was_paid_in_runs_down() -> None:
    flows = ANNUITY_PENSION.unit_flows(terms(), ANNUITY_PENSION.variants(terms())[0], MARKET)
    assert not flows.exit_value.any()
    assert flows.owned[120] == 120
    assert flows.owned[240] == pytest.approx(60)
    assert not flows.charge[:121].any()


def test_a_shorter_life_draws_less_from_the_same_payments() -> None:
    plan = terms(pension_months=240, pension_months_low=180)
    variant = ANNUITY_PENSION.variants(plan)[0]
    for outlook, months in ((Outlook.LOW, 180), (Outlook.BASE, 240)):
        flows = ANNUITY_PENSION.unit_flows(plan.seen(outlook), variant, MARKET)
        assert np.count_nonzero(flows.per_unit > 0) == months
        assert np.count_nonzero(flows.per_unit < 0) == 120


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"pensions": ()}, "problem.no_pension_table"),
        ({"pensions": ({"at": 0, "value": 1.0},)}, "problem.step_out_of_range"),
        ({"pensions": ({"at": 51, "value": 1.0},)}, "problem.step_out_of_range"),
        ({"pensions": ({"at": 10, "value": 7651},)}, "problem.step_out_of_range"),
        ({"pension_months_low": 300}, "problem.min_above_max"),
        ({"pension_age": 30}, "problem.too_low"),
    ],
)
def test_terms_that_cannot_be_are_problems_by_name(columns: dict[str, Any], code: str) -> None:
    with pytest.raises(ValidationError) as caught:
        terms(**columns)
    assert from_pydantic(caught.value.errors())[0].code == code
