"""The instalment that closes a contract."""

from __future__ import annotations

from fractions import Fraction

import numpy_financial as npf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from products.contract.instalment import (
    Stretch,
    end_balance,
    evened_out,
    level_instalment,
    rounded,
)
from products.contract.settings import RoundingRule, WhenUnpaid

factors = st.integers(0, 400).map(lambda grains: Fraction(grains, 10_000))
openings = st.integers(1, 10**9).map(Fraction)


@given(st.integers(1, 400).map(lambda g: Fraction(g, 10_000)), st.integers(1, 360), openings)
def test_equal_periods_give_the_spreadsheets_payment(factor, count, opening):
    found = level_instalment(opening, [Stretch(factor)] * count, WhenUnpaid.APART)
    assert float(found) == pytest.approx(
        float(-npf.pmt(float(factor), count, float(opening))), rel=1e-9
    )


@given(
    openings,
    st.lists(st.tuples(factors, st.sampled_from([0, 1, 1, 1])), min_size=1, max_size=60),
    st.sampled_from(WhenUnpaid),
)
def test_after_the_instalment_nothing_is_owed(opening, periods, when_unpaid):
    """Whatever the factors, and with months that are skipped."""
    stretches = [Stretch(factor, weight=Fraction(weight)) for factor, weight in periods]
    stretches.append(Stretch(Fraction(1, 100)))
    level = level_instalment(opening, stretches, when_unpaid)
    assert abs(end_balance(opening, stretches, level, when_unpaid)) < Fraction(1, 1000)


def test_a_drawdown_on_the_way_is_charged_from_its_day():
    """83.66, and 100 from the 15th of February's 29 days: five instalments of 37.53."""
    month = Fraction("0.094822") / 12
    later = ((Fraction(10_000), month * Fraction(15, 29)),)
    stretches = [Stretch(month, later), *[Stretch(month)] * 4]
    level = level_instalment(Fraction(8366), stretches, WhenUnpaid.APART)
    assert round(float(level) / 100, 2) == 37.53


def test_a_balloon_lowers_the_instalments_before_it():
    stretches = [Stretch(Fraction(0))] * 9 + [Stretch(Fraction(0), fixed=Fraction(400))]
    assert level_instalment(Fraction(1300), stretches, WhenUnpaid.APART) == 100


def test_where_every_instalment_is_stated_there_is_none_to_find():
    assert (
        level_instalment(Fraction(5), [Stretch(Fraction(0), fixed=Fraction(5))], WhenUnpaid.APART)
        == 0
    )


def test_an_instalment_is_rounded_to_the_coin_and_then_to_its_multiple():
    rule = RoundingRule(mode="half_even", instalment_step_minor=100)
    assert rounded(Fraction(304_91, 10), rule) == 3000
    assert rounded(Fraction(30491), rule) == 30500


def test_a_last_instalment_that_differs_is_spread_where_that_helps():
    """60 coins over 7 instalments: 9 each, and 6 with the last."""
    rule = RoundingRule(step_minor=1)
    stretches = [Stretch(Fraction(0))] * 7
    assert evened_out(Fraction(0), Fraction(60), stretches, rule) == 9
    assert evened_out(Fraction(9), Fraction(64), stretches, rule) == 9


def test_a_single_instalment_has_no_other_to_be_even_with():
    rule = RoundingRule()
    assert evened_out(Fraction(3), Fraction(60), [Stretch(Fraction(0))], rule) == 3
