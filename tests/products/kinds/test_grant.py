"""Grants: given once, after a delay, perhaps in proportion to the family's own money."""

from __future__ import annotations

from datetime import date
from math import inf
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from products.basis.market import flat_market
from products.basis.problems import from_pydantic
from products.basis.timeline import Timeline
from products.kind import Variant
from products.kinds.grant import GRANT, GrantTerms, amount_limit

START = date(2026, 1, 31)
MARKET = flat_market(Timeline(START, 48))


def test_a_grant_comes_once_after_its_delay_and_its_fee_at_the_start() -> None:
    """OPF financial aid on disability: Rs 300,000; membership Rs 4,000 (opf.org.pk)."""
    grant = GrantTerms(delay_months=6, fee_fixed=4_000)
    flows = GRANT.unit_flows(grant, Variant(6, start=2), MARKET)
    assert np.flatnonzero(flows.per_unit).tolist() == [8]
    assert flows.per_unit[8] == flows.charge[8] == 1
    assert flows.per_take[2] == -4_000
    found = GRANT.schedule(grant, Variant(6), 300_000_00, START, "PKR", MARKET)
    assert found.due_minor.tolist() == [-4_000_00, 300_000_00]
    assert found.due_date == (START, date(2026, 7, 31))


def test_a_matched_grant_is_a_share_of_the_own_contribution_up_to_its_cap() -> None:
    """15 % of project cost, at most 300,000, held back until later (NDPREM, Kerala, India)."""
    grant = GrantTerms(match_share=0.15, grant_max=300_000, delay_months=36)
    flows = GRANT.unit_flows(grant, Variant(36), MARKET)
    assert flows.per_unit[36] == 0.15
    assert amount_limit(grant, Variant(36)) == 2_000_000
    found = GRANT.schedule(grant, Variant(36), 1_000_000_00, START, "INR", MARKET)
    assert found.due_minor[-1] == 150_000_00
    with pytest.raises(ValueError, match="at most"):
        GRANT.schedule(grant, Variant(36), 2_000_001_00, START, "INR", MARKET)


def test_a_grant_without_a_cap_is_limited_by_its_listing_alone() -> None:
    assert GRANT.amount_limit(GrantTerms(), Variant(1)) == inf
    assert amount_limit(GrantTerms(grant_max=20_000), Variant(1)) == 20_000


def test_a_grant_at_once_is_one_row() -> None:
    found = GRANT.schedule(GrantTerms(fee_fixed=10), Variant(1), 100_00, START, "PKR", MARKET)
    assert found.due_minor.tolist() == [90_00]
    assert GRANT.variants(GrantTerms()) == (Variant(1),)


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"delay_months": -1}, "problem.too_low"),
        ({"match_share": 150}, "problem.too_high"),
        ({"grant_max": 1_000, "fee_fixed": 4_000}, "problem.fee_above_grant"),
    ],
)
def test_terms_that_cannot_be_are_problems_by_name(columns: dict[str, Any], code: str) -> None:
    with pytest.raises(ValidationError) as caught:
        GrantTerms.model_validate(columns)
    assert from_pydantic(caught.value.errors())[0].code == code
