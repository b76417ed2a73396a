"""Where facts come from: sources, provenance of single values, and how strong they are."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, Field

# A date as far as it is known: 2026, 2026-02 or 2026-02-23; empty when the page shows no date.
PartialDate = Annotated[
    str, Field(pattern=r"^(\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?)?$", max_length=10)
]


class Confidence(StrEnum):
    """How well a value is evidenced."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Standing(StrEnum):
    """What may be done with a listing."""

    OFFERED = "offered"
    """may be recommended"""
    CONFIRM_FIRST = "confirm_first"
    """last known terms: shown lighter, confirm with the provider before anything is signed"""
    NOT_OFFERED = "not_offered"
    """closed, superseded or unpriced: shown in the catalogue only, and for those who already hold
    it
    """


class Source(BaseModel, frozen=True, extra="forbid"):
    """One row of `sources.csv`."""

    source_id: Annotated[str, Field(pattern=r"^[a-z0-9_.-]+$", max_length=80)]
    publisher: Annotated[str, Field(min_length=1, max_length=200)]
    title: str = ""
    address: str = ""
    seen_on: PartialDate = ""
    licence: str = ""


class Provenance(BaseModel, frozen=True, extra="forbid"):
    """One row of `provenance.csv`: where one value of a listing comes from, if not its header."""

    listing_id: str
    field: str
    source_id: str
    as_of: PartialDate = ""
    method: Annotated[str, Field(max_length=200)] = ""
    confidence: Confidence = Confidence.MEDIUM
    note: Annotated[str, Field(max_length=400)] = ""


def first_day(as_of: str) -> date | None:
    """The earliest day a partial date can mean; None when undated.

    >>> first_day("2026-02")
    datetime.date(2026, 2, 1)
    """
    if not as_of:
        return None
    return date.fromisoformat(as_of + "-01-01"[len(as_of) - 4 :])


def age_days(as_of: str, today: date) -> int | None:
    """Days since the fact held, counted from the earliest day it can mean; None when undated.

    >>> age_days("2026-02", date(2026, 3, 1))
    28
    """
    day = first_day(as_of)
    return None if day is None else (today - day).days
