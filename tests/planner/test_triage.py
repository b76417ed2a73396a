"""In what order debts are paid off early, and when."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.baseline import BELOW
from planner.debts import course
from planner.household import Debt
from planner.triage import Why, clear_months, paid_off, payoff_mark, spare_cash, turns
from tests.planner.families import case, cash, food, home, market, plan

DEAR = {"value": 0.03, "basis": "effective_pm"}
CHEAP = {"value": 0.004, "basis": "effective_pm"}


def order(*debts: dict, cash_=(100_000.0,) * 25, free_pm=0.0, keep=0.0, growth=0.1):
    made = [Debt.model_validate({"label": "x", "outstanding": 50_000, **d}) for d in debts]
    courses = [course(d, f"debt.{i}", 24) for i, d in enumerate(made)]
    return turns(made, courses, np.asarray(cash_), market(), "PKR", free_pm=free_pm, keep=keep,
                 price_growth_pa=growth)  # fmt: skip


def test_who_presses_comes_first_the_hardest_before_the_others():
    found = order(
        {"label": "dear", "price": DEAR},
        {"label": "shame", "pressure": "shaming"},
        {"label": "threat", "pressure": "threats"},
        {"label": "field", "pressure": "pledge"},
    )
    assert [t.label for t in found] == ["threat", "field", "shame", "dear"]


def test_then_what_costs_most_a_year_and_last_what_costs_nothing():
    found = order(
        {"label": "uncle"},
        {"label": "cheap", "price": CHEAP},
        {"label": "late", "arrears": 1_000},
        {"label": "dear", "price": DEAR},
        {"label": "dearest", "price": {"value": 0.5, "basis": "flat_pa"}},
    )
    assert [(t.label, t.why) for t in found] == [
        ("dearest", Why.COSTLY),
        ("dear", Why.COSTLY),
        ("late", Why.LATE),
        ("cheap", Why.CHEAP),
        ("uncle", Why.PATIENT),
    ]


@pytest.mark.parametrize(("free_pm", "first"), [(16_000.0, "dear"), (17_000.0, "small")])
def test_a_small_one_goes_first_where_three_months_of_free_money_clear_it(free_pm, first):
    small = {"label": "small", "price": CHEAP, "instalment": 2_000}
    dear = {"label": "dear", "price": DEAR, "outstanding": 90_000, "instalment": 5_000}
    assert order(dear, small, free_pm=free_pm)[0].label == first


def test_a_debt_that_costs_nothing_is_never_paid_off_early():
    assert order({"instalment": 1_000})[0].mark is None


def test_each_is_paid_off_as_soon_as_cash_allows_after_the_ones_before():
    growing = 10_000.0 * np.arange(25)
    found = order(
        {"label": "a", "pressure": "threats"},
        {"label": "b", "pressure": "shaming", "outstanding": 30_000},
        cash_=growing,
        keep=20_000,
    )
    # 10,000 a month, 20,000 stay in hand: 50,000 + 20,000 after month 7; 30,000 more after month 10
    assert [(t.label, t.mark) for t in found] == [("a", 7), ("b", 10)]


def test_what_is_decided_already_is_the_mark():
    given_ = home(assets=[cash(500_000)], expenses=[food(1_000)],
                  debts=[{"label": "x", "outstanding": 50_000, "price": DEAR}])  # fmt: skip
    found = plan(case(given_, payoffs=[{"debt": 0, "mark": 5}]))
    assert [t.mark for t in found.turns] == [5]
    assert [t.mark for t in plan(case(given_)).turns] == [0]


amounts = st.lists(st.integers(-50_000, 90_000), min_size=13, max_size=13)


@given(amounts, st.integers(1_000, 60_000), st.integers(500, 9_000), st.integers(0, 9_000))
def test_paying_off_never_costs_a_month_what_it_needs(cash_, owed, instalment, keep):
    before = np.asarray(cash_, dtype=float)
    debt = Debt(label="x", outstanding=owed, instalment=instalment, price=None)
    its = course(debt, "debt.0", 12)
    mark = payoff_mark(before, its.paid, its.owed, keep)
    if mark is None:
        return
    after = before + paid_off(its.paid, its.owed, mark)
    assert np.all(after >= np.minimum(before, keep) + BELOW - 0.01)
    again = course(debt, "debt.0", 12, payoff=mark)
    np.testing.assert_allclose(after, before + np.cumsum(its.paid - again.paid), atol=1e-6)


def test_spare_cash_counts_the_instalments_that_are_spared():
    paid = np.array([0.0, 10.0, 10.0])
    assert list(spare_cash(np.array([20.0, 10.0, 0.0]), paid, 0.0)) == [20.0, 10.0, 0.0]
    assert list(spare_cash(np.array([9.0, -30.0, 5.0]), paid, 0.0)) == [9.0, 0.0, 5.0]


def test_months_that_clear_a_debt_are_whole_or_without_end():
    assert clear_months(25_000, 10_000) == 3
    assert clear_months(25_000, 0) == float("inf")
