"""The recommendation as a whole."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from planner.allocation.allocate import allocate
from planner.baseline import BELOW
from planner.best import NEXT_STEPS, Best, Verdict, recommend, steps
from planner.case import read_case
from planner.dips import BEARABLE, NO_WORSE, luck_of
from planner.text import text_of
from products.kind import Side
from tests.planner.allocation.made import SHOP
from tests.planner.families import (
    AS_OF,
    case,
    cash,
    country,
    deposit,
    family,
    food,
    grant,
    home,
    loan,
    pakistan,
    plan,
    sends,
)  # fmt: skip
from tests.planner.test_case import EXAMPLES

TODAY = date(2026, 11, 24)
WAGE = {"label": "wage", "amount": 50_000, "earner": "ali"}
HOUSE = {"label": "House", "kind": "house", "amount_today": 300_000, "by": "2027-01-15"}
DEBT = {"label": "him", "outstanding": 40_000, "instalment": 2_000,
        "price": {"value": 0.03, "basis": "effective_pm"}}  # fmt: skip


def best(one, shelf=(), **given) -> Best:
    return recommend(one, shelf, country(), as_of=AS_OF, catalogue_version="made", **given)


def workers(money=300_000, spend=30_000, choices=(), **given):
    return case(
        home(assets=[cash(money)], incomes=[WAGE], expenses=[food(spend)], **given),
        choices=list(choices),
    )


def test_the_recommended_plan_is_the_plan_of_the_decisions():
    shelf = [deposit(), grant()]
    found = best(workers(goals=[HOUSE], debts=[DEBT], ventures=[SHOP]), shelf)
    assert found.verdict is Verdict.DO
    assert found.plan.case == found.allocation.case
    assert np.array_equal(found.plan.cash, found.allocation.course.projection.cash)
    assert found.own.case.choices == ()
    assert len(found.because) == len(found.allocation.done)


def test_the_familys_own_decisions_stay_beside_the_recommendation():
    choice = {"listing_id": "PK-LOAN", "amount": 60_000, "tenor": 12}
    found = best(workers(choices=[choice]), [loan(), deposit()])
    assert [c.listing_id for c in found.own.case.choices] == ["PK-LOAN"]
    assert [c.listing_id for c in found.plan.case.choices] == ["PK-TERM-DEPOSIT"]
    assert not found.borrows


def test_waiting_is_an_answer():
    found = best(workers(), [])
    assert found.verdict is Verdict.WAIT
    assert found.plan.case.choices == ()
    assert not found.borrows
    assert found.steps


def test_a_family_in_danger_is_told_what_would_mend_it_and_takes_on_nothing():
    one = case(
        family(assets=[cash(50_000)], expenses=[food(60_000)],
               remittances=[sends(last_month="2026-12-01")], goals=[HOUSE])
    )  # fmt: skip
    found = best(one, [loan(category="housing"), deposit()])
    assert found.verdict is Verdict.MEND
    assert not found.borrows
    assert found.infeasible is not None
    assert {m.code for m in found.infeasible.mends} >= {"mend.earn", "mend.stay"}
    assert found.plan.answers.lowest_cash >= found.own.answers.lowest_cash + BELOW


def test_a_loan_is_never_the_first_step_of_a_month_that_does_not_close():
    shelf = [loan(category="housing", amount_min=10_000)]
    found = best(workers(spend=55_000, goals=[HOUSE]), shelf)
    assert not found.borrows
    assert all(step.code != "step.borrow" for step in found.steps)


def test_the_next_three_steps_are_dated_and_in_order():
    found = best(workers(goals=[HOUSE], debts=[DEBT]), [deposit(), grant()])
    assert len(found.steps) == NEXT_STEPS
    assert [s.day for s in found.steps] == sorted(s.day for s in found.steps)
    assert all(step.day >= AS_OF for step in found.steps)
    every = steps(found.plan, found.allocation)
    assert {"step.pay_off", "step.pay_goal", "step.claim", "step.put_in"} <= {
        step.code for step in every
    }
    said = [step for step in every if step.params.get("label") == "him"]
    assert [step.code for step in said if step.code != "advice.ask_longer_free"] == [
        "step.pay_off"
    ] or "advice.costly_debt" not in {step.code for step in said}


def test_what_is_begun_borrowed_and_left_is_told_with_its_month():
    shelf = [loan(category="housing", amount_min=10_000, id_="PK-HOME")]
    one = workers(money=100_000, spend=35_000, goals=[HOUSE], preferences={"aim": "house"})
    found = best(one, shelf)
    by_code = {step.code: step for step in steps(found.plan, found.allocation)}
    assert found.borrows
    borrow = by_code["step.borrow"]
    assert borrow.params["who"] == "ali"
    assert borrow.params["month"] == "2027-01-01"
    assert borrow.listing_id == "PK-HOME"
    assert by_code["step.pay_goal"].params["label"] == "House"


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_family_has_a_recommendation_that_closes_and_can_be_read(path):
    where, shelf = pakistan()
    one, _ = read_case(path.read_bytes())
    assert one is not None
    found = recommend(one, shelf, where, as_of=TODAY, catalogue_version="v")
    assert all(identity.ok for identity in found.plan.identities)
    floor = found.allocation.ground.floor
    assert np.all(found.plan.cash >= floor + BELOW)
    assert 1 <= len(found.steps) <= NEXT_STEPS
    text = text_of("en", "PKR")
    assert text.say.has(f"best.{found.verdict.value}")
    for step in found.steps:
        assert text.say.has(step.code)
        assert "{" not in text.tell(step.code, step.params)
    for mend in found.infeasible.mends if found.infeasible else ():
        assert "{" not in text.tell(mend.code, mend.params)
    if found.allocation.ground.lacking > 0:
        assert not found.borrows
    lent = [one for one in found.because if one.code.startswith("because.loan")]
    owing = any(t.course.owed[-1] > 1 for t in found.plan.taken if t.side is Side.FINANCE)
    assert all(one.code.endswith("owing") is owing for one in lent)
    luck = luck_of(found.own)
    assert not found.allocation.done or luck.bears(found.short)
    assert found.short == luck.short_with(found.plan.case, found.allocation.course)
    again = recommend(one, shelf, where, as_of=TODAY, catalogue_version="v")
    assert again.steps == found.steps
    assert again.plan.cash.tobytes() == found.plan.cash.tobytes()


def test_decisions_that_too_many_futures_cannot_bear_are_not_advised():
    """The farm would borrow for a third buffalo; one future in twenty more runs out with it."""
    where, shelf = pakistan()
    one, _ = read_case(next(p for p in EXAMPLES if p.stem == "farm_family_malaysia").read_bytes())
    assert one is not None
    found = recommend(one, shelf, where, as_of=TODAY, catalogue_version="v")
    assert not found.borrows
    bold = allocate(found.own, shelf, where)
    luck = luck_of(found.own)
    assert luck.short_with(bold.case, bold.course) > max(BEARABLE, luck.short + NO_WORSE)
    assert found.short == luck.short


def test_the_plan_of_a_recommendation_recommends_itself():
    """Made again from the recommended case, nothing changes."""
    shelf = [deposit(), grant()]
    found = best(workers(goals=[HOUSE]), shelf)
    again = best(found.plan.case, shelf)
    assert again.allocation.decisions == found.allocation.decisions
    assert plan(found.plan.case, shelf).cash.tobytes() == found.plan.cash.tobytes()
