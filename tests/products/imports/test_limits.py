"""The limits fit each other and the listing they feed."""

from __future__ import annotations

from products.catalogue.listing import Header
from products.imports import limits


def test_texts_that_pass_fit_a_listing() -> None:
    def most(field: str) -> int:
        (bound,) = [
            m.max_length for m in Header.model_fields[field].metadata if hasattr(m, "max_length")
        ]
        return bound

    assert most("name") == limits.NAME_CHARACTERS
    assert most("note") == limits.NOTE_CHARACTERS


def test_as_many_digits_as_pass_survive_a_float() -> None:
    digits = "9" * limits.EXACT_DIGITS
    assert f"{float('0.' + digits):.{limits.EXACT_DIGITS}f}" == f"0.{digits}"


def test_a_deposit_never_pays_what_a_loan_may_cost() -> None:
    assert limits.DEPOSIT_RATE_MOST < limits.RATE_MOST < 1


def test_limits_of_files_are_those_that_are_promised() -> None:
    assert (limits.UPLOAD_BYTES, limits.UNPACKED_BYTES) == (10_000_000, 100_000_000)
    assert (limits.PACKED_RATIO, limits.ARCHIVE_MEMBERS) == (100, 200)
    assert (limits.DAY_FILES, limits.DAY_BYTES) == (20, 200_000_000)
    assert (limits.TABLE_ROWS, limits.TABLE_COLUMNS) == (100_000, 200)
    assert (limits.CELL_CHARACTERS, limits.JSON_DEPTH) == (10_000, 50)
    assert (limits.PARSE_SECONDS, limits.PARSE_BYTES) == (20, 512_000_000)
    assert limits.LABEL_CHARACTERS == 120
