"""Smallest coins and rounding."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from products.basis.money import (
    Rounding,
    RoundingMode,
    minor_digits,
    round_minor,
    to_major,
    to_minor,
)

CURRENCIES = ("PKR", "KWD", "XOF", "USD")


@pytest.mark.parametrize(("currency", "digits"), [("PKR", 2), ("KWD", 3), ("OMR", 3), ("XOF", 0)])
def test_the_smallest_coin_has_the_digits_of_iso_4217(currency, digits):
    assert minor_digits(currency) == digits


@given(st.integers(-(10**13), 10**13), st.sampled_from(CURRENCIES))
def test_whole_coins_survive_the_way_to_major_units_and_back(amount_minor, currency):
    assert to_minor(to_major(amount_minor, currency), currency) == amount_minor


@pytest.mark.parametrize(
    ("mode", "value", "expected"),
    [
        (RoundingMode.HALF_UP, "2.5", 3),
        (RoundingMode.HALF_EVEN, "2.5", 2),
        (RoundingMode.HALF_EVEN, "3.5", 4),
        (RoundingMode.UP, "2.01", 3),
        (RoundingMode.DOWN, "2.99", 2),
        (RoundingMode.HALF_UP, "2.4999999", 2),
    ],
)
def test_each_mode_rounds_as_its_name_says(mode, value, expected):
    assert round_minor(Decimal(value), Rounding(mode=mode)) == expected


def test_a_step_of_a_hundred_paisa_gives_whole_rupees():
    assert round_minor(Decimal(1_388_889), Rounding(step_minor=100)) == 1_388_900


def test_dust_of_binary_floats_never_decides_a_half():
    assert to_minor(0.1 + 0.2, "PKR") == 30
    assert to_minor(1.005, "PKR") == 101
    assert round_minor(100 * 1.005, Rounding()) == 101


@given(st.decimals(-(10**9), 10**9, places=4), st.sampled_from(list(RoundingMode)))
def test_rounding_moves_less_than_one_step(value, mode):
    rule = Rounding(mode=mode, step_minor=25)
    rounded = round_minor(value, rule)
    assert rounded % 25 == 0
    assert abs(rounded - value) < 25
