"""Deposits: lump sums, monthly saving, payouts, tables."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from products.contract.deposit import (
    Crediting,
    RedemptionTable,
    When,
    Within,
    composite_rate_pa,
    grown,
    months_to_multiple,
    payout,
    pension,
    recurring,
    scaled,
    simple_by_years_held,
    yearly_profits,
)

rates = st.integers(0, 3000).map(lambda grains: Fraction(grains, 10_000))
credited = st.sampled_from([1, 3, 6, 12])
within = st.sampled_from(Within)
whens = st.sampled_from(When)


@given(rates, credited, within, st.integers(0, 20))
def test_after_whole_crediting_periods_growth_is_the_power(rate, months, how, periods):
    crediting = Crediting(rate, months, how)
    assert grown(crediting, months * periods) == (1 + rate * Fraction(months, 12)) ** periods


@given(rates, credited, within, st.integers(0, 100))
def test_money_never_shrinks_and_a_higher_rate_gives_no_less(rate, months, how, held):
    low, high = (Crediting(each, months, how) for each in (rate, rate + Fraction(1, 100)))
    assert 1 <= grown(low, held) <= grown(low, held + 1)
    assert grown(low, held) <= grown(high, held)


@given(rates, st.integers(0, 11))
def test_inside_a_period_simple_is_never_less_than_geometric(rate, months):
    simple, geometric = (Crediting(rate, 12, how) for how in (Within.SIMPLE, Within.GEOMETRIC))
    assert grown(simple, months) >= grown(geometric, months) - Fraction(1, 10**30)


def test_a_rate_never_credited_is_simple_to_the_end():
    assert grown(Crediting(Fraction(1, 10), 0), 30) == 1 + Fraction(1, 10) * Fraction(30, 12)
    assert recurring(Crediting(Fraction(12, 100), 0), Fraction(100), 12) == 1200 + 78


@given(rates, credited, within, whens, st.integers(1, 90))
def test_a_monthly_deposit_is_the_sum_of_lump_sums(rate, months, how, when, held):
    """Each deposit as a lump sum of its own; only simple accrual needs whole crediting periods."""
    crediting = Crediting(rate, months, how)
    if how is Within.SIMPLE:
        held = months * max(1, held // months)
    late = 0 if when is When.MONTH_START else 1
    lumps = Fraction(0)
    for month in range(held):
        ahead = -(month + late) % months if how is Within.SIMPLE else 0
        stays = held - month - late
        first = 1 + rate * Fraction(ahead, 12)
        lumps += 100 * (first * grown(crediting, stays - ahead) if ahead else grown(
            crediting, stays))  # fmt: skip
    assert float(recurring(crediting, Fraction(100), held, when)) == pytest.approx(float(lumps))


def test_a_post_office_table_is_met_by_quarterly_credit_and_monthly_deposits():
    """India Post recurring deposit at 5.8 %: 6,969.67 for 100 a month over five years."""
    value = recurring(Crediting(Fraction(58, 1000), 3), Fraction(100), 60)
    assert round(float(value), 2) == 6969.67


@given(rates, credited, st.integers(1, 30))
def test_yearly_profits_add_up_to_the_growth(rate, months, years):
    crediting = Crediting(rate, months)
    profits = yearly_profits(crediting, years)
    assert len(profits) == years
    assert sum(profits, Fraction(1)) == grown(crediting, 12 * years)


def test_a_payout_leaves_the_deposit_as_it_was():
    assert payout(Crediting(Fraction(1296, 10_000), 1), 1) == Fraction(108, 10_000)
    assert payout(Crediting(Fraction(74, 1000), 3), 3) == Fraction(185, 10_000)


@pytest.mark.parametrize("multiple", [1.5, 2, 3])
@pytest.mark.parametrize("months", [1, 3, 6, 12])
def test_money_has_grown_to_the_multiple_after_the_months_told(months, multiple):
    crediting = Crediting(Fraction(75, 1000), months)
    told = months_to_multiple(crediting, multiple)
    whole = months * (math.floor(told / months) + 1)
    assert grown(crediting, whole - months) <= multiple <= grown(crediting, whole)


def test_without_a_rate_money_never_doubles():
    assert months_to_multiple(Crediting(Fraction(0))) == math.inf
    assert months_to_multiple(Crediting(Fraction(0)), 1.0) == 0
    assert months_to_multiple(Crediting(Fraction(1, 10), 0), 2) == 120


@given(rates, whens, st.integers(1, 120))
def test_a_pension_uses_its_money_up(rate, when, months):
    crediting = Crediting(rate, 1)
    each = pension(crediting, Fraction(1_000_000), months, when)
    left = Fraction(1_000_000)
    for _ in range(months):
        left -= each * (when is When.MONTH_START)
        left *= 1 + rate / 12
        left -= each * (when is When.MONTH_END)
        left = Fraction(round(left * 10**20), 10**20)
    assert float(left) == pytest.approx(0, abs=1e-6)


@given(st.lists(st.integers(101, 500), min_size=1, max_size=10).map(sorted), st.integers(0, 200))
def test_a_printed_table_is_never_read_between_its_lines(values, months):
    table = RedemptionTable(100, tuple(values))
    years = min(months // 12, len(values))
    assert table.value_after(months) == (100, *values)[years]
    for year, each in enumerate(table.yields(), start=1):
        assert 100 * (1 + each) ** year == pytest.approx(values[year - 1])


def test_the_rate_of_the_years_held_counts_for_all_of_them():
    rates = [Fraction(n, 1000) for n in (92, 95, 110)]
    assert [float(value) for value in simple_by_years_held(rates)] == [1.092, 1.19, 1.33]


def test_bonds_are_scaled_from_the_rounded_smallest_unit():
    """31 CFR 351.32: 16.326 rounds to 16.33, four of which are 65.32, not 65.30."""
    cent = Fraction(1, 100)
    assert scaled(Fraction("16.326"), Fraction(25), Fraction(100), cent) == Fraction("65.32")
    assert scaled(Fraction("16.325"), Fraction(25), Fraction(25), cent) == Fraction("16.33")


@pytest.mark.parametrize(
    ("fixed", "inflation", "wanted"),
    [("0.02", "0.0028", "0.0257"), ("0.01", "-0.02", "0"), ("0", "0.0123", "0.0246")],
)
def test_a_composite_rate_is_never_below_nothing(fixed, inflation, wanted):
    found = composite_rate_pa(Fraction(fixed), Fraction(inflation))
    assert found == Fraction(wanted)
