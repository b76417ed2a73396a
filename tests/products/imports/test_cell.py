"""One cell: a plain value, or a doubt; three things done by themselves, each with a note."""

from __future__ import annotations

import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from products.imports.cell import Unusable, number, text_of, value_of
from products.imports.columns import by_name
from products.imports.documents import Found
from products.imports.notation import plain_number

LOAN = by_name("loan")


def told(raw: object, column: str) -> tuple[object, list[str], list[str]]:
    """The value, the doubts and the notes of a cell in a column of loans."""
    found = Found()
    value = value_of(raw, LOAN[column], "here", found)  # type: ignore[arg-type]
    return value, [each.code for each in found.doubts], [each.code for each in found.notes]


@pytest.mark.parametrize(
    ("raw", "column", "value"),
    [
        ("0.12", "rate", 0.12),
        (".5", "rate", 0.5),
        ("0.070", "rate", 0.07),
        ("12", "tenor_max_months", 12),
        ("12.0", "tenor_max_months", 12),
        ("yes", "capital_subsidy_charged", True),
        ("FALSE", "capital_subsidy_charged", False),
        ("2026-01-31", "valid_from", "2026-01-31"),
        ("islamic|interest_free", "modes", ["islamic", "interest_free"]),
        ("flat_pa", "rate_basis", "flat_pa"),
        ("2026", "as_of", "2026"),
        ("", "rate", None),
        (None, "rate", None),
    ],
)
def test_a_right_cell_is_a_plain_value_without_a_word(raw, column: str, value) -> None:
    assert told(raw, column) == (value, [], [])


@pytest.mark.parametrize(
    ("raw", "column", "code"),
    [
        ("12", "rate", "problem.percent_not_decimal"),
        ("0.61", "rate", "RATE_UNIT_SUSPECT"),
        ("-0.1", "rate", "problem.too_low"),
        ("1.5", "tenor_max_months", "NUMBER_NOT_WHOLE"),
        ("481", "tenor_max_months", "problem.too_high"),
        ("1", "capital_subsidy_charged", "NOT_YES_NO"),
        ("Flat_pa", "rate_basis", "CHOICE_UNKNOWN"),
        ("conventional,islamic", "modes", "CHOICE_UNKNOWN"),
        ("rupees", "currency", "problem.wrong_form.currency"),
        ("ab-1", "id", "problem.wrong_form.code"),
        ("x" * 161, "name", "TEXT_TOO_LONG"),
        ("Lo\u202ean", "name", "HIDDEN_CHARACTERS"),
        ("Lo\x00an", "name", "HIDDEN_CHARACTERS"),
        (0.1 + 0.2, "rate", "TOO_MANY_DIGITS"),
        (float("inf"), "rate", "NUMBER_NOT_FINITE"),
        (-0.0, "rate", "NUMBER_MINUS_NOTHING"),
        (Unusable("CELL_FORMULA", "=A1"), "rate", "CELL_FORMULA"),
        ("\u0665", "rate", "NUMBER_UNIT"),
    ],
)
def test_a_bad_cell_gives_nothing_but_its_doubt(raw, column: str, code: str) -> None:
    assert told(raw, column) == (None, [code], [])


def test_a_limit_of_rates_may_be_above_what_a_rate_may_be() -> None:
    assert told("3", "rate_cap") == (3.0, [], [])


@pytest.mark.parametrize(
    ("raw", "value", "notes"),
    [
        ("  Loan ", "Loan", ["TRIMMED"]),
        (unicodedata.normalize("NFD", "Crédit"), "Crédit", ["NORMALISED"]),
        ("'=1+1", "=1+1", ["APOSTROPHE_TAKEN"]),
        ("'tis", "'tis", []),
        ("<b>Loan</b>", "<b>Loan</b>", []),
    ],
)
def test_only_space_form_and_our_own_apostrophe_are_mended(raw, value, notes) -> None:
    assert told(raw, "name") == (value, [], notes)


@given(st.floats(min_value=0, max_value=1e12).map(lambda x: float(f"{x:.12g}")))
def test_every_number_that_is_written_out_is_read_back(value: float) -> None:
    found = Found()
    exact = number(plain_number(value), "", found)
    if found.doubts:
        assert abs(Decimal(plain_number(value)).adjusted()) > 15
    else:
        assert exact is not None
        assert float(exact) == value


@given(st.text(alphabet=st.sampled_from("0123456789.,-+eE %naif\u0663 '")))
def test_no_text_is_guessed_to_be_a_number(text: str) -> None:
    found = Found()
    exact = number(text, "", found)
    assert (exact is None) == bool(found.doubts)
    if exact is not None:
        assert exact == Decimal(text)
        assert set(text) <= set("0123456789.-")


@given(st.text())
def test_any_text_is_kept_or_quarantined_and_never_changed_without_a_note(text: str) -> None:
    found = Found()
    kept = text_of(text, "", found)
    assert kept == text or found.doubts or found.notes
