"""A workbook of listings: one sheet `listings`, and sheets for what hangs on them.

`steps`, `rules` and `provenance` name the listing of each row. Other sheets are passed over, which
is noted. Its bytes are only read after `archive.fault` has looked at them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from products.basis.eligibility import Rule
from products.basis.problems import Problem
from products.basis.sources import Provenance
from products.catalogue.pack import RuleLine, StepLine
from products.imports import archive, sniff
from products.imports.cell import Raw, Unusable, text_of, value_of
from products.imports.columns import Column, of_model
from products.imports.documents import Found, Imported
from products.imports.limits import CELL_CHARACTERS, TABLE_COLUMNS, TABLE_ROWS, UPLOAD_BYTES
from products.imports.notation import rule_value
from products.imports.tables import (
    EXAMPLE,
    REMARK,
    Attached,
    Source,
    Table,
    fits,
    imported,
    strange_columns,
)
from products.kind import STEP_FIELDS, Step, StepKind

FORMAT = "xlsx"
LISTINGS, STEPS, RULES, PROVENANCE, HELP, LISTS = SHEETS = (
    "listings", "steps", "rules", "provenance", "help", "lists",
)  # fmt: skip
"""The sheets of a workbook; the last two are for the reader and hold nothing that is imported."""
_BESIDE = (STEPS, RULES, PROVENANCE)
_ROW_KEY = "listing_id"


class _BrokenError(Exception):
    """The workbook is refused; carries the problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


@cache
def sheet_columns(sheet: str) -> tuple[Column, ...]:
    """The columns of a sheet beside the listings."""
    if sheet == STEPS:
        own = ("source_id", "as_of")  # a step has no source of its own once it is in a listing
        return tuple(each for each in of_model(StepLine) if each.name not in own)
    return of_model(RuleLine if sheet == RULES else Provenance)


def read(raw: bytes, provider_id: str, country: str, kind: str = "") -> Imported:
    """The drafts of a workbook; `kind` is that of all rows where no column tells it."""
    empty = Imported(FORMAT, provider_id)
    problem = _judged(raw)
    if problem is not None:
        return replace(empty, problems=(problem,))
    from products.imports.workbook import DdeError

    try:
        tables = _tables(raw)
    except _BrokenError as broken:
        return replace(empty, problems=(broken.problem,))
    except DdeError:
        return replace(empty, problems=(Problem("problem.workbook_dde", ""),))
    except MemoryError:
        raise
    except Exception as error:  # openpyxl raises whatever a strange part of a workbook leads to
        params = {"reason": type(error).__name__}
        return replace(empty, problems=(Problem("problem.workbook_broken", "", params=params),))
    return _read(tables, Source(FORMAT, provider_id, country, kind))


def _judged(raw: bytes) -> Problem | None:
    if len(raw) > UPLOAD_BYTES:
        size = {"value": len(raw), "limit": UPLOAD_BYTES}
        return Problem("problem.file_too_large", "", params=size)
    return sniff.fault(raw, FORMAT) or archive.fault(raw)


def _tables(raw: bytes) -> dict[str, Table]:
    """The sheets that are read, by name; the names of the others with an empty table."""
    from products.imports import workbook

    with workbook.opened(raw) as sheets:
        named = {title.strip().casefold(): sheet for title, sheet in sheets.items()}
        if LISTINGS not in named:
            params = {"value": ", ".join(sheets)[:120], "limit": LISTINGS}
            raise _BrokenError(Problem("problem.no_such_sheet", "", params=params))
        return {
            name: _table(name, workbook.rows(sheet, TABLE_ROWS, TABLE_COLUMNS))
            if name in (LISTINGS, *_BESIDE)
            else Table((), ())
            for name, sheet in named.items()
        }


def _table(sheet: str, rows: Iterator[tuple[int, tuple[Raw, ...]]]) -> Table:
    """The first filled row as the header, the others under it."""
    where = "" if sheet == LISTINGS else f"sheet {sheet}, "
    _, header = next(rows, (0, ()))
    if len(header) > TABLE_COLUMNS:
        params = {"value": len(header), "limit": TABLE_COLUMNS}
        raise _BrokenError(Problem("problem.too_many_columns", f"{where}row 1", params=params))
    kept: list[tuple[int, tuple[Raw, ...]]] = []
    for number, cells in rows:
        if len(cells) > len(header):
            params = {"value": len(cells), "limit": len(header)}
            place = f"{where}row {number}"
            raise _BrokenError(Problem("problem.row_width", place, params=params))
        if len(kept) >= TABLE_ROWS:
            most = {"limit": TABLE_ROWS}
            raise _BrokenError(Problem("problem.too_many_rows", where, params=most))
        _not_too_long(cells, f"{where}row {number}")
        kept.append((number, cells))
    return Table(tuple("" if cell is None else str(cell) for cell in header), tuple(kept))


def _not_too_long(cells: Sequence[Raw], where: str) -> None:
    for place, cell in enumerate(cells, start=1):
        if isinstance(cell, str) and len(cell) > CELL_CHARACTERS:
            params = {"value": len(cell), "limit": CELL_CHARACTERS}
            at = f"{where}, column {place}"
            raise _BrokenError(Problem("problem.cell_too_long", at, params=params))


