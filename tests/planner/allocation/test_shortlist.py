"""Products by themselves, in closed form, and the few that a programme is made of."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from planner.allocation import shortlist
from planner.allocation.aims import values_of
from planner.allocation.allocate import allocate
from planner.allocation.ground import ground_of
from planner.allocation.own import own_columns
from planner.allocation.shelf import shelf_of
from planner.allocation.shortlist import MOST_PRODUCTS, Held, alone, field_of
from planner.allocation.takes import product_columns
from planner.household import Aim
from tests.planner.families import case, cash, country, deposit, food, home, loan, plan

HOUSE = {"label": "House", "kind": "house", "amount_today": 300_000, "by": "2027-01-15"}
WAGE = {"label": "wage", "amount": 50_000, "earner": "ali"}


def made(shelf, aim=Aim.WEALTH, money=200_000, months=24, spend=50_000, **given):
    house = home(assets=[cash(money)], incomes=[WAGE], expenses=[food(spend)], **given)
    found = ground_of(plan(case(house, months), shelf), country())
    own = own_columns(found)
    products = product_columns(shelf_of(shelf, found, own), found, own)
    values = values_of(products, found, aim), values_of(own, found, aim)
    return field_of(products, values[0], own, values[1], found)


def nothing(field):
    return Held(np.zeros(field.own.size))


def test_alone_a_deposit_takes_all_above_the_buffer():
    """200,000 less a buffer of 50,000, and less a rupee's room for rounding where it comes back."""
    field = made([deposit()])
    judged = alone(field, nothing(field))
    first = next(k for k, item in enumerate(field.products.items) if item.mark == 0)
    assert judged.can[first]
    assert judged.amount[first] == pytest.approx(150_000)
    assert judged.value[first] == pytest.approx(0.12 * 150_000 - 5_000)


def test_alone_what_costs_too_much_says_when_and_by_how_much():
    field = made([deposit(amount_min=180_000)])
    judged = alone(field, nothing(field))
    assert not judged.can.any()
    assert judged.lacks[0] == pytest.approx(30_000)
    assert judged.lacks_at[0] == 0
    assert judged.value[0] == -np.inf


def test_alone_agrees_with_the_programme_of_one():
    """The closed form against the exact search, product by product."""
    shelf = [deposit(), deposit(id_="PK-LATE", valid_from="2026-06-01", rate=0.2)]
    for one in shelf:
        field = made([one])
        judged = alone(field, nothing(field))
        found = allocate(plan(field.ground.case, [one]), [one], country(), aim=Aim.WEALTH)
        assert found.value == pytest.approx(judged.value.max())


def test_what_is_held_takes_its_room_its_thing_and_its_turn():
    field = made([deposit(), deposit(id_="PK-TWO")])
    first = [k for k, item in enumerate(field.products.items) if item.mark == 0]
    held = Held(np.zeros(0), (first[0],), (100_000.0,))
    judged = alone(field, held)
    assert judged.amount[first[1]] == pytest.approx(50_000, abs=2)
    assert judged.value[first[0]] == -np.inf
    assert held.without(first[0]) == Held(held.own)


def test_a_loan_alone_comes_with_the_house_it_serves():
    field = made([loan(category="housing", amount_min=10_000)], Aim.HOUSE, money=100_000,
                 spend=35_000, goals=[HOUSE])  # fmt: skip
    judged = alone(field, nothing(field))
    by_then = [k for k, item in enumerate(field.products.items) if item.mark == 12]
    assert judged.can[by_then].any()
    assert judged.value[by_then].max() > 250_000
    assert np.all(judged.amount[by_then] <= 300_000 + 1e-6)


def test_a_second_loan_at_the_same_time_is_not_beside_the_first():
    one, two = (loan(category="housing", amount_min=10_000, id_=f"PK-H{i}") for i in range(2))
    field = made([one, two], Aim.HOUSE, money=100_000, spend=35_000, goals=[HOUSE], months=48)
    k = next(k for k, item in enumerate(field.products.items) if item.mark == 12)
    done = np.zeros(field.own.size)
    done[field.served[k]] = 1.0
    judged = alone(field, Held(done, (k,), (100_000.0,)))
    can = [field.products.items[place] for place in np.flatnonzero(judged.can)]
    assert can
    assert all(item.mark >= field.products.items[k].end for item in can)


