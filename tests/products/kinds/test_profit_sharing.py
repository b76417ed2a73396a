"""Profit sharing: announced or worked out from the pool, paid, kept or lost."""

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
from products.kinds.profit_sharing import PROFIT_SHARING, ProfitSharingTerms
from products.terms import Outlook

START = date(2026, 1, 31)
MARKET = flat_market(Timeline(START, 60))


def terms(**columns: Any) -> ProfitSharingTerms:
    plain = {"tenor_min_months": 12, "tenor_max_months": 36}
    announced = {} if "pool_profit_pa" in columns else {"profit_pa": 0.12}
    return ProfitSharingTerms.model_validate({**plain, **announced, **columns})


def test_sarwa_islamic_term_account_pays_its_anticipated_figure() -> None:
    """Rs 50,000 for a year at 9.96 %, 15 % tax of a filer: 4,980 before and 4,233 after it.

    Source: https://arynews.tv/national-savings-rates-on-defence-savings-for-jan-2026
    """
    account = terms(contract="wakala", profit_pa=0.0996, profit_cap_pa=0.0996, tax_filer_share=0.15)
    variant = Variant(12, tax_filer=True)
    found = PROFIT_SHARING.schedule(account, variant, 50_000_00, START, "PKR", MARKET)
    assert found.due_minor.tolist() == [-50_000_00, 54_233_00]
    flows = PROFIT_SHARING.unit_flows(account, variant, MARKET)
    assert 50_000 * flows.per_unit.sum() == pytest.approx(4_233)


@pytest.mark.parametrize(("share", "weight", "holder"), [(0.65, 1.0, 0.104), (0.5, 0.41, 0.0328)])
def test_ratio_and_weight_leave_the_holder_its_part(
    share: float, weight: float, holder: float
) -> None:
    """65 % to holders (Islamic Naya Pakistan Certificate, rupees); 50:50 with weight 0.41 (Monthly
    Mudarabah Certificate below Rs 10 million, February 2023), on a pool that earns 16 %.

    Source of the second: https://www.meezanbank.com/monthly-mudarabah-certificate/
    """
    account = terms(pool_profit_pa=0.16, holder_share=share, weight=weight)
    assert account.holder_profit_pa == pytest.approx(holder)
    flows = PROFIT_SHARING.unit_flows(account, Variant(12), MARKET)
    assert flows.per_unit.sum() == pytest.approx(holder)


def test_loss_of_the_pool_is_borne_whole_and_untaxed() -> None:
    account = terms(pool_profit_pa=-0.1, holder_share=0.5, tax_filer_share=0.15)
    flows = PROFIT_SHARING.unit_flows(account, Variant(12), MARKET)
    assert flows.per_unit[12] == pytest.approx(0.9)
    assert flows.exit_value[6] == pytest.approx(0.95)


def test_an_agent_keeps_what_is_earned_above_the_expected_figure() -> None:
    account = terms(contract="wakala", profit_pa=0.14, profit_cap_pa=0.1)
    assert PROFIT_SHARING.unit_flows(account, Variant(12), MARKET).per_unit[12] == pytest.approx(
        1.1
    )


def test_profit_is_paid_at_its_intervals_or_kept_to_earn() -> None:
    paid = PROFIT_SHARING.unit_flows(terms(payout_every_months=6), Variant(12), MARKET)
    np.testing.assert_allclose(paid.per_unit[[0, 6, 12]], [-1, 0.06, 1.06])
    kept = terms(payout_every_months=6, profit_kept=True)
    flows = PROFIT_SHARING.unit_flows(kept, Variant(12), MARKET)
    assert flows.per_unit[12] == pytest.approx(1.06**2)
    assert not flows.per_unit[1:12].any()
    found = PROFIT_SHARING.schedule(kept, Variant(12), 1_000_00, START, "PKR", MARKET)
    assert found.due_minor.tolist() == [-1_000_00, 0, 1_123_60]


def test_leaving_early_counts_on_the_sum_alone_unless_a_figure_is_known() -> None:
    plain = PROFIT_SHARING.unit_flows(terms(), Variant(12), MARKET)
    np.testing.assert_allclose(plain.exit_value[:12], 1)
    known = terms(exit_profit_pa=0.06, exit_min_months=3)
    flows = PROFIT_SHARING.unit_flows(known, Variant(12), MARKET)
    np.testing.assert_allclose(flows.exit_value[[0, 2, 3, 11]], [1, 1, 1.015, 1.055])


def test_the_ends_of_a_pool_take_its_place() -> None:
    account = terms(
        pool_profit_pa=0.1, pool_profit_pa_low=-0.02, pool_profit_pa_high=0.2, holder_share=0.5
    )
    assert account.seen(Outlook.LOW).holder_profit_pa == -0.02
    assert account.seen(Outlook.HIGH).holder_profit_pa == pytest.approx(0.1)


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"profit_pa": None}, "problem.no_profit"),
        ({"pool_profit_pa": 0.1, "profit_pa": 0.1, "holder_share": 1}, "problem.profit_twice"),
        ({"pool_profit_pa": 0.1}, "problem.no_holder_share"),
        ({"profit_pa_low": -0.1, "loss_shared": False}, "problem.loss_not_shared"),
        ({"payout_every_months": 2}, "problem.not_in_list"),
        ({"payout_every_months": 6, "tenor_min_months": 3}, "problem.not_whole_periods"),
        ({"profit_kept": True}, "problem.nothing_to_keep"),
        ({"profit_pa_low": 0.2}, "problem.min_above_max"),
    ],
)
def test_terms_that_cannot_be_are_problems_by_name(columns: dict[str, Any], code: str) -> None:
    with pytest.raises(ValidationError) as caught:
        terms(**columns)
    assert from_pydantic(caught.value.errors())[0].code == code
