"""The words of a contract, each field by itself."""

from __future__ import annotations

from fractions import Fraction

import pytest
from pydantic import ValidationError

from products.contract.terms import ContractTerms
from products.contract.wording import RateChange, Wording

WORDS = {"currency": "PKR", "amount": "1000", "start": "2026-01-31", "instalments": 12,
         "rate": "0.12"}  # fmt: skip


def test_words_are_held_against_each_other_only_as_terms() -> None:
    """A grace longer than the contract: each field is in order, together they are not."""
    contradicting = {**WORDS, "grace": {"principal": 12}}
    assert Wording.model_validate(contradicting).grace.principal == 12
    with pytest.raises(ValidationError, match="problem"):
        ContractTerms.model_validate(contradicting)


@pytest.mark.parametrize("flat", [True, False])
def test_a_flat_charge_is_known_by_its_basis(flat: bool) -> None:
    basis = "flat_pa" if flat else "nominal_pa_monthly"
    assert Wording.model_validate({**WORDS, "rate_basis": basis}).is_flat is flat


def test_an_odd_first_period_is_a_sum_of_fractions() -> None:
    words = Wording.model_validate({**WORDS, "first_length": "1+36/365"})
    assert words.first_length_in_periods == 1 + Fraction(36, 365)
    assert Wording.model_validate(WORDS).first_length_in_periods is None


def test_a_change_of_rate_begins_on_a_day_or_at_an_instalment() -> None:
    with pytest.raises(ValidationError, match="one_beginning"):
        RateChange(rate="0.1", on="2026-02-01", from_instalment=2)
