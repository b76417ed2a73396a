"""The tables of a catalogue file, made from the models whose rows they hold.

A field becomes a column of its own type; what is no scalar (terms, a rule's value) becomes JSON. So
the tables cannot say otherwise than the models.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from enum import Enum
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Date,
    Double,
    Integer,
    MetaData,
    Select,
    String,
    Table,
    insert,
    select,
)
from sqlalchemy.types import TypeEngine

from products.basis.eligibility import Rule
from products.basis.sources import Provenance, Source
from products.catalogue.listing import Header, Listing
from products.catalogue.pack import (
    AssumptionLine,
    Contact,
    Provider,
    Region,
    SeriesPoint,
    StepLine,
    Unexpressed,
)

_BULK_FROM = 200  # from so many rows on, one columnar load beats row by row

Selection = Select[tuple[Any, ...]]
"""A statement that gives rows."""

Writing = Connection
"""A transaction to write in."""

_SCALARS: tuple[tuple[type, type[TypeEngine[Any]]], ...] = (
    (bool, Boolean),
    (int, Integer),
    (float, Double),
    (date, Date),
    (str, String),
)


def _column_type(annotation: Any) -> TypeEngine[Any]:  # noqa: ANN401 - an annotation is any object
    """The column type of a field: a scalar's own, JSON for everything else.

    >>> _column_type(float | None), _column_type(tuple[str, ...])
    (Double(), JSON())
    """
    if get_origin(annotation) is Annotated:
        return _column_type(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        rest = [part for part in get_args(annotation) if part is not NoneType]
        return _column_type(rest[0]) if len(rest) == 1 else JSON()
    if isinstance(annotation, type):
        for scalar, column_type in _SCALARS:
            if issubclass(annotation, scalar):
                return column_type()
    return JSON()


def _columns(model: type[BaseModel], key: str = "") -> list[Column[Any]]:
    return [
        Column(name, _column_type(field.annotation), primary_key=name == key)
        for name, field in model.model_fields.items()
    ]


SCHEMA = MetaData()

META = Table("meta", SCHEMA, Column("name", String, primary_key=True), Column("value", String))
"""`version`, `code_version` and `layout` of the file."""

FILES = Table("files", SCHEMA, Column("path", String, primary_key=True), Column("sha256", String))
"""The files the catalogue was built from."""

COUNTRIES = Table(
    "countries", SCHEMA, Column("country", String, primary_key=True), Column("settings", JSON)
)
"""What each `country.toml` says."""

LISTINGS = Table(
    "listings",
    SCHEMA,
    Column("country", String, nullable=False),
    Column("kind", String, nullable=False),
    *_columns(Header, "id"),
    Column("tenor_min_months", Integer),
    Column("tenor_max_months", Integer),
    Column("rate", Double),
    Column("search", String, nullable=False),
    Column("mode_marks", String, nullable=False),
    Column("terms", JSON, nullable=False),
)
"""Header columns, and what is filtered or sorted beside them: `mode_marks` are the modes between
bars (`|islamic|`), `search` is what a text search looks through, in small letters; tenors and rate
repeat what `terms` say, and are empty where a kind has none."""

_NAMES: Mapping[str, type[BaseModel]] = {
    "rules": Rule,
    "provenance": Provenance,
    "steps": StepLine,
    "sources": Source,
    "providers": Provider,
    "regions": Region,
    "contacts": Contact,
    "series": SeriesPoint,
    "assumptions": AssumptionLine,
    "unexpressed": Unexpressed,
}

ROWS: Mapping[type[BaseModel], Table] = {
    model: Table(
        name,
        SCHEMA,
        Column("owner", String, primary_key=True),
        Column("place", Integer, primary_key=True, autoincrement=False),
        *_columns(model),
    )
    for name, model in _NAMES.items()
}
"""One table for each model of rows; `owner` is a listing for rules and provenance, a country for
the others, and `place` keeps their order."""


def cells_of(row: BaseModel) -> dict[str, Any]:
    """A row as the values of its columns."""
    return {name: _plain(value) for name, value in row}


def _plain(value: Any) -> Any:  # noqa: ANN401 - any field's value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    return value


def listing_cells(listing: Listing, provider: str) -> dict[str, Any]:
    """A listing as one row of `LISTINGS`; `provider` is the name people search for."""
    terms = listing.terms
    words = (listing.id, listing.name, provider, listing.category, listing.kind, listing.note)
    return {
        **{name: _plain(getattr(listing, name)) for name in Header.model_fields},
        "country": listing.country,
        "kind": listing.kind,
        "tenor_min_months": getattr(terms, "tenor_min_months", None),
        "tenor_max_months": getattr(terms, "tenor_max_months", None),
        "rate": getattr(terms, "rate", None),
        "search": " ".join(words).casefold(),
        "mode_marks": "".join(f"|{mode}" for mode in listing.modes) + "|",
        "terms": terms.model_dump(mode="json"),
    }


def listing_from(
    row: Mapping[str, Any], rules: tuple[Rule, ...], provenance: tuple[Provenance, ...]
) -> Listing:
    """The listing a row of `LISTINGS` was made of."""
    header = {name: row[name] for name in Header.model_fields}
    parts = {"rules": rules, "provenance": provenance}
    return Listing.model_validate(
        {**header, "country": row["country"], "terms": row["terms"], **parts}
    )


def ids() -> Selection:
    """The ids of all listings, to be narrowed down."""
    return select(LISTINGS.c.id)


def everything(table: Table) -> Selection:
    """All rows of a table in their order."""
    return select(table).order_by(*table.primary_key.columns)


def insert_rows(writing: Writing, table: Table, rows: list[dict[str, Any]]) -> None:
    """Put rows into a table, in one columnar load where there are many."""
    if rows:
        options = {"duckdb_copy_threshold": _BULK_FROM}
        writing.execute(insert(table), rows, execution_options=options)


def layout() -> str:
    """Fingerprint of the tables and of what a listing may hold; a file with another is not read."""
    columns = [f"{t.name}.{c.name}:{c.type!r}" for t in SCHEMA.sorted_tables for c in t.columns]
    told = json.dumps([columns, Listing.model_json_schema()], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:16]
