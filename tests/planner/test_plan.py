"""The whole story."""

from __future__ import annotations

import json
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.case import read_case
from planner.plan import compare, make_plan, numbers
from planner.report_json import as_json, report
from planner.text import text_of
from products.basis.problems import Severity
from tests.planner.families import (
    AS_OF,
    SHELF,
    case,
    cash,
    country,
    deposit,
    family,
    food,
    home,
    loan,
    pakistan,
    plan,
    sends,
)  # fmt: skip
from tests.planner.test_case import EXAMPLES

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_family_has_a_plan_without_a_warning_of_broken_data(path):
    where, shelf = pakistan()
    one, problems = read_case(path.read_bytes())
    assert one is not None
    assert problems == ()
    found = make_plan(one, shelf, where, as_of=TODAY, catalogue_version="v")
    assert [p for p in found.warnings if p.severity is Severity.ERROR] == []
    assert found.warnings == ()
    assert len(found.offers) == len(shelf)
    assert found.ladder
    assert all(i.ok for i in found.identities)
    assert np.all(np.isfinite(found.cash))


def test_the_example_families_differ_in_what_they_need():
    where, shelf = pakistan()
    stands = set()
    for path in EXAMPLES:
        one, _ = read_case(path.read_bytes())
        assert one is not None
        found = make_plan(one, shelf, where, as_of=TODAY, catalogue_version="v")
        stands.add((found.answers.status.value, found.ladder[0].code))
    assert len(stands) >= 4
    assert {status for status, _ in stands} == {"safe", "tight", "danger"}


def test_moving_the_pivot_moves_the_worst_month():
    """The journey of the screen: example family, cliff moved, worst month changed."""
    where, shelf = pakistan()
    path = next(p for p in EXAMPLES if p.stem == "driver_saudi_arabia")
    one, _ = read_case(path.read_bytes())
    assert one is not None
    before = make_plan(one, shelf, where, as_of=TODAY, catalogue_version="v").answers
    assert before.earliest_safe_mark is not None
    later = before.earliest_safe_mark
    pivot = date(2026, 12, 1).replace(
        year=2026 + (11 + later) // 12, month=(11 + later - 1) % 12 + 1
    )
    moved = one.model_copy(update={"last_month": pivot})
    after = make_plan(moved, shelf, where, as_of=TODAY, catalogue_version="v").answers
    assert after.last_mark == later
    assert before.status.value == "danger"
    assert after.first_below_zero_mark is None
    assert after.lowest_cash > before.lowest_cash


def test_what_is_wrong_with_the_familys_numbers_is_a_warning_not_a_refusal():
    one = case(home(assets=[cash(10)]), overrides={"inflation_pa": 4.0, "mood": 1.0},
               choices=[{"listing_id": "PK-NONE", "amount": 5}])  # fmt: skip
    found = plan(one)
    assert {p.code for p in found.warnings} == {
        "problem.too_high",
        "problem.unknown_assumption",
        "problem.unknown_listing",
    }
    assert found.cash.tolist() == [10.0] * 25
    assert found.price_level[-1] == 1.0


def test_money_owed_at_the_end_abroad_is_shown_beside_cash_not_in_it():
    """Decision 0008."""
    due = {"label": "gratuity", "amount": 100, "currency": "SAR", "months_after_last": 2,
           "chance": 1.0, "proof_held": True}  # fmt: skip
    given = family(assets=[cash(100)], remittances=[sends(0, last_month="2026-03-01")], dues=[due])
    found = plan(case(given))
    assert found.cash[-1] == 100
    assert found.dues_if_paid[4] == 7_500
    assert found.cash_if_dues_paid[[3, 4, 24]].tolist() == [100, 7_600, 7_600]


CHOICES = [
    {"name": "wait", "choices": []},
    {"name": "save", "choices": [{"listing_id": "PK-TERM-DEPOSIT", "amount": 50_000}]},
    {"name": "borrow", "choices": [{"listing_id": "PK-LOAN", "amount": 60_000, "tenor": 12}]},
]


def test_alternatives_stand_side_by_side_with_their_differences():
    given = home(assets=[cash(100_000)], incomes=[{"label": "shop", "amount": 40_000}],
                 expenses=[food(30_000)])  # fmt: skip
    one = case(given, alternatives=CHOICES)
    wait, save, borrow = compare(one, SHELF, country(), as_of=AS_OF, catalogue_version="v")
    assert [c.name for c in (wait, save, borrow)] == ["wait", "save", "borrow"]
    assert set(wait.differences.values()) <= {0.0, None}
    assert save.differences["end_cash"] == pytest.approx(50_000 * 0.12)
    assert save.differences["lowest_cash"] == pytest.approx(-50_000)
    level = 60_000 * 0.01 / (1 - 1.01**-12)
    assert borrow.differences["end_net_worth"] == pytest.approx(-12 * level)
    assert borrow.answers["paid_to_lenders"] == pytest.approx(12 * level)
    assert (
        save.plan.cash.tolist()
        == plan(case(given, choices=CHOICES[1]["choices"]), SHELF).cash.tolist()
    )


def test_numbers_that_do_not_exist_are_none():
    found = numbers(plan(case(family(remittances=[sends(1)], expenses=[food(9)]), 12)))
    assert found["first_below_zero_mark"] is None
    assert found["cover_after_last_months"] is None
    endless = numbers(plan(case(home(debts=[{"label": "d", "outstanding": 9, "instalment": 1}]))))
    assert endless["worst_debt_ratio"] is None


def test_a_product_already_closed_may_still_be_held():
    closed = loan(standing="not_offered")
    wish = [{"listing_id": "PK-LOAN", "amount": 12_000}]
    found = plan(case(home(assets=[cash(50_000)]), choices=wish), [closed, deposit()])
    assert found.taken[0].listing.id == "PK-LOAN"
    assert found.answers.provisional_share == 1.0
    assert next(o for o in found.offers if o.chosen).verdict.value == "never_offered"


ODD = [0, -1, 1, 1e-9, 1e10, 1e12, 240, 500, 0.5, "", "x", None, True, [], {}, "PKR", "XAU",
       "9999-12-31", "2026-11-30", "1900-01-01", "effective_pm", "flat_term", "simple_pa",
       10, 12]  # fmt: skip


def leaves(node, path=()):
    """Every value of a JSON document that is not a list or an object, by its path."""
    if isinstance(node, dict | list):
        items = node.items() if isinstance(node, dict) else enumerate(node)
        for key, value in items:
            yield from leaves(value, (*path, key))
    else:
        yield path


@given(st.sampled_from(EXAMPLES), st.data())
def test_whatever_is_written_into_a_case_is_refused_in_words_or_planned(path, data):
    """No answer breaks the program: it is refused with its reasons, or has a plan that closes."""
    content = json.loads(path.read_text(encoding="utf-8"))
    places = sorted(leaves(content), key=str)
    for _ in range(data.draw(st.integers(1, 3))):
        *way, last = data.draw(st.sampled_from(places))
        node = content
        for key in way:
            node = node[key]
        node[last] = data.draw(st.sampled_from(ODD))
        places = sorted(leaves(content), key=str)
    one, problems = read_case(json.dumps(content))
    if one is None:
        assert problems
        return
    where, shelf = pakistan()
    found = make_plan(one, shelf[::6], where, as_of=TODAY, catalogue_version="v")
    assert np.all(np.isfinite(found.cash))
    as_json(report(found, text_of("en", "PKR")))
