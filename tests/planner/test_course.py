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
