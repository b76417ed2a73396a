"""Figures in words."""

from __future__ import annotations

import pytest

from planner.text import text_of
from planner.ui.parts.spoken import in_words, money_said, signed

PKR, SAR = text_of("en", "PKR"), text_of("en", "SAR")
SAID = {
    1_000: "1 thousand", 45_600: "45 thousand 600", 150_000: "1 lakh 50 thousand",
    2_345_678: "23 lakh 45 thousand 678", 10_000_000: "1 crore", 100_000_000: "10 crore",
}  # fmt: skip


@pytest.mark.parametrize(("value", "words"), SAID.items())
def test_amounts_are_said_as_people_say_them(value, words):
    assert in_words(value, PKR, "PKR") == f"{PKR.money(value)} · {words}"


def test_elsewhere_people_count_in_millions():
    assert in_words(2_500_000, SAR, "SAR").endswith("2 million 500 thousand")


def test_small_amounts_stand_as_they_are():
    assert in_words(850, PKR, "PKR") == "Rs\u00a0850"


def test_a_minus_is_never_parted_from_its_amount():
    assert signed(-5000, PKR) == "−\u2060Rs\u00a05,000"
    assert signed(5000, PKR) == "Rs\u00a05,000"
    assert signed(-0.4, PKR) == "Rs\u00a00"


def test_a_row_says_its_amount_and_rhythm_or_nothing():
    assert money_said(500, "PKR", "per.1", PKR) == "Rs\u00a0500 each month"
    assert money_said(0, "PKR", "per.1", PKR) == ""
