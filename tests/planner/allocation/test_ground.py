"""The family with nothing decided, and its limits."""

from __future__ import annotations

import numpy as np
import pytest

from planner.allocation.ground import HORIZON, ground_of, undecided
from tests.planner.families import (
    case,
    cash,
    country,
    family,
    food,
    home,
    loan,
    plan,
    sends,
)

STAYS = family(
    assets=[cash(50_000)],
    remittances=[sends(1000.0, last_month="2026-12-01")],
    expenses=[food(60_000)],
)


def test_decisions_are_left_out_and_what_was_told_with_them_is_kept():
    choice = {"listing_id": "PK-LOAN", "amount": 60_000, "tenor": 12, "brings_pm": 500}
    one = case(home(assets=[cash(100_000)]), choices=[choice])
    found = ground_of(plan(one, [loan()]), country())
    assert found.case == undecided(one)
    assert found.case.choices == ()
    assert np.all(found.cash == 100_000)
    assert (found.told[0].brings_pm, found.told[0].money) == (500, 60_000)


def test_the_floor_is_the_buffer_or_the_familys_own_cash_where_that_is_lower():
    """15,000 more a month for eleven months, 60,000 less a month after; a month is the buffer."""
    found = ground_of(plan(case(STAYS, 24)), country())
    assert found.last == 11
    assert found.floor[0] == 50_000
    assert found.floor[11] == 60_000
    assert found.floor[24] == found.cash[24] < 0


def test_what_a_month_lacks_is_that_of_the_worse_of_now_and_later():
    found = ground_of(plan(case(STAYS, 24)), country())
    assert found.lacking == 60_000
    assert found.returns
    assert found.essential == 60_000
    assert ground_of(plan(case(home(assets=[cash(1.0)]))), country()).lacking == 0


def test_rules_ask_for_the_money_of_the_mark():
    found = ground_of(plan(case(STAYS, 24)), country())
    assert found.money_at(5).income_pm == 75_000
    assert found.money_at(5).own_money == pytest.approx(found.cash[5])
    assert found.money_at(12).income_pm == 0
    assert found.money_at(24).own_money == 0


def test_decisions_stand_on_half_years_up_to_five_years_ahead():
    short = ground_of(plan(case(home(), 24)), country())
    assert short.half_years() == (0, 6, 12, 18)
    assert short.half_years(7) == (12, 18)
    long = ground_of(plan(case(home(), 240)), country())
    assert long.half_years()[-1] == HORIZON
