"""A typical month: now, if the money stopped today, after the return."""

from __future__ import annotations

from math import inf

import pytest

from planner.budget import Budget, Budgets, budgets, cover_months
from planner.case import Undertaking
from planner.debts import course
from planner.household import Household
from planner.ventures import begin
from tests.planner.families import REQUIRED, family, food, home, market, sends


def months_of(given: dict, last: int) -> Budgets:
    household = Household.model_validate(given)
    debts = [course(d, f"debt.{i}", 24) for i, d in enumerate(household.debts)]
    return budgets(household, market(), "PKR", last, debts)


def with_ventures(start: int, last: int, **venture) -> Budgets:
    shop = {"id": "shop", "label": "Shop", "cost": 1, "profit_pm": 12_000, **venture}
    household = Household.model_validate(family(ventures=[shop]))
    wanted = [Undertaking(venture="shop", start_mark=start)]
    begun, _ = begin(household, wanted, market(36), {**REQUIRED, "venture_counted_share": 0.5})
    return budgets(household, market(36), "PKR", last, [], begun)


WORK = {"label": "work", "amount": 40_000, "phase": "after_return", "wait_months": 6}
ABROAD = family(
    remittances=[sends(1000, margin_share=0.02)],
    incomes=[{"label": "sewing", "amount": 6_000}, WORK],
    expenses=[
        food(30_000),
        food(24_000, months=[4, 8]),
        food(5_000, phase="until_return"),
        food(7_000, phase="after_return"),
        food(2_000, essential=False),
    ],
    debts=[{"label": "uncle", "outstanding": 50_000, "instalment": 5_000},
           {"label": "bank", "outstanding": 900_000, "instalment": 10_000, "every_months": 2}],
)  # fmt: skip


def test_the_three_months_of_a_family_that_is_sent_money():
    found = months_of(ABROAD, 6)
    assert found.now == Budget(6_000, 73_500, 30_000 + 4_000 + 5_000, 2_000, 5_000 + 5_000)
    assert found.stopped == Budget(6_000, 0, 30_000 + 4_000 + 7_000, 2_000, 10_000)
    # uncle is paid off within the year after the return, the bank is not
    assert found.after == Budget(46_000, 0, 41_000, 2_000, 5_000)
    assert found.now.free == 79_500 - 49_000


def test_where_nobody_sends_money_now_is_already_after_the_return():
    given = home(
        incomes=[WORK, {**WORK, "amount": 9_000, "wait_months": 0}], expenses=[food(10_000)]
    )
    found = months_of(given, 0)
    assert found.now.income == 9_000
    assert found.stopped == found.now
    assert found.after.income == 49_000


def test_what_ended_before_the_plan_counts_no_more():
    given = family(
        remittances=[sends(last_month="2025-12-01"), sends(10, first_month="2027-01-01")],
        expenses=[food(10_000, until="2025-12-01"), food(1_000)],
    )
    found = months_of(given, 24)
    assert found.now.remittance == 0
    assert found.now.essential == 1_000


def test_months_of_cover_are_money_at_hand_over_what_a_month_lacks():
    """FIELD_PRACTICE §9: liquid assets / (essentials + instalments - secure income)."""
    lacking = Budget(
        income=10_000, remittance=0, essential=35_000, other_spending=0, instalments=5_000
    )
    assert cover_months(90_000, lacking) == 3
    assert cover_months(0, lacking) == 0
    assert cover_months(0, Budget(50_000, 0, 35_000, 0, 5_000)) == inf
    assert cover_months(90_000, Budget(10_000, 80_000, 35_000, 0, 5_000)) == pytest.approx(3)


def test_a_venture_begun_by_the_first_year_after_the_return_counts_after_it_alone():
    found = with_ventures(18, 6)
    assert (found.now.income, found.stopped.income, found.after.income) == (0, 0, 6_000)
    assert with_ventures(19, 6).after.income == 0


def test_a_season_counts_for_its_part_of_the_year():
    assert with_ventures(0, 6, months=[5, 11], wait_months=9).after.income == 1_000


def test_a_debt_paid_off_at_once_asks_for_nothing():
    household = Household.model_validate(
        home(debts=[{"label": "uncle", "outstanding": 50_000, "instalment": 5_000}])
    )
    debts = [course(household.debts[0], "debt.0", 24, payoff=0)]
    assert budgets(household, market(), "PKR", 0, debts).now.instalments == 0


def test_the_dust_of_sums_is_nothing_left_and_nothing_lacking():
    assert Budget(572 + 1_000 / 3, 0, 905 + 1 / 3 + 1e-9, 0, 0).free == 0.0
    assert Budget(100, 0, 100.01, 0, 0).free < 0
