"""Day counts: whole days and fractions of a year between two dates, under a named convention."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import TypeAdapter, field_validator

from products.legal.day_count import DayCount, days, named, spellings, year_fraction
from products.verify.case import Answer, Case, Inputs

SUITE = "day_counts"


class Span(Inputs):
    """Two dates and, where one is asked for, a convention."""

    start: date
    end: date
    day_count: str | None = None

    @field_validator("day_count")
    @classmethod
    def _is_known(cls, value: str | None) -> str | None:
        if value is not None and named(value) is None:
            raise ValueError(f"problem.not_in_list|value={value}|limit={', '.join(DayCount)}")
        return value


INPUTS: TypeAdapter[Any] = TypeAdapter(Span)


def answer(case: Case) -> Answer:
    """Years and days under the convention asked for, or days under every convention by name."""
    span: Span = case.inputs
    convention = named(span.day_count) if span.day_count else None
    if convention is not None:
        return {
            "years": year_fraction(span.start, span.end, convention),
            "days": days(span.start, span.end, convention),
        }
    counted = {name: days(span.start, span.end, each) for name, each in spellings().items()}
    return counted | {"actual": (span.end - span.start).days}