@dataclass(slots=True)
class _Collected:
    """What the other sheets say of one listing."""

    steps: dict[str, list[Mapping[str, Any]]]
    rules: list[Mapping[str, Any]]
    provenance: list[Mapping[str, Any]]
    found: Found

    @classmethod
    def nothing(cls) -> _Collected:
        """Of a listing nobody has said anything of yet."""
        return cls({}, [], [], Found())


def _read(tables: Mapping[str, Table], source: Source) -> Imported:
    listings = tables[LISTINGS]
    ids = _ids(listings)
    beside: dict[str, _Collected] = {}
    problems: list[Problem] = []
    for sheet in _BESIDE:
        if sheet in tables and tables[sheet].header:
            problems.extend(_collect(sheet, tables[sheet], ids, beside))
    if problems:
        return Imported(FORMAT, source.provider_id, problems=tuple(problems[:20]))
    given = {
        name: Attached(each.steps, each.rules, each.provenance, each.found)
        for name, each in beside.items()
    }
    if not listings.header or not listings.rows:
        empty = Imported(FORMAT, source.provider_id)
        return replace(empty, problems=(Problem("problem.no_rows", ""),))
    read = imported(listings, source, given)
    about = Found()
    for name in tables:
        if name not in SHEETS:
            about.note(f"sheet {name}", "SHEET_PASSED_OVER", name)
    return replace(read, about=(*about.notes, *read.about))


def _ids(listings: Table) -> Mapping[str, tuple[str, str]]:
    """Every listing's id, with its own source and day, for rules that name none."""
    names = [name.strip().casefold() for name in listings.header]
    found: dict[str, tuple[str, str]] = {}
    for _, cells in listings.rows:
        told = dict(zip(names, cells, strict=False))
        texts = (text_of(str(told.get(n) or ""), "", Found()) for n in ("id", "source_id", "as_of"))
        listing_id, source_id, as_of = texts
        found.setdefault(listing_id, (source_id, as_of))
    return found


def _collect(
    sheet: str, table: Table, ids: Mapping[str, tuple[str, str]], beside: dict[str, _Collected]
) -> Iterator[Problem]:
    """The rows of a sheet, put to the listing each names; problems of its shape."""
    known = {each.name: each for each in sheet_columns(sheet)}
    names = [name.strip().casefold() for name in table.header]
    wrong = list(strange_columns(names, tuple(known), f"sheet {sheet}, "))
    if _ROW_KEY not in names:
        where = f"sheet {sheet}, row 1:{_ROW_KEY}"
        wrong.append(Problem("problem.missing_column", where, params={"value": _ROW_KEY}))
    if wrong:
        yield from wrong
        return
    for number, cells in table.rows:
        told = {n: c for n, c in zip(names, cells, strict=False) if c is not None and c != ""}
        listing_id = text_of(str(told.get(_ROW_KEY, "")), "", Found())
        if listing_id.startswith(REMARK) or listing_id.upper().startswith(EXAMPLE):
            continue
        place = f"sheet {sheet}, row {number}"
        if listing_id not in ids:
            params = {"value": listing_id[:60]}
            yield Problem("problem.unknown_listing", f"{place}, column {_ROW_KEY}", params=params)
            continue
        into = beside.setdefault(listing_id, _Collected.nothing())
        values = _values(told, known, place, into.found)
        if values is not None:
            _put(sheet, values, told, ids[listing_id], place, into)


def _values(
    told: Mapping[str, Raw], known: Mapping[str, Column], place: str, found: Found
) -> dict[str, Any] | None:
    """The cells of a row by their columns; None where one of them is in quarantine."""
    values: dict[str, Any] = {}
    for name, raw in told.items():
        at = f"{place}, column {name}"
        is_rule_value = name == "value" and known[name].form == "text"
        if is_rule_value and not isinstance(raw, str | Unusable):
            values[name] = raw
            continue
        value = value_of(raw, known[name], at, found)
        if value is None:
            return None
        values[name] = value
    return values


def _put(
    sheet: str,
    values: dict[str, Any],
    told: Mapping[str, Raw],
    own: Sequence[str],
    place: str,
    into: _Collected,
) -> None:
    """One row as a step, a rule or a line of provenance of its listing."""
    if sheet == STEPS:
        step: dict[str, Any] = {
            name: values[name] for name in ("at", "value", "index", "spread") if name in values
        }
        if "table" not in values:
            into.found.doubt(f"{place}, column table", "problem.missing")
        elif fits(Step, step, place, into.found):
            into.steps.setdefault(STEP_FIELDS[StepKind(values["table"])], []).append(step)
    elif sheet == RULES:
        rule = {name: value for name, value in values.items() if name != _ROW_KEY}
        at = f"{place}, column value"
        value = rule_value(str(rule.get("fact", "")), rule.get("value", ""), at, into.found)
        if value is None:
            return
        if "source_id" not in told:
            named = zip(("source_id", "as_of"), own, strict=True)
            rule |= {name: text for name, text in named if text and name not in rule}
        rule |= {"value": value}
        if rule.get("source_id") == "-":
            rule.pop("source_id")
        if fits(Rule, rule, place, into.found):
            into.rules.append(rule)
    elif fits(Provenance, values, place, into.found):
        into.provenance.append(values)
