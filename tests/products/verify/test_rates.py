"""Rates of return as answers."""

from __future__ import annotations

from products.legal.irr import RatesOfReturn
from products.verify.case import Several
from products.verify.rates import as_answer, percent, percent_to


def test_one_rate_is_a_number_several_are_all_told_and_none_is_no_answer():
    assert as_answer(RatesOfReturn((0.1,))) == 0.1
    assert as_answer(RatesOfReturn((0.1, 0.4)), percent) == Several((10.0, 40.0))
    assert as_answer(RatesOfReturn(())) is None


def test_a_disclosed_rate_is_rounded_half_up():
    assert percent_to(1)(0.0645) == 6.5
    assert percent_to(2)(0.1296204) == 12.96
