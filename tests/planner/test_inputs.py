"""A plan on weak or old terms is not ready before someone has said why they are good enough."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from pydantic import ValidationError

from planner.case import read_case
from planner.inputs import acknowledge, is_ready, lean, leanings, make_ready, stamp, unsaid
from products.basis.ageing import FactGrade, Method
from products.catalogue.known import Verified, text_of_value
from tests.planner.families import AS_OF, cash, deposit, family, sends
from tests.planner.families import case as made
from tests.planner.families import plan as plan_of

YOUNG, OLD = AS_OF.isoformat(), (AS_OF - timedelta(days=181)).isoformat()


def planned(as_of: str = OLD, confidence: str = "high"):
    """A plan that takes one deposit, read on a day."""
    listing = deposit(as_of=as_of, confidence=confidence)
    household = family(remittances=[sends()], assets=[cash(500_000)])
    case = made(household, choices=[{"listing_id": listing.id, "amount": 20_000.0}])
    plan = plan_of(case, [listing])
    assert [taken.listing.id for taken in plan.taken] == [listing.id]
    return case, leanings(plan, {})


@pytest.mark.parametrize(
    ("as_of", "confidence", "weak"),
    [
        (YOUNG, "high", False),
        (YOUNG, "low", False),
        ((AS_OF - timedelta(days=180)).isoformat(), "high", False),
        (OLD, "high", True),
        ("2020", "high", True),
        ("", "high", True),
    ],
)
def test_CATALOGUE_05_a_weak_or_old_value_keeps_a_plan_from_being_ready(as_of, confidence, weak):
    case, held = planned(as_of, confidence)
    assert bool(unsaid(case, held)) is weak
    ready = make_ready(case, held, AS_OF)
    assert (ready is None) is weak


def test_CATALOGUE_05_with_a_reason_it_is_ready_and_the_reason_is_kept_in_the_case():
    case, held = planned()
    said = acknowledge(case, held[0], "We telephoned the  branch", AS_OF)
    assert said.acknowledged[0].reason == "We telephoned the branch"
    ready = make_ready(said, held, AS_OF)
    assert ready is not None
    assert is_ready(ready, held)
    again, problems = read_case(ready.to_json())
    assert problems == ()
    assert again == ready


@pytest.mark.parametrize("reason", ["", "  ", "ok", "x" * 301])
def test_no_reason_is_no_reason(reason):
    case, held = planned()
    with pytest.raises(ValidationError):
        acknowledge(case, held[0], reason, AS_OF)


def test_terms_that_became_older_or_weaker_have_to_be_seen_anew():
    case, held = planned()
    ready = make_ready(acknowledge(case, held[0], "asked by telephone", AS_OF), held, AS_OF)
    _, older = planned("2024-01-01")
    assert unsaid(ready, older) == older
    assert not is_ready(ready, older)


def test_another_plan_is_not_the_one_that_was_ready_and_records_do_not_change_it():
    case, held = planned(YOUNG)
    ready = make_ready(case, held, AS_OF)
    assert is_ready(ready.model_copy(update={"counted_as": "0" * 32}), held)
    assert not is_ready(ready.model_copy(update={"months": 72}), held)
    assert stamp(ready) == stamp(case)
    assert not is_ready(case, held)


def test_a_products_weakest_grade_and_oldest_day_are_told():
    _, held = planned("2024-01-01")
    assert (held[0].worst, held[0].oldest.as_of) == (FactGrade.D, "2024-01-01")


def test_a_word_on_every_fact_makes_a_product_strong_again():
    _, held = planned("2024-01-01")
    listing = held[0].listing
    words = [
        Verified(listing.id, f.field, text_of_value(f.value), "bank", date(2026, 1, 30),
                 Method.BANK_UPLOAD, "") for f in held[0].facts
    ]  # fmt: skip
    again = lean(listing, AS_OF, {}, words)
    assert (again.weak, again.worst) == ((), FactGrade.B)
