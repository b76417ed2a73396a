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
