"""Going abroad again."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from planner.abroad import GAP_MONTHS, STAY_MONTHS, abroad
from planner.country import Country
from planner.plan import Plan
from planner.templates import Template, Told
from products.catalogue.pack import AssumptionLine
from tests.planner.families import AS_OF, WIFE, WORKER, case, cash, country, family, food, plan
from tests.planner.families import sends as remits

BACK = [{**WORKER, "host_country": "SAU", "months_abroad": 30, "months_since_return": 2}, WIFE]
BUDGET = [{"member": "ali", "currency": "SAR", "income_pm": 2_000, "spending_pm": 800}]
HOME = {"members": BACK, "expenses": [food(30_000)], "assets": [cash(500_000)]}


def where(**cards: tuple[float, str]) -> Country:
    """The country of round numbers, with cards that have a unit."""
    made = country()
    more = tuple(
        AssumptionLine(name=n, since=AS_OF, value=v, unit=u, grade="B", source_id="survey")
        for n, (v, u) in cards.items()
    )
    return Country("PAK", "PKR", ("en",), "en", {}, made.regions, made.assumptions + more, {}, {},
                   ())  # fmt: skip


COSTS = where(migration_cost_SAU=(1_000.0, "USD per worker"), wage_abroad_pm_SAU=(480.0, "USD"))


def found(household: dict[str, Any], land: Country = COSTS, told: Told | None = None,
          months: int = 60) -> tuple[Plan, Template | None]:  # fmt: skip
    base = plan(case(household, months), where=land)
    return base, abroad(base, told or Told())


def gone(household: dict[str, Any], land: Country = COSTS, **given: Any) -> tuple[Template, Plan]:
    _, template = found(household, land, **given)
    assert template is not None
    assert template.case is not None
    return template, plan(template.case, where=land)


def test_who_is_home_again_leaves_after_three_months_and_stays_two_years():
    template, made = gone({**HOME, "host_budgets": BUDGET})
    assert (template.leave_mark, template.until_mark) == (GAP_MONTHS, GAP_MONTHS + STAY_MONTHS)
    sent = np.flatnonzero(made.ledger.received)
    assert (sent[0], sent[-1], sent.size) == (4, 27, 24)
    # 2,000 earned less 800 lived on are 1,200 riyals at 75
    assert made.ledger.received[4] == 90_000
    assert made.answers.last_mark == 27
    # the journey: 1,000 dollars at 280, once
    assert [(p.mark, float(p.price)) for p in made.paid_goals] == [(3, 280_000)]


def test_what_it_rests_on_is_told_with_its_card():
    template, _ = gone({**HOME, "host_budgets": BUDGET})
    assert [(r.name, r.value, r.own) for r in template.rests] == [
        ("way.rests.journey", 280_000, False),
        ("way.rests.send", 90_000, True),
    ]
    assert template.notes == ("way.note.fees", "way.note.moneylender")


def test_what_is_not_known_is_asked_for_beside_what_the_card_says_it_pays():
    _, template = found(HOME)
    assert template is not None
    assert (template.case, template.questions) == (None, ("way.ask.send",))
    assert [r.name for r in template.rests] == ["way.rests.journey", "way.rests.pay_abroad"]
    assert template.rests[1].value == 480 * 280
    _, blind = found(HOME, where())
    assert blind is not None
    assert blind.questions == ("way.ask.journey", "way.ask.send")


def test_what_is_told_wins_over_the_card():
    template, made = gone(HOME, told=Told(send_pm=50_000, migration_cost=100_000))
    assert all(r.own for r in template.rests)
    assert made.ledger.received[4] == 50_000
    assert float(made.paid_goals[0].price) == 100_000


def test_a_wage_at_home_stops_on_leaving():
    job = {"label": "job", "amount": 20_000, "earner": "ali"}
    hers = {"label": "sewing", "amount": 5_000, "earner": "sara"}
    _, made = gone({**HOME, "host_budgets": BUDGET, "incomes": [job, hers]})
    flows = {line.label: line.flow for line in made.lines}
    assert list(np.flatnonzero(flows["job"])) == [1, 2, 3]
    assert np.all(flows["sewing"][1:] == 5_000)


def test_who_is_abroad_comes_home_as_planned_and_goes_again():
    away = family(
        remittances=[remits(last_month="2027-01-15", fee=10, margin_share=0.1)],
        expenses=[food(30_000), food(6_000, label="his own", phase="after_return")],
        assets=[cash(500_000)],
    )
    template, made = gone(away)
    assert template.leave_mark == 12 + GAP_MONTHS
    sent = np.flatnonzero(made.ledger.received)
    assert list(sent) == [*range(1, 13), *range(16, 40)]
    assert np.all(made.ledger.received[sent] == 67_500)
    # his own living in the three months at home is paid for with the journey
    assert sorted(float(p.price) for p in made.paid_goals) == [18_000, 280_000]
    assert made.answers.last_mark == 39


def test_a_pivot_that_was_moved_stays_where_it_is():
    brother = {**BACK[1], "id": "bilal", "abroad": True}
    away = family(
        members=[{**WORKER, "abroad": True, "host_country": "SAU"}, brother],
        remittances=[remits(last_month="2027-12-01"),
                     {**remits(100), "sender": "bilal", "last_month": "2026-06-01"}],
        expenses=[food(30_000)], assets=[cash(500_000)],
    )  # fmt: skip
    base = plan(case(away, 60, last_month="2027-06-01"), where=COSTS)
    template = abroad(base, Told())
    assert template is not None
    assert template.case is not None
    made = plan(template.case, where=COSTS)
    before = base.ledger.received[: base.answers.last_mark + 1]
    np.testing.assert_array_equal(made.ledger.received[: before.size], before)
    assert template.leave_mark == base.answers.last_mark + GAP_MONTHS


@pytest.mark.parametrize("household", [
    {**HOME, "members": [WORKER, WIFE]},
    family(expenses=[food(30_000)], remittances=[remits()]),
    family(expenses=[food(30_000)]),
])  # fmt: skip
def test_there_is_no_such_column_where_nobody_comes_home(household):
    assert found(household)[1] is None


def test_a_stay_is_cut_at_the_end_of_the_plan():
    template, made = gone({**HOME, "host_budgets": BUDGET}, months=12)
    assert template.until_mark == 12
    assert made.answers.last_mark == 12
