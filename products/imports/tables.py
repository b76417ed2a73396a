"""Tables of listings as drafts: one row is one listing of one kind, whatever file it came in.

The shape of a table is judged as a whole: unknown or doubled columns refuse the file, for then no
cell can be trusted to stand where it seems to. A bad cell is quarantined alone, at "row N, column
X", and the rest of its row becomes a draft.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ValidationError

from products.basis.eligibility import Rule
from products.basis.problems import Problem, from_pydantic
from products.basis.sources import Provenance
from products.catalogue.attached import TERMS
from products.catalogue.listing import Listing
from products.catalogue.reading import placed
from products.imports.cell import Raw, doubt_of, text_of, value_of
from products.imports.columns import (
    KIND,
    PROVENANCE,
    RULES,
    Form,
    attached,
    by_name,
    columns,
)
from products.imports.documents import Draft, Found, Imported, fingerprint, shown
from products.imports.notation import read_rules, read_steps, read_values

EXAMPLE = "EXAMPLE"
"""A row whose id begins so is an example: it is passed over, and the reader told."""
REMARK = "#"
"""A row whose first filled cell begins so is a remark."""
FILLED = ("provider_id", "source_id")
"""Columns filled where they are empty, which is noted: whose file it is, and whose word."""
_HEAD = ("id", "name", "currency")
Row = Mapping[str, Raw]


@dataclass(frozen=True, slots=True)
class Table:
    """A header and the rows under it, each with its number as a person counts; cells in order."""

    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[Raw, ...]], ...]


@dataclass(frozen=True, slots=True)
class Attached:
    """What the other sheets of a workbook add to one listing, as content, with their doubts."""

    steps: Mapping[str, Sequence[Mapping[str, Any]]]
    rules: Sequence[Mapping[str, Any]]
    provenance: Sequence[Mapping[str, Any]]
    found: Found


@dataclass(frozen=True, slots=True)
class Source:
    """Whose file it is, and what it does not say itself."""

    format: str
    provider_id: str
    country: str
    kind: str = ""


def imported(
    table: Table, source: Source, beside: Mapping[str, Attached] | None = None
) -> Imported:
    """The drafts of a table; `beside` is what other sheets add by listing, where there are any."""
    empty = Imported(source.format, source.provider_id)
    about = Found()
    names = _names(table.header, about)
    kinds = _kinds(table, names, source)
    problems = tuple(_misshapen(names, kinds, source, in_cells=beside is None))
    if problems:
        return replace(empty, problems=problems)
    drafts: list[Draft] = []
    first: dict[str, int] = {}
    for number, cells in table.rows:
        told = {n: c for n, c in zip(names, cells, strict=False) if c is not None and c != ""}
        if _is_passed_over(told, number, about):
            continue
        drafts.append(_Reading(number, told, source, beside).draft(first))
    if not drafts:
        problems = (Problem("problem.no_rows", ""),)
    return replace(empty, drafts=tuple(drafts), problems=problems, about=tuple(about.notes))


def _names(header: Sequence[str], about: Found) -> tuple[str, ...]:
    """The columns by name: a mark of the encoding, outer spaces and large letters do not count."""
    names = []
    for place, told in enumerate(header, start=1):
        name = told.replace("\ufeff", "").strip().casefold()
        if name != told:
            about.note(f"row 1, column {place}", "HEADER_READ_AS", told, name)
        names.append(name)
    return tuple(names)


def _kinds(table: Table, names: Sequence[str], source: Source) -> tuple[str, ...]:
    """The kinds that rows name and that there are."""
    if KIND not in names:
        return (source.kind,) if source.kind in TERMS else ()
    place = names.index(KIND)
    told = (cells[place] for _, cells in table.rows if place < len(cells))
    named = dict.fromkeys(each.strip() for each in told if isinstance(each, str))
    return tuple(kind for kind in named if kind in TERMS)


def _misshapen(
    names: Sequence[str], kinds: Sequence[str], source: Source, *, in_cells: bool
) -> Iterator[Problem]:
    known = [each.name for kind in kinds or TERMS for each in columns(kind)]
    if in_cells:
        known += [each.name for kind in kinds or TERMS for each in attached(kind)]
    yield from strange_columns(names, tuple(dict.fromkeys(known)))
    if KIND not in names and source.kind not in TERMS:
        yield Problem("problem.missing_column", f"row 1:{KIND}", params={"value": KIND})
    if "id" not in names:
        yield Problem("problem.missing_column", "row 1:id", params={"value": "id"})


def strange_columns(
    names: Sequence[str], known: Sequence[str], sheet: str = ""
) -> Iterator[Problem]:
    """Columns told twice, and columns there are none of, with the nearest that there are."""
    for name in dict.fromkeys(names):
        where = f"{sheet}row 1:{name}"
        if names.count(name) > 1:
            yield Problem("problem.duplicate_header", where, params={"value": name})
        if name not in known:
            near = get_close_matches(name, known, n=3) or known[:12]
            params = {"value": name[:60], "limit": ", ".join(near)}
            yield Problem("problem.unknown_column", where[:120], params=params)


def _is_passed_over(told: Row, number: int, about: Found) -> bool:
    """Whether a row is a remark or an example, which is noted."""
    first = next(iter(told.values()), None)
    listing_id = told.get("id")
    if isinstance(first, str) and first.lstrip().startswith(REMARK):
        about.note(f"row {number}", "REMARK_PASSED_OVER", first)
        return True
    if isinstance(listing_id, str) and listing_id.strip().upper().startswith(EXAMPLE):
        about.note(f"row {number}", "EXAMPLE_PASSED_OVER", listing_id)
        return True
    return False


class _Reading:
    """The reading of one row; doubts and notes are collected on the way."""

    def __init__(
        self, number: int, told: Row, source: Source, beside: Mapping[str, Attached] | None
    ) -> None:
        self.number, self.told, self.source, self.beside = number, told, source, beside
        self.found = Found()
        self.content: dict[str, Any] = {}
        self.terms: dict[str, Any] = {}

    def draft(self, first: dict[str, int]) -> Draft:
        """The row as a draft; `first` are the rows in which ids stood first."""
        kind = self.kind()
        self.values(kind)
        self.owner()
        self.lacking(kind)
        listing_id = str(self.content.get("id", ""))
        if listing_id and first.setdefault(listing_id, self.number) != self.number:
            self.found.doubt(self.at("id"), "ID_TWICE", listing_id, limit=first[listing_id])
        self.attach(kind, listing_id)
        if not any(doubt.blocks for doubt in self.found.doubts):
            self.whole()
        content = dict.fromkeys(_HEAD, "") | self.content
        told = {name: shown(value) for name, value in self.told.items()}
        mark = fingerprint({"row": told, "content": content})
        doubts = tuple(dict.fromkeys(self.found.doubts))
        return Draft(content, listing_id, "", mark, "", doubts, tuple(self.found.notes))

    def at(self, column: str) -> str:
        """Where a cell of the row stands."""
        return f"row {self.number}, column {column}"

    def kind(self) -> str:
        """The row's kind; empty, with a doubt, where there is none of that name."""
        raw = self.told.get(KIND, self.source.kind)
        kind = text_of(str(raw), self.at(KIND), self.found)
        if kind in TERMS:
            self.terms["kind"] = kind
            return kind
        near = get_close_matches(kind, tuple(TERMS), n=3) or sorted(TERMS)
        self.found.doubt(self.at(KIND), "KIND_UNKNOWN", raw, limit=", ".join(near))
        return ""

    def values(self, kind: str) -> None:
        """Every filled cell as a value in its place."""
        known = by_name(kind or next(iter(TERMS)))
        for name, raw in self.told.items():
            column = known.get(name)
            if name == KIND or (column is not None and column.in_terms and not kind):
                continue
            if column is None:
                if kind:
                    self.found.doubt(self.at(name), "COLUMN_OF_OTHER_KIND", raw, limit=kind)
            elif column.form not in (Form.STEPS, Form.RULES, Form.VALUES):
                value = value_of(raw, column, self.at(name), self.found)
                if value is not None:
                    (self.terms if column.in_terms else self.content)[name] = value

    def owner(self) -> None:
        """Whose it is: the provider that hands it in, and its own word as the source."""
        told = self.content.get("provider_id")
        if told not in (None, self.source.provider_id):
            self.found.doubt(
                self.at("provider_id"), "OTHER_PROVIDER", told, limit=self.source.provider_id
            )
        own = (self.source.provider_id, f"provider.{self.source.provider_id}")
        for name, value in zip(FILLED, own, strict=True):
            if name not in self.told:
                self.found.note(self.at(name), "FILLED", "", value)
                self.content[name] = value
        self.content["provider_id"] = self.source.provider_id
        self.content["country"] = self.source.country

    def lacking(self, kind: str) -> None:
        """A doubt for each value that is needed and not told."""
        needed = columns(kind) if kind else columns(next(iter(TERMS)))
        for column in needed:
            is_known = column.name in self.told or column.name in self.content
            if (
                column.needed
                and not is_known
                and (kind or not column.in_terms)
                and column.name != KIND
            ):
                self.found.doubt(self.at(column.name), "problem.missing")

    def attach(self, kind: str, listing_id: str) -> None:
        """Step tables, rules and provenance: from other sheets, or from cells of the row."""
        if self.beside is None:
            parts = self.in_cells(kind, listing_id)
        else:
            nothing = Attached({}, (), (), Found())
            parts = self.beside.get(listing_id, nothing) if listing_id else nothing
        self.found.doubts.extend(parts.found.doubts)
        self.found.notes.extend(parts.found.notes)
        known = by_name(kind) if kind else {}
        for name, steps in parts.steps.items():
            if name in known:
                self.terms[name] = list(steps)
            elif kind:
                self.found.doubt(f"row {self.number}", "STEPS_NOT_OF_KIND", name, limit=kind)
        if self.terms:
            self.content["terms"] = self.terms
        if parts.rules:
            self.content[RULES] = list(parts.rules)
        if parts.provenance:
            self.content[PROVENANCE] = list(parts.provenance)

    def in_cells(self, kind: str, listing_id: str) -> Attached:
        """What the cells of the row say in the short way of writing."""
        found = Found()
        told: dict[str, str] = {}
        for column in attached(kind) if kind else ():
            raw = self.told.get(column.name)
            if raw is not None:
                told[column.name] = text_of(str(raw), self.at(column.name), found)
        source = {name: self.content.get(name) for name in ("source_id", "as_of")}
        steps = {
            each.name: read_steps(told[each.name], self.at(each.name), found)
            for each in (attached(kind) if kind else ())
            if each.form is Form.STEPS and told.get(each.name)
        }
        rules = read_rules(told.get(RULES, ""), self.at(RULES), found, source)
        values = read_values(told.get(PROVENANCE, ""), listing_id, self.at(PROVENANCE), found)
        good = [each for each in rules if fits(Rule, each, self.at(RULES), found)]
        rows = [each for each in values if fits(Provenance, each, self.at(PROVENANCE), found)]
        return Attached(steps, good, rows, found)

    def whole(self) -> None:
        """What contradicts itself although every cell is right by itself."""
        if self.source.country:
            told: dict[str, Any] = self.content
        else:
            told = self.content | {"country": "XXX"}
        try:
            Listing.model_validate(told)
        except ValidationError as error:
            for problem in from_pydantic(error.errors()):
                self.doubt_at_its_column(problem)

    def doubt_at_its_column(self, problem: Problem) -> None:
        """A problem of the whole listing at the cell where a person would mend it."""
        path = problem.where.removeprefix("terms.").removeprefix(f"{self.terms.get('kind', '')}")
        here = replace(problem, where=f":{path.removeprefix('.')}")
        cells = {name: value for name, value in self.told.items() if value != ""}
        column = placed(here, cells, "").where.removeprefix(":")
        where = self.at(column) if column else f"row {self.number}"
        doubt_of(problem, where, self.told.get(column, ""), self.found)


def fits(model: type[BaseModel], row: Mapping[str, Any], path: str, found: Found) -> bool:
    """Whether a row of a listing's rules or provenance is one; a doubt for each reason if not."""
    try:
        model.model_validate(row)
    except ValidationError as error:
        for problem in from_pydantic(error.errors()):
            doubt_of(problem, path, problem.params.get("value", ""), found)
        return False
    return True
