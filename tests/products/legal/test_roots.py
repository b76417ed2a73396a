"""Where a present value is zero: every root, and no more."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from products.legal.roots import U_MAX, U_MIN, all_roots, is_resolved, make_flow


def roots(amounts, times=None, simple=None):
    times = np.arange(len(amounts), dtype=float) if times is None else np.array(times, dtype=float)
    parts = np.zeros(len(amounts)) if simple is None else np.array(simple, dtype=float)
    return all_roots(make_flow(times, parts, np.array(amounts, dtype=float)))


@given(st.lists(st.floats(-0.9, 3), min_size=1, max_size=6, unique_by=lambda rate: round(rate, 1)))
def test_a_flow_built_from_its_rates_has_those_and_no_others(rates):
    polynomial = np.poly([1 / (1 + rate) for rate in rates])[::-1]  # in the discount factor
    found = np.expm1(roots(polynomial))
    assert np.sort(found) == pytest.approx(sorted(rates), abs=1e-6)


@given(st.lists(st.floats(-100, 100).filter(lambda x: abs(x) > 0.01), min_size=2, max_size=25))
def test_the_number_of_roots_is_that_of_the_polynomial(amounts):
    factors = np.roots(amounts[::-1])
    real = factors[np.abs(factors.imag) < 1e-7 * np.abs(factors)].real
    apart = np.diff(np.sort(np.concatenate([factors.real, [0]])))
    if (np.abs(apart) < 1e-4).any():
        return  # nearly equal roots: the polynomial solver's own digits are lost there
    rates = np.sort(-np.log(real[real > 0]))
    assert roots(amounts) == pytest.approx(rates, abs=1e-6)


@given(st.lists(st.floats(-100, 100).filter(lambda x: abs(x) > 0.01), min_size=2, max_size=30))
def test_roots_and_sign_changes_differ_by_an_even_number(amounts):
    changes = int(np.count_nonzero(np.diff(np.sign(amounts))))
    found = len(roots(amounts))
    assert found <= changes
    assert changes % 2 == 0 or found > 0


@pytest.mark.parametrize("amounts", [[1, -2, 1], [-1, 2, -1], [-100, 220, -121]])
def test_a_root_that_only_touches_zero_is_found_once(amounts):
    found = roots(amounts)
    assert len(found) == 1
    assert found[0] == pytest.approx(math.log(amounts[1] / -2 / amounts[0]), abs=1e-9)


def test_a_value_that_nearly_touches_zero_has_no_root():
    assert roots([1, -1.9999999, 1]) == []


@pytest.mark.parametrize("degree", [3, 4, 5])
def test_a_root_of_many_folds_is_one(degree):
    found = roots(np.poly([1.0] * degree))
    assert len(found) == 1
    assert found[0] == pytest.approx(0, abs=1e-4)


def test_a_single_root_beyond_what_doubles_hold_is_known_and_not_told():
    assert roots([100, -50], times=[0, 1 / 365]) == [pytest.approx(-253, abs=1)] or roots(
        [100, -50], times=[0, 1 / 365]
    ) == [None]
    assert roots([-1, 1e9], times=[0, 0.001]) == [None]


def test_flows_at_one_time_are_one_flow_in_any_order():
    together = make_flow(np.array([2.0, 0, 2]), np.zeros(3), np.array([60.0, -100, 61]))
    assert together is not None
    assert together.times.tolist() == [0, 2]
    assert math.expm1(all_roots(together)[0]) == pytest.approx(0.1)


def test_nothing_but_zeros_is_no_flow():
    assert make_flow(np.arange(3.0), np.zeros(3), np.zeros(3)) is None
    assert make_flow(np.zeros(2), np.zeros(2), np.array([5.0, -5.0])) is None


@pytest.mark.parametrize(
    ("times", "simple", "amounts", "match"),
    [
        ([0, 1], [0, 0], [1], "one time"),
        ([0, math.nan], [0, 0], [1, -1], "finite"),
        ([0, 1], [0, 1], [1, -1], "simple"),
        ([0, 0.5], [0, 0.5], [1, -1], "simple"),
    ],
)
def test_misuse_is_refused(times, simple, amounts, match):
    with pytest.raises(ValueError, match=match):
        make_flow(np.array(times, dtype=float), np.array(simple), np.array(amounts, dtype=float))


@given(st.floats(0, 0.99), st.integers(0, 5), st.floats(-0.5, 2))
def test_a_simple_part_of_a_period_discounts_as_it_says(part, whole, rate):
    owed = (1 + part * rate) * (1 + rate) ** whole
    if whole == 0 and part < 0.01:
        return  # nearly no time passes
    found = roots([1, -owed], times=[0, whole], simple=[0, part])
    assert math.expm1(found[0]) == pytest.approx(rate, abs=1e-9)


def test_a_root_is_resolved_where_present_value_keeps_eight_digits():
    flow = make_flow(np.array([0.0, 10.0]), np.zeros(2), np.array([1.0, -1.0]))
    assert flow is not None
    assert is_resolved(flow, -1.0)
    assert not is_resolved(flow, -3.0)
    assert U_MIN < 0 < U_MAX
