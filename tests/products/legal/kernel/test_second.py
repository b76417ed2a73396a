"""The compiled second pass: roots counted by bounds and by search, as the plain search does."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from products.legal.irr import rates_of_return
from products.legal.kernel.second import settled
from products.legal.roots import NONE, ONE, SEVERAL, UNDECIDED

money = st.floats(-1e4, 1e4).map(lambda x: round(x, 2))


@given(flows=arrays(float, st.tuples(st.integers(1, 20), st.integers(3, 20)), elements=money))
@settings(max_examples=40)
def test_searched_rows_are_counted_as_the_plain_search_counts_them(flows):
    rows = flows[(flows > 0).any(axis=1) & (flows < 0).any(axis=1)]
    times = np.broadcast_to(np.arange(flows.shape[1], dtype=float), rows.shape)
    rates, status = settled(times, rows, np.full(len(rows), np.nan))
    for row, rate, found in zip(rows, rates, status, strict=True):
        wanted = rates_of_return(times[0] if len(times) else [], row)
        if found == UNDECIDED:
            continue
        assert found == (NONE, ONE, SEVERAL)[min(len(wanted.rates), 2)]
        if found == ONE:
            assert rate == pytest.approx(wanted.only, rel=1e-9, abs=1e-10)


@given(flows=arrays(float, st.tuples(st.integers(1, 20), st.integers(3, 20)), elements=money))
@settings(max_examples=40)
def test_from_any_known_root_the_others_are_counted(flows):
    times = np.arange(flows.shape[1], dtype=float)
    for row in flows:
        wanted = rates_of_return(times, row)
        for rate in wanted.rates:
            known = np.array([math.log1p(rate)])
            rates, status = settled(times[None], row[None], known)
            if status[0] != UNDECIDED:
                assert status[0] == (ONE if wanted.only is not None else SEVERAL)
                assert wanted.only is None or rates[0] == pytest.approx(wanted.only, rel=1e-9)


def test_a_root_that_only_touches_zero_is_not_decided_here():
    _, status = settled(np.arange(3.0)[None], np.array([[1.0, -2.0, 1.0]]), np.array([math.nan]))
    assert status[0] == UNDECIDED
