"""Savings groups: shares and a social fund in, a sharing out at the end."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from pydantic import ValidationError

from products.basis.market import flat_market
from products.basis.problems import from_pydantic
from products.basis.timeline import Timeline
from products.kind import Variant
from products.kinds.savings_group import SAVINGS_GROUP, SavingsGroupTerms
from products.terms import Outlook
from tests.strategies import terms_of

START = date(2026, 1, 31)
MARKET = flat_market(Timeline(START, 60))
CYCLE = Variant(12)


def terms(**columns: Any) -> SavingsGroupTerms:
    return SavingsGroupTerms.model_validate(columns)


@given(terms_of("savings_group"))
def test_cash_in_is_cash_out_less_what_was_earned_and_the_social_fund(
    group: SavingsGroupTerms,
) -> None:
    """Per unit a month: paid in is paid out, less the earnings of loans, with the social fund."""
    months = group.cycle_months
    flows = SAVINGS_GROUP.unit_flows(group, Variant(months), MARKET)
    social = months * group.social_share
    earned = flows.charge.sum() + social
    cash_in = -flows.per_unit[:months].sum()
    assert cash_in + earned == pytest.approx(flows.per_unit[months] + social)


def test_without_loans_the_shares_come_back_as_they_were() -> None:
    found = SAVINGS_GROUP.schedule(terms(social_share=0.1), CYCLE, 1_000_00, START, "KES", MARKET)
    assert found.due_minor.tolist() == [-1_100_00] * 12 + [12_000_00]
    assert found.fee_minor.sum() == -1_200_00


def test_loans_to_members_earn_for_the_shares() -> None:
    """A fund that is all lent at 10 % a month pays 12 deposits of 1 that grow by 10 % a month."""
    group = terms(lent_share=1, loan_charge_pm=0.1)
    flows = SAVINGS_GROUP.unit_flows(group, CYCLE, MARKET)
    assert flows.per_unit[12] == pytest.approx(sum(1.1**month for month in range(1, 13)))
    half = SAVINGS_GROUP.unit_flows(terms(lent_share=0.5, loan_charge_pm=0.1), CYCLE, MARKET)
    assert half.per_unit[12] == pytest.approx(sum(1.05**month for month in range(1, 13)))


def test_loans_that_are_not_paid_back_are_shared_too() -> None:
    group = terms(lent_share=0.5, loss_share=0.2, loss_share_low=0.0, loss_share_high=0.5)
    assert SAVINGS_GROUP.unit_flows(group, CYCLE, MARKET).per_unit[12] == pytest.approx(12 * 0.9)
    low = SAVINGS_GROUP.unit_flows(group.seen(Outlook.LOW), CYCLE, MARKET)
    assert low.per_unit[12] == pytest.approx(12 * 0.75)


def test_nothing_is_counted_on_before_the_sharing_out() -> None:
    flows = SAVINGS_GROUP.unit_flows(terms(), CYCLE, MARKET)
    assert not flows.exit_value.any()
    np.testing.assert_allclose(flows.owned[:12], 1 + np.arange(12))


def test_shares_a_meeting_limit_what_can_be_saved_in_a_month() -> None:
    """Five shares of 100 at each weekly meeting: 52 meetings a year, 2,166.67 a month."""
    weekly = terms(share_price=100)
    assert SAVINGS_GROUP.amount_limit(weekly, CYCLE) == pytest.approx(26_000 / 12)
    assert SAVINGS_GROUP.amount_limit(terms(), CYCLE) == float("inf")


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"cycle_months": 0}, "problem.too_low"),
        ({"loan_charge_pm": 10}, "problem.percent_not_decimal"),
        ({"lent_share": 0.1, "lent_share_low": 0.2}, "problem.min_above_max"),
        ({"social_share": 2}, "problem.too_high"),
    ],
)
def test_terms_that_cannot_be_are_problems_by_name(columns: dict[str, Any], code: str) -> None:
    with pytest.raises(ValidationError) as caught:
        terms(**columns)
    assert from_pydantic(caught.value.errors())[0].code == code