def test_the_first_list_is_short_and_holds_every_things_best():
    shelf = [deposit(id_=f"PK-D{i:02}", rate=0.05 + i / 500) for i in range(32)]
    field = made(shelf, money=5_000_000)
    judged, worth = shortlist.worthwhile(field, [nothing(field)])
    listed = shortlist.first_list(field.products, worth)
    assert MOST_PRODUCTS <= len(listed) <= 2 * MOST_PRODUCTS
    starts = {field.products.items[k].mark for k in listed}
    assert starts == {i.mark for i, w in zip(field.products.items, worth, strict=True) if w > 0}
    assert int(np.argmax(worth)) in listed
    assert np.array_equal(judged.value, worth)
    few = shortlist.rivals(field.products, worth)
    little = shortlist.first_list(field.products, np.where(np.arange(worth.size) < 9, worth, 0.0))
    assert sorted(little) == [k for k in range(9) if worth[k] > 0]
    assert few.sum() <= 4 * len({i.mark for i in field.products.items})
    assert few[int(np.argmax(worth))]


def test_challengers_beat_what_is_held():
    """The worst of three deposits is held; the best challenges it."""
    shelf = [deposit(id_=f"PK-D{i}", rate=0.1 + i / 50) for i in range(3)]
    field = made(shelf, money=500_000)
    items = field.products.items
    first = {i.listing.id: k for k, i in enumerate(items) if (i.mark, i.exit_mark) == (0, None)}
    held = Held(np.zeros(0), (first["PK-D0"],), (450_000.0,))
    assert first["PK-D2"] in shortlist.challengers(field, held, 1)
    best = Held(np.zeros(0), (first["PK-D2"],), (450_000.0,))
    assert first["PK-D0"] not in shortlist.challengers(field, best, 1)


def test_companions_fit_before_or_after_the_best():
    """Two deposits of a year beside one another in time: the money is there for both in turn."""
    shelf = [deposit(id_="PK-FIRST", rate=0.2), deposit(id_="PK-AFTER", rate=0.1)]
    field = made(shelf, money=500_000, months=36)
    _, worth = shortlist.worthwhile(field, [nothing(field)])
    found = shortlist.companions(field, nothing(field), worth)
    marks = {(field.products.items[k].listing.id, field.products.items[k].mark) for k in found}
    assert any(name == "PK-FIRST" for name, _ in marks)
    assert {("PK-AFTER", 12)} <= marks or {("PK-AFTER", 0)} <= marks


def test_what_opens_a_door_is_listed_whatever_it_is_worth():
    pledge = {"fact": "has_deposit_to_pledge", "op": "is", "value": True}
    shelf = [
        deposit(id_="PK-KEY", rate=0.0001),
        loan(category="housing", amount_min=10_000, id_="PK-LOCKED", rules=[pledge]),
    ]
    field = made(shelf, Aim.HOUSE, money=150_000, spend=35_000, goals=[HOUSE], months=36)
    judged, worth = shortlist.worthwhile(field, [nothing(field)])
    locked = [k for k, i in enumerate(field.products.items) if i.locked_by and worth[k] > 0]
    found = shortlist.openers(field, locked, worth)
    assert locked
    assert {field.products.items[k].listing.id for k in found} == {"PK-KEY"}
    assert judged.value[found[0]] < 0


def test_of_its_own_things_the_best_marks_stay_and_those_that_are_needed():
    field = made([loan(category="housing", amount_min=10_000)], Aim.HOUSE, goals=[HOUSE],
                 months=60, debts=[{"label": "friend", "outstanding": 9_000}])  # fmt: skip
    kept = shortlist.own_list(field.own, field.own_values, np.zeros(field.own.size), [])
    things = [item.thing for item, keep in zip(field.own.items, kept, strict=True) if keep]
    assert things.count("goal.0") == 5
    assert things.count("debt.0") == 0
    done = np.zeros(field.own.size)
    done[-1] = 1.0
    assert shortlist.own_list(field.own, field.own_values, done, [])[-1]


def test_a_field_of_some_products_judges_them_as_the_whole_does():
    field = made([deposit(), deposit(id_="PK-TWO", rate=0.1)])
    keep = np.arange(field.products.size) % 2 == 0
    part, whole = alone(field.only(keep), nothing(field)), alone(field, nothing(field))
    assert np.array_equal(part.value, whole.value[keep])
    assert replace(field).products is field.products
