"""One product for all households: as each of their plans has it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.caseload.cases import case_of
from planner.caseload.judged import UNANSWERED, judged
from planner.outcomes import Verdict
from planner.plan import make_plan
from products.basis.eligibility import Rule
from products.basis.sources import Standing
from tests.planner.caseload.caseloads import DAY, base, drawn
from tests.planner.families import loan, pakistan

OPEN = loan(id_="PK-LOAN", amount_min=50_000)


def ruled(*rules: dict, **given):
    return loan(id_="PK-LOAN", amount_min=50_000, rules=[Rule(**r) for r in rules], **given)


def count(listing, name="eligible") -> int:
    return sum(getattr(one, name) for one in judged(listing, base()))


@pytest.mark.parametrize("id_", ["PK-PMYBALS-T2", "PK-ACAG-RURAL", "PK-CDNS-STSC-03M"])
def test_a_verdict_is_that_of_the_households_own_plan(id_):
    country, listings = pakistan()
    listing = next(one for one in listings if one.id == id_)
    listing = listing.model_copy(
        update={"standing": Standing.OFFERED, "valid_from": None, "valid_to": None}
    )
    found = judged(listing, base())
    for at in range(0, 120, 13):
        case, _ = case_of(drawn(120), at, "PAK", DAY)
        assert case is not None
        plan = make_plan(case, [listing], country, as_of=DAY, catalogue_version="x")
        (offer,) = plan.offers
        assert found[at].able == (offer.verdict is Verdict.AVAILABLE), at


def test_a_draft_is_judged_as_if_it_were_on_sale():
    closed = OPEN.model_copy(update={"standing": Standing.NOT_OFFERED})
    assert judged(closed, base()) == judged(OPEN, base())


def test_a_missing_answer_is_neither_in_nor_barred():
    asked = ruled({"fact": "has_guarantor", "op": "is", "value": True})
    found = judged(asked, base())
    waiting = [one for one in found if one.open]
    assert waiting
    assert all(one.failing == (UNANSWERED,) and not one.eligible for one in waiting)


def test_everybody_is_in_one_place_and_who_is_not_able_has_a_reason():
    asked = ruled({"fact": "age_years", "op": "at_most", "value": 35})
    for one in judged(asked, base()):
        assert not (one.able and not one.eligible)
        assert not (one.open and one.eligible)
        assert bool(one.failing) == (not one.able)


def test_the_first_reason_is_the_first_rule_that_fails():
    asked = ruled(
        {"fact": "region", "op": "one_of", "value": ("sindh",)},
        {"fact": "age_years", "op": "at_most", "value": 19},
    )
    both = ["rule.region.one_of", "rule.age_years.at_most"]
    barred = [[r.code for r in one.failing] for one in judged(asked, base())]
    told = [codes for codes in barred if set(both) <= set(codes)]
    assert told
    assert all(codes[:2] == both for codes in told)


RULES = [
    {"fact": "age_years", "op": "at_most", "value": 40},
    {"fact": "region", "op": "one_of", "value": ("punjab",)},
    {"fact": "has_guarantor", "op": "is", "value": True},
    {"fact": "owns_plot", "op": "is", "value": True},
    {"fact": "income_pm", "op": "at_least", "value": 40_000},
]


@settings(max_examples=12, deadline=None)
@given(st.lists(st.sampled_from(RULES), min_size=1, max_size=4, unique_by=lambda r: r["fact"]),
       st.integers(0, 3), st.floats(0.0, 30.0))  # fmt: skip
def test_relaxing_a_rule_never_lowers_the_number_of_eligible(rules, which, by):
    before = count(ruled(*rules))
    one = rules[which % len(rules)]
    assert count(ruled(*[r for r in rules if r is not one])) >= before
    if one["op"] == "at_most":
        eased = [{**one, "value": one["value"] + by} if r is one else r for r in rules]
        assert count(ruled(*eased)) >= before


def test_a_dearer_loan_is_carried_by_no_more_households():
    assert count(loan(id_="PK-LOAN", amount_min=50_000, rate=0.6), "able") <= count(OPEN, "able")
