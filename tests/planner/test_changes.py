"""Changes to a case, kept apart from it until they are accepted."""

from __future__ import annotations

from datetime import date

from planner.changes import Change, changed
from planner.household import Aim
from tests.planner.families import case, cash, family, food, sends

ONE = case(
    family(remittances=[sends()], expenses=[food(40_001), food(1_000, essential=False)],
           assets=[cash(90_000)]),
    choices=[{"listing_id": "PK-TERM-DEPOSIT", "amount": 20_000}],
)  # fmt: skip


def test_no_change_is_the_case_itself():
    assert changed(ONE, Change()) is ONE
    assert changed(ONE, Change(amounts={0: 20_000.0, 7: 5.0})) is ONE


def test_all_spending_of_the_house_moves_by_the_same_share_in_whole_amounts():
    less = changed(ONE, Change(spending=-0.1))
    assert [one.amount for one in less.household.expenses] == [36_001.0, 900.0]


def test_each_change_reaches_its_place_and_nothing_else():
    by = Change(date(2026, 9, 1), 0.0, Aim.WEALTH, 3.0, 1, {0: 50_000.0})
    found = changed(ONE, by)
    assert found.last_month == date(2026, 9, 1)
    wishes = found.household.preferences
    assert (wishes.aim, wishes.buffer_months, wishes.most_products) == (Aim.WEALTH, 3.0, 1)
    assert found.choices[0].amount == 50_000.0
    assert found.household.expenses == ONE.household.expenses
    assert found.household.members == ONE.household.members


def test_a_change_may_be_nought():
    """A buffer of no months, no product at all: both are wishes, not the absence of one."""
    found = changed(ONE, Change(buffer_months=0.0, most_products=0))
    assert found.household.preferences.buffer_months == 0.0
    assert found.household.preferences.most_products == 0
