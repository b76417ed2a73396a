"""What to ask a lender for, and what it does to the plan."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from planner.asks import Ask, worth
from planner.case import Case
from planner.repaying import AskKind
from tests.planner.families import SHELF, case, cases, cash, country, food, home, loan, plan

TIGHT = {"assets": [cash(20_000)], "incomes": [{"label": "shop", "amount": 39_000}],
         "expenses": [food(40_000)]}  # fmt: skip


def asks(debts: list[dict], months: int = 24, **given_) -> list[Ask]:
    return list(plan(case(home(**TIGHT, debts=debts, **given_), months)).asks)


def debt(**given_) -> dict:
    return {"label": "lender", "outstanding": 60_000, "instalment": 5_000, **given_}


def test_each_ask_says_what_it_does_to_the_worst_month():
    longest = next(a for a in asks([debt()]) if a.months == 12)
    # 1,000 a month are missing beside 5,000 for 12 months; over 24 months the lender takes 2,500
    assert (longest.kind, longest.months, longest.instalment) == (AskKind.LONGER, 12, 2_500)
    assert (longest.worst_before, longest.worst_mark_before) == (20_000 - 12 * 6_000, 12)
    assert (longest.worst, longest.worst_mark) == (20_000 - 12 * 3_500, 12)
    assert (longest.eases, longest.costs) == (30_000, 0)
    assert (longest.below_before, longest.below_mark, longest.postpones) == (4, 6, 2)
    assert (longest.end_before, longest.end_mark) == (12, 24)
    assert longest.worth_it


def test_what_helps_most_for_each_rupee_more_stands_first():
    dear = debt(label="dear", price={"value": 0.05, "basis": "effective_pm"})
    found = asks([dear, debt()], months=60)
    assert [a.label for a in found[:4]] == ["lender"] * 4
    assert [a.eases for a in found[:4]] == sorted((a.eases for a in found[:4]), reverse=True)
    rates = [a.eases / a.costs for a in found[4:] if a.helps]
    assert rates == sorted(rates, reverse=True)
    assert list(found) == sorted(found, key=worth)


def test_a_price_above_what_the_month_gains_is_not_worth_it():
    """Six months of grace at 8 % a month cost more than the six instalments they spare."""
    found = asks([debt(price={"value": 0.03, "basis": "effective_pm"})], months=60)
    grace = next(a for a in found if a.kind is AskKind.GRACE and a.months == 6)
    assert grace.costs > 0
    assert grace.worth_it == (max(grace.eases, 0.0) + 0.005 >= grace.costs)


def test_a_settlement_is_asked_only_of_who_presses_or_is_in_arrears():
    rich = {**TIGHT, "assets": [cash(80_000)]}

    def kinds(**given_) -> set[AskKind]:
        found = plan(case(home(**rich, debts=[debt(**given_)])))
        return {a.kind for a in found.asks}

    assert AskKind.SETTLEMENT not in kinds()
    assert AskKind.SETTLEMENT not in kinds(pressure="reminders")
    assert AskKind.SETTLEMENT in kinds(pressure="threats")
    assert AskKind.SETTLEMENT in kinds(arrears=5_000)


def test_a_debt_that_is_paid_off_early_is_left_alone():
    one = case(home(**TIGHT, debts=[debt(), debt(label="other")]), payoffs=[{"debt": 0}])
    assert {a.label for a in plan(one).asks} == {"other"}


def test_a_debt_without_instalments_has_no_term_to_stretch():
    assert not asks([debt(instalment=0)])


def test_a_chosen_loan_is_asked_about_too():
    wish = [{"listing_id": "PK-LOAN", "amount": 60_000, "tenor": 12}]
    found = plan(case(home(**TIGHT), choices=wish), [loan()]).asks
    assert {(a.key, a.kind) for a in found} == {("product.0", AskKind.LONGER)}
    assert all(a.instalment < a.instalment_before for a in found)
    assert all(a.costs > 0 for a in found)


def test_instalments_after_harvest_leave_fewer_months_below_the_cushion():
    """Lenders' own users asked for instalments that follow the seasons of farms and bees."""
    fields = {"label": "wheat", "kind": "farm", "amount": 330_000, "months": [5]}
    house = home(assets=[cash(85_000)], incomes=[fields], expenses=[food(20_000)],
                 debts=[debt()])  # fmt: skip
    monthly = plan(case(house, 24))
    season = next(a for a in monthly.asks if a.kind is AskKind.SEASON)
    assert (season.instalment, season.every_months, season.end_mark) == (60_000, 12, 4)
    yearly = {**debt(), "instalment": season.instalment, "every_months": 12, "first_due_month": 4}
    after = plan(case({**house, "debts": [yearly]}, 24))
    assert after.answers.lowest_cash == season.lowest

    def below(found) -> int:
        return int(np.count_nonzero(found.cash < found.answers.buffer))

    assert below(after) < below(monthly)


def with_other(one: Case, ask: Ask) -> Case:
    """The case with the debt paid as asked."""
    place = int(ask.key.removeprefix("debt."))
    debts = list(one.household.debts)
    other = {"first_due_month": debts[place].first_due_month + ask.months}
    debts[place] = debts[place].model_copy(update=other)
    household = one.household.model_copy(update={"debts": tuple(debts)})
    return one.model_copy(update={"household": household})


@given(cases(with_products=True))
def test_the_plan_with_a_grace_is_the_plan_that_was_told(one):
    """The cash told by an ask is that of a plan made with the debt changed by hand."""
    where = country(inflation_pa=0.1)
    for ask in plan(one, SHELF, where).asks:
        flat = one.household.debts[int(ask.key[-1])].price if ask.key.startswith("debt") else None
        plain = flat is None or flat.basis != "flat_term"
        if ask.kind is AskKind.GRACE and ask.key.startswith("debt") and plain:
            changed = plan(with_other(one, ask), SHELF, where)
            assert ask.lowest == pytest.approx(changed.answers.lowest_cash, abs=0.01)
            assert ask.lowest_mark == changed.answers.lowest_mark or np.isclose(
                changed.cash[ask.lowest_mark], ask.lowest, atol=0.01
            )
