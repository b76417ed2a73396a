"""Reading what a person typed into a figure."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.text import text_of
from planner.ui.parts.amounts import as_typed, read_number, read_whole
from products.basis.problems import Problem

READ = {
    "0": 0, "150000": 150_000, "1,50,000": 150_000, "150,000": 150_000, "150 000": 150_000,
    "1.5 lakh": 150_000, "1.5 lac": 150_000, "2 crore": 20_000_000, "75k": 75_000,
    "60 hazar": 60_000, "Rs 5,000": 5_000, "Rs. 5000/-": 5_000, "PKR 5000": 5_000, "₨5000": 5_000,
    "sar 1200": 1_200, "۱۲۳۴": 1_234, "१२३४": 1_234, "12.5": 12.5, "+7": 7,
    "1_000": 1_000, "1'000": 1_000, " 900 ": 900,
}  # fmt: skip
REFUSED = {
    "-5": "problem.too_low", "−5": "problem.too_low", "1000000000000": "problem.too_high",
    "many": "problem.not_a_number", "12abc": "problem.not_a_number", "nan": "problem.not_a_number",
    "inf": "problem.not_a_number", "1e5": "problem.not_a_number",
    "500,00": "problem.figure_unclear",
    "1.500": "problem.figure_unclear", "1.500,00": "problem.figure_unclear",
    "1,2,3": "problem.figure_unclear", "1..2": "problem.figure_unclear", "--5": "problem.too_low",
    "5 dozen": "problem.not_a_number", "=1+1": "problem.not_a_number",
}  # fmt: skip


@pytest.mark.parametrize("typed", READ)
def test_many_ways_of_writing_a_figure_are_read(typed):
    assert read_number(typed, "amount", 0, 1e10) == READ[typed]


@pytest.mark.parametrize("typed", REFUSED)
def test_what_cannot_be_used_is_refused_with_its_reason(typed):
    found = read_number(typed, "amount", 0, 1e10)
    assert isinstance(found, Problem)
    assert found.code == REFUSED[typed]
    assert found.where == "amount"


def test_nothing_typed_is_nothing():
    assert read_number("   ", "amount", 0, 1e10) is None


def test_a_count_is_whole():
    assert read_whole("35", "age", 0, 120) == 35
    assert read_whole("35.5", "age", 0, 120).code == "problem.not_a_whole_number"
    assert read_whole("500", "months", 0, 240).code == "problem.too_high"


@given(st.floats(0, 1e10).map(lambda v: round(v, 4)))
def test_what_stands_in_a_field_reads_back_as_it_was(value):
    assert read_number(as_typed(value), "amount", 0, 1e10) == pytest.approx(value, abs=1e-4)


@given(st.integers(0, 10**9), st.sampled_from(["PKR", "USD"]))
def test_what_the_app_writes_it_can_read(value, currency):
    """12,34,567 and 1,234,567 alike."""
    written = text_of("en", currency).number(value)
    assert read_number(written, "amount", 0, 1e10) == value


@given(st.text(max_size=30))
def test_no_typing_breaks_the_field(typed):
    found = read_number(typed, "amount", 0, 1e10)
    assert found is None or isinstance(found, Problem) or 0 <= found <= 1e10
