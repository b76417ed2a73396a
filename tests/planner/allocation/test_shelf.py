"""Products as columns, in every way they may be taken."""

from __future__ import annotations

import numpy as np
import pytest

from planner.allocation.ground import ground_of
from planner.allocation.own import own_columns
from planner.allocation.shelf import shelf_of
from planner.allocation.takes import product_columns
from products.basis.sources import Standing
from tests.planner.allocation.made import SHOP
from tests.planner.families import (
    case,
    cash,
    country,
    deposit,
    family,
    food,
    home,
    loan,
    plan,
    qard,
    sends,
)

HOUSE = {"label": "House", "kind": "house", "amount_today": 300_000, "by": "2027-01-15"}
MORTGAGE = {"category": "housing", "id_": "PK-HOME", "down_payment_share": 0.2}
ACCOUNT = {"amount_min": 1_000, "tenor_max_months": 24, "rate": 0.1,
           "rate_basis": "nominal_pa_monthly"}  # fmt: skip
ABROAD_ONLY = {"fact": "residence", "op": "is", "value": ("abroad",)}


def made(shelf, months=36, inflation=0.0, household=None, **given):
    house = household or home(
        assets=[cash(500_000)], incomes=[{"label": "wage", "amount": 90_000}],
        expenses=[food(20_000)], **given,
    )  # fmt: skip
    where = country(inflation_pa=inflation, fx_change_pa=0.05)
    found = ground_of(plan(case(house, months), shelf, where), where)
    own = own_columns(found)
    return found, own, product_columns(shelf_of(shelf, found, own), found, own)


def test_what_is_open_only_abroad_is_begun_only_abroad():
    house = family(remittances=[sends(last_month="2027-01-01")], assets=[cash(100_000)])
    _, _, columns = made([deposit(rules=[ABROAD_ONLY])], household=house)
    assert sorted({item.mark for item in columns.items}) == [0, 6, 12]
    assert {item.holder for item in columns.items} == {"ali"}


def test_what_nobody_offers_or_knows_the_price_of_has_no_column():
    gone = deposit(standing=Standing.NOT_OFFERED)
    unknown = deposit(id_="PK-YEN", currency="JPY")
    asks = deposit(id_="PK-ASKS", rules=[{"fact": "has_expat_account", "op": "is", "value": True}])
    assert made([gone, unknown, asks])[2].size == 0


def test_a_loan_for_a_house_is_taken_when_the_house_is_paid_for():
    found, own, columns = made([loan(**MORTGAGE)], goals=[HOUSE])
    seen = {(item.key, item.mark) for item in own.items if item.mark <= 24}
    assert {(item.serves, item.mark) for item in columns.items} == seen
    one = columns.items[0]
    assert columns.money[0] == pytest.approx(1 / 0.8)
    assert one.lends
    drawn = columns.each.cash[0, one.mark]
    assert drawn == pytest.approx(1.0)
    assert columns.each.asks[0].max() > 0
    assert found.lacking == 0


def test_a_year_of_a_loan_is_seen_within_the_plan_or_all_of_it():
    _, own, columns = made([loan(**MORTGAGE)], goals=[HOUSE])
    assert max(item.mark for item in own.items) == 36
    assert max(item.mark for item in columns.items) == 24


def test_a_loan_without_a_goal_of_its_kind_has_no_column():
    assert made([loan(**MORTGAGE)])[2].size == 0
    wedding = {**HOUSE, "kind": "wedding"}
    assert made([loan(**MORTGAGE)], goals=[wedding])[2].size == 0


def test_of_two_houses_the_first_wanted_is_lent_for():
    later = {**HOUSE, "label": "Second", "by": "2027-06-15"}
    _, _, columns = made([loan(**MORTGAGE)], goals=[later, HOUSE])
    assert {item.serves.partition("@")[0] for item in columns.items} == {"goal.1"}


def test_a_loan_for_an_enterprise_serves_the_shop_and_no_land():
    land = {**SHOP, "id": "field", "kind": "land"}
    _, _, columns = made([qard()], ventures=[SHOP, land])
    assert {item.serves.partition("@")[0] for item in columns.items} == {"venture.shop"}


def test_money_that_stays_in_hand_serves_anything_but_is_for_something():
    hand = loan(id_="PK-HAND", category="savings")
    _, own, columns = made([hand], goals=[HOUSE], ventures=[SHOP])
    assert {item.serves for item in columns.items} <= {item.key for item in own.items}
    assert all(item.serves for item in columns.items)
    assert np.all(columns.money == pytest.approx(1.0))


def test_no_loan_is_looked_at_where_a_month_does_not_close():
    short = home(assets=[cash(500_000)], expenses=[food(20_000)], goals=[HOUSE])
    assert made([loan(**MORTGAGE)], household=short)[2].size == 0
