"""Changes that turn a failing money gate; each is applied and the gate is seen to pass."""

from __future__ import annotations

import math
from datetime import date

import pytest
from hypothesis import given

from planner.case import read_case
from planner.fixes import income_fix, save_fix
from planner.offers import Offer
from planner.outcomes import Outcome, State, apply_patch
from planner.plan import Plan
from tests.planner.families import (
    SHELF,
    case,
    cases,
    cash,
    country,
    deposit,
    family,
    food,
    home,
    loan,
    pakistan,
    plan,
    qard,
    sends,
)  # fmt: skip
from tests.planner.test_case import EXAMPLES

EARNS = {"incomes": [{"label": "shop", "amount": 60_000}], "expenses": [food(30_000)]}


def offered(found: Plan, id_: str) -> Offer:
    return next(o for o in found.offers if o.listing.id == id_)


def outcome(found: Offer, like: Outcome) -> Outcome | None:
    """The same question after a change; None where it is no longer asked, as nothing is needed."""
    codes = {like.code, like.code.replace("gate.cash_anyway", "gate.cash")}
    for each in found.outcomes:
        limit = each.params.get("limit") == like.params.get("limit")
        if each.code in codes and (limit or each.code.startswith("gate.")):
            return each
    return None


def turned(one, shelf, where, as_of=date(2026, 1, 31)) -> list[str]:
    """Every possible fix of every failing or open outcome, applied; those that do not turn it."""
    stuck = []
    found = plan(one, shelf, where, as_of)
    for offer in found.offers:
        for failing in (*offer.failed, *offer.unknown):
            for fix in failing.fixes:
                if not fix.possible:
                    continue
                patched = apply_patch(one, fix.patch)
                taken = {c.listing_id for c in patched.choices} | {offer.listing.id}
                few = [x for x in shelf if x.id in taken]
                after = outcome(
                    offered(plan(patched, few, where, as_of), offer.listing.id), failing
                )
                if after is not None and after.counts and after.state is not State.PASSED:
                    stuck.append(f"{offer.listing.id} {failing.code} {fix.code} {dict(fix.params)}")
    return stuck


def failing(shelf, household, code: str, **given) -> Outcome:
    found = plan(case(household, 36, **given), shelf).offers[0]
    return next(o for o in found.failed if o.code == code)


def test_a_saving_waits_until_the_money_is_there():
    poor = home(assets=[cash(20_000)], **EARNS)  # 30,000 a month is saved, 30,000 is the buffer
    found = failing([deposit(amount_min=100_000)], poor, "gate.minimum")
    wait, more = found.fixes
    assert (wait.code, wait.params["months"], wait.params["month"]) == ("fix.wait", 4, "2026-05-01")
    assert (more.code, more.params["amount"]) == ("fix.have_more", 110_000)


def test_a_chosen_amount_may_be_smaller():
    poor = home(assets=[cash(50_000)], **EARNS)
    wish = {"listing_id": "PK-TERM-DEPOSIT", "amount": 40_000}
    found = failing([deposit(amount_step=1_000)], poor, "gate.minimum", choices=[wish])
    assert [(f.code, f.params.get("amount")) for f in found.fixes] == [
        ("fix.wait", None), ("fix.smaller_amount", 20_000), ("fix.have_more", 20_000),
    ]  # fmt: skip


def test_a_burden_is_lowered_by_a_longer_tenor_or_a_smaller_amount():
    wish = {"listing_id": "PK-QARD-HASAN", "amount": 360_000, "tenor": 12}
    rich = home(assets=[cash(900_000)], **EARNS)
    shelf = [qard(amount_min=12_000, tenor_min_months=12, tenor_max_months=36)]
    found = failing(shelf, rich, "gate.burden", choices=[wish])
    longer, smaller, income = found.fixes
    assert (longer.code, longer.params["months"]) == ("fix.longer_tenor", 12)
    assert (smaller.code, smaller.params["amount"]) == ("fix.smaller_amount", 288_000)
    assert (income.code, income.params["amount"]) == ("fix.more_income", 15_000)


