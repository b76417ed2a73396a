"""Level payments and their parts, against numpy-financial where it is sound."""

from __future__ import annotations

import math

import numpy as np
import numpy_financial as npf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from products.legal.time_value import (
    annuity,
    charge_part,
    discounted,
    future_value,
    growth,
    initial_value,
    level_payment,
    modified_rate,
    periods_needed,
    principal_part,
    rate_needed,
)

rates = st.one_of(st.just(0.0), st.floats(0.0001, 0.2), st.floats(-0.2, -0.0001))
terms = st.integers(1, 120)
money = st.floats(-1e5, 1e5).map(lambda x: round(x, 2))
due = st.sampled_from([0, 1])


@given(rates, terms, money, money, due)
def test_values_are_those_of_another_engine(rate, n, payment, amount, when):
    with np.errstate(invalid="ignore"):
        end = npf.fv(rate, n, payment, amount, when)
        start = npf.pv(rate, n, payment, amount, when)
        level = npf.pmt(rate, n, amount, payment, when)
    ours = future_value(rate, n, payment, amount, when)
    assert ours == pytest.approx(end, rel=1e-8, abs=1e-6)
    ours = initial_value(rate, n, payment, amount, when)
    assert ours == pytest.approx(start, rel=1e-8, abs=1e-6 * (1 + abs(rate)) ** n)
    ours = level_payment(rate, n, amount, payment, when)
    assert ours == pytest.approx(level, rel=1e-8, abs=1e-6)


@given(rates, terms, st.floats(100, 1e6), due)
def test_the_parts_of_all_payments_are_the_loan(rate, n, amount, when):
    parts = [principal_part(rate, i, n, amount, 0.0, when) for i in range(1, n + 1)]
    assert math.fsum(parts) == pytest.approx(-amount, rel=1e-8)
    charges = [charge_part(rate, i, n, amount, 0.0, when) for i in range(1, n + 1)]
    paid = level_payment(rate, n, amount, 0.0, when)
    assert math.fsum(charges) == pytest.approx(n * paid + amount, rel=1e-7, abs=1e-6 * amount)


def test_late_in_a_long_dear_term_no_digits_are_lost():
    """Period 297 of 300 at 14.79 % a period; numpy-financial 1.0.0 gives 2463.20 here."""
    assert principal_part(0.1479, 297, 300, -270.51) == pytest.approx(23.0428012981328, rel=1e-9)


@pytest.mark.parametrize("period", [0, -1, 61])
def test_a_period_outside_the_term_has_no_parts(period):
    assert charge_part(0.01, period, 60, 1000.0) is None
    assert principal_part(0.01, period, 60, 1000.0) is None


def test_paid_at_once_the_first_payment_has_no_charge():
    assert charge_part(0.05, 1, 10, 1000.0, 0.0, 1) == 0


@given(st.floats(0.001, 0.2), st.integers(1, 200), st.floats(10, 1e5))
def test_the_term_is_as_long_as_it_takes(rate, n, amount):
    payment = level_payment(rate, n, amount)
    if payment + rate * amount > -1e-6 * amount:
        return  # hardly more than the charge: the length hangs on the last digit
    assert periods_needed(rate, payment, amount) == pytest.approx(n, rel=1e-6)


def test_a_payment_below_the_charge_never_ends():
    assert periods_needed(0.1, -5.0, 100.0) is None
    assert periods_needed(0.0, 0.0, 100.0) is None
    assert periods_needed(0.0, -2000.0, 0.0, 100_000.0) == 50
    assert periods_needed(-1.5, -5.0, 100.0) is None


@given(st.floats(-0.2, 0.5), terms, due)
def test_the_rate_that_was_used_is_the_rate_that_is_needed(rate, n, when):
    if n == 1 and when == 1:
        return  # borrowed and repaid at once: any rate will do
    payment = level_payment(rate, n, 1000.0, 0.0, when)
    found = rate_needed(n, payment, 1000.0, 0.0, when)
    assert found.only == pytest.approx(rate, abs=1e-8)


def test_calc_01_no_rate_turns_two_outlays_into_each_other():
    assert rate_needed(2, 0.0, -13.65, -329.67).is_none


@pytest.mark.parametrize(
    ("rate", "periods", "grown"),
    [(-1.5, 2, 0.25), (-1.5, 2.5, None), (-1, -2, None), (10, 400, None)],
)
def test_growth_where_it_is_real_and_finite(rate, periods, grown):
    assert growth(rate, periods) == grown


@pytest.mark.parametrize(("rate", "periods"), [(-1.5, 2.5), (-3.0, 0.5)])
def test_values_without_a_real_power_are_none(rate, periods):
    assert annuity(rate, periods) is None
    assert future_value(rate, periods, 1.0, 1.0) is None
    assert initial_value(rate, periods, 1.0) is None
    assert level_payment(rate, periods, 1.0) is None


def test_discounting_at_minus_one_has_no_value():
    assert discounted(-1.0, [0, 1, 2]) is None
    assert discounted(0.1, [110.0], first=1) == pytest.approx(100)
    assert discounted(-0.999, [1.0] * 500) is None


@pytest.mark.parametrize(
    ("flows", "finance", "reinvest", "printed"),
    [
        ([-4500, -800, 800, 800, 600, 600, 800, 800, 700, 3000], 0.08, 0.055, 0.0666),
        ([100, 200, -50, 300, -200], 0.05, 0.06, 0.3428),
    ],
)
def test_modified_rates_of_another_engine_s_documentation(flows, finance, reinvest, printed):
    assert modified_rate(flows, finance, reinvest) == pytest.approx(printed, abs=1e-4)


@pytest.mark.parametrize("flows", [[1, 2], [-1, -2], [5]])
def test_a_modified_rate_needs_outlays_and_returns(flows):
    assert modified_rate(flows, 0.1, 0.1) is None
