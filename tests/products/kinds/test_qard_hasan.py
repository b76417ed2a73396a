"""Benevolent loans: equal parts, nothing for the time, a cap on the instalment."""

from __future__ import annotations

from datetime import date, timedelta
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


def test_the_livestock_card_is_drawn_in_slices_and_paid_once_on_day_150() -> None:
    """Rs 27,000 an animal in monthly slices over 120 days, all due within the 30 days after.

    Source: https://www.nation.com.pk/08-Dec-2024/livestock-card-distribution-starts-in-lodhran
    """
    slices = tuple({"at": month, "value": 0.25} for month in range(4))
    card = terms(tenor_max_months=5, instalment_every_days=150, instalments=1, drawdowns=slices)
    (variant,) = QARD_HASAN.variants(card)
    assert variant == Variant(5)
    found = QARD_HASAN.schedule(card, variant, 27_000_00, START, "PKR", MARKET)
    assert found.due_minor.tolist() == [6_750_00] * 4 + [-27_000_00]
    assert found.due_date[-1] == START + timedelta(days=150)
    assert found.balance_minor.tolist() == [6_750_00, 13_500_00, 20_250_00, 27_000_00, 0]
    flows = QARD_HASAN.unit_flows(card, variant, MARKET)
    assert flows.per_unit[:6].tolist() == [0.25, 0.25, 0.25, 0.25, 0.0, -1.0]
    assert flows.owed[:6].tolist() == [0.25, 0.5, 0.75, 1.0, 1.0, 0.0]


def test_a_loan_in_two_parts_is_paid_back_in_equal_parts_of_all() -> None:
    """Pravasi Bhadratha PEARL (Kerala): two parts, three months of grace, 24 months.

    The source does not date the second part; the first and the second month stand for it here.
    """
    halves = ({"at": 0, "value": 0.5}, {"at": 1, "value": 0.5})
    loan = terms(tenor_max_months=24, grace_months=3, drawdowns=halves)
    flows = QARD_HASAN.unit_flows(loan, Variant(24, grace=3), MARKET)
    np.testing.assert_allclose(flows.per_unit[:4], [0.5, 0.5, 0, 0])
    np.testing.assert_allclose(flows.per_unit[4:25], -1 / 21)
    found = QARD_HASAN.schedule(loan, Variant(24, grace=3), 200_000_00, START, "INR", MARKET)
    assert set(found.due_minor[2:-1].tolist()) == {-9_523_81}


def test_weekly_parts_fall_on_their_days() -> None:
    """A loan without a charge in 50 weekly parts, as struggling members of Grameen have it."""
    loan = terms(tenor_max_months=12, instalment_every_days=7, instalments=50)
    (variant,) = QARD_HASAN.variants(loan)
    found = QARD_HASAN.schedule(loan, variant, 5_000_00, START, "BDT", MARKET)
    assert set(found.due_minor[1:].tolist()) == {-100_00}
    assert found.due_date[1] == date(2026, 2, 7)
    assert found.due_date[-1] == START + timedelta(days=350)
    flows = QARD_HASAN.unit_flows(loan, variant, MARKET)
    booked = np.zeros(121)
    np.add.at(booked, found.due_mark, found.due_minor / 5_000_00)
    np.testing.assert_allclose(flows.per_unit, booked, atol=1e-12)
    assert amount_limit(loan.model_copy(update={"instalment_cap": 100}), variant) == 5_000


def test_a_card_fee_comes_every_year() -> None:
    flows = QARD_HASAN.unit_flows(terms(fee_fixed=500, fee_yearly=1_000), Variant(30), MARKET)
    assert flows.per_take[[0, 12, 24]].tolist() == [-1_500, -1_000, -1_000]
    assert np.flatnonzero(flows.per_take).size == 3
    found = QARD_HASAN.schedule(
        terms(fee_yearly=1_000), Variant(30), 300_000_00, START, "PKR", MARKET
    )
    assert found.fee_minor.sum() == -3_000_00


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
