"""The gates of money, for all takings at once."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.gates import Purse, Taking, burden, deal, judge_money, survives
from products.kind import Variant
from tests.planner.families import deposit, loan, market, qard

MARKET = market(24)
FX = {"PKR": np.ones(25)}


def purse(cash, income=50_000.0, service=0.0, buffer=0.0, cap=0.4) -> Purse:
    flat = np.ones(25)
    flat[0] = 0.0
    return Purse(np.asarray(cash) * np.ones(25), service * flat, income * flat, buffer, cap)


def judged(taking: Taking, given: Purse):
    return judge_money(deal([taking], MARKET, FX), given)


def qard_of(amount: float, tenor: int = 12) -> Taking:
    return Taking(0, qard(), Variant(tenor=tenor), amount)


def test_a_saving_must_fit_within_money_at_hand_above_the_buffer():
    taking = Taking(0, deposit(), Variant(tenor=12), 10_000)
    found = judged(taking, purse(30_000, buffer=20_000))
    assert (found.needs[0], found.there[0], bool(found.starts_ok[0])) == (10_000, 10_000, True)
    assert not judged(taking, purse(30_000, buffer=20_001)).starts_ok[0]


def test_a_loan_needs_its_own_share_and_its_fees():
    shop = Taking(0, loan(down_payment_share=0.2, fee_fixed=500), Variant(tenor=12), 80_000)
    found = judged(shop, purse(20_000))
    assert found.needs[0] == pytest.approx(20_500)
    assert not found.starts_ok[0]


def test_the_burden_is_all_instalments_over_income_while_it_is_paid():
    found = judged(qard_of(120_000), purse(500_000, income=50_000, service=10_000))
    assert found.worst[0] == pytest.approx(20 / 50)
    assert found.burden_ok[0]
    assert not judged(qard_of(132_000), purse(500_000, income=50_000, service=10_000)).burden_ok[0]


def test_a_short_loan_is_not_eased_by_the_months_without_it():
    half_a_year = Taking(0, qard(tenor_min_months=6), Variant(tenor=6), 120_000)
    assert judged(half_a_year, purse(500_000, income=50_000)).worst[0] == pytest.approx(0.4)


def test_without_income_the_burden_is_endless_and_without_payment_there_is_none():
    assert judged(qard_of(12_000), purse(1, income=0)).worst[0] == np.inf
    assert burden(np.zeros(25), np.ones(25, dtype=bool), purse(1, income=0)) == 0


def test_cash_must_not_be_pushed_below_zero():
    assert judged(qard_of(12_000), purse(12_000)).cash_ok[0]
    found = judged(qard_of(12_000), purse(11_999))
    assert (bool(found.cash_ok[0]), found.lowest[0], found.lowest_mark[0]) == (False, -1, 12)


def test_where_cash_is_below_zero_anyway_only_what_makes_it_worse_fails():
    below = np.array([10.0, -5.0, 3.0])
    assert survives(below, below)
    assert survives(below, below + 1)
    assert not survives(below, np.array([10.0, -6.0, 3.0]))
    assert not survives(below, np.array([-1.0, -5.0, 3.0]))


@given(
    st.lists(st.tuples(st.sampled_from(["qard", "loan", "deposit"]), st.integers(12_000, 90_000),
                       st.integers(0, 8)), min_size=1, max_size=6),
    st.integers(0, 100_000), st.integers(0, 60_000),
)  # fmt: skip
def test_all_takings_at_once_are_the_same_as_one_by_one(picks, at_hand, income):
    shelf = {"qard": qard(), "loan": loan(), "deposit": deposit()}
    takings = [
        Taking(i, shelf[k], Variant(tenor=12, start=s), float(a))
        for i, (k, a, s) in enumerate(picks)
    ]
    given_ = purse(at_hand, income=income, buffer=5_000, service=1_000)
    together = judge_money(deal(takings, MARKET, FX), given_)
    for row, taking in enumerate(takings):
        alone = judged(taking, given_)
        for name in ("needs", "there", "starts_ok", "worst", "burden_ok", "lowest", "cash_ok"):
            assert getattr(together, name)[row] == getattr(alone, name)[0], name


def test_no_takings_are_no_trouble():
    found = judge_money(deal([], MARKET, FX), purse(5))
    assert found.all_ok.shape == (0,)


def test_takings_left_early_stand_beside_those_that_are_kept():
    takings = [
        Taking(0, deposit(), Variant(tenor=12), 10_000, leaves) for leaves in (None, 5, 12, 30)
    ]
    deck = deal(takings, MARKET, FX)
    kept = deal(takings[:1], MARKET, FX).course.flow[0]
    assert deck.course.flow[0].tolist() == kept.tolist()
    assert deck.course.flow[1][5] > 0
    assert not deck.course.flow[1][6:].any()
    assert deck.course.flow[2].tolist() == deck.course.flow[3].tolist() == kept.tolist()
