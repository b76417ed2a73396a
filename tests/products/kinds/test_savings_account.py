"""Savings accounts: profit by the balance that counts, and what a wallet really nets."""

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
from products.kinds.savings_account import SAVINGS_ACCOUNT, SavingsAccountTerms
from products.terms import Outlook

START = date(2026, 1, 5)
MARKET = flat_market(Timeline(START, 60))


def terms(**columns: Any) -> SavingsAccountTerms:
    priced = {"rate": 0.12, "rate_basis": "simple_pa"}
    return SavingsAccountTerms.model_validate({**priced, **columns})


@pytest.mark.parametrize(
    ("plan", "balance", "quoted_pa", "fee", "net_of_filer"),
    [
        ("Advanced", 100_000, 0.09, 1_200, 6_000),
        ("Elite", 250_000, 0.11, 1_500, 20_500),
    ],
)
def test_wallet_plans_net_what_their_fees_leave(
    plan: str, balance: int, quoted_pa: float, fee: int, net_of_filer: int
) -> None:
    """A year at the plan's own minimum with one fee, 20 % tax as the page prints it for filers.

    Terms: https://www.jazzcash.com.pk/mobile-account/savings (February 2026).
    """
    wallet = terms(rate=quoted_pa, fee_fixed=fee, tax_filer_share=0.2, balance_min=balance)
    variant = Variant(12, tax_filer=True)
    flows = SAVINGS_ACCOUNT.unit_flows(wallet, variant, MARKET)
    net = (balance * flows.per_unit + flows.per_take).sum()
    assert net == pytest.approx(net_of_filer), plan
    found = SAVINGS_ACCOUNT.schedule(wallet, variant, 100 * balance, START, "PKR", MARKET)
    assert found.due_minor.sum() == 100 * net_of_filer


@pytest.mark.parametrize(
    ("balance", "quoted_pa", "fee", "gross"), [(5_000, 0.02, 100, 100), (2_000, 0.15, 2_000, 300)]
)
def test_a_fee_can_eat_more_than_the_profit(
    balance: int, quoted_pa: float, fee: int, gross: int
) -> None:
    """Basic: Rs 100 against Rs 100 gross; Saver's Club: Rs 2,000 against Rs 300 gross."""
    flows = SAVINGS_ACCOUNT.unit_flows(terms(rate=quoted_pa, fee_fixed=fee), Variant(12), MARKET)
    assert balance * flows.per_unit.sum() == pytest.approx(gross)
    assert (balance * flows.per_unit + flows.per_take).sum() <= 0


def test_a_monthly_reading_of_the_fee_asks_it_every_month_but_the_last() -> None:
    wallet = terms(fee_fixed=100, fee_every_months=1, fee_interval_assumed=True)
    flows = SAVINGS_ACCOUNT.unit_flows(wallet, Variant(12), MARKET)
    assert flows.per_take[:13].tolist() == [-100.0] * 12 + [0.0]
    assert (
        SAVINGS_ACCOUNT.schedule(wallet, Variant(12), 100, START, "PKR", MARKET).fee_minor.sum()
        == -120_000
    )


def test_below_the_smallest_balance_there_is_no_profit() -> None:
    wallet = terms(balance_min=5_000)
    poor = SAVINGS_ACCOUNT.schedule(wallet, Variant(12), 4_999_99, START, "PKR", MARKET)
    rich = SAVINGS_ACCOUNT.schedule(wallet, Variant(12), 5_000_00, START, "PKR", MARKET)
    assert poor.charge_minor.sum() == 0
    assert rich.charge_minor.sum() == 600_00


