"""Single values: what is read, what is noted, what is doubted."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from products.imports.documents import Found
from products.imports.values import (
    Duration,
    amount,
    choice,
    duration,
    link,
    number,
    rate_text,
    text,
    whole,
)


def found_codes(found: Found) -> list[str]:
    return [each.code for each in (*found.doubts, *found.notes)]


@given(st.decimals(min_value=0, max_value=1, places=6))
def test_a_rate_is_the_decimal_that_is_written(rate: Decimal) -> None:
    assert rate_text(f"{rate:f}", "rate", Found()) == rate


@pytest.mark.parametrize(
    ("raw", "value", "code"),
    [
        ("0.0535", "0.0535", []),
        (".50", "0.50", ["RATE_FORM"]),
        (Decimal("0.05"), "0.05", ["NUMBER_NOT_TEXT"]),
        ("5 %", None, ["RATE_NOT_A_NUMBER"]),
        ("1e-2", None, ["RATE_NOT_A_NUMBER"]),
        (True, None, ["RATE_NOT_A_NUMBER"]),
        ("0." + "3" * 40, None, ["TOO_MANY_DIGITS"]),
        (None, None, []),
    ],
)
def test_a_rate(raw: Any, value: str | None, code: list[str]) -> None:
    found = Found()
    assert rate_text(raw, "rate", found) == (None if value is None else Decimal(value))
    assert found_codes(found) == code


@pytest.mark.parametrize(
    ("raw", "value", "code"),
    [
        ("250.00", 250, []),
        ("250", 250, ["AMOUNT_FORM"]),
        ("5,000", None, ["WORDS"]),
        ("five hundred", None, ["WORDS"]),
        ("-1.00", None, ["AMOUNT_NEGATIVE"]),
        ("", None, []),
    ],
)
def test_an_amount(raw: str, value: int | None, code: list[str]) -> None:
    found = Found()
    assert amount(raw, "amount", found, "WORDS") == value
    assert found_codes(found) == code


@pytest.mark.parametrize(
    ("raw", "value", "code"),
    [
        ("P1Y", Duration(12), ["EQUAL_DURATION"]),
        ("P12M", Duration(12), []),
        ("P1Y6M", Duration(18), ["EQUAL_DURATION"]),
        ("P4W", Duration(0, 28), ["EQUAL_DURATION"]),
        ("P90D", Duration(0, 90), []),
        ("P", None, ["WORDS"]),
        ("12 months", None, ["WORDS"]),
        ("p1y", None, ["WORDS"]),
        ("PT1H", None, ["WORDS"]),
        (Decimal(12), None, ["WORDS"]),
    ],
)
def test_a_duration(raw: Any, value: Duration | None, code: list[str]) -> None:
    found = Found()
    assert duration(raw, "term", found, "WORDS") == value
    assert found_codes(found) == code


@given(st.integers(1, 40), st.integers(0, 11))
def test_years_and_months_are_the_months_they_are(years: int, months: int) -> None:
    told = duration(f"P{years}Y{months}M", "", Found(), "")
    assert told == duration(f"P{12 * years + months}M", "", Found(), "")


def test_a_whole_number() -> None:
    found = Found()
    assert whole("18", "age", found, "AGE") == 18
    assert whole(Decimal(18), "age", found, "AGE") == 18
    assert whole("18.5", "age", found, "AGE") is None
    assert whole("over 18", "age", found, "AGE") is None
    assert found_codes(found) == ["AGE", "AGE"]


def test_a_member_of_a_list_is_exactly_that() -> None:
    found = Found()
    allowed = frozenset({"FIXED"})
    assert choice("FIXED", allowed, "t", found) == "FIXED"
    assert choice("Fixed", allowed, "t", found) == ""
    assert choice("FIXED ", allowed, "t", found, blocks=False) == ""
    assert choice(["FIXED"], allowed, "t", found) == ""
    assert choice(None, allowed, "t", found) == ""
    assert [(each.raw, each.blocks) for each in found.doubts] == [
        ("Fixed", True),
        ("FIXED ", False),
        ('["FIXED"]', True),
    ]


def test_a_long_text_is_quarantined_whole_and_never_cut() -> None:
    found = Found()
    assert text("abc", "name", found, 3) == "abc"
    assert text("abcd", "name", found, 3) == ""
    assert text(Decimal(3), "name", found, 3) == ""
    assert [each.raw for each in found.doubts] == ["abcd", "3"]


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("https://www.bank.com.au/terms?x=1#a", ""),
        ("http://www.bank.com.au", "LINK_PLAIN_HTTP"),
        ("https://8.8.8.8/", ""),
        ("www.bank.com.au", "LINK_WITHOUT_SCHEME"),
        ("Overdraft removed from sale", "LINK_WITH_SPACES"),
        ("https://a\\@evil.com", "LINK_WITH_SPACES"),
        ("https:///nowhere", "LINK_UNSAFE"),
        ("https://[::1", "LINK_UNSAFE"),
        ("https://192.168.1.1/", "LINK_UNSAFE"),
        ("https://localhost/", "LINK_UNSAFE"),
        ("https://printer.local./", "LINK_UNSAFE"),
    ],
)
def test_a_link(raw: str, code: str) -> None:
    found = Found()
    safe = code in ("", "LINK_PLAIN_HTTP")
    assert link(raw, "uri", found) == (raw if safe else "")
    assert found_codes(found) == ([code] if code else [])


def test_a_number_is_a_plain_decimal() -> None:
    found = Found()
    assert number("0", "n", found, "X") == 0
    assert number("1.", "n", found, "X") == 1
    assert number("٣", "n", found, "X") is None
    assert number("--1", "n", found, "X") is None
