"""Fees and penalties."""

from __future__ import annotations

from fractions import Fraction

import pytest

from products.contract.fees import Base, Charged, at_start, charged_with, coin_of, penalty_of, worth
from products.contract.frame import frame_of
from products.contract.settings import Fee, FeeWhen
from tests.products.contract.contracts import START, column, contract, laid

BASE = Base(Fraction(10_000_000), Fraction(78580), Fraction(10192))


@pytest.mark.parametrize(
    ("of", "value", "wanted"),
    [("flat", "5", 500), ("amount", "0.01", 100_000), ("principal", "0.01", 786),
     ("charge", "0.01", 102), ("instalment", "0.01", 888)],
)  # fmt: skip
def test_a_fee_is_a_sum_or_a_share_of_its_base(of, value, wanted):
    """Shares of an instalment of 785.80 and 101.92: 7.86, 1.02 and 8.88."""
    fee = Fee(when="each", of=of, value=value)
    assert worth(contract(), fee, BASE) == wanted


def test_a_fee_of_a_day_falls_with_the_instalment_whose_period_holds_it():
    fees = [{"when": "on_day", "value": 7, "on": "2026-03-15"}]
    assert column(laid(fees=fees).rows, "fee")[:4] == [0, 7, 0, 0]
    first_day = [{"when": "on_day", "value": 7, "on": START}]
    assert column(laid(fees=first_day).rows, "fee")[:2] == [7, 0]


def test_penalties_of_every_instalment_stand_in_their_own_column():
    terms = contract(
        fees=[{"when": "each", "value": 1}, {"when": "each", "value": 2, "is_penalty": True}]
    )
    period = frame_of(terms).periods[0]
    assert charged_with(terms, period, BASE) == Charged(Fraction(100), Fraction(200))


def test_overdue_fees_wait_until_an_instalment_is_overdue():
    fees = [{"when": "overdue", "of": "instalment", "value": "0.01", "is_penalty": True}]
    terms = contract(fees=fees)
    assert penalty_of(terms, BASE) == 888
    assert sum(column(laid(fees=fees).rows, "penalty")) == 0


def test_fees_of_the_first_day_are_paid_or_financed():
    fees = [{"when": "start", "of": "amount", "value": "0.01"}, {"when": "financed", "value": 25}]
    terms = contract(fees=fees)
    assert at_start(terms, FeeWhen.START) == 100_000
    assert at_start(terms, FeeWhen.FINANCED) == 2_500
    assert sum(column(laid(fees=fees).rows, "principal")) == 100_025


def test_the_coin_is_the_rounding_step():
    assert coin_of(contract(rounding={"step_minor": 100})) == 100
    assert coin_of(contract(rounding={"carry": "nowhere"})) < Fraction(1, 10**10)
