"""Many level loans at once: the same numbers as one by one."""

from __future__ import annotations

import numpy as np
import numpy_financial as npf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from products.contract.many import (
    MAX_AMOUNT_MINOR,
    level_loans,
    level_loans_minor,
    room,
    room_minor,
)
from tests.products.contract.contracts import laid

ROUND_RATES = [0.0, 0.06, 0.12, 0.18, 0.24, 0.3, 0.999999]
amounts = arrays(np.int64, 20, elements=st.integers(100, 10**10))
rates = arrays(np.int64, 20, elements=st.integers(0, 1_000_000)).map(lambda n: n / 1_000_000)
months = st.integers(1, 120)


@given(amounts, rates, months)
def test_unrounded_schedules_close_and_are_those_of_a_known_library(amount, rate, count):
    amount, rate = amount.astype(float), np.maximum(rate, 1e-6)
    found = level_loans(amount, rate, count, compiled=False)
    assert np.allclose(found.balance[:, -1], 0, atol=1e-6 * amount)
    assert np.allclose(found.charge + found.principal, found.level[:, None])
    period = np.arange(1, count + 1)
    charge = -npf.ipmt(rate[:, None] / 12, period, count, amount[:, None])
    assert np.allclose(found.charge, charge, rtol=1e-7, atol=1e-7 * amount[:, None])


@given(amounts, rates, months)
def test_whole_schedules_add_up_to_the_coin(amount, rate, count):
    found = level_loans_minor(amount, rate, count, compiled=False)
    assert np.array_equal(found.principal.sum(axis=1), amount)
    assert np.all(found.balance[:, -1] == 0)
    before = np.column_stack([amount, found.balance[:, :-1]])
    assert np.array_equal(found.balance, before - found.principal)
    exact = before * rate[:, None] / 12
    assert np.all(np.abs(found.charge - exact) <= 0.5 + 1e-6 * exact)
    assert np.all(found.principal >= 0)


@pytest.mark.parametrize("rate", [*ROUND_RATES, 0.123456, 0.0725])
@pytest.mark.parametrize("count", [1, 2, 12, 120])
@pytest.mark.parametrize("amount", [100_000, 1_234_567, 999_999_999])
def test_each_loan_is_the_one_of_the_general_schedule(amount, rate, count):
    many = level_loans_minor(np.array([amount]), np.array([rate]), count, compiled=False)
    rows = laid(amount=f"{amount / 100:.2f}", rate=repr(rate), instalments=count).rows
    repaid_early = [0] * (count - len(rows))
    for name in ("charge", "principal", "balance"):
        expected = [int(getattr(row, name)) for row in rows] + repaid_early
        assert getattr(many, name)[0].tolist() == expected


@pytest.mark.parametrize("rate", ROUND_RATES)
def test_compiled_code_gives_the_same_bits(rate):
    """Amounts in steps of one coin meet every half of a round rate."""
    amount = np.arange(100_000, 103_000)
    rates = np.full(amount.size, rate)
    wanted = level_loans_minor(amount, rates, 24, compiled=False)
    found = level_loans_minor(amount, rates, 24)
    floats = level_loans(amount.astype(float), rates, 24, compiled=False)
    compiled = level_loans(amount.astype(float), rates, 24)
    for name in ("level", "charge", "principal", "balance"):
        assert np.array_equal(getattr(found, name), getattr(wanted, name))
        assert np.array_equal(getattr(compiled, name), getattr(floats, name))


def test_amounts_too_large_for_doubles_stay_exact():
    amount = np.array([MAX_AMOUNT_MINOR, MAX_AMOUNT_MINOR - 1])
    rates = np.array([0.999999, 0.123457])
    found, wanted = (level_loans_minor(amount, rates, 36, compiled=each) for each in (True, False))
    assert np.array_equal(found.charge, wanted.charge)
    exact = [int((int(a) * round(r * 10**6) * 2 + 12 * 10**6) // (24 * 10**6))
             for a, r in zip(amount, rates, strict=True)]  # fmt: skip
    assert found.charge[:, 0].tolist() == exact


def test_results_may_be_written_into_memory_used_before():
    amount, rates = np.array([100_000, 200_000]), np.array([0.12, 0.18])
    space, whole = room(2, 6), room_minor(2, 6)
    floats = level_loans(amount.astype(float), rates, 6, into=space, compiled=False)
    minor = level_loans_minor(amount, rates, 6, into=whole, compiled=False)
    assert np.shares_memory(floats.charge, space)
    assert np.shares_memory(minor.balance, whole)
    again = level_loans_minor(amount, rates, 6, compiled=False)
    assert np.array_equal(minor.charge, again.charge)


def test_a_fee_is_the_same_in_every_month():
    found = level_loans(np.array([1000.0, 2000.0]), np.array([0.1, 0.1]), 3, np.array([5.0, 7.0]),
                        compiled=False)  # fmt: skip
    assert found.fee.tolist() == [[5.0] * 3, [7.0] * 3]
    minor = level_loans_minor(np.array([1000]), np.array([0.1]), 3, 5, compiled=False)
    assert minor.fee.tolist() == [[5, 5, 5]]


@pytest.mark.parametrize(
    ("amount", "rate", "count", "told"),
    [
        ([1000.0], [0.1, 0.2], 12, "same length"),
        ([1000.0], [0.1], 0, "months must be"),
        ([1000.0], [0.1], 1201, "months must be"),
        ([float("nan")], [0.1], 12, "finite"),
        ([1000.0], [float("inf")], 12, "finite"),
        ([-1.0], [0.1], 12, "negative"),
        ([1000.0], [-0.1], 12, "negative"),
    ],
)
def test_wrong_arrays_are_refused(amount, rate, count, told):
    with pytest.raises(ValueError, match=told):
        level_loans(np.array(amount), np.array(rate), count)


@pytest.mark.parametrize(
    ("amount", "rate", "count", "told"),
    [
        (1000, 0.1234567, 12, "six decimals"),
        (MAX_AMOUNT_MINOR + 1, 0.1, 12, "exceed"),
    ],
)
def test_what_has_no_exact_schedule_is_refused(amount, rate, count, told):
    with pytest.raises(ValueError, match=told):
        level_loans_minor(np.array([amount]), np.array([rate]), count)
