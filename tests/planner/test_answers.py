"""The numbers a family asks for first."""

from __future__ import annotations

from math import inf

import pytest

from planner.answers import Status, provisional_share
from tests.planner.families import (
    case,
    cash,
    deposit,
    family,
    food,
    home,
    loan,
    plan,
    sends,
)  # fmt: skip


def answers(household: dict, months: int = 24, listings=(), **given):
    return plan(case(household, months, **given), listings).answers


@pytest.mark.parametrize(
    ("at_hand", "status"), [(70_000, Status.SAFE), (60_000, Status.TIGHT), (40_000, Status.DANGER)]
)
def test_status_is_where_the_lowest_month_stands(at_hand, status):
    """A dip of 50,000 against a buffer of one month's essentials, 12,500."""
    spend = {"label": "fees", "amount": 50_000, "months": [6], "until": "2026-12-01"}
    earn = {"label": "shop", "amount": 10_000}
    given = home(assets=[cash(at_hand)], incomes=[earn], expenses=[food(10_000), spend])
    given["preferences"] = {"buffer_months": 12_500 / (10_000 + 50_000 / 12)}
    found = answers(given)
    assert found.status is status
    assert found.buffer == pytest.approx(12_500)
    assert found.lowest_cash == at_hand - 50_000


def test_cover_today_and_after_the_last_month():
    given = family(assets=[cash(100_000)], remittances=[sends(last_month="2026-03-10")],
                   expenses=[food(50_000)])  # fmt: skip
    found = answers(given)
    assert found.last_mark == 2
    assert found.cover_today_months == 2
    assert found.cover_after_last_months == 3  # 100,000 + 2 x 25,000
    assert not found.cover_lasts
    assert found.first_below_zero_mark == 6
    assert (found.free_now, found.free_after) == (25_000, -50_000)


def test_cover_without_end():
    found = answers(home(incomes=[{"label": "shop", "amount": 60_000}], expenses=[food(50_000)]))
    assert found.cover_today_months == inf
    assert found.cover_lasts
    assert found.first_below_zero_mark is None
    assert found.status is Status.TIGHT  # no cushion yet


def test_the_worst_debt_burden_and_the_year_it_falls_in():
    debt = {"label": "d", "outstanding": 120_000, "instalment": 10_000, "first_due_month": 3}
    found = answers(home(incomes=[{"label": "shop", "amount": 20_000}], debts=[debt]))
    assert found.worst_debt_ratio == pytest.approx(0.5)
    assert found.worst_debt_mark == 14
    assert found.debt_cap == 0.4
    assert answers(home(debts=[debt])).worst_debt_ratio == inf


def test_how_much_rests_on_terms_to_be_confirmed():
    shelf = [deposit(standing="confirm_first"), loan()]
    choices = [
        {"listing_id": "PK-TERM-DEPOSIT", "amount": 10_000},
        {"listing_id": "PK-LOAN", "amount": 30_000},
    ]
    found = plan(case(home(assets=[cash(90_000)]), choices=choices), shelf)
    assert found.answers.provisional_share == pytest.approx(0.25)
    assert provisional_share(found.taken[1:]) == 0
    assert provisional_share(()) == 0
