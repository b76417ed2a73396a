"""Month by month."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner import baseline, debts, projection
from planner.candidates import take
from planner.case import Case
from planner.goals import paid_marks, pay
from planner.ventures import begin
from products.basis.market import Market
from tests.planner.families import (
    REQUIRED,
    SHELF,
    case,
    cases,
    cash,
    country,
    deposit,
    family,
    food,
    future,
    futures,
    home,
    loan,
    market,
    plan,
    qard,
    scaled,
    sends,
)  # fmt: skip


def projected(one: Case, where: Market) -> projection.Projection:
    """A case along one market or many."""
    household, last = (
        one.household,
        baseline.last_mark(one.household, where.timeline, one.last_month),
    )
    fx_of = {**where.fx, "PKR": np.ones_like(where.price_level)}
    taken, _ = take(one.choices, {x.id: x for x in SHELF}, household, where, fx_of)
    own, _ = begin(household, one.undertakings, where, REQUIRED)
    paid_off = {p.debt: p.mark for p in one.payoffs}
    owed = [
        debts.course(d, f"debt.{i}", one.months, paid_off.get(i))
        for i, d in enumerate(household.debts)
    ]
    marks, _ = paid_marks(household.goals, one.payments, one.months)
    paid = [g.line(where.price_level) for g in pay(household.goals, marks, taken, own, where)]
    lines = (
        *baseline.lines(household, where, "PKR", last),
        *projection.fixed_lines(owed, taken, where, "PKR", own, paid),
    )
    opening = baseline.opening_cash(household, where, "PKR")
    has = baseline.owned(household, where, "PKR")
    return projection.project(lines, opening, has, owed, taken, where, "PKR", own)


def test_a_family_by_hand():
    """50,000 at hand, 75,000 arrives for two months, 60,000 is spent, 20,000 is owed."""
    one = case(
        family(
            assets=[cash(50_000)],
            remittances=[sends(last_month="2026-03-15")],
            expenses=[food(60_000)],
            debts=[{"label": "uncle", "outstanding": 20_000, "instalment": 10_000}],
        ),
        12,
    )
    found = plan(one)
    assert found.cash[:5].tolist() == [50_000, 55_000, 60_000, 0, -60_000]
    assert found.owed[:4].tolist() == [20_000, 10_000, 0, 0]
    assert found.net_worth[:3].tolist() == [30_000, 45_000, 60_000]
    assert found.answers.first_below_zero_mark == 4
    assert found.answers.cover_after_last_months == 1


def test_a_deposit_leaves_cash_and_comes_back_with_its_profit():
    one = case(
        home(assets=[cash(20_000)]),
        choices=[{"listing_id": "PK-TERM-DEPOSIT", "amount": 10_000}],
    )
    found = plan(one, [deposit()])
    assert (found.cash[0], found.owned[0]) == (10_000, 10_000)
    assert found.owned[6] == pytest.approx(10_600)
    assert (found.cash[12], found.owned[12]) == (pytest.approx(21_200), 0)


def test_lent_money_is_spent_on_its_purpose_and_what_it_brings_comes_in():
    bought = {"listing_id": "PK-QARD-HASAN", "amount": 12_000, "tenor": 12, "brings_pm": 3_000,
              "brings_after_months": 1}  # fmt: skip
    found = plan(case(home(assets=[cash(5_000)]), choices=[bought]), [qard()])
    assert found.cash[:4].tolist() == [5_000, 4_000, 6_000, 8_000]
    assert found.owed[:3].tolist() == [12_000, 11_000, 10_000]
    assert not found.owned.any()


def test_a_house_is_owned_at_cost_with_the_own_share():
    house = loan(category="housing", down_payment_share=0.2)
    one = case(home(assets=[cash(300_000)]), choices=[{"listing_id": "PK-LOAN", "amount": 800_000}])
    found = plan(one, [house])
    assert found.cash[0] == 100_000
    assert (found.owned[0], found.owned[-1]) == (1_000_000, 1_000_000)


@given(cases(with_products=True))
def test_cash_rolls_forward_and_net_worth_adds_up(one):
    """I4, and the parts add up to the flow."""
    found = projected(one, market(one.months, 0.1))
    flow = sum((line.flow for line in found.lines), np.zeros(one.months + 1))
    assert np.diff(found.cash) == pytest.approx(flow[1:], abs=1e-5)
    assert found.net_worth == pytest.approx(found.cash + found.owned - found.owed, abs=1e-5)
    assert np.all(found.owed >= -1e-6)
    assert np.all(found.owned >= -1e-6)


@given(cases(with_products=True), st.integers(0, 2**31))
def test_many_futures_are_the_same_as_one_by_one(one, seed):
    """I7."""
    many = futures(market(one.months), 3, seed)
    together = projected(one, many)
    for path in range(3):
        alone = projected(one, future(many, path))
        for name in ("cash", "owned", "owed", "net_worth", "income", "debt_service"):
            assert getattr(together, name)[path] == pytest.approx(getattr(alone, name), abs=1e-6)


@given(cases(), st.sampled_from([0.5, 3.0, 1000.0]))
def test_scaling_all_money_scales_the_plan(one, factor):
    """I10, where no product's fixed fee or bound binds."""
    small, large = (
        projected(one, market(one.months)),
        projected(scaled(one, factor), market(one.months)),
    )
    for name in ("cash", "owned", "owed", "income", "debt_service"):
        expected = factor * getattr(small, name)
        assert getattr(large, name) == pytest.approx(expected, rel=1e-9, abs=1e-4 * factor)


