"""Contracts in whole minor units."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from products.basis.money import Rounding, RoundingMode
from products.basis.timeline import Timeline
from products.mechanics.exact import (
    Payback,
    Row,
    dated,
    declining_rows,
    flat_rows,
    in_parts,
    taxed,
    whole,
    with_fee,
)
from products.mechanics.repayment import Repayment

PLAIN = Rounding()
RUPEES_UP = Rounding(mode=RoundingMode.UP, step_minor=100)


def level(grace: int = 0, rounding: Rounding = PLAIN, added: bool = False) -> Payback:
    return Payback(Repayment.LEVEL, grace, rounding, added)


def test_a_level_contract_row_by_row() -> None:
    rows = declining_rows(level(), [100_000, 0, 0, 0], np.full(3, 0.01), 1)
    assert rows == [
        Row(0, 100_000),
        Row(1, -33_002, -1_000),
        Row(2, -33_332, -670),
        Row(3, -33_666, -337),
    ]


def test_rounding_up_can_pay_a_contract_off_before_its_last_row() -> None:
    rows = declining_rows(level(rounding=RUPEES_UP), [1_000] + [0] * 12, np.zeros(12), 1)
    assert [row.principal for row in rows] == [1_000] + [-100] * 10


def test_added_charges_are_borrowed_and_paid_in_one_row() -> None:
    rows = declining_rows(level(grace=1, added=True), [100_000, 0, 0], np.full(2, 0.01), 1)
    assert rows[1] == Row(1, 1_000, -1_000)
    assert rows[2] == Row(2, -101_000, -1_010)


def test_grace_without_charges_leaves_no_empty_rows() -> None:
    rows = declining_rows(level(grace=2), [300, 0, 0, 0, 0], np.zeros(4), 1)
    assert [row.month for row in rows] == [0, 3, 4]


def test_a_release_and_a_change_of_price_make_a_new_instalment() -> None:
    released = [50_000, 0, 50_000, 0, 0]
    rows = declining_rows(level(), released, np.zeros(4), 1)
    assert [row.principal for row in rows] == [50_000, -12_500, 50_000 - 12_500, -37_500, -37_500]
    rows = declining_rows(level(), [100_000, 0, 0, 0], np.array([0.01, 0.01, 0.02]), 1)
    assert rows[3] == Row(3, -33_666, -673)


def test_a_flat_contract_row_by_row() -> None:
    rows = flat_rows(level(), 100_000, 0.2, 12, 1)
    assert rows[1] == Row(1, -8_334, -1_666)
    assert sum(row.charge for row in rows) == -20_000
    assert sum(row.principal for row in rows) == 0
    assert {row.principal + row.charge for row in rows[1:]} == {-10_000}


@given(
    st.sampled_from(Repayment),
    st.integers(1, 10**12),
    st.floats(0, 2),
    st.integers(1, 60),
    st.sampled_from([PLAIN, RUPEES_UP]),
)
def test_flat_contracts_charge_exactly_their_whole_charge(
    pattern: Repayment, amount: int, charge: float, periods: int, rounding: Rounding
) -> None:
    rows = flat_rows(Payback(pattern, 0, rounding), amount, charge, periods, 1)
    assert sum(row.charge for row in rows) == -whole(amount * charge)
    assert sum(row.principal for row in rows) == 0
    assert np.cumsum([row.principal for row in rows]).min() >= 0


@given(st.integers(0, 10**13), st.lists(st.floats(0, 1), min_size=1, max_size=6))
def test_parts_are_whole_and_add_up(amount: int, shares: list[float]) -> None:
    assert sum(in_parts(amount, shares)) == amount


def test_a_schedule_counts_what_is_owed_or_what_is_held() -> None:
    timeline = Timeline(date(2026, 1, 15), 12)
    rows = [Row(0, 100), Row(1, -40, -1), Row(2, -60, -1, -3)]
    found = dated(rows, date(2026, 1, 31), timeline, owes=True)
    assert found.due_date == (date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31))
    assert found.due_mark.tolist() == [1, 2, 3]
    assert found.due_minor.tolist() == [100, -41, -64]
    assert found.balance_minor.tolist() == [100, 60, 0]
    saved = dated([Row(0, -100), Row(12, 100, 12)], date(2026, 1, 15), timeline, owes=False)
    assert saved.balance_minor.tolist() == [100, 0]
    assert saved.due_mark.tolist() == [0, 12]


def test_amounts_of_every_size_stay_exact() -> None:
    """A trillion in a currency of three decimals is far inside 64 bits."""
    rows = declining_rows(level(), [10**15] + [0] * 12, np.full(12, 0.01), 1)
    found = dated(rows, date(2026, 1, 31), Timeline(date(2026, 1, 31), 12), owes=True)
    assert found.due_minor.dtype == np.int64
    assert found.balance_minor[-1] == 0


def test_a_fee_is_taken_at_the_first_row_alone() -> None:
    rows = [Row(0, 100), Row(1, -100)]
    assert with_fee(rows, 5) == [Row(0, 100, 0, -5), Row(1, -100)]
    assert rows[0].fee == 0


@pytest.mark.parametrize(("profit", "tax", "net"), [(258_000, 0.15, 219_300), (-50, 0.3, -50)])
def test_tax_is_whole_and_never_taken_from_a_loss(profit: int, tax: float, net: int) -> None:
    assert taxed(profit, tax) == net
