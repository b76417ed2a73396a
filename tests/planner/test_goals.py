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


# ---------------------------------------------------------------- paid for by decision


def paying(
    goals: list[dict], payments: list[dict], *, shelf=(), choices=(), inflation=0.0, **given
):
    one = case(
        home(goals=goals, preferences=NO_BUFFER, **given),
        payments=payments,
        choices=list(choices),
        undertakings=[{"venture": v["id"]} for v in given.get("ventures", ())],
    )
    return plan(one, shelf, country(inflation_pa=inflation))


def test_a_goal_paid_for_is_bought_at_its_price_of_that_month():
    """10,000 today, 10 % a year dearer, is 11,000 a year from now."""
    wedding = goal(10_000, "2027-06-10", "wedding")
    made = paying([wedding], [{"goal": 0, "mark": 12}], assets=[cash(20_000)], inflation=0.1)
    (found,) = made.goals
    assert (found.mark, found.paid, found.reached) == (12, True, True)
    assert found.needed == found.bought == pytest.approx(11_000)
    assert made.cash[11:13] == pytest.approx([20_000, 9_000])
    line = next(x for x in made.lines if x.key == "goal.0")
    assert (line.group, line.label) == ("purpose", "wedding 2027-06-10")


def test_what_is_paid_is_not_counted_for_another_goal_nor_twice():
    goals = [goal(8_000, "2027-06-10"), goal(7_000, "2026-06-10")]
    made = paying(goals, [{"goal": 1, "mark": 3}], assets=[cash(10_000)])
    early, late = made.goals
    assert (early.place, early.mark, early.paid, early.missing) == (1, 3, True, 0)
    assert (late.place, late.there, late.missing) == (0, 3_000, 5_000)


def test_only_what_products_have_not_bought_is_paid():
    """A loan of 80,000 with a fifth of one's own buys 100,000 of a house of 120,000."""
    house = loan(category="housing", down_payment_share=0.2)
    made = paying(
        [goal(120_000, "2027-01-10", "house")],
        [{"goal": 0, "mark": 6}],
        choices=[{"listing_id": "PK-LOAN", "amount": 80_000, "tenor": 36}],
        shelf=[house],
        assets=[cash(300_000)],
    )
    (paid,) = made.paid_goals
    assert (float(paid.price), float(paid.bought), float(paid.cash)) == (120_000, 100_000, 20_000)
    assert made.goals[0].reached


def test_what_is_bought_goes_to_the_goals_of_a_kind_in_order_of_their_month():
    """100,000 are bought: 60,000 for the earlier house, so 40,000 for the later."""
    house = loan(category="housing", down_payment_share=0.2)
    goals = [goal(90_000, "2027-06-10", "house"), goal(60_000, "2026-12-10", "house")]
    made = paying(
        goals,
        [{"goal": 0, "mark": 14}, {"goal": 1, "mark": 2}],
        choices=[{"listing_id": "PK-LOAN", "amount": 80_000, "tenor": 36}],
        shelf=[house],
        assets=[cash(900_000)],
    )
    assert [float(p.cash) for p in made.paid_goals] == [50_000, 0]


def test_a_venture_begun_is_an_enterprise_bought():
    shop = {"id": "shop", "label": "Shop", "cost": 30_000, "working_capital": 5_000}
    goals = [goal(40_000, "2027-06-10", "enterprise")]
    made = paying(goals, [], ventures=[shop], assets=[cash(36_000)])
    assert (made.goals[0].bought, made.goals[0].missing) == (35_000, 4_000)
    made = paying(goals, [{"goal": 0, "mark": 4}], ventures=[shop], assets=[cash(50_000)])
    assert made.cash[[0, 3, 4]].tolist() == [15_000, 15_000, 10_000]


def test_a_payment_with_money_that_is_not_there_does_not_reach_its_goal():
    made = paying([goal(8_000, "2027-06-10")], [{"goal": 0, "mark": 3}], assets=[cash(6_000)])
    (found,) = made.goals
    assert (found.paid, found.reached, found.missing, found.there) == (True, False, 2_000, 6_000)
    assert found.possible_mark is None


def test_payments_that_name_nothing_are_told_and_left_out():
    payments = [{"goal": 1, "mark": 3}, {"goal": 0, "mark": 40}, {"goal": 0, "mark": 4},
                {"goal": 0, "mark": 5}]  # fmt: skip
    made = paying([goal(8_000, "2027-06-10")], payments, assets=[cash(9_000)])
    assert [(p.code, p.where) for p in made.warnings] == [
        ("problem.unknown_goal", "payments[0].goal"),
        ("problem.mark_after_plan", "payments[1].mark"),
        ("problem.decided_twice", "payments[3].goal"),
    ]
    assert [(p.place, p.mark) for p in made.paid_goals] == [(0, 4)]
