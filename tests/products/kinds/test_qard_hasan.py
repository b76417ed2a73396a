"""Benevolent loans: equal parts, nothing for the time, a cap on the instalment."""

from __future__ import annotations

from datetime import date
from math import inf
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from products.basis.market import flat_market
from products.basis.problems import from_pydantic
from products.basis.timeline import Timeline
from products.kind import Variant
from products.kinds.qard_hasan import QARD_HASAN, QardHasanTerms, amount_limit

START = date(2026, 1, 31)
MARKET = flat_market(Timeline(START, 120))


def terms(**columns: Any) -> QardHasanTerms:
    return QardHasanTerms.model_validate({"tenor_max_months": 108, **columns})


def test_apni_chhat_instalment_is_the_published_one_in_whole_thousands() -> None:
    """Rs 1.5 million over 9 years: "14,000 a month"; exactly 13,888.89.

    Source: official statement in the press,
    https://dailypakistannewswire.com/loans-under-apni-chhat-apna-ghar-program-to-be-granted-on-merit-cm-maryam
    """
    exact = QARD_HASAN.schedule(terms(), Variant(108), 1_500_000_00, START, "PKR", MARKET)
    assert exact.due_minor[1] == -13_888_89
    rounded = terms(rounding_mode="up", rounding_step_minor=1_000_00)
    found = QARD_HASAN.schedule(rounded, Variant(108), 1_500_000_00, START, "PKR", MARKET)
    assert set(found.due_minor[1:108].tolist()) == {-14_000_00}
    assert found.due_minor[108] == -2_000_00


def test_youth_loan_tier_1_has_its_published_instalment() -> None:
    """Rs 400,000 over 96 months: 4,166 (4,166.67 before the page cut the paisa off).

    Source: https://loanscheme.com.pk/prime-minister-loan-emi-calculator
    """
    cut = terms(tenor_max_months=96, rounding_mode="down", rounding_step_minor=100)
    found = QARD_HASAN.schedule(cut, Variant(96), 400_000_00, START, "PKR", MARKET)
    assert found.due_minor[1] == -4_166_00


def test_a_livestock_loan_is_paid_once_after_its_grace() -> None:
    """Ten animals at Rs 27,000 drawn, all due by day 150: a grace of four months in five.

    Source: https://www.nation.com.pk/08-Dec-2024/livestock-card-distribution-starts-in-lodhran
    (the whole is taken as drawn at the start here).
    """
    loan = terms(tenor_max_months=5, grace_min_months=4, grace_months=4)
    (variant,) = QARD_HASAN.variants(loan)
    found = QARD_HASAN.schedule(loan, variant, 270_000_00, START, "PKR", MARKET)
    assert found.due_minor.tolist() == [270_000_00, -270_000_00]
    assert found.due_date == (START, date(2026, 6, 30))


def test_nothing_is_charged_and_the_fee_comes_once() -> None:
    flows = QARD_HASAN.unit_flows(terms(fee_fixed=500), Variant(108, grace=3), MARKET)
    assert not flows.charge.any()
    assert flows.per_take.tolist() == [-500.0] + [0.0] * 120
    assert not flows.per_unit[1:4].any()
    np.testing.assert_allclose(flows.per_unit[4:109], -1 / 105)


def test_a_cap_on_the_instalment_limits_the_amount() -> None:
    loan = terms(instalment_cap=14_000)
    assert amount_limit(loan, Variant(108)) == 1_512_000
    assert amount_limit(loan, Variant(108, grace=3)) == 1_470_000
    assert amount_limit(terms(), Variant(108)) == inf
    assert QARD_HASAN.amount_limit(loan, Variant(12)) == 168_000
    with pytest.raises(ValueError, match="cannot carry"):
        QARD_HASAN.schedule(loan, Variant(12), 168_001_00, START, "PKR", MARKET)


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"grace_months": 108}, "problem.grace_beyond_tenor"),
        ({"instalment_cap": 0}, "problem.too_low"),
        ({"rate": 0.0}, "problem.unknown_field"),
        ({"tenor_max_months": "nine years"}, "problem.not_a_whole_number"),
    ],
)
def test_terms_that_cannot_be_are_problems_by_name(columns: dict[str, Any], code: str) -> None:
    with pytest.raises(ValidationError) as caught:
        terms(**columns)
    assert from_pydantic(caught.value.errors())[0].code == code
