"""The door to openpyxl: the cells of a workbook's sheets as typed values, row by row.

Only called on bytes that `archive.fault` has nothing against. Formulas are never worked out: one is
an `Unusable` cell, as are the errors that a spreadsheet left in a cell.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import openpyxl
from openpyxl.cell.read_only import EMPTY_CELL
from openpyxl.worksheet import _reader

from products.imports.cell import Raw, Unusable

assert EMPTY_CELL is not None
assert _reader is not None
_DDE = re.compile(r"=.*\|.*!|=\s*dde\s*\(", re.IGNORECASE | re.DOTALL)

Rows = Iterator[tuple[int, tuple[Raw, ...]]]


class DdeError(Exception):
    """A formula asks the computer to run something."""


@contextmanager
def opened(raw: bytes) -> Iterator[dict[str, Any]]:
    """The sheets of a workbook by name, in order; sheets without cells (charts) are left out."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(io.BytesIO(raw), read_only=True, keep_links=False)
        try:
            yield {sheet.title: sheet for sheet in book.worksheets}
        finally:
            book.close()


def rows(sheet: Any, most_rows: int, most_columns: int) -> Rows:  # noqa: ANN401 - openpyxl has no types
    """The rows of a sheet that hold something, as (number, cells) without empty cells at the end.

    At most so many rows and cells of a row are looked at, and one more of each, so that a reader
    sees that there is more.
    """
    sheet.reset_dimensions()
    count = 0
    for number, told in enumerate(sheet.iter_rows(), start=1):
        cells = [_value(cell) for cell in told]
        while cells and (cells[-1] is None or cells[-1] == ""):
            cells.pop()
        if not cells:
            continue
        yield number, tuple(cells[: most_columns + 1])
        count += 1
        if count > most_rows + 1:
            return


def _value(cell: Any) -> Raw:  # noqa: ANN401 - openpyxl has no types
    value = cell.value
    if value is None:
        return None
    if cell.data_type == "f":
        text = value if isinstance(value, str) else str(getattr(value, "text", "="))
        if _DDE.match(text):
            raise DdeError
        return Unusable("CELL_FORMULA", text)
    if cell.data_type == "e":
        return Unusable("CELL_ERROR", str(value))
    if isinstance(value, str | bool | int | float | date):
        return value
    return Unusable("CELL_ERROR", str(value))
