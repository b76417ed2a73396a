"""Every listing judged for this family."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from planner.offers import Offer
from planner.outcomes import State, Verdict
from planner.plan import Plan
from products.basis.eligibility import Rule
from products.kind import Side
from products.kinds import KINDS
from tests.planner.families import (
    AS_OF,
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
    loan,
    pakistan,
    plan,
    qard,
    sends,
)  # fmt: skip

EARNS = {"incomes": [{"label": "shop", "amount": 60_000}], "expenses": [food(30_000)]}
WELL = home(assets=[cash(500_000)], **EARNS)


def offer(shelf, household=WELL, **given) -> Offer:
    return plan(case(household, 36, **given), shelf).offers[0]


def state(found: Offer, code: str) -> State:
    return next(o.state for o in found.outcomes if o.code == code)


def test_a_listing_that_passes_all_is_available():
    found = offer([deposit(rules=[Rule(fact="age_years", op="at_least", value=18)])])
    assert found.verdict is Verdict.AVAILABLE
    assert all(o.state is State.PASSED for o in found.outcomes)
    assert (found.applicant, found.amount, found.money) == ("ali", 10_000, 10_000)


def test_last_known_terms_are_to_be_confirmed_and_closed_ones_never_offered():
    assert offer([deposit(standing="confirm_first")]).verdict is Verdict.CONFIRM_FIRST
    closed = offer([deposit(standing="not_offered", status="closed in 2024")])
    assert closed.verdict is Verdict.NEVER_OFFERED
    assert state(closed, "gate.offered") is State.FAILED


def test_an_open_question_leaves_it_open_and_says_what_to_ask():
    asks = deposit(rules=[Rule(fact="has_guarantor", op="is", value=True)])
    found = offer([asks])
    assert found.verdict is Verdict.UNKNOWN
    fix = found.unknown[0].fixes[0]
    assert fix.params["question"] == "ask.has_guarantor"
    answered = home(assets=[cash(500_000)], **EARNS, answers={"has_guarantor": True})
    assert offer([asks], answered).verdict is Verdict.AVAILABLE


@pytest.mark.parametrize(
    ("modes", "open_"),
    [(("conventional",), False), (("islamic",), True), (("interest_free",), True),
     (("conventional", "islamic"), True)],
)  # fmt: skip
def test_islamic_only_families_are_shown_only_what_follows_it(modes, open_):
    wish = home(assets=[cash(500_000)], **EARNS, preferences={"islamic_only": True})
    found = offer([deposit(modes=modes)], wish)
    assert (found.verdict is Verdict.AVAILABLE) is open_
    assert (state(found, "gate.mode") is State.PASSED) is open_


def test_what_is_not_on_sale_on_the_day_is_not_available():
    over = offer([deposit(valid_to="2025-12-31")])
    assert state(over, "gate.on_sale") is State.FAILED
    soon = offer([deposit(valid_from="2026-03-01")])
    assert state(soon, "gate.on_sale_from") is State.FAILED
    assert offer([deposit(valid_from="2026-01-01", valid_to="2026-12-31")]).verdict is (
        Verdict.AVAILABLE
    )


def test_an_adult_must_sign():
    children = home(members=[{**WORKER, "age_years": 12}], assets=[cash(500_000)])
    found = offer([deposit()], children)
    assert (found.applicant, state(found, "gate.adult")) == (None, State.FAILED)


def test_a_price_nobody_knows_cannot_be_judged():
    found = offer([deposit(currency="XAU")])
    assert (found.verdict, state(found, "gate.priced")) == (Verdict.NOT_AVAILABLE, State.FAILED)


def test_a_month_that_does_not_close_gets_no_loan_but_a_grant():
    poor = home(assets=[cash(500_000)], incomes=[{"label": "shop", "amount": 20_000}],
                expenses=[food(30_000)])  # fmt: skip
    found = {o.listing.id: o for o in plan(case(poor, 36), SHELF).offers}
    assert state(found["PK-QARD-HASAN"], "gate.free_cash") is State.FAILED
    assert found["PK-QARD-HASAN"].failed[0].params["amount"] == 10_000
    assert found["PK-GRANT"].verdict is Verdict.AVAILABLE


def test_a_month_that_will_not_close_after_the_return_gets_no_loan_either():
    later = family(assets=[cash(900_000)], remittances=[sends(last_month="2027-06-01")],
                   expenses=[food(30_000)])  # fmt: skip
    found = offer([qard()], later)
    assert state(found, "gate.free_cash") is State.FAILED


def test_of_several_tenors_the_shortest_that_fits_is_judged():
    long = qard(amount_min=240_000, tenor_min_months=6, tenor_max_months=24, tenor_step_months=6)
    found = offer([long])  # at most 24,000 of 60,000: not 40,000, but 20,000
    assert (found.variant.tenor, round(found.instalment)) == (12, 20_000)


def test_where_nothing_fits_a_financing_is_judged_at_its_longest():
    found = offer([qard(amount_min=2_400_000, tenor_min_months=6, tenor_max_months=24)])
    assert (found.verdict, found.variant.tenor) == (Verdict.NOT_AVAILABLE, 24)


def test_without_a_known_minimum_a_tenth_of_the_largest_is_judged_else_a_month():
    assert offer([qard(amount_min=None, amount_max=400_000)]).amount == 40_000
    assert offer([deposit(amount_min=None)]).amount == 30_000
    assert offer([deposit(amount_min=None, amount_step=7_000)]).amount == 28_000


def test_a_chosen_product_is_judged_as_chosen_against_the_money_without_it():
    wish = {"listing_id": "PK-TERM-DEPOSIT", "amount": 480_000, "start_mark": 3}
    found = offer([deposit()], choices=[wish])
    assert (found.chosen, found.amount, found.variant.start) == (True, 480_000, 3)
    assert found.verdict is Verdict.AVAILABLE
    too_much = offer([deposit(amount_max=400_000)], choices=[wish])
    assert state(too_much, "gate.amount") is State.FAILED


def test_wanted_listings_come_first_among_equals():
    goals = [{"label": "shop", "kind": "enterprise", "amount_today": 9, "by": "2027-01-01"}]
    hopeful = home(assets=[cash(500_000)], **EARNS, goals=goals)
    found = plan(case(hopeful, 36), [deposit(), qard()]).offers
    assert [(o.listing.id, o.wanted) for o in found] == [
        ("PK-QARD-HASAN", True),
        ("PK-TERM-DEPOSIT", False),
    ]


def test_age_and_staleness_of_the_terms_are_known():
    assert (offer([deposit()]).age_days, offer([deposit()]).stale) == (30, False)
    undated = offer([deposit(as_of="")])
    assert (undated.age_days, undated.stale) == (None, True)


@given(cases(with_products=True))
def test_verdicts_follow_from_outcomes(one):
    for found in plan(one, SHELF, country(inflation_pa=0.1)).offers:
        states = {o.state for o in found.outcomes if o.counts}
        if found.verdict is Verdict.AVAILABLE:
            assert states <= {State.PASSED}
        if found.verdict is Verdict.NOT_AVAILABLE:
            assert State.FAILED in states
        for outcome in found.failed:
            assert outcome.fixes


@given(cases(with_products=True))
def test_a_family_whose_month_does_not_close_is_never_offered_finance(one):
    """FEATURES §6, 8."""
    found = plan(one, SHELF, country(inflation_pa=0.1))
    after = found.answers.free_after if found.answers.last_mark < one.months else 0.0
    if min(found.answers.free_now, after) < 0:
        for o in found.offers:
            assert not (o.side is Side.FINANCE and o.verdict is Verdict.AVAILABLE)
        assert not any(a.code == "advice.loan_possible" for a in found.ladder)


@given(cases())
def test_a_listing_no_one_may_take_changes_no_plan(one):
    """I9."""
    never = loan(id="PK-NEVER", rules=[Rule(fact="age_years", op="at_least", value=119)])
    without, with_it = plan(one, SHELF), plan(one, (*SHELF, never))
    assert np.array_equal(without.cash, with_it.cash)
    assert without.ladder == with_it.ladder
    kept = [repr(o) for o in with_it.offers if o.listing.id != "PK-NEVER"]
    assert kept == [repr(o) for o in without.offers]


def _example_plan() -> Plan:
    where, shelf = pakistan()
    return plan(case(family(assets=[cash(90_000)], remittances=[sends()])), shelf, where, AS_OF)


def test_every_listing_of_pakistan_is_judged_with_reasons():
    found = _example_plan()
    assert len(found.offers) == len(pakistan()[1])
    for o in found.offers:
        assert o.outcomes
        assert (
            (o.verdict is Verdict.AVAILABLE)
            or o.failed
            or o.unknown
            or (o.verdict is Verdict.CONFIRM_FIRST)
        )


def test_every_kind_can_be_an_offer():
    """Nobody above the register asks which kind it holds: a listing of each is judged."""
    terms = {
        "loan": loan(), "qard_hasan": qard(), "term_deposit": deposit(), "grant": grant(),
        "housing_loan": listing("housing_loan", rate=0.1, rate_basis="nominal_pa_monthly",
                                tenor_max_months=24, amount_min=1_000, category="housing"),
        "income_certificate": listing("income_certificate", rate=0.1, rate_basis="simple_pa",
                                      tenor_max_months=12, amount_min=1_000),
        "redemption_certificate": listing(
            "redemption_certificate", tenor_min_months=12, tenor_max_months=12, amount_min=1_000,
            redemptions=({"at": 1, "value": 1.1},)),
        "recurring_saving": listing("recurring_saving", rate=0.1, tenor_max_months=12,
                                    rate_basis="nominal_pa_monthly", amount_min=1_000),
    }  # fmt: skip
    found = {o.listing.kind: o for o in plan(case(WELL, 36), terms.values()).offers}
    for code in terms.keys() & KINDS.keys():
        assert found[code].verdict is Verdict.AVAILABLE, code
    assert found["recurring_saving"].money == pytest.approx(12_000)
    assert WIFE["id"] == "sara"


@pytest.mark.parametrize(
    ("sent_sar", "low", "high", "verdict"),
    [
        (1_000, 0, 80_000, Verdict.AVAILABLE),
        (1_000, 80_000, 160_000, Verdict.NOT_AVAILABLE),
        (0, 0, 80_000, Verdict.NOT_AVAILABLE),
    ],
)
def test_a_reward_on_money_sent_home_is_for_those_who_are_sent_that_much(
    sent_sar, low, high, verdict
):
    reward = listing("remittance_reward", reward_share=0.02, tenor_max_months=12, amount_min=low,
                     amount_max=high, band_of="RWD", category="reintegration")  # fmt: skip
    given = family(remittances=[sends(sent_sar)], expenses=[food(30_000)])
    offer = plan(case(given, 36), [reward]).offers[0]
    assert offer.verdict is verdict


def test_a_saving_whose_fee_eats_its_profit_is_not_open():
    """15 % simple on 2,000 earns 25 in the month it is judged for; the fee is 2,000."""
    club = listing("savings_account", rate=0.15, rate_basis="simple_pa", fee_fixed=2_000,
                   tax_filer_share=0, tax_nonfiler_share=0, amount_min=2_000)  # fmt: skip
    found = offer([club])
    gate = next(o for o in found.outcomes if o.code == "gate.gives_back")
    assert gate.params["amount"] == pytest.approx(1_975)
    assert found.verdict is Verdict.NOT_AVAILABLE
    larger = offer([club.model_copy(update={"amount_min": 300_000})])
    assert all(o.code != "gate.gives_back" for o in larger.outcomes)
