"""What the steps are drawn from."""

from __future__ import annotations

from planner.assumptions import expected
from planner.plan import Plan
from planner.standpoint import Standpoint
from tests.planner.families import case, cash, family, food, home, plan, sends


def standpoint(found: Plan) -> Standpoint:
    """The standpoint of a plan that is made."""
    return Standpoint(
        case=found.case,
        market=expected(found.assumptions, found.timeline),
        currency=found.currency,
        answers=found.answers,
        budgets=found.budgets,
        debts=found.debts,
        turns=found.turns,
        asks=found.asks,
        sale_order=found.sale_order,
        goals=found.goals,
        offers=found.offers,
        price_growth_pa=found.assumptions["inflation_pa"],
    )


def test_the_gap_is_that_of_the_worse_month_now_or_after_the_return():
    away = family(remittances=[sends(last_month="2026-12-01")], expenses=[food(40_000)])
    at = standpoint(plan(case(away)))
    assert at.pays_after
    assert at.gap_pm == 40_000
    endless = standpoint(plan(case(family(remittances=[sends()], expenses=[food(40_000)]))))
    assert not endless.pays_after
    assert endless.gap_pm == 0


def test_months_and_money_are_those_of_the_plan():
    at = standpoint(plan(case(home(assets=[cash(1)], expenses=[food(1)]))))
    assert at.month(0) == "2026-01-01"
    assert at.month(3) == "2026-04-01"
    assert at.here(100, "SAR") == 7_500
    assert at.here(100, None) == 100
