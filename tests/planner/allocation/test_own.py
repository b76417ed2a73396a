"""What a family can do by itself."""

from __future__ import annotations

import numpy as np
import pytest

from planner.allocation.ground import ground_of
from planner.allocation.items import Deed
from planner.allocation.own import kept_worth, own_columns, replaced
from planner.course import course_of
from tests.planner.allocation.made import SHOP
from tests.planner.families import case, cash, country, home, plan

HOUSE = {"label": "House", "kind": "house", "amount_today": 300_000, "by": "2027-01-15"}
DEBT = {
    "label": "shop", "outstanding": 60_000, "instalment": 5_000,
    "price": {"value": 0.02, "basis": "effective_pm"},
}  # fmt: skip


def grounds(months=24, inflation=0.0, **given):
    one = plan(case(home(assets=[cash(500_000)], **given), months),
               where=country(inflation_pa=inflation, venture_counted_share=0.5,
                             venture_death_pa=0.2))  # fmt: skip
    return ground_of(one, country(inflation_pa=inflation))


def test_every_column_moves_cash_as_the_plan_does_when_it_is_decided():
    """One column after the other against the course with that one decision."""
    from planner.allocation.allocate import decisions_of

    found = grounds(36, 0.08, goals=[HOUSE], debts=[DEBT], ventures=[SHOP])
    columns = own_columns(found)
    assert {item.deed for item in columns.items} == {Deed.PAYMENT, Deed.PAYOFF, Deed.VENTURE}
    for k, item in enumerate(columns.items):
        decided = decisions_of([(item, 0.0)])
        case_ = found.case.model_copy(update=decided.decided)
        course = course_of(case_, (), found.assumptions, found.currency)
        moved = found.cash + np.cumsum(columns.once.cash[k])
        assert moved == pytest.approx(course.projection.cash, abs=1e-6)


def test_a_goal_is_offered_by_its_month_and_up_to_two_years_late():
    columns = own_columns(grounds(60, goals=[HOUSE]))
    assert [item.key for item in columns.items] == [f"goal.0@{m}" for m in (12, 18, 24, 30, 36)]
    assert columns.price.tolist() == [300_000.0] * 5


def test_waiting_takes_a_quarter_of_a_goals_worth_a_year():
    found = grounds(60, goals=[HOUSE])
    goal = found.case.household.goals[0]
    shares = [kept_worth(found, goal, m) for m in (6, 12, 18, 36, 99)]
    assert shares == [1.0, 1.0, 0.875, 0.5, 0.0]


def test_savings_are_kept_and_not_paid_for():
    savings = {**HOUSE, "kind": "savings"}
    assert own_columns(grounds(goals=[savings])).size == 0


def test_an_enterprise_told_as_a_venture_is_not_paid_for_beside_it():
    goal = {**HOUSE, "kind": "enterprise"}
    with_shop = grounds(goals=[goal], ventures=[SHOP])
    assert replaced(with_shop, with_shop.case.household.goals[0])
    assert {item.deed for item in own_columns(with_shop).items} == {Deed.VENTURE}
    training = {**SHOP, "kind": "training"}
    beside = own_columns(grounds(goals=[goal], ventures=[training]))
    assert {item.deed for item in beside.items} == {Deed.VENTURE, Deed.PAYMENT}


def test_a_debt_is_paid_off_on_half_years_while_it_stands():
    """60,000 at 2 % a month in instalments of 5,000 are cleared after fourteen months."""
    columns = own_columns(grounds(debts=[DEBT]))
    assert [item.mark for item in columns.items] == [0, 6, 12]
    assert columns.price[0] == 60_000
    saved = columns.once.income.sum(axis=-1)
    assert np.all(np.diff(saved) < 0)
    assert np.all(saved > 0)
    assert columns.once.asks[0].sum() < 0


def test_a_venture_begins_on_half_years_from_when_it_may():
    later = {**SHOP, "earliest": "2026-09-01"}
    columns = own_columns(grounds(ventures=[later]))
    assert [item.mark for item in columns.items] == [8, 12, 18]
    assert columns.price.tolist() == [120_000.0] * 3
    assert columns.today.tolist() == [120_000.0] * 3


def test_a_venture_counts_by_the_chance_that_it_is_open():
    columns = own_columns(grounds(ventures=[SHOP]))
    assert np.all(columns.once.expected[0] <= columns.once.cash[0])
    assert columns.once.expected[0, -1] < columns.once.cash[0, -1] == 6_000
