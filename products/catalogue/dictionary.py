"""The data dictionary: every column of a pack's files, written out of the models that read them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from products.basis.eligibility import FACTS, FactType
from products.basis.text import Sentences
from products.catalogue.attached import TERMS
from products.catalogue.listing import Header
from products.catalogue.pack import Cap, Country
from products.catalogue.reading import columns_of
from products.catalogue.seed import TABLES
from products.kind import STEP_FIELDS

Schema = Mapping[str, Any]

_BOUNDS: Mapping[str, str] = {
    "minimum": "≥ {}",
    "exclusiveMinimum": "> {}",
    "maximum": "≤ {}",
    "exclusiveMaximum": "< {}",
    "minLength": "≥ {} characters",
    "maxLength": "≤ {} characters",
}
_TYPES: Mapping[str, str] = {
    "string": "type.text",
    "number": "type.number",
    "integer": "type.whole",
    "boolean": "type.yes_no",
}


def dictionary(say: Sentences) -> str:
    """The whole dictionary as Markdown."""
    return "\n".join(_lines(say)) + "\n"


def _lines(say: Sentences) -> Iterator[str]:
    yield f"# {say('dictionary.title')}"
    yield from ("", say("dictionary.made"), "", say("dictionary.intro"), "")
    yield f"## {say('dictionary.header')}"
    yield from _table(Header, say)
    for kind, terms in TERMS.items():
        yield f"## {say('dictionary.kind', kind=kind)}"
        yield from ("", say(f"kind.{kind}"), "")
        tables = [t.value for t, field in STEP_FIELDS.items() if field in terms.model_fields]
        if tables:
            yield from (say("dictionary.steps", tables=", ".join(f"`{t}`" for t in tables)), "")
        yield from list(_table(terms, say))[1:]
    for file, model in TABLES.items():
        yield f"## {say('dictionary.file', file=file)}"
        yield from _table(model, say)
    yield f"## {say('dictionary.country')}"
    yield from _table(Country, say)
    yield from _table(Cap, say, "caps.*.")
    yield f"## {say('dictionary.facts')}"
    yield from ("", say("dictionary.facts_head"), "| --- | --- | --- | --- | --- |")
    yield from _facts(say)


def _table(model: type[BaseModel], say: Sentences, prefix: str = "") -> Iterator[str]:
    yield from ("", say("dictionary.head"), "| --- | --- | --- | --- | --- | --- |")
    whole = model.model_json_schema()
    for name in columns_of(model):
        field = _resolved(whole["properties"][name], whole)
        cells = (
            f"`{prefix}{name}`",
            _type(field, whole, say),
            str(field.get("unit", "")),
            ", ".join(_bounds(field)),
            _needed(name, field, whole, say),
            meaning(name, model, say),
        )
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"
    yield ""


def meaning(name: str, model: type[BaseModel], say: Sentences) -> str:
    """What a column means: what its model says, or else the text of its name."""
    description = model.model_fields[name].description
    return " ".join(description.split()) if description else say(f"column.{name}")


def _resolved(field: Schema, whole: Schema) -> Schema:
    """A field's schema with its reference followed and the empty alternative left out."""
    parts = [part for part in field.get("anyOf", ()) if part.get("type") != "null"]
    merged = {**(parts[0] if parts else {}), **field}
    if "$ref" in merged:
        merged |= whole["$defs"][merged["$ref"].rpartition("/")[2]]
    return merged


def _type(field: Schema, whole: Schema, say: Sentences) -> str:
    if field.get("type") == "array":
        items = _resolved(field["items"], whole).get("enum", ())
        return ": ".join(part for part in (say("type.choices"), _listed(items)) if part)
    if field.get("type") == "string" and "enum" in field:
        return f"{say('type.choice')}: {_listed(field['enum'])}"
    if field.get("format") == "date":
        return say("type.day")
    return say(_TYPES.get(field.get("type", ""), "type.text"))


def _listed(values: Sequence[str]) -> str:
    return ", ".join(f"`{value}`" for value in values)


def _bounds(field: Schema) -> Iterator[str]:
    if field.get("type") != "string" and "enum" in field:
        yield ", ".join(str(value) for value in field["enum"])
        return
    for name, shown in _BOUNDS.items():
        if name in field:
            yield shown.format(f"{field[name]:,.15g}")
    if "pattern" in field:
        yield f"`{field['pattern']}`"


def _needed(name: str, field: Schema, whole: Schema, say: Sentences) -> str:
    if name in whole.get("required", ()):
        return say("dictionary.needed")
    default = field.get("default")
    if isinstance(default, bool):
        return say("dictionary.default", value=say("choice.yes" if default else "choice.no"))
    if default is None or default in ("", [], {}):
        return say("dictionary.optional")
    shown = f"{default:,.15g}" if isinstance(default, int | float) else default
    return say("dictionary.default", value=shown)


def _facts(say: Sentences) -> Iterator[str]:
    types = {
        FactType.NUMBER: "type.number",
        FactType.YES_NO: "type.yes_no",
        FactType.CHOICE: "type.choice",
    }
    for fact in FACTS.values():
        choices = ", ".join(f"`{choice}`" for choice in fact.choices)
        if fact.type is FactType.CHOICE and not choices:
            choices = say("dictionary.regions")
        cells = (
            f"`{fact.name}`",
            say(types[fact.type]),
            say(f"scope.{fact.scope.value}"),
            fact.unit or choices,
            say(f"fact.{fact.name}"),
        )
        yield f"| {' | '.join(cells)} |"
