"""The compiled loops: what they write, and where."""

from __future__ import annotations

import numpy as np

from products.contract.kernel import WHOLE, WHOLE_BITS, unrounded, whole


def test_adding_the_constant_leaves_the_nearest_whole_number():
    values = np.array([0.0, 0.49, 0.51, 1.5, 2.5, 123_456_789.4, 2.0**50])
    found = (values + WHOLE).view(np.int64) - WHOLE_BITS
    assert found.tolist() == [round(value) for value in values]


def test_unrounded_rows_are_months():
    charge, principal, balance = np.empty((3, 2, 3))
    amount, rate = np.array([100.0, 200.0, 0.0]), np.array([0.01, 0.0, 0.02])
    unrounded(amount, rate, np.array([51.0, 100.0, 0.0]), charge, principal, balance)
    assert charge[0].tolist() == [1.0, 0.0, 0.0]
    assert principal[0].tolist() == [50.0, 100.0, 0.0]
    assert balance[1].tolist() == [50.0 - (51.0 - 0.5), 0.0, 0.0]


def test_whole_rows_round_halves_up_and_the_last_clears():
    charge, principal, balance = np.empty((3, 2, 3), dtype=np.int64)
    amount = np.array([50.0, 150.0, 49.0])
    whole(amount, np.full(3, 0.01), 1e-9, np.full(3, 30.0), charge, principal, balance)
    assert charge[0].tolist() == [1, 2, 0]
    assert principal[0].tolist() == [29, 28, 30]
    assert balance[1].tolist() == [0, 0, 0]
    assert np.array_equal(principal.sum(axis=0), amount)


def test_more_loans_than_a_tile_are_all_written():
    loans, months = 5000, 3
    charge, principal, balance = np.full((3, months, loans), -1, dtype=np.int64)
    amount = np.arange(loans, dtype=float) + 1000
    whole(amount, np.full(loans, 0.01), 1e-9, np.full(loans, 400.0), charge, principal, balance)
    assert charge.min() >= 0
    assert np.array_equal(principal.sum(axis=0), amount)
