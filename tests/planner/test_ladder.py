"""What to do first."""

from __future__ import annotations

import pytest
from hypothesis import given

from planner.ladder import SHOWN_FIRST, SOON_MONTHS, Advice, Rung, first_steps
from planner.plan import Plan
from products.basis.eligibility import Rule
from products.basis.text import sentences
from tests.planner.families import (
    SHELF,
    WIFE,
    WORKER,
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
    plan,
    qard,
    sends,
)  # fmt: skip

EARNS = {"incomes": [{"label": "shop", "amount": 60_000}], "expenses": [food(30_000)]}


def steps(household, shelf=(), months=36, **given_) -> list[Advice]:
    return list(plan(case(household, months, **given_), shelf).ladder)


def codes(household, shelf=(), **given_) -> list[str]:
    return [a.code for a in steps(household, shelf, **given_)]


def debt(**given_) -> dict:
    return {"label": "lender", "outstanding": 40_000, **given_}


def test_a_family_in_order_is_told_to_keep_going():
    assert codes(home(assets=[cash(90_000)], **EARNS)) == ["advice.keep_going"]


def test_without_known_spending_that_is_the_first_thing_to_tell():
    assert codes(home(assets=[cash(90_000)]))[0] == "advice.tell_spending"


def test_money_that_runs_out_is_covered_by_staying_longer_then_by_selling():
    given_ = family(
        remittances=[sends(last_month="2026-06-01")],
        expenses=[food(50_000)],
        assets=[{"label": "gold", "kind": "gold", "value": 200_000, "days_to_sell": 3}],
    )
    stay, sell, *rest = steps(given_, months=36)
    assert stay.code == "advice.stay"
    # 25,000 a month put aside must last for 50,000 a month: m of 36 with 25 m >= 50 (36 - m)
    assert stay.params["until_month"] == "2028-01-01"  # mark 24
    assert (sell.code, sell.params["label"]) == ("advice.sell_carries", "gold")
    assert rest[0].code == "advice.no_loan_after"


def test_what_would_close_too_little_of_the_gap_is_no_step():
    given_ = home(
        assets=[cash(10_000)],
        expenses=[food(50_000), food(100, essential=False)],
        debts=[debt(instalment=50)],
    )
    assert codes(given_)[0] == "advice.seek_help"
    spends = home(assets=[cash(10_000)], expenses=[food(20_000), food(30_000, essential=False)],
                  debts=[debt(outstanding=900_000, instalment=20_000)])  # fmt: skip
    found = [a.code for a in steps(spends, months=24)]
    assert found[:2] == ["advice.cut", "advice.ask_delay"]


@pytest.mark.parametrize("pressure", ["shaming", "threats", "pledge"])
def test_a_debt_that_presses_comes_before_costly_ones_and_savings(pressure):
    pressed = debt(label="hard", pressure=pressure)
    costly = debt(label="dear", price={"value": 0.03, "basis": "effective_pm"})
    found = steps(home(assets=[cash(50_000)], **EARNS, debts=[costly, pressed]))
    assert [(a.code, a.params["label"]) for a in found[:2]] == [
        ("advice.clear_debt", "hard"),
        ("advice.costly_debt", "dear"),
    ]


def test_money_at_hand_clears_only_what_it_covers_the_hardest_first():
    debts = [
        debt(label="b", pressure="shaming", outstanding=30_000),
        debt(label="a", pressure="threats", outstanding=40_000),
    ]
    found = steps(home(assets=[cash(60_000)], **EARNS, debts=debts))
    assert [(a.code, a.params["label"]) for a in found[:2]] == [
        ("advice.clear_debt", "a"),
        ("advice.agree_debt", "b"),
    ]


def test_a_patient_debt_that_costs_nothing_is_no_step():
    patient = home(assets=[cash(90_000)], **EARNS, debts=[debt(instalment=1_000)])
    assert codes(patient) == ["advice.keep_going"]


def due(**given_) -> dict:
    return {"label": "gratuity", "amount": 1_000, "currency": "SAR", **given_}


def test_papers_are_collected_before_leaving_and_claims_made_after():
    away = {"remittances": [sends(last_month="2027-01-01")], **EARNS, "assets": [cash(99_000)]}
    found = next(a for a in steps(family(**away, dues=[due()])) if a.rung is Rung.DUES)
    assert (found.code, found.mark, found.params["amount"]) == ("advice.collect_papers", 12, 75_000)
    proven = steps(family(**away, dues=[due(proof_held=True)]))
    assert not any(a.rung is Rung.DUES for a in proven)
    back = [{**WORKER, "months_abroad": 20, "months_since_return": 3}, WIFE]
    rest = {**EARNS, "members": back, "assets": [cash(99_000)]}
    assert codes(home(**rest, dues=[due()]))[0] == "advice.claim_without_proof"
    assert codes(home(**rest, dues=[due(proof_held=True)]))[0] == "advice.claim"


def test_a_grant_comes_before_loans_and_savings():
    found = steps(home(assets=[cash(5_000)], **EARNS), [grant(), qard()])
    assert [(a.code, a.listing_id) for a in found] == [
        ("advice.grant", "PK-GRANT"),
        ("advice.buffer", None),
    ]


