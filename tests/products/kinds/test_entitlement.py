"""Entitlements: payments again and again, from when and for how long."""

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
from products.kinds.entitlement import ENTITLEMENT, EntitlementTerms

START = date(2026, 1, 31)
MARKET = flat_market(Timeline(START, 60))


def terms(**columns: Any) -> EntitlementTerms:
    return EntitlementTerms.model_validate(columns)


def test_a_pension_is_paid_every_month_after_its_delay() -> None:
    """EOBI, Pakistan: at least Rs 11,500 a month from January 2025.

    Source: https://mazbootpakistan.com/eobi
    """
    pension = terms(delay_months=3)
    flows = ENTITLEMENT.unit_flows(pension, Variant(12), MARKET)
    assert np.flatnonzero(flows.per_unit).tolist() == list(range(3, 15))
    assert 11_500 * flows.per_unit.sum() == 138_000
    found = ENTITLEMENT.schedule(pension, Variant(12), 11_500_00, START, "PKR", MARKET)
    assert found.due_minor.tolist() == [0] + [11_500_00] * 12
    assert ENTITLEMENT.side_of(pension, Variant(12)) is Side.GRANT


def test_quarterly_payments_begin_with_the_first_and_cost_their_fee_once() -> None:
    benefit = terms(paid_every_months=3, fee_fixed=200)
    flows = ENTITLEMENT.unit_flows(benefit, Variant(12), MARKET)
    assert np.flatnonzero(flows.per_unit).tolist() == [0, 3, 6, 9]
    assert flows.per_take[0] == -200
    found = ENTITLEMENT.schedule(benefit, Variant(12), 1_000_00, START, "PKR", MARKET)
    assert found.due_minor.tolist() == [800_00, 1_000_00, 1_000_00, 1_000_00]


def test_a_claim_has_its_clock() -> None:
    benefit = terms(claim_clock="return", claim_within_months=36)
    assert (benefit.claim_clock.value, benefit.claim_within_months) == ("return", 36)


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"paid_every_months": 2}, "problem.not_in_list"),
        ({"claim_clock": "birthday"}, "problem.not_in_list"),
        ({"delay_months": -1}, "problem.too_low"),
    ],
)
def test_terms_that_cannot_be_are_problems_by_name(columns: dict[str, Any], code: str) -> None:
    with pytest.raises(ValidationError) as caught:
        terms(**columns)
    assert from_pydantic(caught.value.errors())[0].code == code
