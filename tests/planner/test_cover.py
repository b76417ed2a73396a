"""Months of cover along a plan."""

from __future__ import annotations

import numpy as np

from planner.budget import cover_months
from planner.cover import lacking
from tests.planner.families import SHELF, case, cash, family, food, home, plan, sends


def test_cover_starts_at_what_the_first_answers_say():
    made = plan(
        case(
            family(
                assets=[cash(90_000)],
                remittances=[sends(last_month="2027-01-01")],
                incomes=[
                    {"label": "sewing", "amount": 10_000},
                    {"label": "shop", "amount": 9_000, "phase": "after_return", "wait_months": 3},
                    {"label": "pay", "amount": 500, "currency": "SAR", "phase": "until_return"},
                ],
                expenses=[food(35_000), food(9_000, essential=False),
                          food(1_000, phase="after_return")],
                debts=[{"label": "uncle", "outstanding": 60_000, "instalment": 5_000}],
            ),
            36,
        )
    )  # fmt: skip
    lack = lacking(made)
    moving, fixed = lack.moving, lack.still
    assert cover_months(made.cash[0], made.budgets.stopped) == made.cash[0] / (moving + fixed)[0]
    assert (moving + fixed)[0] == 35_000 + 1_000 + 5_000 - 10_000
    assert (moving + fixed)[11] == 36_000 + 5_000 - 10_000
    assert fixed[12] == 0.0  # the uncle is paid
    assert (moving + fixed)[15] == 26_000 - 9_000  # the shop is there the month after


def test_money_in_another_currency_and_products_count_in_cover():
    wish = [{"listing_id": "PK-QARD-HASAN", "amount": 120_000, "start_mark": 2}]
    made = plan(
        case(
            home(assets=[cash(500_000)], expenses=[food(20_000)],
                 incomes=[{"label": "rent", "amount": 100, "currency": "SAR",
                           "grows_with_prices": False}]),
            24, choices=wish),
        SHELF,
    )  # fmt: skip
    lack = lacking(made)
    moving, fixed = lack.moving, lack.still
    assert moving[0] == 20_000
    assert fixed[0] == -7_500
    assert fixed[5] == -7_500 + 10_000
    assert fixed[20] == -7_500


def test_a_venture_counts_carefully_once_it_brings_and_by_its_key():
    farm = {"id": "goats", "label": "goats", "kind": "livestock", "cost": 10, "profit_pm": 60,
            "months": [1, 7], "wait_months": 2}  # fmt: skip
    made = plan(
        case(home(assets=[cash(90)], expenses=[food(100)], ventures=[farm]),
             undertakings=[{"venture": "goats", "start_mark": 1}])
    )  # fmt: skip
    lack = lacking(made)
    assert list(lack.closing) == ["venture.goats"]
    assert list(lack.moving[[0, 2, 3, 24]]) == [100, 100, 90, 90]


def test_what_a_product_brings_counts_once_it_is_there():
    wish = [{"listing_id": "PK-QARD-HASAN", "amount": 120_000, "brings_pm": 400,
             "brings_after_months": 3}]  # fmt: skip
    lack = lacking(plan(case(home(expenses=[food(1_000)]), choices=wish), SHELF))
    assert list(lack.moving[[2, 3]]) == [1_000, 600]
    assert lack.closing == {}


def test_a_season_is_spread_over_its_year_and_an_income_that_ends_has_ended():
    incomes = [
        {"label": "wheat", "kind": "farm", "amount": 120, "months": [5]},
        {"label": "job", "amount": 30, "until": "2026-06-01"},
        {"label": "pension", "amount": 5, "grows_with_prices": False},
    ]
    lack = lacking(plan(case(home(expenses=[food(100)], incomes=incomes))))
    assert list(lack.moving[[0, 4, 5]]) == [60, 60, 90]
    assert np.array_equal(lack.still, np.full(25, -5.0))
    assert list(lack.closing) == ["income.0", "income.1"]