def test_a_reward_that_is_no_money_is_no_step():
    terms = {"category": "savings", "amount_min": 1_000, "reward_share": 0.01}
    points = listing("remittance_reward", **terms, usable_share=0)
    well = family(assets=[cash(90_000)], remittances=[sends(1_000)], **EARNS)
    assert "advice.grant" in codes(well, [listing("remittance_reward", **terms)])
    assert "advice.grant" not in codes(well, [points])


def test_a_buffer_is_built_before_goals():
    goals = [{"label": "shop", "amount_today": 500_000, "by": "2027-01-01", "kind": "enterprise"}]
    found = steps(home(assets=[cash(5_000)], **EARNS, goals=goals), [qard()])
    assert [a.code for a in found][:2] == ["advice.buffer", "advice.goal_waits"]
    assert (found[0].params["gap_amount"], found[0].mark) == (25_000, 1)
    assert found[1].params["later_month"] == "2027-07-01"  # 5,000 + 30,000 m - 30,000 >= 500,000


def test_goals_are_kept_for_or_said_to_be_too_much():
    goals = [
        {"label": "wedding", "amount_today": 50_000, "by": "2026-12-01"},
        {"label": "palace", "amount_today": 9_000_000, "by": "2028-01-01"},
    ]
    found = steps(home(assets=[cash(90_000)], **EARNS, goals=goals))
    assert [(a.code, a.params["label"]) for a in found] == [
        ("advice.goal_short", "palace"),
        ("advice.keep_for_goal", "wedding"),
    ]


def test_a_loan_is_shown_last_and_only_for_what_is_wanted():
    goals = [{"label": "shop", "amount_today": 1_000, "by": "2027-01-01", "kind": "enterprise"}]
    well = home(assets=[cash(90_000)], **EARNS, goals=goals)
    found = steps(well, [qard()])
    assert (found[-1].code, found[-1].listing_id) == ("advice.loan_possible", "PK-QARD-HASAN")
    assert "advice.loan_possible" not in codes(home(assets=[cash(90_000)], **EARNS), [qard()])
    taken = [{"listing_id": "PK-QARD-HASAN", "amount": 20_000}]
    assert "advice.loan_possible" not in codes(well, [qard(), qard(id="PK-Q2")], choices=taken)


def test_what_is_not_known_is_asked():
    away = family(remittances=[sends()], expenses=[food(30_000)], assets=[cash(99_000)])
    asks = deposit(rules=[Rule(fact="has_guarantor", op="is", value=True)])
    found = steps(
        away, [asks, deposit(id="PK-W", rules=[Rule(fact="has_disability", op="is", value=True)])]
    )
    assert [a.code for a in found] == ["advice.tell_end", "advice.tell_facts"]
    # what nobody can change is never the first question
    assert found[1].params == {"number": 2, "question": "ask.has_guarantor"}


def test_at_most_three_are_shown_first():
    assert len(first_steps([Advice(Rung.NEEDS, "x", {})] * 5)) == SHOWN_FIRST


REST = [
    Rung.ENTITLEMENTS, Rung.NO_LOAN, Rung.COSTLY_DEBT, Rung.BUFFER, Rung.GOALS, Rung.LOANS,
    Rung.QUESTIONS,
]  # fmt: skip


def proper_order(found: Plan) -> list[Rung]:
    runs_out = found.answers.first_below_zero_mark
    near = [Rung.PRESSURE, Rung.NEEDS]
    if runs_out is not None and runs_out <= SOON_MONTHS:
        near.reverse()
    away = any(member.abroad for member in found.case.household.members)
    first = [*near, Rung.DUES] if away else [Rung.DUES, *near]
    return [Rung.UNKNOWN, *first, *REST]


@given(cases(with_products=True))
def test_steps_stand_in_their_order_and_have_words(one):
    found = plan(one, SHELF, country(inflation_pa=0.1))
    order = [proper_order(found).index(a.rung) for a in found.ladder]
    assert order == sorted(order)
    say = sentences()
    for advice in found.ladder:
        assert say.has(advice.code)
        assert say.has(f"{advice.code}.why")


@pytest.mark.parametrize(("saved", "first"), [(60_000, Rung.NEEDS), (600_000, Rung.PRESSURE)])
def test_a_lender_who_threatens_comes_before_a_shortage_that_is_far_away(saved, first):
    pressed = debt(pressure="threats", outstanding=900_000)
    given_ = home(
        assets=[cash(saved), {"label": "gold", "kind": "gold", "value": 90_000, "days_to_sell": 3}],
        expenses=[food(30_000)],
        debts=[pressed],
    )
    assert steps(given_)[0].rung is first


def test_a_worker_at_home_claims_what_is_owed_before_selling_anything():
    given_ = home(
        assets=[
            cash(60_000),
            {"label": "gold", "kind": "gold", "value": 90_000, "days_to_sell": 3},
        ],
        expenses=[food(30_000)],
        dues=[due(proof_held=True)],
    )
    assert [a.code for a in steps(given_)][:2] == ["advice.claim", "advice.sell_carries"]


@given(cases())
def test_a_family_short_of_money_is_never_told_to_borrow(one):
    found = plan(one, SHELF, country(inflation_pa=0.1))
    if found.answers.free_now < 0 or found.answers.status == "danger":
        assert all(a.rung is not Rung.LOANS for a in found.ladder)