@pytest.mark.parametrize(("day", "months_earning"), [(5, 12), (6, 12), (7, 11), (31, 11)])
def test_the_lowest_balance_of_a_month_leaves_out_the_first(day: int, months_earning: int) -> None:
    """National Savings account: 9 % on the lowest balance from the 6th to the month's end.

    Source: https://www.techjuice.pk/national-savings-update-cdns-revises-profit-rates-for-
    january-2026
    """
    account = terms(
        rate=0.09, rate_basis="effective_pa", counted_balance="lowest", lowest_from_day=6
    )
    market = flat_market(Timeline(date(2026, 1, day), 12))
    flows = SAVINGS_ACCOUNT.unit_flows(account, Variant(12), market)
    assert flows.per_unit.sum() == pytest.approx(0.09 / 12 * months_earning)


@pytest.mark.parametrize(
    ("basis", "after_two_years"),
    [
        ("simple_pa", 0.24),
        ("effective_pa", 1.12**2 - 1),
        ("nominal_pa_half_yearly", 1.06**4 - 1),
        ("nominal_pa_quarterly", 1.03**8 - 1),
        ("nominal_pa_monthly", 1.01**24 - 1),
    ],
)
def test_profit_is_added_at_the_interval_of_the_basis(basis: str, after_two_years: float) -> None:
    flows = SAVINGS_ACCOUNT.unit_flows(terms(rate_basis=basis), Variant(24), MARKET)
    assert flows.per_unit.sum() == pytest.approx(after_two_years)


@pytest.mark.parametrize(("tax", "net"), [(0.0, 0.09), (0.2, 0.072)])
def test_profit_added_every_day_makes_365_additions_a_year(tax: float, net: float) -> None:
    account = terms(
        rate=0.09,
        rate_basis="nominal_pa_monthly",
        credited_daily=True,
        tax_filer_share=tax,
    )
    flows = SAVINGS_ACCOUNT.unit_flows(account, Variant(12), MARKET)
    assert flows.per_unit.sum() == pytest.approx((1 + net / 365) ** 365 - 1)
    found = SAVINGS_ACCOUNT.schedule(account, Variant(12), 100_000_00, START, "PKR", MARKET)
    assert found.due_minor.sum() == pytest.approx(100_000_00 * flows.per_unit.sum(), abs=12)


def test_money_can_be_taken_out_at_any_time_with_what_it_has_earned() -> None:
    flows = SAVINGS_ACCOUNT.unit_flows(terms(), Variant(12), MARKET)
    np.testing.assert_allclose(flows.exit_value[:12], 1 + 0.01 * np.arange(12))
    assert flows.exit_value[12] == 0


def test_zakat_is_withheld_for_every_completed_year() -> None:
    account = terms(zakat_pa_share=0.025)
    flows = SAVINGS_ACCOUNT.unit_flows(account, Variant(24), MARKET)
    assert flows.per_unit.sum() == pytest.approx(0.24 - 0.05)
    found = SAVINGS_ACCOUNT.schedule(account, Variant(24), 1_000_00, START, "PKR", MARKET)
    assert found.due_minor.sum() == 190_00


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"rate_basis": "flat_pa"}, "problem.basis_does_not_fit"),
        ({"rate": 12}, "problem.percent_not_decimal"),
        ({"rate_low": 0.2}, "problem.min_above_max"),
        ({"credited_daily": True}, "problem.basis_does_not_fit"),
        ({"rate_high": 0.1}, "problem.min_above_max"),
        ({"lowest_from_day": 0}, "problem.too_low"),
        ({"zakat_pa_share": 0.03}, "problem.too_high"),
        ({"counted_balance": "average"}, "problem.not_in_list"),
    ],
)
def test_terms_that_cannot_be_are_problems_by_name(columns: dict[str, Any], code: str) -> None:
    with pytest.raises(ValidationError) as caught:
        terms(**columns)
    assert from_pydantic(caught.value.errors())[0].code == code


def test_announcements_may_turn_out_low_or_high() -> None:
    account = terms(rate_low=0.08)
    assert account.seen(Outlook.LOW).rate == 0.08
    assert account.seen(Outlook.BASE).rate == account.seen(Outlook.HIGH).rate == 0.12
