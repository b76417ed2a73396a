"""Ways of taking products as columns: the programme's flows are the plan's own."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.allocation.allocate import decisions_of
from planner.allocation.ground import ground_of
from planner.allocation.own import own_columns
from planner.allocation.shelf import shelf_of
from planner.allocation.takes import product_columns
from planner.course import course_of
from tests.planner.allocation.made import SHOP
from tests.planner.families import (
    case,
    cash,
    country,
    deposit,
    food,
    grant,
    home,
    listing,
    loan,
    plan,
    qard,
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


def with_it(found, own, item, amount):
    """The course of the family with one product, and with what it serves."""
    served = [(one, 0.0) for one in own.items if one.key == item.serves]
    decided = decisions_of([*served, (item, amount)])
    one = found.case.model_copy(update=decided.decided)
    listings = [item.listing]
    return course_of(one, listings, found.assumptions, found.currency).projection.cash


SHELVES = [
    deposit(),
    deposit(currency="USD", id_="PK-USD", amount_min=100),
    listing("savings_account", **ACCOUNT),
    loan(**MORTGAGE),
    qard(),
    loan(id_="PK-HAND", category="savings"),
    grant(),
    grant(id_="PK-START", category="enterprise", amount_min=30_000, amount_max=30_000),
]


@pytest.mark.parametrize("one", SHELVES, ids=lambda one: one.id)
def test_every_column_moves_cash_as_the_plan_does_when_it_is_decided(one):
    """I5, one product at a time, in prices and rates that move."""
    found, own, columns = made([one], 24, 0.08, goals=[HOUSE], ventures=[SHOP], debts=[
        {"label": "friend", "outstanding": 90_000, "instalment": 1_000}])  # fmt: skip
    assert columns.size
    place = {item.key: i for i, item in enumerate(own.items)}
    for k, item in list(enumerate(columns.items))[:: max(columns.size // 25, 1)]:
        high = columns.high[k] if np.isfinite(columns.high[k]) else 60_000.0
        amount = float(np.clip(columns.low[k] + 1_000, columns.low[k], high))
        if item.serves:
            amount = min(amount, own.price[place[item.serves]] / max(columns.money[k], 1e-9))
        served = own.once.cash[place[item.serves]] if item.serves else 0.0
        flow = amount * columns.each.cash[k] + columns.once.cash[k] + served
        assert found.cash + np.cumsum(flow) == pytest.approx(
            with_it(found, own, item, amount), abs=1e-4
        )


def test_savings_begin_on_half_years_and_end_or_are_left_on_half_years():
    _, _, columns = made([listing("savings_account", **ACCOUNT)], 24)
    stays = {(i.mark, i.end) for i in columns.items if i.exit_mark is None}
    left = {(i.mark, i.exit_mark) for i in columns.items if i.exit_mark is not None}
    assert {mark for mark, _ in stays} == {0, 6, 12, 18}
    assert (0, 6) in left
    assert (0, 12) in left
    assert all(end > mark for mark, end in stays | left)


def test_amounts_stand_on_whole_steps_inside_the_bounds():
    one = deposit(amount_min=10_500, amount_max=99_999, amount_step=1_000)
    _, _, columns = made([one])
    assert set(columns.low.tolist()) == {11_000}
    assert set(columns.high.tolist()) == {99_000}
    assert set(columns.step.tolist()) == {1_000}


def test_what_the_family_says_a_thing_brings_stands_from_that_size_on():
    house = home(
        assets=[cash(500_000)], incomes=[{"label": "wage", "amount": 90_000}],
        expenses=[food(20_000)], goals=[HOUSE],
    )  # fmt: skip
    choice = {"listing_id": "PK-HOME", "amount": 200_000, "tenor": 36, "brings_pm": 7_000,
              "brings_after_months": 2}  # fmt: skip
    shelf = [loan(**MORTGAGE)]
    where = country()
    found = ground_of(plan(case(house, 36, choices=[choice]), shelf, where), where)
    own = own_columns(found)
    columns = product_columns(shelf_of(shelf, found, own), found, own)
    told = columns.where(lambda item: item.brought[0] > 0)
    assert told.sum() == (~told).sum()
    assert set(columns.low[told].tolist()) == {200_000}
    k = int(np.flatnonzero(told)[0])
    mark = columns.items[k].mark
    assert columns.once.cash[k, mark : mark + 4].tolist() == [0, 0, 0, 7_000]


@given(st.integers(0, 3), st.integers(1, 4))
def test_what_is_left_early_comes_back_at_its_exit_value(at, later):
    """What was put in, its profit so far, and nothing after."""
    _, _, columns = made([listing("savings_account", **ACCOUNT)], 24)
    start, leave = 6 * at, min(6 * (at + later), 23)
    items = [i for i in columns.items if (i.mark, i.exit_mark) == (start, leave)]
    if not items:
        return
    k = columns.place(items[0].key)
    flow = columns.each.cash[k]
    assert flow[start] == -1.0
    assert flow.sum() > 0
    assert not flow[leave + 1 :].any()
    assert not columns.each.owned[k, leave:].any()