def test_the_debt_burden_is_that_of_the_year_up_to_the_mark():
    service = np.array([0.0] * 13 + [12.0] * 12)
    income = np.array([0.0] + [10.0] * 24)
    found = projection.ratio(service, income)
    assert found[12] == 0
    assert found[18] == pytest.approx(6 * 12 / 120)
    assert found[24] == pytest.approx(1.2)


def test_debt_without_income_is_an_endless_burden_and_no_debt_is_none():
    nothing, paid = np.zeros(13), np.ones(13)
    assert np.all(np.isinf(projection.ratio(paid, nothing)))
    assert not projection.ratio(nothing, nothing).any()


def test_the_first_year_stands_for_its_months():
    values = np.arange(20.0)
    found = projection.trailing_year(values)
    assert found[:13].tolist() == [78.0] * 13
    assert found[13] == sum(range(2, 14))


def test_a_loan_for_a_venture_is_spent_on_it_once():
    """150,000 for a shop at 3, of which 120,000 are lent: 30,000 of its own, then instalments."""
    shop = {"id": "shop", "label": "shop", "kind": "shop", "cost": 150_000}
    one = case(
        home(assets=[cash(200_000)], ventures=[shop]),
        choices=[{"listing_id": "PK-QARD-HASAN", "amount": 120_000, "start_mark": 3, "tenor": 12}],
        undertakings=[{"venture": "shop", "start_mark": 3}],
    )
    found = plan(one, [qard()])
    assert found.cash[3] == 170_000
    assert found.cash[4] == 160_000
    assert found.cash[-1] == 50_000


# ---------------------------------------------------------------- decisions


SHOP = {"id": "shop", "label": "A shop", "kind": "shop", "cost": 20_000, "working_capital": 10_000,
        "profit_pm": 4_000, "wait_months": 1, "resale_share": 0.5}  # fmt: skip


def test_a_venture_costs_brings_and_is_owned():
    """30,000 out at 1; from 3 on half of the 4,000 hoped for; 10,000 + 10,000 stay its own."""
    one = case(
        home(assets=[cash(50_000)], ventures=[SHOP]),
        12,
        undertakings=[{"venture": "shop", "start_mark": 1}],
    )
    found = plan(one, where=country(venture_counted_share=0.5))
    assert found.cash[:5].tolist() == [50_000, 20_000, 20_000, 22_000, 24_000]
    assert found.owned[:3].tolist() == [0, 20_000, 20_000]
    assert found.income[:4].tolist() == [0, 0, 0, 2_000]
    assert [(x.key, x.group.value) for x in found.lines] == [
        ("venture.shop.cost", "purpose"), ("venture.shop", "income"),
    ]  # fmt: skip


def test_a_venture_that_brings_nothing_has_no_income_line():
    house = home(assets=[cash(50_000)], ventures=[{**SHOP, "profit_pm": 0, "kind": "land"}])
    found = plan(case(house, 12, undertakings=[{"venture": "shop"}]))
    assert [x.key for x in found.lines] == ["venture.shop.cost"]


def test_the_rest_of_a_debt_paid_off_is_service_but_no_burden():
    """100 of 1,000 a month, and at 3 the 700 that are left; burden is the 300 of instalments."""
    one = case(
        home(
            assets=[cash(5_000)],
            incomes=[{"label": "work", "amount": 1_000}],
            debts=[{"label": "uncle", "outstanding": 1_000, "instalment": 100}],
        ),
        12,
        payoffs=[{"debt": 0, "mark": 3}],
    )
    found = plan(one)
    assert found.debt_service[:5].tolist() == [0, 100, 100, 800, 0]
    assert found.owed[:4].tolist() == [1_000, 900, 800, 0]
    assert found.cash[3] == 5_000 + 3_000 - 1_000
    assert found.debt_service_ratio[12] == pytest.approx(300 / 12_000)


def test_without_decisions_nothing_moves():
    house = home(
        assets=[cash(50_000)],
        ventures=[SHOP],
        goals=[{"label": "g", "amount_today": 1_000, "by": "2026-09-01"}],
        debts=[{"label": "uncle", "outstanding": 1_000, "instalment": 100}],
    )
    bare = {**house, "ventures": [], "goals": []}
    assert plan(case(house)).cash.tolist() == plan(case(bare)).cash.tolist()
