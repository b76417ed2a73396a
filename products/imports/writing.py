"""Listings as the tables that `csv_file` and `xlsx_file` read: out, in and out again is the same.

Every text is harmless in a spreadsheet (`products.basis.cells`); numbers stay numbers.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from products.basis.cells import safe
from products.imports.columns import KIND, PROVENANCE, RULES, Column, Form, attached, columns
from products.imports.documents import Content
from products.imports.notation import (
    plain_number,
    rule_value_text,
    rules_text,
    steps_text,
    values_text,
)
from products.imports.xlsx_file import LISTINGS, STEPS, sheet_columns
from products.kind import STEP_FIELDS

Cell = str | int | float | None
_MADE = datetime(2000, 1, 1, tzinfo=UTC)
"""The day every workbook says it was made: the same listings are the same bytes on any day."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet to be written: its columns by name, its rows."""

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...] = ()


def as_csv(contents: Iterable[Content], kind: str) -> bytes:
    """Listings of one kind as a CSV file, rules and steps in cells of their row."""
    header, rows = as_csv_cells(contents, kind)
    return csv_bytes([header, *rows])


def as_csv_cells(contents: Iterable[Content], kind: str) -> tuple[list[Cell], list[list[Cell]]]:
    """The header of a kind's CSV file, and the rows of these listings under it."""
    told = (*columns(kind), *attached(kind))
    rows = [[_cell(content, each) for each in told] for content in contents]
    return [each.name for each in told], rows


def csv_bytes(rows: Iterable[Sequence[Cell]]) -> bytes:
    """Rows as CSV in UTF-8, every text harmless, numbers in plain digits."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for row in rows:
        writer.writerow(["" if cell is None else _csv_text(cell) for cell in row])
    return out.getvalue().encode("utf-8")


def _csv_text(cell: Cell) -> str:
    return str(safe(cell)) if isinstance(cell, str) else plain_number(cell)


def as_xlsx(contents: Iterable[Content], kind: str) -> bytes:
    """Listings of one kind as a workbook, steps, rules and provenance in sheets of their own."""
    return xlsx_bytes(sheets(tuple(contents), kind))


def sheets(contents: Sequence[Content], kind: str) -> tuple[Sheet, ...]:
    """The sheets that hold these listings."""
    told = columns(kind)
    rows = tuple(tuple(_cell(content, each) for each in told) for content in contents)
    first = Sheet(LISTINGS, tuple(each.name for each in told), rows)
    makers: Mapping[str, Callable[[Content], Iterator[Mapping[str, Any]]]] = {
        STEPS: _steps,
        RULES: _rules,
        PROVENANCE: lambda content: iter(content.get(PROVENANCE, ())),
    }
    beside = []
    for name, make in makers.items():
        names = tuple(each.name for each in sheet_columns(name))
        found = (row for content in contents for row in make(content))
        beside.append(Sheet(name, names, tuple(tuple(row.get(n) for n in names) for row in found)))
    return (first, *beside)


def _steps(content: Content) -> Iterator[Mapping[str, Any]]:
    terms = content.get("terms", {})
    for table, field in STEP_FIELDS.items():
        for step in terms.get(field, ()):
            yield {"listing_id": content["id"], "table": table.value, **step}


def _rules(content: Content) -> Iterator[Mapping[str, Any]]:
    for rule in content.get(RULES, ()):
        value = rule["value"]
        told = value if isinstance(value, float) else rule_value_text(value)
        source = {"source_id": rule.get("source_id") or "-"}
        yield {"listing_id": content["id"], **rule, "value": told, **source}


def xlsx_bytes(written: Iterable[Sheet], finish: Callable[[Any, Any], None] | None = None) -> bytes:
    """Sheets as a workbook in which every text is a text and never a formula.

    `finish(book, sheets by name)` may add to it before it is closed.
    """
    import xlsxwriter

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"created": _MADE.replace(tzinfo=None)})
        head = book.add_format({"bold": True, "bg_color": "#EDE7F6", "border": 1})
        made = {}
        for sheet in written:
            page = made[sheet.name] = book.add_worksheet(sheet.name)
            _fill(page, sheet, head)
        if finish is not None:
            finish(book, made)
    return out.getvalue()


def _fill(page: Any, sheet: Sheet, head: Any) -> None:  # noqa: ANN401 - xlsxwriter has no types
    for column, name in enumerate(sheet.header):
        page.write_string(0, column, name, head)
        page.set_column(column, column, min(max(len(name) + 2, 12), 40))
    for place, row in enumerate(sheet.rows, start=1):
        for column, cell in enumerate(row):
            if isinstance(cell, str) and cell:
                page.write_string(place, column, str(safe(cell)))
            elif isinstance(cell, int | float):
                page.write_number(place, column, cell)
    page.freeze_panes(1, 2 if sheet.name == LISTINGS else 1)


_NOTATIONS: Mapping[Form, Callable[[Any, Content], str]] = {
    Form.STEPS: lambda steps, _: steps_text(steps),
    Form.RULES: rules_text,
    Form.VALUES: lambda rows, _: values_text(rows),
}


def _cell(content: Content, column: Column) -> Cell:
    """What stands in a column for a listing."""
    terms = content.get("terms", {})
    held = terms if column.in_terms or column.name == KIND else content
    value = held.get(column.name)
    if value is not None and column.form in _NOTATIONS:
        return _NOTATIONS[column.form](value, content)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return "|".join(str(each) for each in value)
    return value if value is None or isinstance(value, int | float) else str(value)
