"""What to do first."""

from __future__ import annotations

import pytest
from hypothesis import given

from planner.case import read_case
from planner.ladder import SHOWN_FIRST, SOON_MONTHS, first_steps
from planner.plan import Plan
from planner.standpoint import Advice, Rung
from planner.text import text_of
from products.basis.eligibility import Rule
from products.basis.text import sentences
from products.kind import Side
from tests.conftest import ROOT
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
    pakistan,
    plan,
    qard,
    sends,
)  # fmt: skip

EXAMPLE_FILES = ROOT / "data" / "examples"
EXAMPLES = sorted(path.stem for path in EXAMPLE_FILES.glob("*.json"))
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
    assert found[:2] == ["advice.cut", "advice.ask_longer_free"]


@pytest.mark.parametrize("pressure", ["shaming", "threats", "pledge"])
def test_a_debt_that_presses_comes_before_costly_ones_and_savings(pressure):
    pressed = debt(label="hard", pressure=pressure)
    costly = debt(label="dear", price={"value": 0.03, "basis": "effective_pm"})
    found = steps(home(assets=[cash(80_000)], **EARNS, debts=[costly, pressed]))
    found = [a for a in found if a.rung is not Rung.SAFETY]
    assert [(a.code, a.params["label"]) for a in found[:2]] == [
        ("advice.clear_debt", "hard"),
        ("advice.costly_debt", "dear"),
    ]


def test_money_clears_the_hardest_debt_first_and_keeps_a_month_of_food():
    debts = [
        debt(label="b", pressure="shaming", outstanding=30_000),
        debt(label="a", pressure="threats", outstanding=40_000),
    ]
    found = steps(home(assets=[cash(60_000)], **EARNS, debts=debts))
    # 30,000 stay in hand; each month leaves 30,000: 40,000 from month 1, 30,000 more from month 2
    assert [(a.code, a.params["label"], a.mark) for a in found[:3]] == [
        ("advice.safety", "a", 0),
        ("advice.clear_debt_by", "a", 1),
        ("advice.clear_debt_by", "b", 2),
    ]
    rich = steps(home(assets=[cash(70_000)], **EARNS, debts=debts))
    assert [(a.code, a.mark) for a in rich[1:3]] == [
        ("advice.clear_debt", 0),
        ("advice.clear_debt_by", 1),
    ]


def test_a_lender_who_cannot_be_paid_is_agreed_with_and_asked():
    pressed = debt(outstanding=600_000, instalment=30_000, pressure="shaming")
    poor = home(assets=[cash(40_000)], expenses=[food(30_000)], debts=[pressed],
                incomes=[{"label": "shop", "amount": 40_000}])  # fmt: skip
    found = [a for a in steps(poor) if a.rung is Rung.PRESSURE]
    assert [a.code for a in found] == ["advice.agree_debt", "advice.ask_longer_free"]
    # twice the 20 months: 15,000, so 15,000 less in each of the 20 months he is paid now
    assert (found[1].params["instalment_amount"], found[1].params["eases_amount"]) == (
        15_000,
        300_000,
    )


def test_a_small_debt_goes_first_and_says_why():
    small = debt(label="shop", outstanding=40_000, instalment=4_000, arrears=4_000,
                 price={"value": 0.01, "basis": "effective_pm"})  # fmt: skip
    dear = debt(label="dear", outstanding=300_000, instalment=6_000,
                price={"value": 0.03, "basis": "effective_pm"})  # fmt: skip
    found = steps(home(assets=[cash(60_000)], **EARNS, debts=[dear, small]))
    first, second = (a for a in found if a.rung is Rung.COSTLY_DEBT)
    assert (first.code, first.params["label"]) == ("advice.small_debt", "shop")
    # a month leaves 20,000 beside the instalments: two months of it clear 40,000
    assert (first.params["months"], first.params["spared_amount"]) == (2, 4_000)
    assert (second.code, second.params["number"]) == ("advice.costly_debt", 2)
    assert 0 < first.mark < second.mark


def test_a_debt_in_arrears_that_costs_little_is_caught_up_with():
    late = debt(instalment=2_000, arrears=2_000)
    found = steps(home(assets=[cash(90_000)], **EARNS, debts=[late]))
    assert [a.code for a in found] == ["advice.late_debt"]


def test_what_no_month_needs_is_put_to_work_once_no_debt_is_dear():
    well = {"assets": [cash(900_000)], **EARNS}
    found = steps(home(**well), [deposit()])
    assert [(a.code, a.params) for a in found] == [
        ("advice.invest", {"amount": 870_000, "number": 1}),
    ]
    dear = debt(price={"value": 0.03, "basis": "effective_pm"})
    assert "advice.invest" not in codes(home(**well, debts=[dear]), [deposit()])
    assert "advice.invest" not in codes(home(**well))


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
    Rung.ENTITLEMENTS, Rung.NO_LOAN, Rung.COSTLY_DEBT, Rung.BUFFER, Rung.INVEST, Rung.GOALS,
    Rung.LOANS, Rung.QUESTIONS,
]  # fmt: skip


def proper_order(found: Plan) -> list[Rung]:
    runs_out = found.answers.first_below_zero_mark
    near = [Rung.PRESSURE, Rung.NEEDS]
    if runs_out is not None and runs_out <= SOON_MONTHS:
        near.reverse()
    away = any(member.abroad for member in found.case.household.members)
    first = [*near, Rung.DUES] if away else [Rung.DUES, *near]
    return [Rung.SAFETY, Rung.UNKNOWN, *first, *REST]


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
    safe, then = steps(given_)[:2]
    assert (safe.code, then.rung) == ("advice.safety", first)


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


def is_finance(found: Plan, advice: Advice) -> bool:
    return any(o.listing.id == advice.listing_id and o.side is Side.FINANCE for o in found.offers)


@given(cases(with_products=True))
def test_a_family_whose_month_does_not_close_is_never_shown_a_loan(one):
    found = plan(one, SHELF, country(inflation_pa=0.1))
    if found.answers.free_now < 0:
        assert not any(is_finance(found, a) for a in found.ladder)
    assert not is_finance(found, found.ladder[0]) or found.answers.status != "danger"


@given(cases())
def test_every_step_has_words_a_reason_and_a_month_of_the_plan(one):
    found = plan(one, SHELF, country(inflation_pa=0.1))
    words = text_of("en", "PKR")
    for advice in found.ladder:
        assert 0 <= advice.mark <= one.months
        for key in (advice.code, f"{advice.code}.why"):
            said = words.tell(key, advice.params)
            assert "{" not in said
            assert said != key


@pytest.mark.parametrize("name", EXAMPLES)
def test_no_example_family_is_told_first_to_borrow(name):
    one, problems = read_case((EXAMPLE_FILES / f"{name}.json").read_bytes())
    assert one is not None
    assert not problems
    where, shelf = pakistan()
    found = plan(one, shelf, where)
    assert not is_finance(found, found.ladder[0])
    if found.answers.free_now < 0 or found.answers.free_after < 0:
        assert not any(is_finance(found, a) for a in found.ladder)
