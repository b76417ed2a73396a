"""The best decisions, on cases whose best is obvious and on the example families."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.allocation.allocate import allocate, exactly
from planner.allocation.ground import undecided
from planner.allocation.rules import Only
from planner.baseline import BELOW
from planner.case import read_case
from planner.household import Aim
from planner.plan import make_plan
from tests.planner.allocation.made import SHOP, decided
from tests.planner.families import (
    SHELF,
    case,
    cases,
    cash,
    country,
    deposit,
    family,
    food,
    grant,
    home,
    listing,
    loan,
    pakistan,
    plan,
    qard,
    scaled,
    sends,
)  # fmt: skip
from tests.planner.test_case import EXAMPLES

TODAY = date(2026, 11, 24)
WAGE = {"label": "wage", "amount": 50_000, "earner": "ali"}
HOUSE = {"label": "House", "kind": "house", "amount_today": 300_000, "by": "2027-01-15"}
MORTGAGE = {"category": "housing", "id_": "PK-HOME", "amount_min": 10_000}
COSTLY = {"label": "him", "outstanding": 40_000, "instalment": 2_000,
          "price": {"value": 0.03, "basis": "effective_pm"}}  # fmt: skip


def workers(money=200_000, spend=30_000, months=24, choices=(), **given):
    return case(
        home(assets=[cash(money)], incomes=[WAGE], expenses=[food(spend)], **given), months,
        choices=list(choices),
    )  # fmt: skip


def keys(found):
    return [done.item.key for done in found.done]


# ------------------------------------------------------------------ the obvious answers


def test_money_above_the_buffer_goes_into_what_pays_for_it():
    """200,000 and a buffer of 30,000: 170,000 are put in at once, and bring 12 %."""
    found = decided(plan(workers(spend=50_000), [deposit()]), [deposit()])
    choice = found.decisions.choices[0]
    assert choice.start_mark == 0
    assert choice.amount == pytest.approx(150_000)
    assert found.value > 0
    assert found.gap == 0
    assert found.infeasible is None
    assert found.course.projection.cash.min() == pytest.approx(50_000)


def test_nothing_is_done_where_nothing_serves():
    found = decided(plan(workers()), [])
    assert found.done == ()
    assert found.value == 0
    assert found.case == undecided(workers())
    assert found.infeasible is None


def test_a_dearer_debt_is_paid_off_before_money_is_put_away():
    one = workers(money=100_000, spend=48_000, debts=[COSTLY])
    found = decided(plan(one, [deposit()]), [deposit()])
    assert found.decisions.payoffs[0].mark == 0
    assert "debt.0@0" in keys(found)


def test_money_given_is_taken():
    found = decided(plan(workers(), [grant()]), [grant()])
    assert [c.listing_id for c in found.decisions.choices] == ["PK-GRANT"]
    assert found.decisions.choices[0].start_mark == 0
    assert found.decisions.choices[0].amount == 50_000


def test_a_goal_is_paid_for_by_its_month_where_the_cushion_stays():
    found = decided(plan(workers(money=200_000, goals=[HOUSE])), [])
    assert [(p.goal, p.mark) for p in found.decisions.payments] == [(0, 12)]
    late = decided(plan(workers(money=60_000, goals=[HOUSE])), [])
    assert [(p.goal, p.mark) for p in late.decisions.payments] == [(0, 18)]
    never = decided(plan(workers(money=40_000, spend=49_000, goals=[HOUSE])), [])
    assert never.decisions.payments == ()


def test_who_wants_safety_borrows_nothing_for_a_house_and_who_wants_the_house_does():
    one = workers(money=100_000, spend=35_000, goals=[HOUSE])
    shelf = [loan(**MORTGAGE)]
    safe = decided(plan(one, shelf), shelf)
    assert safe.decisions.choices == ()
    wants = decided(plan(one, shelf), shelf, aim=Aim.HOUSE)
    assert wants.decisions.payments[0].mark == 12
    assert wants.decisions.choices[0].listing_id == "PK-HOME"
    assert wants.decisions.choices[0].start_mark == 12


def test_no_more_is_borrowed_than_the_house_lacks():
    """250,000 are there by then, above the buffer: 50,000 are lent, and a rupee for rounding."""
    one = workers(money=100_000, spend=35_000, goals=[HOUSE])
    shelf = [loan(**{**MORTGAGE, "amount_step": 1.0})]
    found = decided(plan(one, shelf), shelf, aim=Aim.HOUSE)
    there = 100_000 + 12 * 15_000 - 35_000
    assert found.decisions.choices[0].amount == pytest.approx(300_000 - there, abs=2)


def test_amounts_are_round_where_no_step_is_stated():
    """A month takes 35,000, a twentieth of it 1,750: amounts in whole thousands."""
    one = workers(money=100_000, spend=35_000, goals=[HOUSE])
    shelf = [loan(**MORTGAGE)]
    found = decided(plan(one, shelf), shelf, aim=Aim.HOUSE)
    assert found.decisions.choices[0].amount % 1_000 == 0


def test_borrowed_money_is_never_put_on_deposit():
    """A free loan beside a deposit at 12 %: without a purpose there is no loan."""
    shelf = [qard(), deposit()]
    found = decided(plan(workers(), shelf), shelf, aim=Aim.WEALTH)
    assert [c.listing_id for c in found.decisions.choices] == ["PK-TERM-DEPOSIT"]


def test_no_loan_where_a_month_does_not_close():
    one = workers(money=600_000, spend=55_000, goals=[HOUSE])
    shelf = [qard(category="housing")]
    found = decided(plan(one, shelf), shelf, aim=Aim.HOUSE)
    assert found.decisions.choices == ()


def test_a_venture_that_pays_is_begun_and_its_loan_is_spent_on_it_once():
    one = workers(money=60_000, ventures=[SHOP])
    shelf = [qard()]
    found = decided(plan(one, shelf), shelf, aim=Aim.ENTERPRISE)
    assert [u.venture for u in found.decisions.undertakings] == ["shop"]
    assert np.allclose(exactly(found).projection.cash, found.cash, atol=0.005)


def test_at_most_so_many_products_as_the_family_wants():
    shelf = [deposit(id_=f"PK-D{i}", rate=0.1 + i / 100, amount_max=100_000) for i in range(6)]
    for most in (0, 1, 2, 4):
        one = workers(money=900_000, preferences={"most_products": most})
        found = decided(plan(one, shelf), shelf)
        assert len(found.decisions.choices) == most
        best = [f"PK-D{5 - i}" for i in range(most)]
        assert sorted(c.listing_id for c in found.decisions.choices) == sorted(best)


def test_only_what_may_be_decided_is():
    one = workers(money=400_000, goals=[HOUSE], debts=[COSTLY], ventures=[SHOP])
    shelf = [deposit(), grant()]
    own = plan(one, shelf)
    none = Only(False, False, False, False, False, False)
    assert decided(own, shelf, only=none).done == ()
    gifts = Only(False, False, True, False, False, False)
    assert [d.item.listing.id for d in decided(own, shelf, only=gifts).done] == ["PK-GRANT"]
    assert decided(own, shelf, only=Only(payments=False)).decisions.payments == ()


def test_what_must_be_begun_is_or_it_is_said_that_it_cannot():
    dull = {**SHOP, "profit_pm": 0}
    rich, poor = workers(money=400_000, ventures=[dull]), workers(money=0, spend=50_000,
                                                                  ventures=[dull])  # fmt: skip
    assert decided(plan(rich), []).decisions.undertakings == ()
    forced = decided(plan(rich), [], only=Only(must=("shop",)))
    assert len(forced.decisions.undertakings) == 1
    cannot = decided(plan(poor), [], only=Only(must=("shop",)))
    assert not cannot.feasible
    assert cannot.done == ()
    assert cannot.infeasible is not None
    assert cannot.infeasible.gave == ("must",)


def test_a_training_is_begun_for_the_gift_it_opens():
    learn = {"id": "learn", "label": "Course", "kind": "training", "cost": 5_000,
             "wait_months": 6, "owner": "ali", "answer": "has_training_certificate"}  # fmt: skip
    locked = grant(rules=[{"fact": "has_training_certificate", "op": "is", "value": True}])
    one = workers(ventures=[learn])
    found = decided(plan(one, [locked]), [locked])
    assert [u.venture for u in found.decisions.undertakings] == ["learn"]
    assert found.decisions.choices[0].start_mark == 6
    assert found.decisions.choices[0].holder == "ali"


def test_a_family_that_runs_out_takes_nothing_that_makes_a_month_worse():
    one = case(
        family(assets=[cash(50_000)], expenses=[food(60_000)],
               remittances=[sends(last_month="2026-12-01")])
    )  # fmt: skip
    found = decided(plan(one, SHELF), SHELF)
    assert found.infeasible is not None
    assert found.infeasible.gave == ("cash",)
    worse = found.course.projection.cash < np.minimum(found.ground.cash, 0) + BELOW
    assert not worse.any()


# ------------------------------------------------------------------ what holds for all


def kept(found):
    """The rules of cash, burden and sizes on the plan that is really made."""
    cash_, floor = found.course.projection.cash, found.ground.floor
    assert np.all(cash_ >= floor + BELOW)
    assert np.all(cash_ >= np.minimum(found.ground.cash, 0.0) + BELOW)
    assert np.allclose(exactly(found).projection.cash, found.cash, atol=0.005)
    assert found.course.problems == () or all(
        p.code != "problem.below_minimum" for p in found.course.problems
    )


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
@pytest.mark.parametrize("aim", [Aim.SAFETY, Aim.GOALS, Aim.WEALTH])
def test_every_example_family_has_a_plan_that_closes_and_keeps_the_rules(path, aim):
    where, shelf = pakistan()
    one, _ = read_case(path.read_bytes())
    assert one is not None
    own = make_plan(one, shelf, where, as_of=TODAY, catalogue_version="v")
    found = allocate(own, shelf, where, aim=aim)
    kept(found)
    assert found.value >= 0
    made = make_plan(found.case, shelf, where, as_of=TODAY, catalogue_version="v")
    assert all(identity.ok for identity in made.identities)
    assert np.array_equal(made.cash, found.course.projection.cash)
    again = allocate(own, shelf, where, aim=aim)
    assert again.decisions == found.decisions
    assert again.cash.tobytes() == found.cash.tobytes()


@settings(max_examples=25)
@given(cases(), st.sampled_from(list(Aim)))
def test_any_familys_programme_is_its_projection_and_keeps_the_rules(one, aim):
    found = decided(plan(one, SHELF), list(SHELF), aim=aim)
    kept(found)
    assert found.value >= -1e-6


@settings(max_examples=15)
@given(cases(with_products=True))
def test_a_listing_that_no_one_may_take_changes_no_plan(one):
    """I9."""
    never = deposit(
        id_="PK-NEVER", rate=2.0, rules=[{"fact": "age_years", "op": "at_least", "value": 119}]
    )
    own = plan(one, SHELF)
    without = decided(own, list(SHELF))
    with_it = decided(own, [*SHELF, never])
    assert with_it.decisions == without.decisions
    assert with_it.cash.tobytes() == without.cash.tobytes()


@pytest.mark.parametrize("aim", list(Aim))
def test_a_dominated_offer_is_never_taken(aim):
    """The same deposit with a lower rate, the same loan with a higher one."""
    worse_deposit = deposit(id_="PK-AWORSE", rate=0.11)
    worse_loan = loan(**{**MORTGAGE, "id_": "PK-ADEAR", "rate": 0.13})
    shelf = [worse_deposit, worse_loan, deposit(), loan(**MORTGAGE)]
    one = workers(money=100_000, spend=35_000, goals=[HOUSE], preferences={"most_products": 2})
    found = decided(plan(one, shelf), shelf, aim=aim)
    taken = {c.listing_id for c in found.decisions.choices}
    assert "PK-ADEAR" not in taken
    if "PK-AWORSE" in taken:
        assert "PK-TERM-DEPOSIT" in taken


@pytest.mark.parametrize("factor", [10.0, 1000.0])
def test_scaling_money_scales_the_plan(factor):
    """I10: the same things at the same marks, and amounts times the factor."""
    one = workers(money=200_000, goals=[HOUSE], debts=[COSTLY])
    shelf = [deposit(amount_min=0.0), loan(**{**MORTGAGE, "amount_min": 0.0})]
    small = decided(plan(one, shelf), shelf, aim=Aim.GOALS)
    large = decided(plan(scaled(one, factor), shelf), shelf, aim=Aim.GOALS)
    assert keys(large) == keys(small)
    assert large.cash == pytest.approx(factor * small.cash, rel=1e-3, abs=2 * factor)
    for one_, other in zip(small.decisions.choices, large.decisions.choices, strict=True):
        assert other.amount == pytest.approx(factor * one_.amount, abs=3 * factor)


def test_what_the_plan_has_decided_already_does_not_matter():
    one = workers(goals=[HOUSE])
    choice = {"listing_id": "PK-TERM-DEPOSIT", "amount": 20_000, "tenor": 12}
    other = workers(goals=[HOUSE], choices=[choice])
    shelf = [deposit()]
    assert (
        decided(plan(other, shelf), shelf).decisions == decided(plan(one, shelf), shelf).decisions
    )


def test_the_order_of_the_listings_does_not_matter():
    shelf = [deposit(), deposit(id_="PK-TWO", rate=0.1), loan(**MORTGAGE), grant()]
    one = workers(money=300_000, goals=[HOUSE])
    first = decided(plan(one, shelf), shelf)
    other = decided(plan(one, shelf), list(reversed(shelf)))
    assert first.value == pytest.approx(other.value)
    assert sorted(keys(first)) == sorted(keys(other))


def test_foreign_money_is_counted_at_the_rate_of_its_mark():
    shelf = [deposit(currency="USD", id_="PK-USD", amount_min=100, amount_step=50, rate=0.05)]
    where = country(fx_change_pa=0.1)
    found = decided(plan(workers(money=500_000), shelf, where), shelf, where, aim=Aim.WEALTH)
    assert found.decisions.choices[0].amount % 50 == 0
    kept(found)


def test_a_saving_is_left_when_the_goal_is_due():
    account = listing("savings_account", amount_min=1_000, tenor_max_months=24, rate=0.1,
                      rate_basis="nominal_pa_monthly")  # fmt: skip
    one = workers(money=300_000, spend=49_000, goals=[{**HOUSE, "amount_today": 200_000}],
                  preferences={"aim": "goals"})  # fmt: skip
    found = decided(plan(one, [account]), [account])
    assert found.decisions.payments[0].mark == 12
    choice = found.decisions.choices[0]
    assert choice.start_mark == 0
    assert choice.exit_mark == 12 or choice.tenor == 12 or choice.amount < 120_000
    kept(found)
