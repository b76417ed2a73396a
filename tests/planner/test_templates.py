"""The ways a family could go, as cases."""

from __future__ import annotations

from typing import Any

import pytest

from planner.plan import Plan
from planner.templates import Allot, Told, enterprise, repay, save, wage, worker_of
from planner.ways import by_allocation
from tests.planner.families import (
    ABROAD,
    WIFE,
    WORKER,
    case,
    cash,
    country,
    deposit,
    family,
    food,
    home,
    plan,
    sends,
)  # fmt: skip

AWAY = {"remittances": [sends(last_month="2027-01-01")], "expenses": [food(30_000)],
        "assets": [cash(90_000)]}  # fmt: skip
SHOP = {"id": "shop", "label": "Shop", "kind": "shop", "cost": 60_000, "profit_pm": 9_000,
        "resale_share": 0.5}  # fmt: skip
WAGES = {"minimum_wage_pm": 37_000.0, "minimum_wage_pm_punjab": 40_000.0}


def base(household: dict[str, Any], months: int = 36, **cards: float) -> Plan:
    return plan(case(household, months), where=country(**cards))


def wage_income(**given: Any) -> dict[str, Any]:
    return {"label": "Driving", "amount": 50_000, "phase": "after_return", "wait_months": 4,
            "earner": "ali", **given}  # fmt: skip


def test_the_worker_is_who_sends_money_then_who_is_away_then_who_came_back():
    brother = {**ABROAD, "id": "bilal", "relation": "sibling"}
    back = {**WORKER, "id": "came", "relation": "other", "months_abroad": 9,
            "months_since_return": 2}  # fmt: skip
    every = {"members": [WIFE, back, ABROAD, brother]}
    sent = base(family(**every, remittances=[{**sends(), "sender": "bilal"}])).case.household
    assert worker_of(sent).id == "bilal"
    assert worker_of(base(family(**every)).case.household).id == "ali"
    assert worker_of(base(family(members=[WIFE, back])).case.household).id == "came"
    assert worker_of(base(home()).case.household).id == "ali"


def test_a_wage_the_family_told_is_its_own_number():
    found = wage(base(family(**AWAY, incomes=[wage_income()]), **WAGES), Told(wage_pm=99_000))
    assert [(r.value, r.own, r.label) for r in found.rests] == [
        (50_000, True, "Driving"),
        (4, True, "Driving"),
    ]
    assert found.case is not None
    assert len(found.case.household.incomes) == 1


@pytest.mark.parametrize(("region", "pays"), [("punjab", 40_000), ("sindh", 37_000)])
def test_else_it_is_the_lowest_legal_wage_of_the_region(region, pays):
    found = wage(base({**family(**AWAY), "region": region}, **WAGES), Told())
    assert found.rests[0].value == pays
    assert found.rests[0].card is not None
    assert found.case is not None
    (income,) = found.case.household.incomes
    assert (income.amount, income.wait_months, income.earner) == (pays, 6, "ali")


def test_a_day_s_wage_is_earned_on_26_days():
    found = wage(base(family(**AWAY), minimum_wage_pd=700.0), Told())
    assert found.rests[0].value == 18_200


def test_a_wage_nobody_told_is_asked_for_and_never_made_up():
    found = wage(base(family(**AWAY)), Told())
    assert found.case is None
    assert found.questions == ("way.ask.wage",)
    told = wage(base(family(**AWAY)), Told(wage_pm=30_000))
    assert (told.rests[0].value, told.rests[0].own) == (30_000, True)


def test_months_at_home_already_count_as_waiting():
    back = [{**WORKER, "months_abroad": 20, "months_since_return": 4}, WIFE]
    found = wage(base(home(members=back, **{**AWAY, "remittances": []}), **WAGES), Told())
    assert found.rests[1].value == 2


def test_one_person_has_one_job():
    farm = wage_income(kind="farm", label="own field")
    hers = wage_income(kind="farm", label="her field", earner="sara")
    found = wage(base(family(**AWAY, incomes=[farm, hers]), **WAGES), Told())
    assert found.case is not None
    assert [i.label for i in found.case.household.incomes] == ["her field", ""]


def maker(where: Any, shelf: Any = ()) -> Any:
    return lambda one: plan(one, shelf, where)


