"""Words a spreadsheet would run are made harmless, and come back as they were."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from products.basis.cells import harmless, original, safe

SIGNS = "=+-@|%"
BEFORE = ["", " ", "  ", "\t", "\r", "\n", "\ufeff", "\u00a0", "\u200b", "\x00", "\x01 ", "\u2028"]


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("before", BEFORE)
def test_EXPORT_01_a_sign_behind_any_space_gets_an_apostrophe(before: str, sign: str) -> None:
    assert harmless(f"{before}{sign}1+1") == f"'{before}{sign}1+1"


@pytest.mark.parametrize("number", [-12.5, -1, 0, 3, 1e9])
def test_EXPORT_01_numbers_stay_numbers(number: float) -> None:
    assert safe(number) is number


@pytest.mark.parametrize("text", ["Home loan", "5 % a year", "a=b", "'tis", "", "1-2"])
def test_plain_words_are_left_alone(text: str) -> None:
    assert harmless(text) == text == original(text)


@given(st.text(alphabet=st.sampled_from("'=+-@|% \tab1\ufeff")) | st.text())
def test_every_text_comes_back_as_it_was(text: str) -> None:
    assert original(harmless(text)) == text


@given(st.text(alphabet=st.sampled_from("'=+-@|% \ta")))
def test_no_harmless_text_begins_with_a_sign(text: str) -> None:
    assert not harmless(text).lstrip().startswith(tuple(SIGNS))
