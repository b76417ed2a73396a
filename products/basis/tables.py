"""CSV files read row by row into models, with every problem named by file, row and column."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Protocol, TypeVar

from pydantic import BaseModel, ValidationError

from products.basis.problems import Problem, from_pydantic

M = TypeVar("M", bound=BaseModel)


class _Reader(Iterator[list[str]], Protocol):
    """What `csv.reader` gives: rows, and the line of the file it has come to."""

    line_num: int


def raw_rows(
    path: Path, label: str | None = None
) -> tuple[list[tuple[int, dict[str, str]]], list[Problem]]:
    """Rows of a UTF-8 CSV as (line where the row starts, cells), and what is wrong with the file.

    `label` stands in for the path in problems. Line 1 is the header. Rows of the wrong width, a
    doubled header and text that is not UTF-8 are problems; the other rows are still read.
    """
    where = label or str(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return [], [Problem("problem.no_file", where)]
    except UnicodeDecodeError as error:
        return [], [Problem("problem.not_utf8", where, params={"value": error.start})]
    return _parse(text, where)


def _parse(text: str, where: str) -> tuple[list[tuple[int, dict[str, str]]], list[Problem]]:
    reader = csv.reader(text.splitlines(keepends=True), strict=True)
    try:
        header = next(reader, [])
        if not header:
            return [], [Problem("problem.no_rows", where)]
        doubled = sorted({name for name in header if header.count(name) > 1})
        if doubled:
            return [], [Problem("problem.duplicate_header", f"{where}:1:{doubled[0]}")]
        return _body(reader, header, where)
    except csv.Error as error:
        params = {"value": str(error)}
        return [], [Problem("problem.broken_csv", f"{where}:{reader.line_num}", params=params)]


def _body(
    reader: _Reader, header: list[str], where: str
) -> tuple[list[tuple[int, dict[str, str]]], list[Problem]]:
    rows: list[tuple[int, dict[str, str]]] = []
    problems: list[Problem] = []
    while (cells := next(reader, None)) is not None:
        line = reader.line_num - sum(cell.count("\n") for cell in cells)
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            params = {"value": len(cells), "limit": len(header)}
            problems.append(Problem("problem.row_width", f"{where}:{line}", params=params))
            continue
        rows.append((line, {k: v.strip() for k, v in zip(header, cells, strict=True)}))
    return rows, problems


def read_rows(
    path: Path, model: type[M], label: str | None = None
) -> tuple[tuple[M, ...], tuple[Problem, ...]]:
    """All good rows as models and all problems as "file:line:column"; never stops at the first.

    Empty cells take the field's default; a required field left empty is missing.
    """
    rows, problems = raw_rows(path, label)
    where = label or str(path)
    good: list[M] = []
    for line, cells in rows:
        row, found = row_of(model, cells, f"{where}:{line}:")
        problems.extend(found)
        if row is not None:
            good.append(row)
    return tuple(good), tuple(problems)


def row_of(
    model: type[M], cells: Mapping[str, object], prefix: str
) -> tuple[M | None, tuple[Problem, ...]]:
    """One model from the non-empty cells of a row, or the problems of that row."""
    try:
        return model.model_validate({k: v for k, v in cells.items() if v != ""}), ()
    except ValidationError as error:
        return None, from_pydantic(error.errors(), prefix)
