"""The columns of a kind's table: what each means, how it is written, and what it may hold.

All of it is drawn from the models that read the listings: a field that a kind is given has its
column, its help and its bounds at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, get_args

from pydantic import BaseModel, TypeAdapter
from pydantic.fields import FieldInfo

from products.catalogue.attached import TERMS
from products.catalogue.listing import Header
from products.catalogue.reading import columns_of
from products.kind import STEP_FIELDS, StepKind

KIND = "kind"
RULES, PROVENANCE = "rules", "provenance"


class Form(StrEnum):
    """How a cell is written."""

    TEXT = "text"
    NUMBER = "number"
    WHOLE = "whole"
    YES_NO = "yes_no"
    DAY = "day"
    CHOICE = "choice"
    CHOICES = "choices"
    """several of a list, parted by "|" """
    STEPS = "steps"
    RULES = "rules"
    VALUES = "values"


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `low` and `high` are bounds (None: none), `choices` the closed list, if any.

    `adapter` judges a value that is written rightly; `meaning` is empty where the text of
    `column.<name>` says it.
    """

    name: str
    form: Form
    in_terms: bool = False
    needed: bool = False
    unit: str = ""
    low: float | None = None
    high: float | None = None
    longest: int | None = None
    choices: tuple[str, ...] = ()
    default: Any = None
    meaning: str = ""
    adapter: TypeAdapter[Any] | None = field(default=None, compare=False, repr=False)


@cache
def columns(kind: str) -> tuple[Column, ...]:
    """The columns of a kind's table, `kind` first; step tables, rules and provenance are none."""
    first = Column(KIND, Form.CHOICE, needed=True, choices=(kind,))
    of_header, of_terms = _columns(Header, False), _columns(TERMS[kind], True)
    return (first, *of_header, *of_terms)


@cache
def attached(kind: str) -> tuple[Column, ...]:
    """The columns that stand for what a workbook has in sheets of its own, for files of one table.

    One for every step table of the kind, by the name of its field, then rules and provenance.
    """
    steps = tuple(Column(STEP_FIELDS[table], Form.STEPS, in_terms=True) for table in tables(kind))
    return (*steps, Column(RULES, Form.RULES), Column(PROVENANCE, Form.VALUES))


@cache
def tables(kind: str) -> tuple[StepKind, ...]:
    """The step tables that a kind has."""
    return tuple(t for t, name in STEP_FIELDS.items() if name in TERMS[kind].model_fields)


@cache
def by_name(kind: str) -> Mapping[str, Column]:
    """Every column of a kind by its name, the attached ones too."""
    return {each.name: each for each in (*columns(kind), *attached(kind))}


def of_model(model: type[BaseModel]) -> tuple[Column, ...]:
    """The columns of a sheet whose rows a model reads."""
    return tuple(_columns(model, False))


def _columns(model: type[BaseModel], in_terms: bool) -> Iterator[Column]:
    whole = model.model_json_schema()
    for name in columns_of(model):
        info = model.model_fields[name]
        schema = _resolved(whole["properties"][name], whole)
        form, choices = _form(info, schema, whole)
        yield Column(
            name,
            form,
            in_terms,
            info.is_required(),
            str(schema.get("unit", "")),
            schema.get("minimum", schema.get("exclusiveMinimum")),
            schema.get("maximum", schema.get("exclusiveMaximum")),
            schema.get("maxLength"),
            choices,
            schema.get("default"),
            " ".join((info.description or "").split()),
            _adapter(model, name),
        )


def _resolved(schema: Mapping[str, Any], whole: Mapping[str, Any]) -> dict[str, Any]:
    """A field's schema with its reference followed and the empty alternative left out."""
    parts = [part for part in schema.get("anyOf", ()) if part.get("type") != "null"]
    merged = {**(parts[0] if parts else {}), **schema}
    if "$ref" in merged:
        merged = {**whole["$defs"][merged["$ref"].rpartition("/")[2]], **merged}
    return merged


def _form(
    info: FieldInfo, schema: Mapping[str, Any], whole: Mapping[str, Any]
) -> tuple[Form, tuple[str, ...]]:
    if schema.get("type") == "array":
        inner = _resolved(schema["items"], whole)
        return Form.CHOICES, tuple(inner.get("enum", ()))
    if schema.get("type") == "string" and "enum" in schema:
        return Form.CHOICE, tuple(schema["enum"])
    if info.annotation is date or date in get_args(info.annotation):
        return Form.DAY, ()
    types = {"number": Form.NUMBER, "integer": Form.WHOLE, "boolean": Form.YES_NO}
    return types.get(str(schema.get("type", "")), Form.TEXT), ()


def _adapter(model: type[BaseModel], name: str) -> TypeAdapter[Any]:
    info = model.model_fields[name]
    return TypeAdapter(Annotated[info.annotation, info])  # type: ignore[arg-type]
