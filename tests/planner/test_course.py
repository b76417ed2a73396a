"""The numbers of a plan before anything is judged."""

from __future__ import annotations

import numpy as np
import pytest

from planner.assumptions import load_assumptions
from planner.course import course_of
from products.basis.problems import Severity
from tests.planner.families import (
    AS_OF,
    SHELF,
    WORKER,
    case,
    cash,
    country,
    family,
    food,
    home,
    sends,
)  # fmt: skip


def course(one, **values):
    assumptions, _ = load_assumptions(country(**values).assumptions, AS_OF, one.overrides)
    return course_of(one, SHELF, assumptions, "PKR")


def test_it_is_one_family_along_the_one_expected_future():
    one = case(
        family(
            assets=[cash(5_000)],
            remittances=[sends(last_month="2026-05-01")],
            expenses=[food(30_000)],
            debts=[{"label": "uncle", "outstanding": 60_000, "instalment": 30_000,
                    "every_months": 2}],
            dues=[{"label": "gratuity", "amount": 100, "currency": "SAR", "chance": 0.5}],
        ),
        choices=[{"listing_id": "PK-TERM-DEPOSIT", "amount": 10_000, "start_mark": 3}],
    )  # fmt: skip
    found = course(one)
    assert (found.last, found.opening) == (4, 5_000)
    assert [line.key for line in found.fixed] == ["debt.0", "product.0"]
    assert found.asked_pm[:5].tolist() == [0, 15_000, 15_000, 15_000, 0]
    assert found.projection.cash[:4].tolist() == [5_000, 20_000, 65_000, 70_000]
    assert np.flatnonzero(found.dues_if_paid).tolist() == [5]
    assert found.dues_expected[5] == 3_750
    assert found.ledger.received[1] == 75_000
    assert found.problems == ()


def test_exchange_rates_drift_with_their_assumption():
    found = course(case(family(remittances=[sends()])), fx_change_pa=0.1)
    assert found.projection.income[12] == pytest.approx(75_000 * 1.1)


def test_what_the_reader_must_know_is_told():
    one = case(
        home(members=[{**WORKER, "age_years": 12}],
             debts=[{"label": "d", "outstanding": 5, "currency": "XAU"}]),
        choices=[{"listing_id": "PK-NONE", "amount": 5}],
    )  # fmt: skip
    assert [(p.code, p.severity) for p in course(one).problems] == [
        ("problem.unknown_listing", Severity.ERROR),
        ("problem.no_exchange_rate", Severity.ERROR),
        ("problem.no_adult", Severity.WARNING),
    ]


def test_every_decision_is_part_of_the_course_and_bad_ones_are_told():
    one = case(
        home(
            assets=[cash(90_000)],
            debts=[{"label": "uncle", "outstanding": 5_000}, {"label": "shop", "outstanding": 10}],
            goals=[{"label": "g", "amount_today": 7_000, "by": "2026-12-01"}],
            ventures=[{"id": "goats", "label": "Goats", "kind": "livestock", "cost": 30_000}],
        ),
        choices=[{"listing_id": "PK-TERM-DEPOSIT", "amount": 10_000, "exit_mark": 12}],
        undertakings=[{"venture": "goats", "start_mark": 2}, {"venture": "cows"}],
        payoffs=[{"debt": 0, "mark": 4}, {"debt": 2, "mark": 1}, {"debt": 1, "mark": 25},
                 {"debt": 0, "mark": 5}],
        payments=[{"goal": 0, "mark": 6}, {"goal": 3, "mark": 1}],
    )  # fmt: skip
    found = course(one)
    assert [x.key for x in found.fixed] == [
        "debt.0", "debt.1", "product.0", "venture.goats.cost", "goal.0",
    ]  # fmt: skip
    assert found.projection.cash[[0, 2, 4, 6]].tolist() == [80_000, 50_000, 45_000, 38_000]
    assert [v.key for v in found.ventures] == ["venture.goats"]
    assert (dict(found.payoffs), [(g.place, g.mark) for g in found.paid_goals]) == (
        {0: 4}, [(0, 6)],
    )  # fmt: skip
    assert [(p.code, p.where) for p in found.problems] == [
        ("problem.cannot_be_left", "choices[0].exit_mark"),
        ("problem.unknown_venture", "undertakings[1].venture"),
        ("problem.unknown_debt", "payoffs[1].debt"),
        ("problem.mark_after_plan", "payoffs[2].mark"),
        ("problem.decided_twice", "payoffs[3].debt"),
        ("problem.unknown_goal", "payments[1].goal"),
    ]


def test_what_is_asked_when_a_flat_debt_is_paid_off_is_told():
    """1,000 for a year flat at 12 %: 10 a month, so 1,000 + 30 - 300 = 730 after three months."""
    debt = {"label": "agent", "outstanding": 1_000, "instalment": 100,
            "price": {"value": 0.12, "basis": "flat_pa"}}  # fmt: skip
    one = case(home(assets=[cash(9_000)], debts=[debt]), payoffs=[{"debt": 0, "mark": 3}])
    (told,) = course(one).problems
    assert (told.code, told.severity) == ("problem.flat_price_at_payoff", Severity.WARNING)
    assert told.params == {"value": "agent", "limit": 730, "currency": "PKR"}
    cleared = case(home(debts=[debt]), payoffs=[{"debt": 0, "mark": 24}])
    assert course(cleared).problems == ()
