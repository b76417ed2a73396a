"""Field types that several suites' inputs share."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema

Amount = Annotated[float, Field(ge=-1e15, le=1e15, description="major units")]
PositiveAmount = Annotated[float, Field(gt=0, le=1e15, description="major units, above 0")]
Count = Annotated[int, Field(ge=1, le=10_000)]
PeriodsPerYear = Annotated[float, Field(gt=0, le=366)]
RateShare = Annotated[float, Field(gt=-1, le=100, description="decimal: 0.15 is 15 per cent")]
Percent = Annotated[float, Field(gt=-100, le=10_000, description="per cent: 6 is 6 per cent")]

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
