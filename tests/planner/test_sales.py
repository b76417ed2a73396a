"""What would be sold first if cash ran out."""

from __future__ import annotations

import numpy as np

from planner.household import Household
from planner.sales import sale_order
from tests.planner.families import cash, family, market

THINGS = [
    {"label": "land", "kind": "land", "value": 900, "days_to_sell": 180, "sale_loss_share": 0.1},
    {"label": "gold", "kind": "gold", "value": 100, "days_to_sell": 3, "sale_loss_share": 0.1},
    {"label": "cow", "kind": "livestock", "value": 50, "days_to_sell": 3},
    {"label": "ring", "kind": "gold", "value": 500, "days_to_sell": 1, "keep": True},
    {"label": "dollars", "kind": "other", "value": 1, "currency": "USD", "days_to_sell": 40},
    cash(10),
]


def ordered(flow: list[float], things=THINGS):
    household = Household.model_validate(family(assets=things))
    return sale_order(household, np.cumsum(np.array(flow, dtype=float)), market(), "PKR")


def test_the_quickest_goes_first_then_the_one_that_loses_least_and_what_is_kept_never():
    found = ordered([10, -5, -5])
    assert [s.label for s in found.sales] == ["cow", "gold", "dollars", "land"]
    assert [s.proceeds for s in found.sales] == [50, 90, 280, 810]
    assert not any(s.needed for s in found.sales)
    assert found.uncovered == 0


def test_each_sale_carries_to_the_month_before_cash_falls_below_zero_again():
    found = ordered([10, -40, -40, -40, -40])  # 10, -30, -70, -110, -150
    cow, gold, dollars, _ = found.sales
    assert (cow.needed, cow.carries_to_mark) == (True, 1)  # 60, 20, -20
    assert (gold.needed, gold.carries_to_mark) == (True, 3)  # 150, 110, 70, 30, -10
    assert (dollars.needed, dollars.carries_to_mark) == (True, None)
    assert found.uncovered == 0


def test_a_sale_that_takes_too_long_is_not_in_time():
    slow = [{"label": "land", "kind": "land", "value": 900, "days_to_sell": 100}]
    assert ordered([10, -40, 0], slow).sales[0].ready_mark == 4
    assert not ordered([10, -40, 0], slow).sales[0].in_time
    assert ordered([10, 0, 0, 0, -40], slow).sales[0].in_time


def test_what_is_missing_after_everything_is_sold():
    found = ordered([0, -2000])
    assert found.uncovered == 2000 - (50 + 90 + 280 + 810)
    assert found.sales[-1].carries_to_mark == 0
