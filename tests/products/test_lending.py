"""Loans put together from parts: prices by period, courses, help, and whole minor units."""

from __future__ import annotations

from datetime import date
from math import inf
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from products.basis.cashflow import roll_forward_gap
from products.basis.market import Market, flat_market
from products.basis.timeline import Timeline
from products.borrowing import LendingTerms
from products.kind import Step, Variant
from products.lending import (
    Shape,
    bill_of,
    cleared_in,
    course,
    most_helped,
    points_paid,
    price_by_days,
    price_by_month,
    price_of_nothing,
    quoted,
    refuse_beyond,
    released_by_period,
    rows,
    rule_of,
    staged,
)
from products.mechanics.prices import PriceStep
from products.mechanics.repayment import Repayment

MARKET = flat_market(Timeline(date(2026, 1, 31), 120), index_pa={"kibor_1y": 0.11})


def terms(**columns: Any) -> LendingTerms:
    priced = {"rate": 0.12, "rate_basis": "nominal_pa_monthly"}
    if {"index", "rate_steps"} & set(columns):
        del priced["rate"]
    return LendingTerms.model_validate({"tenor_max_months": 24, **priced, **columns})


def shape(**columns: Any) -> Shape:
    plain = {"repayment": Repayment.LEVEL, "periods": 24, "every": 1, "years": 1 / 12}
    return Shape(**{**plain, **columns})


def full(loan: LendingTerms, months: int = 24, home: int | None = None) -> np.ndarray:
    return quoted(loan, Variant(months, home_after=home), MARKET, 0, months)


def test_the_rule_of_a_price_turns_when_the_borrower_comes_home() -> None:
    loan = terms(rate_after_return=0.2)
    assert rule_of(loan, Variant(24)).steps == (PriceStep(0, 0.12),)
    turned = rule_of(loan, Variant(24, home_after=6)).steps
    assert turned == (PriceStep(0, 0.12), PriceStep(6, 0.2))
    assert rule_of(loan, Variant(24, home_after=-3)).steps == (PriceStep(0, 0.2),)
    assert rule_of(terms(reset_rise_max=0.02), Variant(24)).rise_max == 0.02
    assert rule_of(terms(), Variant(24)).rise_max == inf


def test_points_last_for_their_time_and_are_never_more_than_the_price() -> None:
    loan = terms(subsidy_pa=0.05, subsidy_months=12)
    np.testing.assert_allclose(points_paid(loan, full(loan)), [0.05] * 12 + [0.0] * 12)
    assert points_paid(terms(rate=0.02, subsidy_pa=0.05), np.full(3, 0.02)).max() == 0.02
    by_month = terms(rate=0.01, rate_basis="effective_pm", subsidy_pa=0.06)
    price = price_by_month(by_month, full(by_month), 1)
    np.testing.assert_allclose(price.charges, 0.01 - 0.06 / 12)


def test_help_either_lowers_the_price_or_is_paid_back_by_the_period() -> None:
    lowered = terms(subsidy_pa=0.03)
    price = price_by_month(lowered, full(lowered), 3)
    np.testing.assert_allclose(price.charges, 1.0075**3 - 1)
    assert not price.helped.any()
    back = terms(subsidy_pa=0.03, subsidy_paid_back=True, rebate_pa=0.02)
    price = price_by_month(back, full(back), 3)
    np.testing.assert_allclose(price.charges, 1.01**3 - 1)
    np.testing.assert_allclose(price.helped, 0.03 / 4)
    np.testing.assert_allclose(price.rebated, 0.02 / 4)


def test_free_months_levies_and_later_beginnings_are_seen_in_the_price() -> None:
    loan = terms()
    price = price_by_month(loan, full(loan), 1, free_months=2, levy_share=0.2, begin=1)
    assert price.charges.size == 23
    np.testing.assert_allclose(price.charges[:2], [0, 0.01])
    np.testing.assert_allclose(price.levied, 0.2 * price.charges)


@given(st.floats(0, 0.5), st.floats(0, 0.5), st.integers(1, 60))
def test_prices_by_the_day_are_those_of_equal_parts_of_a_year(
    quoted_pa: float, points: float, periods: int
) -> None:
    loan = terms(rate=quoted_pa, rate_basis="simple_pa", subsidy_pa=points)
    price = price_by_days(loan, 7 / 365, periods)
    assert price.growth.shape == (periods, 1)
    np.testing.assert_allclose(price.charges, max(quoted_pa - points, 0) * 7 / 365, atol=1e-15)
    back = terms(rate=quoted_pa, rate_basis="simple_pa", subsidy_pa=points, subsidy_paid_back=True)
    price = price_by_days(back, 7 / 365, periods)
    np.testing.assert_allclose(price.helped, min(quoted_pa, points) * 7 / 365, atol=1e-15)


def test_help_by_the_day_ends_with_its_months() -> None:
    loan = terms(rate_basis="simple_pa", subsidy_pa=0.03, subsidy_months=6)
    charges = price_by_days(loan, 28 / 364, 13).charges
    np.testing.assert_allclose(charges, [0.09 / 13] * 7 + [0.12 / 13] * 6)


