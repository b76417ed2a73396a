"""Deposits that run for days and not for months: exact on their day, in a plan on the next mark."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from products.basis.cashflow import roll_forward_gap
from products.basis.market import flat_market
from products.basis.problems import from_pydantic
from products.basis.timeline import Timeline, date_of
from products.kind import Variant
from products.kinds.term_deposit import TERM_DEPOSIT, TermDepositTerms
from products.mechanics.days import months_covering
from tests.strategies import days

START = date(2026, 1, 31)
MARKET = flat_market(Timeline(START, 60))


def terms(**columns: Any) -> TermDepositTerms:
    plain = {
        "tenor_min_months": 15,
        "tenor_max_months": 15,
        "tenor_days": 444,
        "rate": 0.066,
        "rate_basis": "nominal_pa_quarterly",
    }
    return TermDepositTerms.model_validate({**plain, **columns})


@pytest.mark.parametrize(
    ("basis", "gain"),
    [("simple_pa", 0.066 * 444 / 365), ("nominal_pa_quarterly", 1.0165 ** (444 / 91.25) - 1)],
)
def test_444_days_earn_for_444_days(basis: str, gain: float) -> None:
    """6.6 % for 444 days (State Bank of India, August 2025), on days of a year of 365, compounded
    quarterly as deposits for non-residents are, or simply.
    """
    deposit = terms(rate_basis=basis)
    found = TERM_DEPOSIT.schedule(deposit, Variant(15), 100_000_00, START, "INR", MARKET)
    assert found.due_date[1] == START + timedelta(days=444)
    assert found.due_minor[1] == round(100_000_00 * (1 + gain))
    flows = TERM_DEPOSIT.unit_flows(deposit, Variant(15), MARKET)
    assert flows.per_unit[int(found.due_mark[1])] == pytest.approx(1 + gain)


@given(st.integers(7, 1500), days, st.integers(0, 12), st.sampled_from([0.0, 0.025]))
def test_the_plan_pays_on_the_first_mark_on_or_after_the_day(
    number: int, opened: date, start: int, zakat: float
) -> None:
    tenor = months_covering(number)
    deposit = terms(
        tenor_days=number, tenor_min_months=tenor, tenor_max_months=tenor, zakat_pa_share=zakat
    )
    market = flat_market(Timeline(opened, 90))
    flows = TERM_DEPOSIT.unit_flows(deposit, Variant(tenor, start=start), market)
    begins = date_of(market.timeline, start)
    found = TERM_DEPOSIT.schedule(deposit, Variant(tenor), 1_000_00, begins, "INR", market)
    paid = int(found.due_mark[1])
    assert np.flatnonzero(flows.per_unit).tolist() == [start, paid]
    assert paid <= start + tenor
    assert 1_000_00 * flows.per_unit[paid] == pytest.approx(found.due_minor[1], abs=1.1)
    assert roll_forward_gap(flows) < 1e-12


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"tenor_max_months": 24}, "problem.tenor_not_of_days"),
        ({"tenor_days": 400}, "problem.tenor_not_of_days"),
        ({"tenor_days": 3}, "problem.too_low"),
        (
            {"rate": None, "rate_steps": ({"at": 0, "value": 0.05},)},
            "problem.deposit_days_with_steps",
        ),
    ],
)
def test_days_that_cannot_be_are_problems_by_name(columns: dict[str, Any], code: str) -> None:
    with pytest.raises(ValidationError) as caught:
        terms(**columns)
    assert from_pydantic(caught.value.errors())[0].code == code
