"""The two files of a pack that are no tables: `country.toml` and `datapackage.json`."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from pydantic import BaseModel, Field, ValidationError

from products.basis.problems import Problem, from_pydantic
from products.basis.tables import raw_rows
from products.catalogue.pack import Country
from products.catalogue.reading import with_form

SETTINGS = "country.toml"
DESCRIPTION = "datapackage.json"


class _Field(BaseModel):
    name: str


class _Schema(BaseModel):
    fields: tuple[_Field, ...] = ()


class _Resource(BaseModel):
    path: str
    table: _Schema = Field(default=_Schema(), alias="schema")


class _Description(BaseModel):
    resources: tuple[_Resource, ...] = ()


def read_country(
    folder: Path, label: str, sources: Collection[str]
) -> tuple[Country | None, tuple[Problem, ...]]:
    """A pack's `country.toml`, its code checked against the folder's name, its sources known."""
    where = f"{label}/{SETTINGS}"
    try:
        found = tomllib.loads((folder / SETTINGS).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None, (Problem("problem.no_file", where),)
    except (ValueError, RecursionError) as error:  # no TOML, not UTF-8, or a monstrous number
        return None, (Problem("problem.broken_toml", where, params={"reason": str(error)}),)
    try:
        country = Country.model_validate(found)
    except ValidationError as error:
        found_wrong = from_pydantic(error.errors(), f"{where}:")
        return None, tuple(with_form(each, each.where.rpartition(":")[2]) for each in found_wrong)
    return country, tuple(_doubts(country, found, folder.name, where, sources))


def _doubts(
    country: Country,
    found: Mapping[str, object],
    folder: str,
    where: str,
    sources: Collection[str],
) -> Iterator[Problem]:
    if country.iso3 != folder:
        params = {"value": country.iso3, "limit": folder}
        yield Problem("problem.wrong_country", f"{where}:iso3", params=params)
    if country.default_language not in country.languages:
        params = {"value": country.default_language, "limit": ", ".join(country.languages)}
        yield Problem("problem.not_in_list", f"{where}:default_language", params=params)
    for path, source in _sources_named(found):
        if source not in sources:
            yield Problem("problem.unknown_source", f"{where}:{path}", params={"value": source})


def _sources_named(table: Mapping[str, object], path: str = "") -> Iterator[tuple[str, str]]:
    for name, value in table.items():
        here = f"{path}.{name}" if path else name
        if name == "source_id":
            yield here, str(value)
        elif isinstance(value, Mapping):
            yield from _sources_named(value, here)
        elif isinstance(value, list):
            for place, item in enumerate(value):
                if isinstance(item, Mapping):
                    yield from _sources_named(item, f"{here}[{place}]")


def undescribed(folder: Path, label: str, files: Collection[str]) -> Iterator[Problem]:
    """What `datapackage.json` says otherwise than the files: tables and their columns."""
    where = f"{label}/{DESCRIPTION}"
    try:
        text = (folder / DESCRIPTION).read_text(encoding="utf-8")
        said = _Description.model_validate(json.loads(text))
    except ValidationError as error:
        yield from from_pydantic(error.errors(), f"{where}:")
        return
    except (ValueError, RecursionError):  # no JSON, not UTF-8, or a monstrous number
        yield Problem("problem.not_json", where)
        return
    described = {resource.path: resource for resource in said.resources}
    for path in sorted(set(described) - set(files)):
        yield Problem("problem.described_not_there", where, params={"value": path})
    for path in sorted(name for name in files if name.endswith(".csv")):
        if path not in described:
            yield Problem("problem.not_described", where, params={"value": path})
            continue
        yield from _columns_differ(folder / path, described[path], where)


def _columns_differ(path: Path, resource: _Resource, where: str) -> Iterator[Problem]:
    rows, _ = raw_rows(path)
    if not rows:
        return
    said, there = [field.name for field in resource.table.fields], list(rows[0][1])
    if said != there:
        names = sorted(set(said) ^ set(there)) or there
        params = {"value": resource.path, "limit": ", ".join(names)}
        yield Problem("problem.columns_differ", where, params=params)
