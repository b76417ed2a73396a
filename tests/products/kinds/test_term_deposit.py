"""Term deposits: published profits, tax, and what is paid on breaking one early."""

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
from products.kinds.term_deposit import TERM_DEPOSIT, TermDepositTerms

START = date(2026, 1, 31)
MARKET = flat_market(Timeline(START, 60))
NBP_PLUS = ({"at": 0, "value": 0.11}, {"at": 12, "value": 0.115}, {"at": 24, "value": 0.12})


def terms(**columns: Any) -> TermDepositTerms:
    priced = {} if "rate_steps" in columns else {"rate": 0.12}
    return TermDepositTerms.model_validate(
        {"tenor_max_months": 12, "rate_basis": "simple_pa", **priced, **columns}
    )


def paid_back(deposit: TermDepositTerms, amount: int, tax_filer: bool = False) -> float:
    variant = Variant(deposit.tenor_max_months, tax_filer=tax_filer)
    found = TERM_DEPOSIT.schedule(deposit, variant, 100 * amount, START, "PKR", MARKET)
    assert found.due_minor[0] == -100 * amount
    return int(found.due_minor[-1]) / 100


def test_the_step_up_deposit_pays_the_banks_own_example() -> None:
    """Rs 500,000 for 3 years at 11, 11.5 and 12 %: profit 172,500, in all 672,500.

    Source: National Bank of Pakistan, https://nbp.com.pk/tdc/faq.aspx
    """
    deposit = terms(tenor_max_months=36, rate_steps=NBP_PLUS)
    assert paid_back(deposit, 500_000) == 672_500
    flows = TERM_DEPOSIT.unit_flows(deposit, Variant(36), MARKET)
    assert 500_000 * flows.per_unit[36] == pytest.approx(672_500)
    np.testing.assert_allclose(flows.owned[[12, 24]], [1.11, 1.225])


@pytest.mark.parametrize(
    ("quoted_pa", "months", "printed"), [(0.1032, 3, 2_580), (0.1020, 6, 5_100)]
)
def test_short_term_savings_certificates_pay_the_notified_profit(
    quoted_pa: float, months: int, printed: int
) -> None:
    """Rs 100,000 for 3 and 6 months: 2,580 and 5,100, July 2025.

    Source: https://pakobserver.net/national-savings-profit-rates-revised-from-july-2025-behbood-defence-certificates-rates/
    """
    deposit = terms(tenor_max_months=months, rate=quoted_pa)
    assert paid_back(deposit, 100_000) == 100_000 + printed


def test_profit_is_taxed_by_the_holders_class() -> None:
    """15 % of profit on the active taxpayers' list, 30 % off it (notice effective 1 July 2025)."""
    deposit = terms(rate=0.10, tax_filer_share=0.15, tax_nonfiler_share=0.30)
    assert paid_back(deposit, 100_000, tax_filer=True) == 108_500
    assert paid_back(deposit, 100_000) == 107_000
    one_known = terms(rate=0.10, tax_filer_share=0.15)
    assert paid_back(one_known, 100_000) == 108_500
    assert paid_back(terms(rate=0.10), 100_000) == 110_000


def test_compound_profit_grows_to_its_effective_rate() -> None:
    deposit = terms(rate=0.10, rate_basis="effective_pa", tenor_max_months=24)
    assert paid_back(deposit, 100_000) == 121_000
    quarterly = terms(rate=0.08, rate_basis="nominal_pa_quarterly", tenor_max_months=12)
    assert paid_back(quarterly, 100_000) == round(100_000 * 1.02**4, 2)


def exits(**columns: Any) -> list[float]:
    flows = TERM_DEPOSIT.unit_flows(terms(**columns), Variant(12), MARKET)
    return [round(float(flows.exit_value[month]), 6) for month in (0, 3, 6, 12)]


def test_an_unknown_exit_price_counts_on_the_deposit_alone() -> None:
    assert exits() == [1.0, 1.0, 1.0, 0.0]


def test_leaving_early_is_paid_at_the_exit_price_after_the_first_months() -> None:
    assert exits(exit_rate=0.06, exit_min_months=6) == [1.0, 1.0, 1.03, 0.0]
    assert exits(exit_reduction=0.01) == [1.0, 1.0275, 1.055, 0.0]
    assert exits(exit_rate=0.06, exit_charge_share=0.01) == [0.99, 1.005, 1.02, 0.0]
    assert exits(exit_rate=0.06, tax_nonfiler_share=0.5) == [1.0, 1.0075, 1.015, 0.0]
    assert exits(exit_rate=0.06, exit_allowed=False) == [0.0, 0.0, 0.0, 0.0]


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"rate": None}, "problem.no_rate"),
        ({"rate": 11}, "problem.percent_not_decimal"),
        ({"rate": 0.1, "rate_steps": NBP_PLUS}, "problem.rate_and_steps"),
        ({"rate_steps": NBP_PLUS}, "problem.step_beyond_tenor"),
        ({"rate_steps": NBP_PLUS[1:], "tenor_max_months": 36}, "problem.steps_start_late"),
        ({"rate_steps": ({"at": 0, "index": "kibor_1y"},)}, "problem.step_without_value"),
        ({"rate_basis": "flat_term"}, "problem.basis_does_not_fit"),
        ({"exit_rate": 0.05, "exit_reduction": 0.01}, "problem.two_exit_rules"),
        ({"tax_filer_share": 15}, "problem.too_high"),
    ],
)
def test_terms_that_cannot_be_are_problems_by_name(columns: dict[str, Any], code: str) -> None:
    with pytest.raises(ValidationError) as caught:
        terms(**columns)
    assert from_pydantic(caught.value.errors())[0].code == code
