"""Reasons that can be repeated: for what is taken, and for what is not."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from planner.allocation.allocate import allocate
from planner.allocation.explain import because, why_not
from planner.allocation.rules import Only
from planner.case import read_case
from planner.household import Aim
from planner.plan import make_plan
from planner.text import text_of
from products.basis.sources import Standing
from tests.planner.allocation.made import SHOP, decided
from tests.planner.families import (
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

WAGE = {"label": "wage", "amount": 50_000, "earner": "ali"}
HOUSE = {"label": "House", "kind": "house", "amount_today": 300_000, "by": "2027-01-15"}
MORTGAGE = {"category": "housing", "id_": "PK-HOME", "amount_min": 10_000}
COSTLY = {"label": "him", "outstanding": 40_000, "instalment": 2_000,
          "price": {"value": 0.03, "basis": "effective_pm"}}  # fmt: skip


def workers(money=200_000, spend=30_000, **given):
    return case(home(assets=[cash(money)], incomes=[WAGE], expenses=[food(spend)], **given))


def reasons(one, shelf, **given):
    own = plan(one, shelf)
    found = decided(own, shelf, **given)
    return found, {b.done.item.thing: b for b in because(found)}, {
        w.listing_id: w for w in why_not(found, own)
    }  # fmt: skip


# ------------------------------------------------------------------ why this


def test_a_deposit_says_what_it_brings_what_is_lost_without_it_and_what_holds_it():
    _, why, _ = reasons(workers(spend=50_000), [deposit()])
    one = why["product.PK-TERM-DEPOSIT"]
    assert one.code == "because.saving"
    assert one.params["amount"] == pytest.approx(18_000)
    assert one.lowest_without == 200_000
    assert one.limit == "limit.cash"
    assert one.lost > 0


def test_without_it_is_the_plan_without_it():
    """The counterfactual on the programme is the family's own course where nothing else is done."""
    found, why, _ = reasons(workers(), [deposit()])
    one = next(iter(why.values()))
    assert one.lowest_without == pytest.approx(found.ground.cash.min())
    assert one.lost == pytest.approx(found.value)


def test_a_house_its_loan_and_what_limits_the_loan():
    one = workers(money=100_000, spend=35_000, goals=[HOUSE])
    _, why, _ = reasons(one, [loan(**MORTGAGE)], aim=Aim.HOUSE)
    assert why["goal.0"].code == "because.goal"
    assert why["goal.0"].params["amount"] == 300_000
    lent = why["product.PK-HOME"]
    assert lent.code == "because.loan"
    assert lent.params["for_label"] == "House"
    assert lent.params["cost_amount"] > 0


def test_what_is_late_paid_off_begun_and_given_has_its_own_words():
    late = reasons(workers(money=60_000, goals=[HOUSE]), [])[1]
    assert late["goal.0"].code == "because.goal_late"
    paid = reasons(workers(money=100_000, debts=[COSTLY]), [])[1]
    assert paid["debt.0"].code == "because.payoff"
    assert paid["debt.0"].params["amount"] > 0
    friend = {"label": "friend", "outstanding": 40_000, "pressure": "threats"}
    assert reasons(workers(debts=[friend]), [])[1]["debt.0"].code == "because.relief"
    begun = reasons(workers(ventures=[SHOP]), [])[1]["venture.shop"]
    assert begun.code == "because.venture"
    assert begun.params["amount"] == pytest.approx(12_000)
    assert reasons(workers(), [grant()])[1]["product.PK-GRANT"].code == "because.gift"


# ------------------------------------------------------------------ why not that


