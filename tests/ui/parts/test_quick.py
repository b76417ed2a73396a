"""The smallest case there is, and reading it back."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from planner.text import text_of
from planner.ui.parts import quick
from planner.ui.parts.quick import Quick

TEXT = text_of("en", "PKR")
START = date(2026, 11, 30)
MONEY = st.integers(0, 10**9).map(float)


@given(st.builds(Quick, MONEY, MONEY, MONEY, MONEY))
def test_the_four_numbers_are_read_back_as_given(four):
    assert quick.read(quick.case_of(four, "PAK", START, TEXT), TEXT) == four


def test_a_family_that_told_more_is_not_mistaken_for_four_numbers(families):
    assert all(quick.read(case, TEXT) is None for case in families)


def test_two_numbers_are_enough_for_an_answer():
    assert Quick(1, 1, 0, 0).answerable
    assert not Quick(1, 0, 5, 5).answerable
