"""The recommended plan, its reasons and the ways beside it, as values and words."""

from __future__ import annotations

import json
from functools import cache

import pytest

from planner.best import Best, Verdict, recommend
from planner.case import Decisions
from planner.futures.simulate import simulate
from planner.plan import make_plan
from planner.report_best import (
    Advised,
    because_said,
    loan_said,
    mends_said,
    reasons,
    recommended,
    step_why,
    told,
)
from planner.risk import assess
from planner.text import text_of
from planner.ways import NUMBERS, Way, ways
from tests.planner.families import (
    AS_OF,
    case,
    cash,
    country,
    deposit,
    family,
    food,
    home,
    loan,
    sends,
)

EN = text_of("en", "PKR")
SHELF = (deposit(), loan())
SAFE = home(
    assets=[cash(400_000)],
    incomes=[{"label": "job", "amount": 60_000}],
    expenses=[food(40_000)],
    ventures=[{"id": "shop", "label": "Corner shop", "kind": "shop", "cost": 60_000,
               "profit_pm": 12_000}],
    preferences={"aim": "wealth"},
)  # fmt: skip
BROKE = family(
    assets=[cash(30_000)],
    remittances=[sends(800, last_month="2026-10-01")],
    expenses=[food(50_000), food(2_000, essential=False)],
)


@cache
def best_of(name: str) -> Best:
    house = {"safe": SAFE, "broke": BROKE}[name]
    return recommend(case(house), SHELF, country(), as_of=AS_OF, catalogue_version="made")


def live(one, count=100):
    return simulate(one.case, one, one.assumptions, count, 1)


@cache
def columns(name: str) -> tuple[Way, ...]:
    own = best_of(name).own
    return ways(own, SHELF, country(), simulate=live)


@pytest.mark.parametrize("name", ["safe", "broke"])
def test_the_three_sections_are_plain_values_with_every_sentence(name):
    best = best_of(name)
    found = told(Advised(best, columns(name), assess(live(best.plan), best.plan)), EN)
    assert list(found) == ["recommended", "reasons", "ways"]
    text = json.dumps(found, allow_nan=False, ensure_ascii=False)
    assert "⟦" not in text
    assert text == json.dumps(
        told(Advised(best, columns(name), assess(live(best.plan), best.plan)), EN),
        allow_nan=False,
        ensure_ascii=False,
    )


def test_decisions_can_be_read_back_into_the_case_and_give_the_same_plan():
    best = best_of("safe")
    found = recommended(best, EN)["decisions"]
    assert found
    again = case(SAFE).model_copy(update=Decisions.model_validate(found).decided)
    made = make_plan(again, SHELF, country(), as_of=AS_OF, catalogue_version="made")
    assert (made.cash == best.plan.cash).all()


def test_do_not_borrow_is_said_where_nothing_is_borrowed():
    best = best_of("safe")
    assert not best.borrows
    found = recommended(best, EN)
    assert found["borrow_text"] == loan_said(best, EN) == EN("best.no_loan")
    assert (found["verdict"], found["had_to_give"]) == ("do", None)
    assert mends_said(best, EN) == []


def test_futures_stand_beside_the_recommended_plan_only_where_they_are_drawn():
    best = best_of("safe")
    assert "risk" not in recommended(best, EN)
    risk = recommended(best, EN, assess(live(best.plan), best.plan))["risk"]
    assert risk["below_zero"] == {"share": 0.0, "standard_error": 0.0,
                                  "text": "no family like yours"}  # fmt: skip


def test_steps_have_a_date_a_month_and_a_sentence():
    best = best_of("broke")
    for step, row in zip(best.steps, recommended(best, EN)["steps"], strict=True):
        assert row["date"] >= AS_OF.isoformat()
        assert row["text"]
        assert row["why"] == step_why(step, EN)
        if step.code.startswith("advice."):
            assert row["why"]


def test_what_would_mend_a_plan_that_runs_out_is_told():
    best = best_of("broke")
    assert best.verdict is Verdict.MEND
    found = recommended(best, EN)["had_to_give"]
    assert found["gave"] == ["cash"]
    assert found["without_decisions"]["months_below_zero"][0] == "2026-12"
    assert [m["text"] for m in found["mends"]] == mends_said(best, EN)
    assert found["mends"]


def test_every_listing_is_taken_or_has_its_reason():
    for name in ("safe", "broke"):
        found = reasons(best_of(name), EN)
        told_of = {r["listing_id"] for r in found["taken"]} - {None}
        told_of |= {r["listing_id"] for r in found["not_taken"]}
        assert told_of == {listing.id for listing in SHELF}
        assert all(r["text"] and r["code"] for r in found["not_taken"])


def test_a_reason_says_what_would_be_lost_and_what_limits_it():
    best = best_of("safe")
    assert best.because
    for reason, row in zip(best.because, reasons(best, EN)["taken"], strict=True):
        said = because_said(reason, best, EN)
        assert row["text"] == said
        assert "Without it your aim loses" in said
        if reason.limit:
            assert said.endswith(EN(reason.limit))
        assert row["lowest_month_without"] >= "2026-01"


def test_the_ways_stand_side_by_side_in_the_coins_and_months_of_a_report():
    found = told(Advised(best_of("safe"), columns("safe")), EN)["ways"]
    names = [c["name"] for c in found["columns"]]
    assert names[:3] == ["wage", "enterprise", "save"]
    for way, row in zip(columns("safe"), found["columns"], strict=True):
        assert row["known"] == (way.plan is not None)
        assert len(row["numbers"]) == len(NUMBERS)
        assert not any(key.endswith("_mark") for key in row["numbers"])
        if not way.known:
            assert row["questions"]
            assert set(row["numbers"].values()) == {None}
    assert all(best is None or best in names for best in found["best"].values())
    unknown = next(c for c in found["columns"] if c["name"] == "wage")
    assert unknown["rests_on"] or unknown["questions"]


def test_efficient_sequences_hold_products_of_the_shelf():
    ids = {listing.id for listing in SHELF}
    for stack in recommended(best_of("safe"), EN)["efficient"]:
        assert {p["listing_id"] for p in stack["products"]} <= ids
        assert Decisions.model_validate(stack["decisions"])
