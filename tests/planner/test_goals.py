"""What a family hopes for against what the plan leaves."""

from __future__ import annotations

import pytest

from tests.planner.families import case, cash, country, home, loan, plan

NO_BUFFER = {"buffer_months": 0}


def goal(amount: float, by: str, kind: str = "other") -> dict:
    return {"label": f"{kind} {by}", "kind": kind, "amount_today": amount, "by": by}


def outlooks(goals: list[dict], *, inflation: float = 0.0, choices=(), shelf=(), **given):
    one = case(home(goals=goals, preferences=NO_BUFFER, **given), choices=list(choices))
    return plan(one, shelf, country(inflation_pa=inflation)).goals


def test_a_goal_is_paid_from_what_is_never_needed_later():
    """10,000 at hand, 1,000 saved each month: 22,000 after a year, and all of it is free."""
    earn = [{"label": "shop", "amount": 1_000}]
    found = outlooks([goal(21_000, "2027-01-10")], assets=[cash(10_000)], incomes=earn)[0]
    assert (found.mark, found.needed, found.there) == (12, 21_000, 22_000)
    assert found.reached
    assert found.missing == 0


def test_a_rupee_is_counted_for_one_goal_only_the_earlier_one_first():
    goals = [goal(8_000, "2027-06-10"), goal(7_000, "2026-06-10")]
    early, late = outlooks(goals, assets=[cash(10_000)])
    assert (early.there, early.missing) == (10_000, 0)
    assert (late.there, late.missing) == (3_000, 5_000)
    assert late.save_pm == pytest.approx(5_000 / 17)


def test_the_first_month_in_which_it_could_be_paid_is_told():
    earn = [{"label": "shop", "amount": 1_000}]
    found = outlooks([goal(15_500, "2026-06-10")], assets=[cash(10_000)], incomes=earn)[0]
    assert (found.mark, found.missing, found.possible_mark) == (5, 500, 6)


def test_its_price_grows_and_a_goal_beyond_the_plan_is_judged_at_its_end():
    found = outlooks([goal(1_000, "2040-01-10")], inflation=0.1, assets=[cash(5_000)])[0]
    assert found.beyond_plan
    assert (found.mark, found.needed) == (24, pytest.approx(1_210))


def test_what_a_product_spends_on_it_counts():
    house = loan(category="housing", down_payment_share=0.2)
    choice = {"listing_id": "PK-LOAN", "amount": 80_000, "tenor": 36}
    found = outlooks(
        [goal(100_000, "2027-01-10", "house")],
        assets=[cash(200_000)],
        choices=[choice],
        shelf=[house],
    )[0]
    assert (found.bought, found.reached) == (100_000, True)
