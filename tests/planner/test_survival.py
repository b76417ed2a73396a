"""How long a venture lives."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.household import Sex, VentureKind
from planner.survival import NEVER, closing_mark, dies, hazards_pa, running, survival

CARDS = {
    "venture_death_pa": 0.1,
    "venture_death_young_factor": 2.0,
    "venture_death_retail_factor": 1.5,
    "venture_death_female_factor": 1.25,
}


def test_a_settled_firm_closes_with_its_yearly_chance_and_a_young_one_with_twice_the_hazard():
    curve = survival(VentureKind.WORKSHOP, Sex.MALE, CARDS, 0, 61)
    assert curve[0] == 1.0
    assert curve[12] == pytest.approx(0.9**2)
    assert curve[24] == pytest.approx(0.9**4)
    assert curve[36] / curve[24] == pytest.approx(0.9)
    assert curve[60] / curve[48] == pytest.approx(0.9)


def test_the_hazard_stands_still_within_a_phase():
    curve = survival(VentureKind.WORKSHOP, None, CARDS, 3, 40)
    steps = curve[1:] / curve[:-1]
    assert steps[:3].tolist() == [1, 1, 1]
    assert steps[3:27] == pytest.approx(np.full(24, 0.9 ** (2 / 12)))
    assert steps[27:] == pytest.approx(np.full(12, 0.9 ** (1 / 12)))


@pytest.mark.parametrize("kind", [VentureKind.SHOP, VentureKind.FOOD])
def test_trade_and_owner_multiply_the_hazard_not_the_chance(kind):
    young, settled = hazards_pa(kind, Sex.FEMALE, CARDS)
    assert settled == pytest.approx(-np.log(0.9) * 1.5 * 1.25)
    assert young == pytest.approx(2 * settled)


def test_an_owner_who_is_not_named_has_no_factor():
    assert hazards_pa(VentureKind.WORKSHOP, None, CARDS) == hazards_pa(
        VentureKind.WORKSHOP, Sex.MALE, CARDS
    )


@pytest.mark.parametrize("kind", [VentureKind.LAND, VentureKind.TRAINING])
def test_land_and_training_do_not_die(kind):
    assert not dies(kind)
    assert survival(kind, Sex.FEMALE, CARDS, 2, 30).tolist() == [1.0] * 30


@pytest.mark.parametrize("kind", list(VentureKind))
def test_without_hazard_the_curve_is_exactly_one(kind):
    cards = {**CARDS, "venture_death_pa": 0.0}
    assert survival(kind, Sex.FEMALE, cards, 0, 241).tolist() == [1.0] * 241


@given(
    st.sampled_from(list(VentureKind)),
    st.sampled_from([None, *Sex]),
    st.floats(0, 1),
    *(st.floats(0, 10) for _ in range(3)),
    st.integers(0, 40),
)
def test_a_curve_never_rises_and_never_leaves_nought_and_one(
    kind, sex, chance, young, retail, female, start
):
    cards = dict(zip(CARDS, (chance, young, retail, female), strict=True))
    curve = survival(kind, sex, cards, start, 37)
    assert np.all(curve[: start + 1] == 1)
    assert np.all(np.diff(curve) <= 0)
    assert np.all((curve >= 0) & (curve <= 1))


def test_closing_marks_follow_the_curve():
    """With an even grid of u the share closed at or before m is 1 - survival[m], to a grid step."""
    curve = survival(VentureKind.SHOP, Sex.MALE, CARDS, 4, 49)
    u = (np.arange(20_000) + 0.5) / 20_000
    closed = closing_mark(u, curve)
    for mark in (4, 5, 20, 48):
        share = np.mean((closed != NEVER) & (closed <= mark))
        assert share == pytest.approx(1 - curve[mark], abs=1e-4)
    assert closed[closed != NEVER].min() > 4


def test_a_future_below_the_last_of_the_curve_never_closes():
    curve = np.array([1.0, 0.5, 0.25])
    assert closing_mark(np.array([0.0, 0.2499, 0.25, 0.5, 0.75]), curve).tolist() == [
        NEVER, NEVER, 2, 1, 1,
    ]  # fmt: skip
    assert closing_mark(np.array([0.999]), np.ones(5)).tolist() == [NEVER]


def test_closing_marks_keep_the_shape_of_what_was_drawn():
    assert closing_mark(np.full((2, 3), 0.5), np.array([1.0, 0.4])).shape == (2, 3)


def test_the_profit_of_a_month_arrives_if_the_venture_was_open_when_it_began():
    assert running(np.array([1.0, 1.0, 0.9, 0.8])).tolist() == [1.0, 1.0, 1.0, 0.9]
