"""Grants in parts, by the cost of a project, held back until a loan is repaid, and matched."""

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
from products.kinds.grant import GRANT, GrantTerms

START = date(2026, 1, 31)
MARKET = flat_market(Timeline(START, 60))


def terms(**columns: Any) -> GrantTerms:
    return GrantTerms.model_validate(columns)


def test_a_subsidy_held_back_three_years_comes_late_and_no_more_than_its_cap() -> None:
    """15 % of the cost, at most Rs 300,000, which a project of 2 million reaches exactly (NDPREM,
    Kerala: held back until the loan is repaid). Source: https://www.financialviews.in/news/
    details/norka-loan-for-business
    """
    subsidy = terms(
        project_share=0.15, grant_max=300_000, delay_months=36, conditions="repaid_on_time"
    )
    (variant,) = GRANT.variants(subsidy)
    assert variant == Variant(tenor=36)
    flows = GRANT.unit_flows(subsidy, variant, MARKET)
    assert np.flatnonzero(flows.per_unit).tolist() == [36]
    assert GRANT.amount_limit(subsidy, variant) == pytest.approx(2_000_000)
    found = GRANT.schedule(subsidy, variant, 2_000_000_00, START, "INR", MARKET)
    assert found.due_minor.tolist() == [0, 300_000_00]


@pytest.mark.parametrize(("share", "own", "given"), [(3.0, 10_000, 30_000), (1.0, 10_000, 10_000)])
def test_own_money_is_matched_by_the_kind_of_project(share: float, own: int, given: int) -> None:
    """3x1 for Migrants (Mexico): three pesos to one for works, one to one for a business. Source:
    http://www.dof.gob.mx/nota_detalle.php?codigo=5289915&fecha=28/02/2013
    """
    matched = terms(match_share=share)
    assert own * GRANT.unit_flows(matched, Variant(1), MARKET).per_unit[0] == given


def test_a_grant_may_come_in_parts() -> None:
    parts = ({"at": 0, "value": 0.5}, {"at": 3, "value": 0.3}, {"at": 9, "value": 0.2})
    grant = terms(delay_months=1, tranches=parts)
    assert GRANT.variants(grant) == (Variant(tenor=10),)
    flows = GRANT.unit_flows(grant, Variant(10), MARKET)
    np.testing.assert_allclose(flows.per_unit[[1, 4, 10]], [0.5, 0.3, 0.2])
    found = GRANT.schedule(grant, Variant(10), 100_01, START, "PHP", MARKET)
    assert found.due_minor.tolist() == [0, 50_01, 30_00, 20_00]


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"tranches": ({"at": 0, "value": 0.5},)}, "problem.tranches_not_whole"),
        ({"match_share": 1.0, "project_share": 0.15}, "problem.match_and_project"),
        ({"project_share": 15}, "problem.too_high"),
        ({"conditions": "on time"}, "problem.wrong_form"),
        ({"claim_clock": "birth"}, "problem.not_in_list"),
    ],
)
def test_terms_that_cannot_be_are_problems_by_name(columns: dict[str, Any], code: str) -> None:
    with pytest.raises(ValidationError) as caught:
        terms(**columns)
    assert from_pydantic(caught.value.errors())[0].code == code
