"""Recurring savings: published tables of provident funds, crediting, tax, leaving early."""

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
from products.kinds.recurring_saving import RECURRING_SAVING, RecurringSavingTerms

START = date(2026, 1, 31)
MARKET = flat_market(Timeline(START, 240))


def terms(**columns: Any) -> RecurringSavingTerms:
    return RecurringSavingTerms.model_validate(
        {"tenor_max_months": 60, "rate": 0.075, "rate_basis": "effective_pa", **columns}
    )


def paid_back(saving: RecurringSavingTerms, monthly: int) -> float:
    variant = Variant(saving.tenor_max_months)
    found = RECURRING_SAVING.schedule(saving, variant, 100 * monthly, START, "PHP", MARKET)
    return int(found.due_minor[-1]) / 100


def test_mp2_savings_reproduce_the_published_years() -> None:
    """500 pesos a month at 7.5 %, added yearly: the accumulated value of each of five years.

    Source: https://moneysense.ph/government-agency/pag-ibig-fund-hdmf/123892/
    """
    printed = [6_243.75, 12_955.78, 20_171.21, 27_927.81, 36_266.14]
    found = [paid_back(terms(tenor_max_months=12 * year), 500) for year in range(1, 6)]
    assert found == pytest.approx(printed, abs=0.011)
    flows = RECURRING_SAVING.unit_flows(terms(), Variant(60), MARKET)
    assert 500 * flows.per_unit[60] == pytest.approx(36_266.14, abs=0.005)


@pytest.mark.parametrize(
    ("monthly", "quoted_pa", "years", "printed", "source"),
    [
        (1_000, 0.075, 5, 72_532.28, "moneysense.ph MP2 table, 1,000 a month"),
        (200, 0.04, 20, 73_015.85, "https://www.pagibig.net/2013/09/ dividends on savings"),
    ],
)
def test_provident_fund_totals_are_met(
    monthly: int, quoted_pa: float, years: int, printed: float, source: str
) -> None:
    saving = terms(rate=quoted_pa, tenor_max_months=12 * years)
    flows = RECURRING_SAVING.unit_flows(saving, Variant(12 * years), MARKET)
    assert monthly * flows.per_unit[-1 if years == 20 else 12 * years] == pytest.approx(
        printed, abs=0.01
    )


def test_the_leaflet_that_fits_no_rule_is_not_reproduced() -> None:
    """Negative test: 100 a month at 5 % for 20 years, printed 31,419.33; the rule gives 40,754.

    No standard rule gives the printed figure of the leaflet for workers overseas.
    """
    saving = terms(rate=0.05, tenor_max_months=240)
    assert round(paid_back(saving, 100)) == 40_754


def test_deposits_come_at_the_start_of_each_month_and_all_is_paid_after_the_last() -> None:
    flows = RECURRING_SAVING.unit_flows(terms(rate=0.0), Variant(12), MARKET)
    np.testing.assert_array_equal(flows.per_unit[:14], [-1.0] * 12 + [12.0, 0.0])
    np.testing.assert_array_equal(flows.owned[:14], [*range(1, 13), 0.0, 0.0])


@pytest.mark.parametrize(
    ("basis", "expected"),
    [
        ("nominal_pa_monthly", sum(1.01**left for left in range(1, 13))),
        ("nominal_pa_quarterly", 3.06 * (1.03**4 - 1) / 0.03),
        ("nominal_pa_half_yearly", 6.21 * (1.06**2 - 1) / 0.06),
        ("effective_pa", 12.78),
        ("simple_pa", 12.78),
    ],
)
def test_profit_is_added_as_often_as_the_basis_says(basis: str, expected: float) -> None:
    saving = terms(rate=0.12, rate_basis=basis)
    flows = RECURRING_SAVING.unit_flows(saving, Variant(12), MARKET)
    assert flows.per_unit[12] == pytest.approx(expected)


def test_tax_is_withheld_as_profit_is_added() -> None:
    saving = terms(rate=0.12, rate_basis="nominal_pa_monthly", tax_nonfiler_share=0.5)
    flows = RECURRING_SAVING.unit_flows(saving, Variant(12), MARKET)
    assert flows.per_unit[12] == pytest.approx(sum(1.005**left for left in range(1, 13)))


def test_leaving_early_pays_the_deposits_and_the_exit_price_after_its_months() -> None:
    unknown = RECURRING_SAVING.unit_flows(terms(), Variant(12), MARKET)
    np.testing.assert_array_equal(unknown.exit_value[[0, 5, 11, 12]], [1, 6, 12, 0])
    known = RECURRING_SAVING.unit_flows(
        terms(exit_rate=0.12, exit_min_months=6, rate_basis="simple_pa"), Variant(12), MARKET
    )
    np.testing.assert_allclose(known.exit_value[[5, 6]], [6, 7 + 0.21])
    closed = RECURRING_SAVING.unit_flows(terms(exit_allowed=False), Variant(12), MARKET)
    assert not closed.exit_value.any()


def test_the_contract_shows_profit_put_back_as_it_is_added() -> None:
    saving = terms(tenor_max_months=24)
    found = RECURRING_SAVING.schedule(saving, Variant(24), 500_00, START, "PHP", MARKET)
    assert len(found) == 25
    assert found.due_minor[:24].tolist() == [-500_00] * 24
    assert found.charge_minor[12] == 243_75
    assert found.principal_minor[12] == -(500_00 + 243_75)
    assert found.balance_minor[12] == 6_743_75


def test_the_amount_is_a_months_deposit() -> None:
    assert RECURRING_SAVING.amount_is_monthly


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"rate": None}, "problem.not_a_number"),
        ({"rate": 7.5}, "problem.percent_not_decimal"),
        ({"rate_basis": "flat_pa"}, "problem.basis_does_not_fit"),
        ({"rate_basis": "effective_pm"}, "problem.basis_does_not_fit"),
        ({"tenor_max_months": 481}, "problem.too_high"),
    ],
)
def test_terms_that_cannot_be_are_problems_by_name(columns: dict[str, Any], code: str) -> None:
    with pytest.raises(ValidationError) as caught:
        terms(**columns)
    assert from_pydantic(caught.value.errors())[0].code == code
