"""Payments of a certificate: their months, the parts repaid with them, what is still out."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from products.mechanics.coupons import coupon_months, outstanding_at, repaid_parts, so_far


@given(st.integers(1, 40), st.sampled_from([1, 3, 6, 12]), st.data())
def test_the_last_coupon_falls_on_the_last_month(
    payments: int, every: int, data: st.DataObject
) -> None:
    first = data.draw(st.integers(1, every))
    tenor = first + (payments - 1) * every
    due = coupon_months(tenor, every, first)
    assert due[0] == first
    assert due[-1] == tenor
    assert due.size == payments


def test_a_bond_reopened_in_mid_period_pays_its_next_coupon_early() -> None:
    """101 months left of half-yearly coupons: the next one after five months."""
    assert coupon_months(101, 6, 5)[:3].tolist() == [5, 11, 17]


@pytest.mark.parametrize(("tenor", "every", "first"), [(13, 6, None), (12, 6, 7), (12, 6, 0)])
def test_coupons_that_do_not_end_with_the_contract_are_a_mistake_of_ours(
    tenor: int, every: int, first: int | None
) -> None:
    with pytest.raises(ValueError, match="do not end"):
        coupon_months(tenor, every, first)


@given(st.integers(1, 20), st.data())
def test_all_is_repaid_and_nothing_before_the_deferral_is_over(
    payments: int, data: st.DataObject
) -> None:
    due = coupon_months(6 * payments, 6)
    deferral = data.draw(st.integers(0, 6 * payments - 1))
    parts = repaid_parts(due, True, deferral)
    assert parts.sum() == pytest.approx(1)
    assert not parts[due <= deferral].any()
    assert np.ptp(parts[due > deferral]) == 0
    out = outstanding_at(due, parts)
    assert out[0] == 1
    assert np.all(np.diff(out) <= 0)


def test_a_deferral_of_everything_is_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="nothing is repaid"):
        repaid_parts(np.array([6, 12]), True, 12)


def test_without_parts_all_comes_with_the_last() -> None:
    assert repaid_parts(np.array([6, 12]), False, 0).tolist() == [0.0, 1.0]


def test_what_has_been_paid_is_counted_from_its_month_on() -> None:
    assert so_far(3, np.array([1, 3]), np.array([2.0, 5.0])).tolist() == [0.0, 2.0, 2.0, 7.0]
