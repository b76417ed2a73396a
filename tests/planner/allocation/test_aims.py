"""What a family wants most, as values; each worked by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from planner.allocation.aims import SMALL, TROUBLE, Measures, after_return, value, values_of
from planner.allocation.ground import ground_of
from planner.allocation.own import own_columns
from planner.household import Aim
from products.kind import Side
from tests.planner.allocation.made import MARKS, SHOP, column, columns, still
from tests.planner.families import case, cash, country, family, home, plan, sends

HOUSE = {"label": "House", "kind": "house", "amount_today": 300_000, "by": "2027-01-15"}
COLLEGE = {"label": "College", "kind": "education", "amount_today": 100_000, "by": "2027-07-15"}
THREAT = {"label": "him", "outstanding": 60_000, "pressure": "threats"}


def grounds(**given):
    one = plan(case(home(assets=[cash(500_000)], **given), 24))
    return ground_of(one, country())


def short():
    """Three marks of a still world."""
    found = still()
    timeline = replace(found.course.market.timeline, months=MARKS - 1)
    level = np.zeros(MARKS)
    market = replace(found.course.market, timeline=timeline, inflation_pm=level)
    return replace(found, course=replace(found.course, market=market, last=0))


def measures(**given):
    names = ("liquid", "goals", "house", "enterprise", "income_pm", "wealth", "relief", "lent")
    return Measures(**{**dict.fromkeys(names, 0.0), **given})


def test_liquid_is_what_can_be_had_at_once_less_what_is_owed_on_average():
    """100 put in at 0 come back as 110 at 2, and could be had for 90 meanwhile: -10, -10, +10."""
    one = column("deposit", (-1, 0, 1.1), bounds=(0, 100))
    one = replace(one, each=replace(one.each, exits=np.array([[0.9, 0.9, 0.0]])))
    found = values_of(columns(one), short(), Aim.SAFETY).per_unit
    assert found.liquid[0] == pytest.approx((-0.1 - 0.1 + 0.1) / 3)
    assert found.wealth[0] == pytest.approx(0.1)


def test_what_is_lent_counts_as_owed_and_twice_where_safety_is_the_aim():
    one = column("loan", (1, -0.5, -0.5), bounds=(0, 100), side=Side.FINANCE)
    one = replace(one, each=replace(one.each, owed=np.array([[1.0, 0.5, 0.0]])))
    found = values_of(columns(one), short(), Aim.SAFETY)
    assert found.per_unit.liquid[0] == pytest.approx(0.0)
    assert found.per_unit.lent[0] == pytest.approx(0.5)
    assert found.each[0] == pytest.approx(-0.5)
    assert values_of(columns(one), short(), Aim.GOALS).each[0] == pytest.approx(0.0)


def test_a_product_must_be_worth_its_trouble_a_goal_need_not():
    """A tenth of a month's essentials, 30,000."""
    one = column("deposit", (-1, 0, 1.0), bounds=(0, 100))
    found = values_of(columns(one), short(), Aim.WEALTH)
    assert found.once[0] == pytest.approx(-TROUBLE * 30_000)
    ground = grounds(goals=[HOUSE])
    assert values_of(own_columns(ground), ground, Aim.WEALTH).once[0] > 0


def test_money_that_went_into_a_goal_is_had_and_not_lost():
    ground = grounds(goals=[HOUSE])
    found = values_of(own_columns(ground), ground, Aim.SAFETY)
    assert found.per_take.liquid[0] == pytest.approx(0.0, abs=1e-6)
    assert found.per_take.wealth[0] == pytest.approx(0.0, abs=1e-6)
    assert found.once[0] == pytest.approx(SMALL * 300_000)


def test_a_goal_is_worth_its_price_less_for_waiting_and_for_goals_before_it():
    ground = grounds(goals=[COLLEGE, HOUSE])
    columns_ = own_columns(ground)
    found = values_of(columns_, ground, Aim.GOALS)
    worth = dict(zip([i.key for i in columns_.items], found.per_take.goals.tolist(), strict=True))
    assert worth["goal.1@12"] == 300_000
    assert worth["goal.1@18"] == 262_500
    assert worth["goal.0@18"] == pytest.approx(95_000)
    assert found.once == pytest.approx(found.per_take.goals)


def test_house_and_enterprise_count_what_is_spent_on_them():
    ground = grounds(goals=[HOUSE], ventures=[SHOP])
    columns_ = own_columns(ground)
    found = values_of(columns_, ground, Aim.HOUSE).per_take
    for item, house, enterprise in zip(
        columns_.items, found.house.tolist(), found.enterprise.tolist(), strict=True
    ):
        assert (house > 0) == item.key.startswith("goal")
        assert enterprise == (120_000 if item.key.startswith("venture") else 0)


def test_a_venture_that_never_pays_is_not_money_well_spent():
    ground = grounds(ventures=[{**SHOP, "profit_pm": 0, "resale_share": 0.2}])
    found = values_of(own_columns(ground), ground, Aim.ENTERPRISE)
    assert not np.any(found.per_take.enterprise)
    assert np.all(found.once < 0)


def test_a_venture_counts_for_the_goal_of_an_enterprise_up_to_its_price():
    goal = {**HOUSE, "kind": "enterprise", "amount_today": 240_000}
    ground = grounds(goals=[goal], ventures=[SHOP])
    found = values_of(own_columns(ground), ground, Aim.GOALS)
    assert found.per_take.goals[0] == pytest.approx(120_000)


def test_income_is_a_month_after_the_return():
    """A shop of 12,000 a month begun at 0 brings them in all months after the return at 11."""
    one = family(remittances=[sends(last_month="2026-12-01")], assets=[cash(500_000)],
                 ventures=[SHOP])  # fmt: skip
    ground = ground_of(plan(case(one, 24)), country())
    assert after_return(ground).sum() == 13
    found = values_of(own_columns(ground), ground, Aim.INCOME)
    assert found.per_take.income_pm[0] == pytest.approx(12_000)
    assert after_return(grounds()).sum() == 24


def test_to_be_rid_of_a_lender_who_threatens_is_worth_what_is_owed_at_once():
    ground = grounds(debts=[THREAT, {**THREAT, "pressure": "none"}])
    columns_ = own_columns(ground)
    found = values_of(columns_, ground, Aim.WEALTH).per_take.relief
    by_key = dict(zip([i.key for i in columns_.items], found.tolist(), strict=True))
    assert by_key["debt.0@0"] == 60_000
    assert by_key["debt.0@6"] == 30_000
    assert by_key["debt.0@12"] == by_key["debt.1@0"] == 0


@pytest.mark.parametrize("aim", list(Aim))
def test_wealth_decides_between_equals_in_every_aim(aim):
    ground = grounds()
    assert value(measures(wealth=10.0), ground, aim) > value(measures(), ground, aim)
    assert value(measures(relief=10.0), ground, aim) == pytest.approx(10.0)


@pytest.mark.parametrize(("aim", "field"), [
    (Aim.SAFETY, "liquid"), (Aim.GOALS, "goals"), (Aim.HOUSE, "house"),
    (Aim.ENTERPRISE, "enterprise"), (Aim.INCOME, "income_pm"), (Aim.WEALTH, "wealth"),
])  # fmt: skip
def test_the_aim_itself_weighs_ten_times_what_else_is_good(aim, field):
    ground = grounds()
    others = {"liquid", "goals", "wealth"} - {field}
    own = float(value(measures(**{field: 1.0}), ground, aim))
    assert own >= 1.0
    for other in others:
        assert float(value(measures(**{other: 1.0}), ground, aim)) <= SMALL + 1e-12
