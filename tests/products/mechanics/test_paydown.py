"""Financings in whole minor units."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from products.basis.money import Rounding, RoundingMode
from products.basis.timeline import Timeline
from products.mechanics import paydown
from products.mechanics.exact import Row, dated, whole
from products.mechanics.paydown import Bill, bill_rows, flat_rows, in_parts_of, level
from products.mechanics.repayment import ChargePaid, Repayment

PLAIN = Rounding()
RUPEES_UP = Rounding(mode=RoundingMode.UP, step_minor=100)


def even(periods: int) -> np.ndarray:
    return np.full(periods, 1 / periods)


def test_a_level_contract_row_by_row() -> None:
    rows = bill_rows(Bill(np.full(3, 0.01)), [100_000, 0, 0, 0], level(PLAIN))
    assert rows == [
        Row(0, 100_000),
        Row(1, -33_002, -1_000),
        Row(2, -33_332, -670),
        Row(3, -33_666, -337),
    ]


def test_rounding_up_can_pay_a_contract_off_before_its_last_row() -> None:
    rows = bill_rows(Bill(np.zeros(12), RUPEES_UP), [1_000] + [0] * 12, level(RUPEES_UP))
    assert [row.principal for row in paydown.busy(rows)] == [1_000] + [-100] * 10


def test_added_charges_are_borrowed_and_paid_in_one_row() -> None:
    rows = bill_rows(Bill(np.full(2, 0.01)), [100_000, 0, 0], level(PLAIN), grace=1, added=True)
    assert rows[1] == Row(1, 1_000, -1_000)
    assert rows[2] == Row(2, -101_000, -1_010)


def test_grace_without_charges_leaves_no_busy_rows() -> None:
    rows = bill_rows(Bill(np.zeros(4)), [300, 0, 0, 0, 0], level(PLAIN), grace=2)
    assert [row.month for row in paydown.busy(rows)] == [0, 3, 4]


def test_a_release_and_a_change_of_price_make_a_new_instalment() -> None:
    rows = bill_rows(Bill(np.zeros(4)), [50_000, 0, 50_000, 0, 0], level(PLAIN))
    assert [row.principal for row in rows] == [50_000, -12_500, 50_000 - 12_500, -37_500, -37_500]
    rows = bill_rows(Bill(np.array([0.01, 0.01, 0.02])), [100_000, 0, 0, 0], level(PLAIN))
    assert rows[3] == Row(3, -33_666, -673)


def test_a_balloon_waits_for_the_last_payment() -> None:
    for pattern in (level(PLAIN, 0.4), in_parts_of(PLAIN, np.ones(3), 0.4)):
        rows = bill_rows(Bill(np.zeros(3)), [30_000, 0, 0, 0], pattern)
        assert [row.principal for row in rows] == [30_000, -6_000, -6_000, -18_000]


def test_what_is_released_later_leaves_its_share_for_the_balloon() -> None:
    rows = bill_rows(Bill(np.zeros(3)), [10_000, 10_000, 0, 0], level(PLAIN, 0.5))
    assert [row.principal for row in rows] == [10_000, 10_000 - 1_667, -4_167, -14_166]


def test_stepped_parts_are_bought_one_then_two() -> None:
    pattern = in_parts_of(PLAIN, np.array([1.0, 1.0, 2.0, 2.0]))
    rows = bill_rows(Bill(np.full(4, 0.01)), [60_000, 0, 0, 0, 0], pattern)
    assert [row.principal for row in rows[1:]] == [-10_000, -10_000, -20_000, -20_000]
    assert [row.charge for row in rows[1:]] == [-600, -500, -400, -200]


def test_premiums_come_on_top_or_inside_and_taxes_always_on_top() -> None:
    premiums = np.full(3, 0.002)
    on_top = Bill(np.full(3, 0.01), premiums=premiums, levied=np.full(3, 0.001))
    rows = bill_rows(on_top, [100_000, 0, 0, 0], level(PLAIN))
    assert rows[1] == Row(1, -33_002, -1_000, -300)
    inside = Bill(np.full(3, 0.01), premiums=premiums, premiums_inside=True)
    rows = bill_rows(inside, [100_000, 0, 0, 0], level(PLAIN))
    assert rows[1].principal + rows[1].charge + rows[1].fee == -34_137
    assert rows[2].principal + rows[2].charge + rows[2].fee == -34_137


def test_a_premium_of_the_first_amount_stays() -> None:
    rows = bill_rows(Bill(np.zeros(4), fixed_premium=0.001), [80_000, 0, 0, 0, 0], level(PLAIN))
    assert [row.fee for row in rows] == [0, -80, -80, -80, -80]


def test_a_flat_contract_row_by_row() -> None:
    rows = flat_rows(20_000, Bill(np.zeros(12)), 100_000, even(12))
    assert rows[1] == Row(1, -8_334, -1_666)
    assert sum(row.charge for row in rows) == -20_000
    assert sum(row.principal for row in rows) == 0
    assert {row.principal + row.charge for row in rows[1:]} == {-10_000}


@pytest.mark.parametrize(
    ("paid", "charges"),
    [(ChargePaid.IN_ADVANCE, [-900, 0, 0, 0]), (ChargePaid.AT_END, [0, 0, 0, -900])],
)
def test_a_flat_charge_may_be_kept_back_or_wait(paid: ChargePaid, charges: list[int]) -> None:
    rows = flat_rows(900, Bill(np.zeros(3)), 30_000, even(3), paid)
    assert [row.charge for row in rows] == charges
    assert [row.principal for row in rows] == [30_000, -10_000, -10_000, -10_000]


@given(
    st.sampled_from(ChargePaid),
    st.integers(1, 10**12),
    st.floats(0, 2),
    st.integers(1, 60),
    st.sampled_from([PLAIN, RUPEES_UP]),
)
def test_flat_contracts_charge_exactly_their_whole_charge(
    paid: ChargePaid, amount: int, charge: float, periods: int, rounding: Rounding
) -> None:
    total = whole(amount * charge)
    rows = flat_rows(total, Bill(np.zeros(periods), rounding), amount, even(periods), paid)
    assert sum(row.charge for row in rows) == -total
    assert sum(row.principal for row in rows) == 0
    assert np.cumsum([row.principal for row in rows]).min() >= 0


@given(
    st.sampled_from(Repayment),
    st.lists(st.floats(0, 0.3), min_size=1, max_size=40),
    st.floats(0, 1),
    st.integers(1, 10**12),
    st.sampled_from([PLAIN, RUPEES_UP]),
    st.data(),
)
def test_every_pattern_pays_back_what_was_lent(
    repayment: Repayment,
    prices: list[float],
    balloon: float,
    amount: int,
    rounding: Rounding,
    data: st.DataObject,
) -> None:
    periods = len(prices)
    grace = data.draw(st.integers(0, periods - 1))
    pattern = paydown.pattern_of(repayment, rounding, periods, balloon)
    bill = Bill(np.array(prices), rounding)
    rows = bill_rows(bill, [amount] + [0] * periods, pattern, grace, added=data.draw(st.booleans()))
    assert sum(row.principal for row in rows) == 0
    assert np.cumsum([row.principal for row in rows]).min() >= 0


def test_amounts_of_every_size_stay_exact() -> None:
    """A trillion in a currency of three decimals is far inside 64 bits."""
    rows = bill_rows(Bill(np.full(12, 0.01)), [10**15] + [0] * 12, level(PLAIN))
    found = dated(rows, date(2026, 1, 31), Timeline(date(2026, 1, 31), 12), owes=True)
    assert found.due_minor.dtype == np.int64
    assert found.balance_minor[-1] == 0


def test_contracts_add_up_and_may_be_charged_or_helped_row_by_row() -> None:
    one, two = [Row(0, 100), Row(1, -100, -5)], [Row(0, 50), Row(1, -50, -1, -2)]
    both = paydown.added_up([one, two])
    assert both == [Row(0, 150), Row(1, -150, -6, -2)]
    assert paydown.charged_more(both, [0, 4])[1] == Row(1, -150, -2, -2)
    assert paydown.feed_more(both, [-3, 0])[0] == Row(0, 150, 0, -3)
    assert paydown.balances_before(both) == [150]
