"""How large the instalment is, from a period on."""

from __future__ import annotations

from fractions import Fraction

import pytest

from products.contract.frame import frame_of
from products.contract.sizing import level_from, part_from, sizing_rate_pa, weight
from tests.products.contract.contracts import contract


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        ({}, "304.91"),
        ({"day_count": "actual/365", "level_by": "thirty_day_months"}, "304.53"),
        ({"rounding": {"instalment_step_minor": 100}}, "305"),
        ({"rounding": {"mode": "up"}}, "304.92"),
    ],
)
def test_the_level_instalment_of_5000_over_18_months_at_12_percent(changes, wanted):
    frame = frame_of(contract(amount=5000, rate="0.12", instalments=18, **changes))
    level = level_from(frame, frame.periods[0], frame.principal, ())
    assert level == Fraction(wanted) * 100


def test_an_instalment_counts_on_the_rate_in_force_until_further_notice():
    changes = [{"rate": "0.3", "on": "2026-02-01"}]
    terms = contract(rate_changes=changes)
    first, second = frame_of(terms).periods[:2]
    assert sizing_rate_pa(terms, first) == Fraction(3, 10)
    kept = contract(rate_changes=changes, on_rate_change="keep")
    assert sizing_rate_pa(kept, second) == Fraction(18, 100)


def test_equal_parts_are_of_what_is_left_over_the_instalments_left():
    frame = frame_of(contract())
    assert part_from(frame, frame.periods[4], Fraction(800)) == 100


def test_skipped_months_weigh_nothing_and_steps_grow_by_the_year():
    terms = contract(instalments=30, method="graduated", step_share_pa="0.1", skip_months=[6])
    weights = [weight(terms, period) for period in frame_of(terms).periods]
    assert weights[4] == 0  # June
    assert weights[0] == 1
    assert weights[12] == Fraction(11, 10)
    assert weights[29] == Fraction(121, 100)
