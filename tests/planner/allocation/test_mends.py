"""What had to give, and the smallest single changes that are enough, each of them applied."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import assume, given, settings

from planner.allocation.mends import mends, shortfall
from planner.baseline import BELOW, month_of
from planner.case import Case
from tests.planner.allocation.made import decided
from tests.planner.families import case, cases, cash, family, food, plan, sends


def runs_out(**given):
    """75,000 a month until December, 60,000 spent each month, half of it for pleasure."""
    base = {
        "assets": [cash(50_000), {"label": "gold", "kind": "gold", "value": 900_000,
                                  "days_to_sell": 5, "sale_loss_share": 0.1}],
        "expenses": [food(30_000), {"label": "fun", "amount": 30_000, "essential": False}],
        "remittances": [sends(last_month="2026-12-01")],
    }  # fmt: skip
    return case(family(**{**base, **given}))


def found(one):
    allocation = decided(plan(one), [])
    return allocation, {mend.code: mend for mend in allocation.infeasible.mends}


def with_line(one: Case, **line):
    """The same family with one more income."""
    content = one.model_dump(mode="json")
    content["household"]["incomes"].append({"label": "more", **line})
    return Case.model_validate(content)


def lowest(one):
    return float(plan(one).cash.min())


def test_the_shortfall_is_told_with_its_months():
    found = shortfall(np.array([5.0, -1.0, -3.0, 0.0]))
    assert (found.marks, found.lowest, found.lowest_mark) == ((1, 2), -3.0, 2)


def test_nothing_had_to_give_where_no_month_is_below_zero():
    one = runs_out(assets=[cash(2_000_000)])
    assert decided(plan(one), []).infeasible is None


def test_spending_less_is_the_smallest_that_is_enough():
    one = runs_out()
    allocation, mended = found(one)
    mend = mended["mend.spend_less"]
    assert allocation.infeasible.gave == ("cash",)
    assert lowest(with_line(one, amount=mend.amount)) >= BELOW
    assert lowest(with_line(one, amount=mend.amount - 1)) < BELOW


def test_earning_more_after_the_return_is_the_smallest_that_is_enough():
    one = runs_out()
    mend = found(one)[1]["mend.earn"]
    line = {"phase": "after_return", "amount": mend.amount}
    assert lowest(with_line(one, **line)) >= BELOW
    assert lowest(with_line(one, **{**line, "amount": mend.amount - 1})) < BELOW


def test_staying_longer_is_the_first_month_that_is_enough():
    one = runs_out()
    mend = found(one)[1]["mend.stay"]
    stays = [one.model_copy(update={"last_month": month_of(one.timeline, m)})
             for m in range(12, mend.mark + 1)]  # fmt: skip
    assert [lowest(s) >= BELOW for s in stays] == [False] * (len(stays) - 1) + [True]
    assert mend.params["months"] == mend.mark - 11


def test_selling_is_as_much_as_is_needed_and_in_time():
    one = runs_out()
    mend = found(one)[1]["mend.sell"]
    assert mend.params["label"] == "gold"
    assert mend.amount == 810_000
    assert lowest(one) + mend.amount >= 0
    small = runs_out(assets=[cash(50_000), {"label": "gold", "kind": "gold", "value": 9_000}])
    assert "mend.sell" not in found(small)[1]


def test_what_goes_beyond_what_can_wait_is_called_hard():
    one = runs_out(expenses=[food(60_000)])
    assert "mend.spend_less_hard" in found(one)[1]


def test_nothing_is_called_a_mend_that_would_not_be_enough():
    """Below zero before the return: earning after it, staying, mend nothing."""
    one = runs_out(assets=[cash(0)], remittances=[sends(100.0, last_month="2026-12-01")])
    codes = set(found(one)[1])
    assert "mend.earn" not in codes
    assert "mend.stay" not in codes


@settings(max_examples=40)
@given(cases())
def test_every_mend_of_any_family_is_enough(one):
    allocation = decided(plan(one), [])
    assume(allocation.infeasible is not None)
    course = allocation.course.projection.cash
    for mend in mends(allocation.ground, allocation.course):
        level = allocation.ground.level
        marks = np.arange(level.size)
        if mend.code.startswith("mend.spend"):
            assert np.all(course + np.cumsum(mend.amount * level * (marks >= 1)) >= BELOW)
        elif mend.code == "mend.earn":
            after = marks > allocation.ground.last
            assert np.all(course + np.cumsum(mend.amount * level * after) >= BELOW)
        elif mend.code == "mend.sell":
            assert course.min() + mend.amount >= BELOW


def test_the_day_of_a_mend_is_that_of_its_mark():
    mend = found(runs_out())[1]["mend.stay"]
    assert date.fromisoformat(mend.params["month"]) == month_of(runs_out().timeline, mend.mark)
    assert mend.amount == pytest.approx(0.0)