def test_a_burden_may_wait_for_another_debt_to_end():
    debt = {"label": "uncle", "outstanding": 96_000, "instalment": 16_000}
    given_ = home(assets=[cash(900_000)], **EARNS, debts=[debt])
    found = failing([qard(amount_min=240_000, tenor_max_months=12)], given_, "gate.burden")
    wait = next(f for f in found.fixes if f.code == "fix.wait")
    assert (
        turned(case(given_, 36), [qard(amount_min=240_000, tenor_max_months=12)], country()) == []
    )
    assert wait.params["months"] == 6


def test_cash_that_would_run_out_waits_or_is_saved():
    dip = {"label": "wedding", "amount": 90_000, "months": [6], "until": "2026-07-01"}
    given_ = home(assets=[cash(50_000)], incomes=EARNS["incomes"], expenses=[food(50_000), dip],
                  preferences={"buffer_months": 0})  # fmt: skip
    found = failing([deposit(amount_min=45_000)], given_, "gate.cash")
    assert [(f.code, f.params.get("months"), f.params.get("amount")) for f in found.fixes] == [
        ("fix.wait", 9, None), ("fix.save_more", None, 35_000),
    ]  # fmt: skip


def test_what_begins_too_late_to_be_seen_is_not_advised():
    """A start of which the plan sees less than a year would pass for want of looking."""
    poor = home(assets=[cash(1_000)], incomes=[{"label": "shop", "amount": 30_100}],
                expenses=[food(30_000)], preferences={"buffer_months": 0})  # fmt: skip
    found = plan(case(poor, 24), [deposit(amount_min=3_000)]).offers[0].failed[0]
    assert [f.code for f in found.fixes] == ["fix.have_more"]


def test_more_income_and_more_savings_are_rounded_up():
    assert income_fix(0.0) is None
    assert income_fix(math.inf) is None
    fix = income_fix(1234.2)
    assert fix is not None
    assert fix.params["amount"] == 1235
    one = case(family(assets=[cash(5)]))
    saved = save_fix(one, "PKR", 99.5, 6)
    assert saved.params == {"amount": 100, "month": "2026-07-01", "amount_pm": 17}
    assert apply_patch(one, saved.patch).household.assets[0].value == 105
    bare = case(family())
    assert apply_patch(bare, save_fix(bare, "PKR", 1, 1).patch).household.assets[0].value == 1


HOME = {"label": "house", "kind": "house", "amount_today": 10_000, "by": "2026-03-05"}
LENT = {"listing_id": "PK-LOAN", "amount": 12_000, "start_mark": 0}


@pytest.mark.parametrize("pays", [True, False])
def test_less_of_what_pays_for_a_goal_is_promised_for_cash_only_where_the_rest_is_not_paid(pays):
    """A smaller loan leaves more of the house to pay, in the same months: no way out by itself."""
    short = home(assets=[cash(2_000)], incomes=[{"label": "wage", "amount": 800}], goals=[HOME],
                 expenses=[])  # fmt: skip
    given_ = {"payments": [{"goal": 0, "mark": 0}]} if pays else {}
    shelf = [loan(category="housing")]
    one = case(short, 12, choices=[LENT], **given_)
    failed = {o.code: {f.code for f in o.fixes} for o in plan(one, shelf).offers[0].failed}
    of_cash = set().union(*(fixes for code, fixes in failed.items() if "cash" in code))
    assert ("fix.smaller_amount" in of_cash) is not pays
    assert turned(one, shelf, country()) == []


@given(cases(with_products=True))
def test_every_possible_fix_turns_its_outcome(one):
    """FEATURES §6, 5: applying the suggested change flips the outcome."""
    shelf = (*SHELF, loan(id="PK-LONG", amount_min=300_000, tenor_max_months=60, fee_fixed=900))
    assert turned(one, shelf, country(inflation_pa=0.1)) == []


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_possible_fix_turns_its_outcome_on_the_real_listings(path):
    where, shelf = pakistan()
    one, _ = read_case(path.read_bytes())
    assert one is not None
    assert turned(one, shelf, where, date(2026, 11, 24)) == []


def test_a_remittance_family_is_fixed_too():
    one = case(family(remittances=[sends(last_month="2027-03-01")], expenses=[food(40_000)]), 36)
    assert turned(one, SHELF, country()) == []
