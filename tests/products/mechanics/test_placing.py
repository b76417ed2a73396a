"""Contract months set on plan marks."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from products.basis.cashflow import UnitFlows
from products.basis.timeline import Timeline
from products.mechanics.placing import on_marks, start_mark, whole_periods


def flows(shape: tuple[int, ...] = (3,)) -> UnitFlows:
    nothing = np.zeros(shape)
    some = np.broadcast_to(np.arange(1.0, shape[-1] + 1), shape)
    return UnitFlows(some, nothing, nothing, some, nothing, nothing)


@pytest.mark.parametrize(
    ("start", "n_marks", "expected"),
    [
        (0, 5, [1, 2, 3, 0, 0]),
        (1, 5, [0, 1, 2, 3, 0]),
        (3, 5, [0, 0, 0, 1, 2]),
        (5, 5, [0, 0, 0, 0, 0]),
        (9, 5, [0, 0, 0, 0, 0]),
        (0, 1, [1]),
    ],
)
def test_flows_start_at_their_mark_and_are_cut_at_the_last(
    start: int, n_marks: int, expected: list[float]
) -> None:
    placed = on_marks(flows(), start, n_marks)
    assert placed.per_unit.tolist() == expected
    assert placed.owed.tolist() == expected


def test_leading_axes_are_kept() -> None:
    assert on_marks(flows((4, 2, 3)), 1, 6).per_unit.shape == (4, 2, 6)


def test_a_start_before_the_plan_is_our_mistake() -> None:
    with pytest.raises(ValueError, match="before mark 0"):
        on_marks(flows(), -1, 5)


def test_the_market_is_read_at_the_mark_of_the_start() -> None:
    timeline = Timeline(date(2026, 1, 31), 12)
    assert start_mark(timeline, date(2026, 1, 31)) == 0
    assert start_mark(timeline, date(2026, 2, 1)) == 1
    assert start_mark(timeline, date(2020, 2, 1)) == 0


@pytest.mark.parametrize(
    ("tenor", "grace", "every"),
    [(0, 0, 1), (-3, 0, 1), (12, 12, 1), (12, -1, 1), (12, 0, 5), (12, 2, 3)],
)
def test_what_is_no_contract_is_refused(tenor: int, grace: int, every: int) -> None:
    with pytest.raises(ValueError, match="months"):
        whole_periods(tenor, grace, every)
