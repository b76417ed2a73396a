"""Other ways of paying a debt or a loan."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.debts import course
from planner.household import Debt, Household
from planner.repaying import (
    LIFE,
    AskKind,
    Repaying,
    as_offered,
    harvest_mark,
    last_payment,
    rearranged,
    settled,
)
from tests.planner.families import case, cash, food, home, loan, market, plan, prices

ONES = np.ones(LIFE + 1)
NOTHING = Household.model_validate(home())


def ways(given_: dict[str, Any], household: Household = NOTHING) -> dict[AskKind, list[Repaying]]:
    debt = Debt.model_validate({"label": "x", "outstanding": 12_000, **given_})
    end = last_payment(course(debt, "debt.0", LIFE).paid)
    assert end is not None
    found: dict[AskKind, list[Repaying]] = {}
    for one in rearranged(debt, end, household, market(), ONES):
        found.setdefault(one.kind, []).append(one)
    return found


def test_a_debt_without_price_costs_the_same_over_any_term():
    found = ways({"instalment": 1_000})
    longer = [(r.months, r.instalment, round(r.paid, 2), r.end_mark) for r in found[AskKind.LONGER]]
    assert longer == [(6, 666.67, 12_000, 18), (12, 500, 12_000, 24)]
    grace = [(r.months, r.instalment, r.paid, r.end_mark) for r in found[AskKind.GRACE]]
    assert grace == [(3, 1_000, 12_000, 15), (6, 1_000, 12_000, 18)]


def test_a_longer_term_is_the_annuity_at_its_price():
    """1 % a month, 12,000 over 24 months: 12,000 x 0.01 / (1 - 1.01^-24) = 564.88."""
    price = {"value": 0.01, "basis": "effective_pm"}
    twice = ways({"instalment": 1066.19, "price": price})[AskKind.LONGER][1]
    assert (twice.months, twice.instalment) == (12, pytest.approx(564.89, abs=0.005))


def test_a_price_keeps_running_through_a_grace():
    """12,000 at 1 % grow to 12,000 x 1.01^3 before the first instalment's month begins."""
    price = {"value": 0.01, "basis": "effective_pm"}
    later = ways({"instalment": 1_066.19, "price": price})[AskKind.GRACE][0]
    assert list(later.paid_pm[:4]) == [0, 0, 0, 0]
    assert later.paid > 12 * 1_066.19 + 300


@pytest.mark.parametrize("basis", ["flat_pa", "flat_term"])
def test_a_flat_price_is_charged_on_the_first_sum_for_every_month_more(basis):
    """20 % flat on 12,000 over a year is 2,400, 200 a month: over two years 4,800."""
    found = ways({"instalment": 1_200, "price": {"value": 0.2, "basis": basis}})
    twice = found[AskKind.LONGER][1]
    assert (twice.instalment, round(twice.paid, 2)) == (700, 16_800)
    assert round(found[AskKind.GRACE][0].paid, 2) >= 14_400 + 600


def test_instalments_that_no_longer_cover_the_price_are_not_asked_for():
    """12,000 at 8 % a month take 960; after three months of grace 1,209 would be needed."""
    found = ways({"instalment": 1_000, "price": {"value": 0.08, "basis": "effective_pm"}})
    assert AskKind.GRACE not in found
    assert len(found[AskKind.LONGER]) == 2


@given(prices, st.integers(20, 60), st.sampled_from([1, 2, 3, 6]), st.integers(1, 6))
def test_every_way_clears_the_debt_within_what_it_says(price, part, every, first):
    given_ = {"instalment": 12_000 * part / 100 * every / 3 + 500, "price": price,
              "every_months": every, "first_due_month": first}  # fmt: skip
    debt = Debt.model_validate({"label": "x", "outstanding": 12_000, **given_})
    before = course(debt, "debt.0", LIFE)
    if before.owed[-1] > 0:
        return
    for found in ways(given_).values():
        for one in found:
            assert one.paid >= 12_000 - 1
            assert one.paid >= before.paid.sum() - 1 - 0.01 * LIFE
            assert one.end_mark is not None


FARM = [
    {"label": "wheat", "kind": "farm", "amount": 90_000, "months": [5]},
    {"label": "cotton", "kind": "farm", "amount": 95_000, "months": [11]},
    {"label": "milk", "kind": "farm", "amount": 9_000},
]


def farm(**given_: Any) -> Household:
    return Household.model_validate(home(incomes=FARM, **given_))


def test_the_harvest_is_the_month_that_leaves_most_after_its_inputs():
    # the plan starts on 31 January: mark 4 is May, mark 10 is November
    assert harvest_mark(farm(), market()) == 10
    inputs = [{"label": "seed", "kind": "farm_input", "amount": 30_000, "months": [11]}]
    assert harvest_mark(farm(expenses=inputs), market()) == 4
    assert harvest_mark(NOTHING, market()) is None


def test_a_farm_family_pays_once_a_year_after_harvest():
    found = ways({"instalment": 500}, farm())[AskKind.SEASON]
    assert [(r.instalment, r.every_months, r.end_mark) for r in found] == [(6_000, 12, 22)]
    assert [int(m) for m in np.flatnonzero(found[0].paid_pm)] == [10, 22]
    assert AskKind.SEASON not in ways({"instalment": 6_000, "every_months": 12}, farm())


def offer(cash_: list[float], keep: float = 0.0, **given_: Any) -> Repaying | None:
    debt = Debt.model_validate({"label": "x", "outstanding": 12_000, **given_})
    at_hand = np.asarray(cash_ + [cash_[-1]] * (25 - len(cash_)), dtype=float)
    return settled(debt, course(debt, "debt.0", LIFE), at_hand, ONES, keep)


def test_a_settlement_is_the_part_that_cash_allows():
    found = offer([9_000.0])
    assert found is not None
    assert (found.months, found.share, found.instalment, found.paid) == (0, 0.75, 9_000, 9_000)
    kept = offer([9_000.0], keep=2_000.0)
    assert kept is not None
    assert kept.instalment == 7_000


def test_a_settlement_waits_for_the_month_that_allows_a_half():
    found = offer([0.0, 3_000.0, 6_000.0])
    assert found is not None
    assert (found.months, found.share) == (2, 0.5)
    assert offer([5_000.0]) is None
    assert offer([0.0] * 13 + [9_000.0]) is None


def test_a_charge_agreed_for_the_whole_term_is_part_of_what_is_settled():
    found = offer([7_200.0], instalment=1_200, price={"value": 0.2, "basis": "flat_term"},
                  first_due_month=6)  # fmt: skip
    assert found is not None
    assert found.share == pytest.approx(7_200 / 14_400)


def test_a_chosen_loan_is_stretched_as_its_product_allows():
    shelf = [loan(grace_months=6, tenor_step_months=6)]
    wish = [{"listing_id": "PK-LOAN", "amount": 60_000, "tenor": 12}]
    well = home(assets=[cash(900_000)], expenses=[food(1_000)])
    (taken,) = plan(case(well, choices=wish), shelf).taken
    found = list(as_offered(taken, market(), np.ones(25)))
    assert [(r.kind, r.months) for r in found] == [
        (AskKind.LONGER, 6),
        (AskKind.LONGER, 12),
        (AskKind.GRACE, 6),
    ]
    # 1 % a month: 60,000 x 0.01 / (1 - 1.01^-18) = 3,658.92
    assert found[0].instalment == pytest.approx(3_658.92, abs=0.01)
    assert found[1].paid > found[0].paid > 60_000
