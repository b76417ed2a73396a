"""Field types that several suites' inputs share."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema

Amount = Annotated[float, Field(ge=-1e15, le=1e15, description="major units")]
PositiveAmount = Annotated[float, Field(gt=0, le=1e15, description="major units, above 0")]
Count = Annotated[int, Field(ge=1, le=10_000)]
PeriodsPerYear = Annotated[float, Field(gt=0, le=366)]
RateShare = Annotated[float, Field(gt=-1, le=100, description="decimal: 0.15 is 15 per cent")]
Percent = Annotated[float, Field(gt=-100, le=10_000, description="per cent: 6 is 6 per cent")]


def out_of_order(field: str, value: date, limit: date) -> str:
    """The problem of a date that comes before the one it has to follow, for a validator to raise.

    >>> out_of_order("end", date(2026, 1, 1), date(2026, 2, 1))
    'problem.dates_out_of_order|field=end|value=2026-01-01|limit=2026-02-01'
    """
    return f"problem.dates_out_of_order|field={field}|value={value}|limit={limit}"


_MAX_FRACTION = 1_000_000


def _fraction(value: object) -> Fraction:
    """A fraction as people write it: 3, 1.5, "6/15", "3/365+1/12", "-1"."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ValueError("problem.not_a_number|value=" + str(value)[:40])
    try:
        found = sum((Fraction(part) for part in str(value).split("+")), Fraction(0))
    except (ValueError, ZeroDivisionError):
        raise ValueError("problem.not_a_number|value=" + str(value)[:40]) from None
    if abs(found) > _MAX_FRACTION:
        raise ValueError(f"problem.too_high|value={str(value)[:40]}|limit={_MAX_FRACTION}")
    return found


_FRACTION_SCHEMA: dict[str, Any] = {
    "anyOf": [{"type": "number"}, {"type": "string", "examples": ["6/15", "3/365+1/12"]}]
}
AnyFraction = Annotated[
    Fraction, BeforeValidator(_fraction), WithJsonSchema(_FRACTION_SCHEMA, mode="validation")
]