def test_without_a_venture_the_column_says_what_must_be_told():
    found = enterprise(base(family(**AWAY)), maker(country()), None)
    assert (found.case, found.questions) == (None, ("way.ask.venture",))


def test_a_venture_begins_as_soon_as_the_purse_allows():
    early = enterprise(base(family(**AWAY, ventures=[SHOP])), maker(country()), None)
    assert early.case is not None
    assert [(u.venture, u.start_mark) for u in early.case.undertakings] == [("shop", 0)]
    # 30,000 at hand, 45,000 more each month: 300,000 are there at mark 6
    dear = {**SHOP, "cost": 300_000, "profit_pm": 90_000}
    poor = {**AWAY, "assets": [cash(30_000)], "remittances": [sends()]}
    later = enterprise(base(family(**poor, ventures=[dear])), maker(country()), None)
    assert later.case is not None
    assert [u.start_mark for u in later.case.undertakings] == [6]


def test_a_venture_beyond_the_purse_is_begun_where_it_empties_it_least():
    palace = {**SHOP, "cost": 9_000_000}
    found = enterprise(base(family(**AWAY, ventures=[palace])), maker(country()), None)
    assert found.case is not None
    assert found.case.undertakings


def test_a_venture_after_the_plan_is_asked_about():
    late = {**SHOP, "earliest": "2035-01-01"}
    found = enterprise(base(family(**AWAY, ventures=[late])), maker(country()), None)
    assert found.questions == ("way.ask.venture_month",)


def test_the_better_of_two_ventures_is_begun():
    better = {**SHOP, "id": "stall", "profit_pm": 15_000}
    found = enterprise(base(family(**AWAY, ventures=[SHOP, better])), maker(country()), None)
    assert found.case is not None
    assert [u.venture for u in found.case.undertakings] == ["stall"]


def allot(*shelf: Any) -> Allot:
    return by_allocation(shelf, country())


def test_the_allocation_begins_a_venture_in_any_case():
    loses = {**SHOP, "profit_pm": 0.0}
    found = enterprise(base(family(**AWAY, ventures=[loses])), maker(country()), allot())
    assert found.case is not None
    assert [u.venture for u in found.case.undertakings] == ["shop"]


def test_what_is_saved_counts_on_no_wage_that_is_not_there():
    told = base(family(**AWAY, incomes=[wage_income(), wage_income(kind="farm", label="field")]))
    found = save(told, maker(country()), None)
    assert found.case is not None
    assert [i.label for i in found.case.household.incomes] == ["field"]


def test_what_is_saved_is_put_as_the_family_chose_or_where_it_serves_best():
    shelf = (deposit(),)
    rich = {**AWAY, "assets": [cash(900_000)], "preferences": {"aim": "wealth"}}
    wish = [{"listing_id": "PK-TERM-DEPOSIT", "amount": 20_000}]
    chosen = plan(case(family(**rich), 36, choices=wish), shelf)
    own = save(chosen, maker(country(), shelf), None)
    assert own.case is not None
    assert [c.amount for c in own.case.choices] == [20_000]
    best = save(chosen, maker(country(), shelf), allot(*shelf))
    assert best.case is not None
    assert {c.listing_id for c in best.case.choices} == {"PK-TERM-DEPOSIT"}
    assert sum(c.amount for c in best.case.choices) > 20_000


DEBTS = [
    {"label": "uncle", "outstanding": 40_000, "instalment": 2_000},
    {"label": "dear", "outstanding": 60_000, "instalment": 3_000,
     "price": {"value": 0.03, "basis": "effective_pm"}},
]  # fmt: skip


def test_debts_that_cost_are_paid_off_as_early_as_cash_allows():
    found = repay(base(family(**AWAY, debts=DEBTS)), maker(country()))
    assert found is not None
    assert found.case is not None
    # 30,000 stay in hand: 90,000 - 30,000 pay the 60,000 today
    assert [(p.debt, p.mark) for p in found.case.payoffs] == [(1, 0)]
    assert [r.label for r in found.rests] == ["dear"]


def test_there_is_no_such_column_where_no_debt_costs_or_presses():
    assert repay(base(family(**AWAY, debts=DEBTS[:1])), maker(country())) is None
    pressed = [{**DEBTS[0], "pressure": "threats"}]
    assert repay(base(family(**AWAY, debts=pressed)), maker(country())) is not None