def test_a_course_is_the_sum_of_its_parts() -> None:
    loan = terms(capital_subsidy_share=0.2, insurance_pa_share=0.012, insurance_on="amount")
    form = shape(balloon_share=0.3)
    price = price_by_month(loan, full(loan), 1)
    flows = course(loan, form, price)
    assert roll_forward_gap(flows) < 1e-12
    assert flows.per_unit[0] == pytest.approx(1)
    assert flows.owed[-1] == 0
    bare = course(terms(), form, price)
    expected = 0.8 * (bare.per_unit[1:24] - 0.001)
    np.testing.assert_allclose(flows.per_unit[1:24], expected)


def test_many_futures_make_many_courses() -> None:
    loan = terms(index="kibor_1y", subsidy_pa=0.02, rebate_pa=0.01, capital_subsidy_share=0.1)
    levels = np.linspace(0.05, 0.2, 3)[:, None] * np.ones(121)
    wide = Market(MARKET.timeline, np.zeros((3, 121)), {}, {"kibor_1y": levels})
    price = price_by_month(loan, quoted(loan, Variant(24), wide, 0, 24), 1)
    together = course(loan, shape(), price)
    for path in range(3):
        one = Market(MARKET.timeline, np.zeros(121), {}, {"kibor_1y": levels[path]})
        alone = course(
            loan, shape(), price_by_month(loan, quoted(loan, Variant(24), one, 0, 24), 1)
        )
        np.testing.assert_allclose(together.per_unit[path], alone.per_unit)


@pytest.mark.parametrize(("after", "every", "period"), [(0, 1, 24), (12, 1, 12), (7, 6, 2)])
def test_what_the_state_clears_goes_at_the_end_of_a_period(
    after: int, every: int, period: int
) -> None:
    loan = terms(tenor_min_months=24, capital_subsidy_share=0.1, capital_subsidy_after_months=after)
    assert cleared_in(loan, shape(periods=24 // every, every=every)) == period


def test_stages_fall_on_the_ends_of_periods() -> None:
    halves = (Step(at=0, value=0.5), Step(at=6, value=0.5))
    loan = terms(tenor_min_months=24, drawdowns=halves)
    by_period = released_by_period(loan, 8, 3)
    assert by_period is not None
    assert np.flatnonzero(by_period).tolist() == [0, 2]
    assert released_by_period(terms(), 8, 3) is None
    with pytest.raises(ValueError, match="no whole period"):
        released_by_period(loan, 6, 4)


def test_whole_parts_are_released_and_the_last_takes_the_rest() -> None:
    assert staged(100, None, 2) == [100, 0, 0]
    thirds = np.array([1 / 3, 1 / 3, 0, 1 / 3])
    assert staged(100, thirds, 3) == [33, 33, 0, 34]


def test_rows_are_the_course_in_whole_minor_units() -> None:
    loan = terms(
        subsidy_pa=0.03,
        subsidy_paid_back=True,
        rebate_pa=0.01,
        rebate_at_end=True,
        capital_subsidy_share=0.15,
        insurance_pa_share=0.006,
    )
    price = price_by_month(loan, full(loan), 1)
    found = rows(loan, shape(), price, 1_000_000_00, "PKR")
    due = [row.principal + row.charge + row.fee for row in found]
    plan = 1_000_000_00 * course(loan, shape(), price).per_unit
    np.testing.assert_allclose(due, plan, rtol=0, atol=20)
    assert sum(row.principal for row in found) == 0


def test_the_limit_of_help_is_the_amount_at_which_it_is_reached() -> None:
    assert most_helped(terms(), Variant(24), shape()) == inf
    capped = terms(capital_subsidy_share=0.15, capital_subsidy_max=300_000)
    assert most_helped(capped, Variant(24), shape()) == pytest.approx(2_000_000)
    loan = terms(subsidy_pa=0.04, subsidy_paid_back=True, subsidy_total_max=1_000)
    limit = most_helped(loan, Variant(24), shape())
    price = price_by_month(loan, full(loan), 1)
    without = course(terms(), shape(), price_by_month(terms(), full(terms()), 1))
    helped_by = course(loan, shape(), price).per_unit - without.per_unit
    assert limit * helped_by.sum() == pytest.approx(1_000)


def test_an_amount_beyond_the_limit_has_no_contract() -> None:
    refuse_beyond(2_000_000, 2_000_000_00, "INR")
    refuse_beyond(inf, 10**18, "INR")
    with pytest.raises(ValueError, match="at most 2000000"):
        refuse_beyond(2_000_000, 2_000_000_01, "INR")


def test_a_bill_and_a_price_of_nothing_ask_for_nothing() -> None:
    free = price_of_nothing(shape(every=3, periods=8))
    assert free.growth.shape == (8, 3)
    assert not free.charges.any()
    bill = bill_of(terms(insurance_pa_share=0.012), shape(), free)
    assert bill.premiums is not None
    np.testing.assert_allclose(bill.premiums, 0.001)
    assert bill.fixed_premium == 0
