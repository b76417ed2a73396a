"""Shared ownership and sales at cost plus profit."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from products.contract import islamic
from products.contract.islamic import (
    Recognition,
    Sale,
    SharedOwnership,
    constant_return_pm,
    constant_return_sale,
    equal_units,
    flat_profit_sale,
    level_payments,
    recognised,
    settle,
    stepped_units,
    unearned_profit,
)

rates = st.integers(0, 4000).map(lambda grains: Fraction(grains, 10_000))
terms = st.integers(1, 60)


@st.composite
def sales(draw):
    cost = Fraction(draw(st.integers(1, 10**7)))
    return Sale(cost, cost * draw(st.integers(0, 1000)) / 100, draw(terms))


@st.composite
def owned(draw):
    count = draw(terms)
    units = draw(st.sampled_from([Fraction(count), Fraction(100)]))
    months = draw(st.sampled_from([1, 3, 12]))
    return SharedOwnership(
        Fraction(draw(st.integers(1, 10**7))), draw(rates), count, units, months
    )  # fmt: skip


def test_the_words_are_rent_and_profit():
    text = Path(islamic.__file__).read_text(encoding="utf-8").lower()
    assert "interest" not in text
    assert "loan" not in text


@pytest.mark.parametrize("buy", [equal_units, level_payments])
@given(house=owned())
def test_the_bank_is_bought_out_in_the_last_period(buy, house):
    rows = buy(house)
    assert len(rows) == house.periods
    assert rows[-1].closing == rows[-1].units_left == 0
    assert sum(row.purchase for row in rows) == house.bank_share
    opening = house.bank_share
    for row in rows:
        assert row.opening == opening
        assert row.rent == row.opening * house.rent_per_period
        assert row.closing == row.opening - row.purchase
        opening = row.closing


@given(owned())
def test_level_payments_are_level(house):
    payments = [float(row.payment) for row in level_payments(house)]
    assert payments == pytest.approx([float(house.level_payment)] * house.periods, rel=1e-9)


@given(owned())
def test_equal_units_make_the_payments_fall_by_the_rent_of_what_was_bought(house):
    payments = [row.payment for row in equal_units(house)]
    steps = {earlier - later for earlier, later in pairwise(payments)}
    assert steps <= {house.bank_share / house.periods * house.rent_per_period}


def test_units_may_be_bought_in_steps():
    plant = SharedOwnership(Fraction(1000), Fraction("0.12"), 3, Fraction(10), 12)
    rows = stepped_units(plant, [Fraction(1), Fraction(4), Fraction(9)])
    assert [int(row.purchase) for row in rows] == [100, 400, 500]
    assert [int(row.rent) for row in rows] == [120, 108, 60]


@pytest.mark.parametrize("rule", list(Recognition))
@given(sale=sales())
def test_recognised_profit_adds_up_and_no_cost_is_left(rule, sale):
    rows = recognised(sale, rule)
    assert sum(row.profit for row in rows) == sale.profit
    assert rows[-1].outstanding == 0
    assert all(row.profit >= 0 for row in rows)
    assert float(unearned_profit(sale, 0, rule)) == float(sale.profit)
    assert unearned_profit(sale, sale.months, rule) == 0


@given(sales())
def test_more_of_the_profit_is_recognised_early_under_a_constant_return(sale):
    half = sale.months // 2
    straight = unearned_profit(sale, half, Recognition.STRAIGHT_LINE)
    constant = unearned_profit(sale, half, Recognition.CONSTANT_RETURN)
    assert float(constant) <= float(straight) + 1e-6


@given(st.integers(1, 10**7), rates, terms)
def test_the_return_behind_a_sale_is_the_one_it_was_made_with(cost, rate, months):
    sale = constant_return_sale(Fraction(cost), Fraction(0), rate, months)
    assert float(constant_return_pm(sale)) == pytest.approx(float(rate) / 12, abs=1e-12)


@given(st.integers(1000, 10**7), st.integers(0, 999), rates, rates, terms)
def test_a_flat_sale_is_cost_plus_profit_plus_insurance(cost, down, rate, insurance, months):
    sale = flat_profit_sale(
        Fraction(cost), rate, months, down_payment=Fraction(down), insurance_pa=insurance
    )
    years = Fraction(months, 12)
    assert sale.profit == (cost - down) * rate * years
    assert sale.price == cost + sale.profit
    assert sale.extra == (cost - down) * (1 + rate * years) * insurance * years
    assert sale.instalment * months == sale.price - down + sale.extra


@given(sales(), st.integers(0, 60), st.integers(0, 100))
def test_a_rebate_is_a_share_of_the_profit_not_yet_earned(sale, month, percent):
    month = min(month, sale.months)
    found = settle(sale, month, Fraction(percent, 100))
    assert found.gross == sale.due_after(month)
    assert found.rebate == unearned_profit(sale, month, Recognition.CONSTANT_RETURN) * percent / 100
    assert found.net == found.gross - found.rebate
    assert settle(sale, month, Fraction(0)).net == found.gross


def test_a_sale_at_cost_has_no_return():
    sale = constant_return_sale(Fraction(1200), Fraction(0), Fraction(0), 12)
    assert (sale.profit, sale.instalment, constant_return_pm(sale)) == (0, 100, 0)
