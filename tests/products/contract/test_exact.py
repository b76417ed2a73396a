"""Exact amounts and rounding."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from products.basis.money import RoundingMode
from products.contract.exact import as_fraction, in_major, in_minor, power, round_to, to_decimal

SAME = {
    RoundingMode.HALF_UP: ROUND_HALF_UP,
    RoundingMode.HALF_EVEN: ROUND_HALF_EVEN,
    RoundingMode.UP: ROUND_CEILING,
    RoundingMode.DOWN: ROUND_FLOOR,
}


@given(st.integers(-(10**9), 10**9), st.sampled_from(RoundingMode))
def test_rounding_is_the_decimal_modules(thousandths, mode):
    wanted = (Decimal(thousandths) / 1000).quantize(Decimal(1), rounding=SAME[mode])
    assert round_to(Fraction(thousandths, 1000), Fraction(1), mode) == int(wanted)


def test_a_float_is_read_as_it_is_written():
    """CALC-04: 0.1 + 0.2 is 0.3."""
    assert as_fraction(0.1) + as_fraction(0.2) == Fraction(3, 10)


@pytest.mark.parametrize(("currency", "coins"), [("PKR", 100), ("KWD", 1000), ("JPY", 1)])
def test_major_and_minor_units_turn_into_each_other(currency, coins):
    assert in_minor("12.5", currency) == Fraction(25 * coins, 2)
    assert in_major(7 * coins, currency) == 7


def test_rounding_to_a_rupee_goes_by_hundreds_of_paisa():
    assert round_to(Fraction(1388850), Fraction(100), RoundingMode.HALF_UP) == 1388900
    assert round_to(Fraction(1388850), Fraction(100), RoundingMode.HALF_EVEN) == 1388800


@given(st.integers(1, 5000), st.integers(1, 24))
def test_a_power_agrees_with_repeated_multiplication(grains, times):
    base = 1 + Fraction(grains, 10_000)
    assert abs(power(base, Fraction(times)) - base**times) < Fraction(1, 10**30)
    root = power(base, Fraction(1, times))
    assert abs(root**times - base) < Fraction(1, 10**30)


def test_fifty_digits_are_kept():
    assert str(to_decimal(Fraction(1, 3))) == "0." + "3" * 50
