"""A CSV file of listings: strict about its shape, for a row one cell off is a wrong price.

UTF-8, commas, double quotes, one header line. Rows of another width, quotes that never close, other
encodings and separators refuse the file with the line; nothing is detected, skipped or repaired.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from products.basis.problems import Problem
from products.imports import sniff
from products.imports.documents import Imported
from products.imports.limits import (
    CELL_CHARACTERS,
    TABLE_COLUMNS,
    TABLE_ROWS,
    UPLOAD_BYTES,
)
from products.imports.tables import Source, Table, imported

FORMAT = "csv"
_CELL = re.compile(r'(?:"((?:[^"]++|"")*+)"|([^",\r\n]*+))(,|\r\n|\n|\r|\Z)')
_LINE = re.compile(r"\r\n|\n|\r")
_MOST_TOLD = 20
Cells = tuple[str, ...]
_Row = tuple[int, Cells]


class _BrokenError(Exception):
    """The text cannot be parted into rows; carries the problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


def read(raw: bytes, provider_id: str, country: str, kind: str = "") -> Imported:
    """The drafts of a file; `kind` is that of all rows where no column tells it."""
    empty = Imported(FORMAT, provider_id)
    text, problem = _text(raw)
    if problem is not None:
        return replace(empty, problems=(problem,))
    try:
        table, problems = _table(text)
    except _BrokenError as broken:
        return replace(empty, problems=(broken.problem,))
    if problems:
        return replace(empty, problems=problems)
    return imported(table, Source(FORMAT, provider_id, country, kind))


def _text(raw: bytes) -> tuple[str, Problem | None]:
    if len(raw) > UPLOAD_BYTES:
        size = {"value": len(raw), "limit": UPLOAD_BYTES}
        return "", Problem("problem.file_too_large", "", params=size)
    problem = sniff.fault(raw, FORMAT)
    if problem is not None:
        return "", problem
    try:
        return raw.decode("utf-8"), None
    except UnicodeDecodeError as error:
        return "", _not_utf8(raw, error.start)


def _not_utf8(raw: bytes, first_bad: int) -> Problem:
    """The encoding by name where the bytes can be one of those that Western systems still write."""
    before = raw.count(b"\n", 0, first_bad)
    line = f"line {before + 1}"
    try:
        raw.decode("cp1252")
    except UnicodeDecodeError:
        return Problem("problem.not_utf8", line, params={"value": first_bad})
    return Problem("problem.wrong_encoding", line, params={"value": "Windows-1252 / Latin-1"})


def _table(text: str) -> tuple[Table, tuple[Problem, ...]]:
    """The header and the rows under it, or every line whose shape is wrong."""
    rows = _records(text)
    number, header = next(rows, (1, ("",)))
    while not any(cell.strip() for cell in header):
        number, header = next(rows, (0, ("#",)))
        if not number:
            return Table((), ()), (Problem("problem.no_rows", ""),)
    problem = _separator(header) or _width(header)
    if problem is not None:
        return Table((), ()), (problem,)
    return _under(header, number, rows)


def _under(
    header: Cells, header_row: int, rows: Iterator[_Row]
) -> tuple[Table, tuple[Problem, ...]]:
    kept: list[_Row] = []
    ragged: list[Problem] = []
    for number, cells in rows:
        if not any(cells):
            continue
        if len(kept) >= TABLE_ROWS:
            params = {"limit": TABLE_ROWS}
            return Table((), ()), (Problem("problem.too_many_rows", "", params=params),)
        if len(cells) != len(header):
            params = {"value": len(cells), "limit": len(header)}
            ragged.append(Problem("problem.row_width", f"line {number}", params=params))
        kept.append((number, cells))
    if not kept:
        return Table((), ()), (Problem("problem.no_rows", f"line {header_row}"),)
    return Table(header, tuple(kept)), tuple(ragged[:_MOST_TOLD])


def _separator(header: Cells) -> Problem | None:
    if len(header) > 1:
        return None
    for mark, name in ((";", "semicolon"), ("\t", "tab"), ("|", "bar")):
        if header[0].count(mark) > 1:
            return Problem("problem.wrong_separator", "line 1", params={"value": name})
    return None


def _width(header: Cells) -> Problem | None:
    if len(header) <= TABLE_COLUMNS:
        return None
    params = {"value": len(header), "limit": TABLE_COLUMNS}
    return Problem("problem.too_many_columns", "line 1", params=params)


def _records(text: str) -> Iterator[_Row]:
    """Rows with the line where each begins; blank lines too, so that lines can be counted."""
    if '"' in text:
        yield from _quoted(text)
        return
    for number, line in enumerate(_LINE.split(text), start=1):
        cells = tuple(line.split(","))
        _in_bounds(cells, number)
        yield number, cells


def _quoted(text: str) -> Iterator[_Row]:
    place, line, row_line = 0, 1, 1
    row: list[str] = []
    while place < len(text) or row:
        match = _CELL.match(text, place)
        if match is None:
            raise _BrokenError(_quote_fault(text, place, line))
        quoted, bare, end = match.groups()
        row.append(bare if quoted is None else quoted.replace('""', '"'))
        place = match.end()
        if quoted is not None:
            line += len(_LINE.findall(quoted))
        if end == "," and place <= len(text):
            if len(row) > TABLE_COLUMNS + 1:
                _in_bounds(tuple(row), row_line)
            if place == len(text):
                row.append("")
                yield _row(row, row_line)
                return
            continue
        yield _row(row, row_line)
        row, line = [], line + 1
        row_line = line
        if place >= len(text):
            return


def _row(row: list[str], number: int) -> _Row:
    cells = tuple(row)
    _in_bounds(cells, number)
    return number, cells


def _in_bounds(cells: Cells, number: int) -> None:
    if len(cells) > TABLE_COLUMNS:
        params = {"value": len(cells), "limit": TABLE_COLUMNS}
        raise _BrokenError(Problem("problem.too_many_columns", f"line {number}", params=params))
    for place, cell in enumerate(cells, start=1):
        if len(cell) > CELL_CHARACTERS:
            where = f"line {number}, column {place}"
            params = {"value": len(cell), "limit": CELL_CHARACTERS}
            raise _BrokenError(Problem("problem.cell_too_long", where, params=params))


def _quote_fault(text: str, place: int, line: int) -> Problem:
    """Why no cell can be read here: a quote never closed, or one where none may stand."""
    where = f"line {line}"
    if text[place] != '"':
        return Problem("problem.quote_stray", where)
    is_closed = re.compile(r'"(?:[^"]++|"")*+"').match(text, place)
    return Problem("problem.quote_stray" if is_closed else "problem.quote_open", where)
