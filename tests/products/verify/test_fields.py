"""Field types the suites share."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from pydantic import TypeAdapter, ValidationError

from products.verify.fields import AnyFraction, Percent, RateShare, out_of_order

FRACTION = TypeAdapter(AnyFraction)


@pytest.mark.parametrize(
    ("text", "value"),
    [('"6/15"', "2/5"), ('"3/365+1/12"', "401/4380"), ('"-1"', "-1"), ("1.5", "3/2"), ("2", "2")],
)
def test_fractions_are_read_as_people_write_them(text, value):
    assert FRACTION.validate_json(text, strict=True) == Fraction(value)


@pytest.mark.parametrize("text", ['"1/0"', '"x"', "true", "null", '"1e999"', "[1]", '"9999999"'])
def test_what_is_no_fraction_is_refused(text):
    with pytest.raises(ValidationError):
        FRACTION.validate_json(text, strict=True)


def test_a_fraction_s_schema_is_published():
    assert "anyOf" in FRACTION.json_schema()


@pytest.mark.parametrize(("kind", "value"), [(RateShare, 1900), (RateShare, -1), (Percent, -100)])
def test_impossible_rates_are_refused(kind, value):
    with pytest.raises(ValidationError):
        TypeAdapter(kind).validate_python(value)


def test_dates_out_of_order_name_field_value_and_limit():
    text = out_of_order("end", date(2026, 1, 1), date(2026, 2, 1))
    assert text.split("|")[1:] == ["field=end", "value=2026-01-01", "limit=2026-02-01"]
