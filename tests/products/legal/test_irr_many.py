"""Many flows at once: the same rates, one by one, on arrays, and compiled."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from products.legal.irr import rates_of_return
from products.legal.irr_many import irr_of_days, irr_pm

ARRAYS, KERNEL = 10**9, 1
money = st.floats(-1e5, 1e5).map(lambda x: round(x, 2))


def one_by_one(times, rows):
    found = [rates_of_return(times, row) for row in rows]
    counts = [min(len(each.rates), 2) for each in found]
    return counts, [math.nan if each.only is None else each.only for each in found]


@pytest.mark.parametrize("kernel_rows", [ARRAYS, KERNEL])
@given(flows=arrays(float, st.tuples(st.integers(1, 80), st.integers(2, 25)), elements=money))
@settings(max_examples=25)
def test_each_row_has_the_rate_it_has_alone(kernel_rows, flows):
    counts, rates = one_by_one(np.arange(flows.shape[1]), flows)
    found = irr_pm(flows, kernel_rows=kernel_rows)
    assert found.counts.tolist() == counts
    assert found.rates == pytest.approx(rates, rel=1e-9, abs=1e-10, nan_ok=True)


@pytest.mark.parametrize("kernel_rows", [ARRAYS, KERNEL])
@given(
    flows=arrays(float, st.tuples(st.integers(1, 40), st.just(12)), elements=money),
    days=st.lists(st.integers(0, 12_000), min_size=12, max_size=12),
)
@settings(max_examples=25)
def test_each_row_of_dated_flows_has_the_rate_it_has_alone(kernel_rows, flows, days):
    counts, rates = one_by_one(np.array(days) / 365, flows)
    found = irr_of_days(days, flows, kernel_rows=kernel_rows)
    assert found.counts.tolist() == counts
    assert found.rates == pytest.approx(rates, rel=1e-9, abs=1e-10, nan_ok=True)


@pytest.mark.parametrize("kernel_rows", [ARRAYS, KERNEL])
@given(st.lists(st.tuples(st.floats(-0.05, 0.2), st.integers(1, 240)), min_size=1, max_size=70))
@settings(max_examples=25)
def test_level_loans_return_the_rate_they_were_made_with(kernel_rows, loans):
    flows = np.zeros((len(loans), 241))
    for row, (rate, months) in zip(flows, loans, strict=True):
        row[0] = np.sum((1 + rate) ** -np.arange(1.0, months + 1))
        row[1 : months + 1] = -1
    found = irr_pm(flows, kernel_rows=kernel_rows)
    assert (found.counts == 1).all()
    assert found.rates == pytest.approx([rate for rate, _ in loans], abs=1e-10)


def test_leading_axes_are_kept():
    flows = np.tile([-100.0, 60.0, 60.0], (2, 3, 1))
    found = irr_pm(flows)
    assert found.rates.shape == found.counts.shape == (2, 3)


@pytest.mark.parametrize("kernel_rows", [ARRAYS, KERNEL])
def test_no_rate_several_rates_and_none_for_nothing(kernel_rows):
    flows = [[-1000.0, 2500, -1540], [1, 2, 3], [0, 0, 0], [-100, 0, 121], [1, -2, 1]]
    found = irr_pm(flows, kernel_rows=kernel_rows)
    assert found.counts.tolist() == [2, 0, 0, 1, 1]
    assert np.isnan(found.rates[:3]).all()
    assert found.rates[3:] == pytest.approx([0.1, 0])


@pytest.mark.parametrize("kernel_rows", [ARRAYS, KERNEL])
def test_days_out_of_order_and_two_flows_on_a_day_are_sorted_out(kernel_rows):
    found = irr_of_days([365, 0, 365], [60.0, -100, 50], kernel_rows=kernel_rows)
    assert float(found.rates) == pytest.approx(0.1)


def test_calc_01_many_flows_with_a_number_that_is_none_are_refused():
    with pytest.raises(ValueError, match="finite"):
        irr_pm([[-100.0, math.nan]])
