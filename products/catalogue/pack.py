"""A country's pack: the rows of its files as models, and the whole of it as one value."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, Field

from products.basis.money import Currency
from products.basis.problems import Problem
from products.basis.sources import Confidence, PartialDate, Source
from products.catalogue.listing import Listing
from products.kind import StepKind

SourceId = Annotated[str, Field(min_length=1, max_length=80)]
ListingId = Annotated[str, Field(min_length=1, max_length=60)]
Words = Annotated[str, Field(max_length=600)]


class Row(
    BaseModel, frozen=True, extra="forbid", allow_inf_nan=False, use_attribute_docstrings=True
):
    """Base of the models of a pack's files: one row each, frozen, no column beyond these.

    The docstring under a field is its meaning in the data dictionary.
    """


class Provider(Row, frozen=True):
    """One row of `providers.csv`: who sells."""

    provider_id: Annotated[str, Field(pattern=r"^[a-z0-9_-]{2,60}$")]
    """Our own short code of the provider."""
    name: Annotated[str, Field(min_length=2, max_length=160)]
    """Name as the provider writes it."""
    type: Annotated[str, Field(max_length=60)] = ""
    """Government, bank, microfinance bank, welfare body, ..."""
    web: Annotated[str, Field(max_length=200)] = ""
    """Home page."""


class Region(Row, frozen=True):
    """One row of `regions.csv`: a province, territory or district."""

    region_code: Annotated[str, Field(pattern=r"^[a-z][a-z_]{1,59}$")]
    """Our own code, as rules name it."""
    name: Annotated[str, Field(min_length=2, max_length=120)]
    """Name in English."""
    level: Annotated[str, Field(max_length=40)] = ""
    """Province, territory, district."""
    parent: Annotated[str, Field(max_length=60)] = ""
    """Code of the region it lies in; empty for the top."""


class Contact(Row, frozen=True):
    """One row of `contacts.csv`: whom to turn to, for what, and how long it takes."""

    contact_id: Annotated[str, Field(pattern=r"^[A-Z0-9-]{2,60}$")]
    """Our own code."""
    organisation: Annotated[str, Field(min_length=2, max_length=200)]
    """Who answers."""
    type: Annotated[str, Field(max_length=80)] = ""
    """First step, ombudsman, regulator, scheme, ..."""
    use_for: Words = ""
    """What to turn to it for."""
    not_for: Words = ""
    """What it does not handle, and who does."""
    phone: Annotated[str, Field(max_length=200)] = ""
    """Telephone."""
    email: Annotated[str, Field(max_length=200)] = ""
    """E-mail."""
    web: Annotated[str, Field(max_length=200)] = ""
    """Page."""
    address: Annotated[str, Field(max_length=300)] = ""
    """Postal address or office."""
    procedure: Words = ""
    """What to bring and in which order."""
    time_limit: Annotated[str, Field(max_length=300)] = ""
    """How long an answer takes, or by when to ask."""
    source_id: SourceId
    """Row of `sources.csv`."""
    as_of: PartialDate = ""
    """Day the facts held; empty when undated."""
    confidence: Confidence
    """How well it is evidenced."""


class SeriesPoint(Row, frozen=True):
    """One row of `series.csv`: a reference figure at a date or period (a year, FY2025, 2016-Q1)."""

    series: Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_]{1,79}$")]
    """Name of the series."""
    date: Annotated[str, Field(max_length=40)] = ""
    """Date or period: 2026, 2026-02, FY2025, 2016-Q1; empty when undated."""
    value: float
    """The figure, in the unit."""
    unit: Annotated[str, Field(min_length=1, max_length=80)]
    """Unit of the value."""
    geography: Annotated[str, Field(max_length=80)] = ""
    """Country, province or corridor."""
    source_id: SourceId
    """Row of `sources.csv`."""
    as_of: PartialDate = ""
    """Vintage of the publication."""
    method: Annotated[str, Field(max_length=300)] = ""
    """Average, end of period, survey, own computation, ..."""
    confidence: Confidence
    """How well it is evidenced."""
    note: Words = ""
    """What a reader must know."""


class Grade(StrEnum):
    """How strong the evidence of an assumption is."""

    A = "A"
    """trial or large panel"""
    B = "B"
    """official or programme statistics"""
    C = "C"
    """press or small survey"""
    D = "D"
    """expert judgement"""


class AssumptionLine(Row, frozen=True):
    """One row of `assumptions.csv`; the value holds from `since` until a later row."""

    name: Annotated[str, Field(pattern=r"^[a-zA-Z][a-zA-Z0-9_]{1,60}$")]
    """Name of the assumption, as the planner uses it."""
    since: date
    """The value holds from this day until a later row of its name."""
    value: float
    """The value, in the unit; rates as decimals."""
    low: float | None = None
    """Lowest plausible value."""
    high: float | None = None
    """Highest plausible value."""
    unit: Annotated[str, Field(max_length=80)] = ""
    """Unit of value, low and high."""
    grade: Grade
    """How strong the evidence is, A (best) to D."""
    source_id: SourceId
    """Row of `sources.csv`."""
    note: Words = ""
    """What a reader must know."""


def currency_of(name: str) -> str | None:
    """The currency whose exchange rate an assumption is; None where it is none.

    >>> currency_of("fx_SAR"), currency_of("fx_sd_pa")
    ('SAR', None)
    """
    found = re.fullmatch(r"fx_([A-Z]{3})", name)
    return found[1] if found else None


def index_of(name: str) -> str | None:
    """The benchmark rate whose yearly level an assumption is; None where it is none.

    >>> index_of("index_kibor_1y_pa"), index_of("index_sd_pa")
    ('kibor_1y', None)
    """
    found = re.fullmatch(r"index_(\w+)_pa", name)
    return found[1] if found and found[1] != "sd" else None


class StepLine(Row, frozen=True):
    """One row of `steps.csv`: one step of one table of a listing."""

    listing_id: ListingId
    """The listing it belongs to."""
    table: StepKind
    """Which table of the listing."""
    at: Annotated[int, Field(ge=0, le=600)]
    """Months, payments or completed years, as the table says."""
    value: float | None = None
    """Decimal rate or share; empty where an index is named."""
    index: Annotated[str, Field(max_length=40)] = ""
    """Name of an index of the assumptions."""
    spread: float = 0.0
    """Decimal added to the index."""
    source_id: SourceId
    """Row of `sources.csv`."""
    as_of: PartialDate = ""
    """Day the step held; empty when undated."""


class RuleLine(Row, frozen=True):
    """One row of `rules.csv` as written; `value` is read by the fact it belongs to."""

    listing_id: ListingId
    """The listing it belongs to."""
    fact: str
    """A word of the eligibility vocabulary."""
    op: str
    """at_least, at_most (numbers), is, one_of (yes/no, choices)."""
    value: str
    """A number, yes/no, or choices parted by "|"."""
    any_of: str = ""
    """Rules of a listing with the same label: one of them is enough."""
    source_id: SourceId
    """Row of `sources.csv`."""
    as_of: PartialDate = ""
    """Day the rule held; empty when undated."""


class Unexpressed(Row, frozen=True):
    """One row of `unexpressed.csv`: a known product that no kind expresses exactly, and why."""

    product_id: ListingId
    """Code of the product in the facts it was read from."""
    name: Annotated[str, Field(min_length=2, max_length=160)]
    """Name as the provider writes it."""
    category: Annotated[str, Field(max_length=60)] = ""
    """What it is for."""
    reason: Annotated[str, Field(min_length=1, max_length=400)]
    """Why no kind expresses it exactly."""
    source_id: SourceId
    """Row of `sources.csv`."""
    as_of: PartialDate = ""
    """Day the facts held; empty when undated."""


class Cap(Row, frozen=True):
    """A limit of law or prudence in a `country.toml`: the table `caps.<name>`."""

    value: float
    """The limit, in the unit; shares as decimals."""
    unit: Annotated[str, Field(min_length=1, max_length=80)]
    """Unit of the value."""
    source_id: SourceId
    """Row of `sources.csv`."""
    as_of: PartialDate = ""
    """Day on which it held; empty when undated."""
    note: Words = ""
    """What a reader must know."""


class Country(BaseModel, frozen=True, extra="allow", use_attribute_docstrings=True):
    """A pack's `country.toml`; further tables (calendar, notes) are carried along as they stand."""

    iso3: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    """ISO 3166 code of three letters, the folder's name."""
    currency: Currency
    """ISO 4217 code of the plan currency."""
    languages: Annotated[tuple[str, ...], Field(min_length=1)]
    """Language codes a family may choose from."""
    default_language: str
    """The one shown first."""
    caps: Mapping[str, Cap] = {}
    """Limits of law or prudence by name, each a table of its own."""


@dataclass(frozen=True, slots=True)
class PackFile:
    """One file of a pack: its path inside the pack, with the country before it, and its SHA-256."""

    path: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Pack:
    """All good rows of a country's folder, and every problem of the others."""

    iso3: str
    country: Country | None = None
    listings: tuple[Listing, ...] = ()
    steps: tuple[StepLine, ...] = ()
    sources: tuple[Source, ...] = ()
    providers: tuple[Provider, ...] = ()
    regions: tuple[Region, ...] = ()
    contacts: tuple[Contact, ...] = ()
    series: tuple[SeriesPoint, ...] = ()
    assumptions: tuple[AssumptionLine, ...] = ()
    unexpressed: tuple[Unexpressed, ...] = ()
    files: tuple[PackFile, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def caps(self) -> Mapping[str, Cap]:
        """Limits of law or prudence by name."""
        return self.country.caps if self.country else {}

    @property
    def settings(self) -> Mapping[str, Any]:
        """Everything `country.toml` says, as plain values."""
        whole: dict[str, Any] = json.loads(self.country.model_dump_json()) if self.country else {}
        return whole
