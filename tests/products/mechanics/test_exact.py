"""Contracts in whole minor units."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from products.basis.timeline import Timeline
from products.mechanics.exact import (
    Row,
    dated,
    in_parts,
    laid_out,
    taxed,
    with_fee,
)


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


def test_a_fee_is_taken_at_the_first_row_alone() -> None:
    rows = [Row(0, 100), Row(1, -100)]
    assert with_fee(rows, 5) == [Row(0, 100, 0, -5), Row(1, -100)]
    assert rows[0].fee == 0


def test_rows_may_fall_on_days_of_their_own() -> None:
    timeline = Timeline(date(2026, 1, 15), 12)
    due = (date(2026, 1, 31), date(2026, 2, 14), date(2026, 2, 28))
    found = laid_out([Row(0, 100), Row(1, -50), Row(2, -50)], due, timeline, owes=True)
    assert found.due_date == due
    assert found.due_mark.tolist() == [1, 1, 2]


@pytest.mark.parametrize(("profit", "tax", "net"), [(258_000, 0.15, 219_300), (-50, 0.3, -50)])
def test_tax_is_whole_and_never_taken_from_a_loss(profit: int, tax: float, net: int) -> None:
    assert taxed(profit, tax) == net