def test_the_first_rule_that_keeps_a_listing_out_is_told():
    older = {"fact": "age_years", "op": "at_least", "value": 60}
    asks = {"fact": "has_expat_account", "op": "is", "value": True}
    shelf = [
        deposit(),
        deposit(id_="PK-GONE", standing=Standing.NOT_OFFERED),
        deposit(id_="PK-YEN", currency="JPY"),
        deposit(id_="PK-OLD", rules=[older]),
        deposit(id_="PK-ASKS", rules=[asks]),
        deposit(id_="PK-WORSE", rate=0.11),
        deposit(id_="PK-HUGE", amount_min=900_000),
        deposit(id_="PK-POOR", rate=0.0001),
        loan(),
    ]
    _, _, why = reasons(
        workers(spend=50_000, preferences={"most_products": 1}), shelf, aim=Aim.WEALTH
    )
    assert {key: one.code for key, one in why.items()} == {
        "PK-GONE": "whynot.not_offered",
        "PK-YEN": "whynot.not_priced",
        "PK-OLD": "whynot.rules",
        "PK-ASKS": "whynot.unknown",
        "PK-WORSE": "whynot.better",
        "PK-HUGE": "whynot.cash",
        "PK-POOR": "whynot.no_gain",
        "PK-LOAN": "whynot.nothing_to_serve",
    }
    assert [o.code for o in why["PK-OLD"].outcomes] == ["rule.age_years.at_least"]
    assert [o.code for o in why["PK-ASKS"].outcomes] == ["rule.has_expat_account.yes"]
    assert why["PK-HUGE"].params["amount"] == pytest.approx(750_000)
    assert why["PK-WORSE"].better == "term_deposit"
    assert why["PK-WORSE"].by == pytest.approx(0.01 * 150_000, rel=0.01)


def test_what_the_family_itself_rules_out_is_told():
    wants = workers(preferences={"islamic_only": True})
    assert reasons(wants, [loan(), deposit(modes=("conventional",))])[2]["PK-LOAN"].code == (
        "whynot.only_islamic"
    )
    short = reasons(workers(spend=60_000, goals=[HOUSE]), [loan(**MORTGAGE)])[2]["PK-HOME"]
    assert short.code == "whynot.no_loan"
    assert short.params["amount"] == 10_000
    aside = reasons(workers(), [deposit()], only=Only(savings=False))[2]
    assert aside["PK-TERM-DEPOSIT"].code == "whynot.left_aside"


def test_a_loan_is_too_large_too_heavy_or_no_gain():
    goals = [{**HOUSE, "amount_today": 5_000}]
    assert reasons(workers(goals=goals), [loan(**MORTGAGE)])[2]["PK-HOME"].code == (
        "whynot.too_large"
    )
    heavy = loan(**{**MORTGAGE, "amount_min": 290_000, "tenor_max_months": 12})
    one = workers(money=900_000, goals=[HOUSE])
    assert reasons(one, [heavy], aim=Aim.HOUSE)[2]["PK-HOME"].code == "whynot.burden"
    rich = workers(money=900_000, goals=[HOUSE])
    assert reasons(rich, [loan(**MORTGAGE)])[2]["PK-HOME"].code in (
        "whynot.no_gain", "whynot.adds_nothing",
    )  # fmt: skip


def test_a_family_with_nothing_spare_is_told_so():
    one = case(family(assets=[cash(10_000)], remittances=[sends(400.0)], expenses=[food(30_000)]))
    why = reasons(one, [deposit(amount_min=0.0)])[2]
    assert why["PK-TERM-DEPOSIT"].code == "whynot.nothing_spare"


# ------------------------------------------------------------------ all of them


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_listing_and_every_decision_of_the_example_families_has_a_sentence(path):
    where, shelf = pakistan()
    one, _ = read_case(path.read_bytes())
    assert one is not None
    own = make_plan(one, shelf, where, as_of=date(2026, 11, 24), catalogue_version="v")
    for aim in (Aim.SAFETY, Aim.GOALS):
        found = allocate(own, shelf, where, aim=aim)
        taken, rest = because(found), why_not(found, own)
        assert len(taken) == len(found.done)
        ids = {d.item.listing.id for d in found.done if d.item.listing is not None}
        assert {w.listing_id for w in rest} | ids == {one.id for one in shelf}
        assert sum(b.lost for b in taken) == pytest.approx(found.value)
        text = text_of("en", "PKR")
        for reason in (*taken, *rest):
            assert text.say.has(reason.code)
            sentence = text.tell(reason.code, reason.params)
            assert "{" not in sentence
            assert all(np.isfinite(v) for v in reason.params.values() if isinstance(v, float))
        for b in taken:
            assert not b.limit or text.say.has(b.limit)
        assert country().iso3 == "PAK"
