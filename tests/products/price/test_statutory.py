"""Annual percentage rates by law, against published cases, each law its own setting."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from products.basis.problems import Problem
from products.price.course import Course
from products.price.statutory import AprMethod, apr
from tests.products.price.shelf import START

US, EU, UK = AprMethod


def by(at: list[int], flow: list[float], *, by_month: bool, start: date = START) -> Course:
    nothing = np.zeros(len(at))
    return Course(start, by_month, np.array(at), np.array(flow), nothing, nothing)


def rate(course: Course, method: AprMethod) -> float:
    found = apr(course, course.flow, method)
    assert not isinstance(found, Problem)
    assert found.only is not None
    return found.only


def test_regulation_z_prints_9_69_for_24_payments_of_230_on_5000() -> None:
    """12 CFR 1026 Appendix J (c)(1)(i)."""
    loan = by(list(range(25)), [5_000.0] + [-230.0] * 24, by_month=True)
    assert round(100 * rate(loan, US), 2) == 9.69


def test_the_commission_prints_6_434412_for_a_mortgage_with_a_fee() -> None:
    """Study on the calculation of the APRC for mortgage credit (2015), example 1."""
    loan = by(list(range(241)), [196_000.0] + [-1_432.86] * 240, by_month=True)
    assert round(100 * rate(loan, EU), 6) == 6.434412


def test_the_directive_counts_odd_days_before_the_whole_month() -> None:
    """500 from 12 January to 15 February 2013, 510 repaid: 24.15 %."""
    loan = by([0, 34], [500.0, -510.0], by_month=False, start=date(2013, 1, 12))
    assert round(rate(loan, EU), 4) == 0.2415


def test_weeks_are_counted_as_weeks_of_52_in_europe_and_as_days_in_britain() -> None:
    loan = by([7 * week for week in range(53)], [1_000.0] + [-22.0] * 52, by_month=False)
    weekly = (1 + rate(loan, US) / 52) ** 52 - 1
    assert rate(loan, EU) == pytest.approx(weekly, rel=1e-9)
    assert rate(loan, UK) == pytest.approx((1 + weekly) ** (365.25 / 364) - 1, rel=1e-9)


def test_a_short_advance_in_britain_is_counted_on_years_of_365_25_days() -> None:
    """100 for 31 days against 125. Source: calculator on the FCA's rule."""
    loan = by([0, 31], [100.0, -125.0], by_month=False)
    assert round(rate(loan, UK), 4) == 12.8618


def test_by_the_month_europe_and_britain_agree_and_america_does_not_compound() -> None:
    loan = by(list(range(13)), [1_000.0] + [-90.0] * 12, by_month=True)
    assert rate(loan, EU) == pytest.approx(rate(loan, UK))
    assert rate(loan, EU) == pytest.approx((1 + rate(loan, US) / 12) ** 12 - 1)


@pytest.mark.parametrize("method", list(AprMethod))
def test_what_begins_with_a_payment_of_the_family_is_no_credit(method: AprMethod) -> None:
    saving = by([0, 12], [-100.0, 110.0], by_month=True)
    for flow in (saving.flow, np.zeros(2)):
        found = apr(saving, flow, method)
        assert isinstance(found, Problem)
        assert found.code == "problem.price.not_credit"


@pytest.mark.parametrize("method", list(AprMethod))
def test_what_is_never_paid_back_has_no_rate(method: AprMethod) -> None:
    gift = by([0, 12], [100.0, 0.0], by_month=True)
    found = apr(gift, gift.flow, method)
    assert not isinstance(found, Problem)
    assert found.is_none
