"""The door to openpyxl: rows as they stand, formulas never worked out."""

from __future__ import annotations

import pytest

from products.imports.cell import Unusable
from products.imports.workbook import DdeError, opened, rows
from tests.products.imports.table import book_of


def cells_of(*told: list, most_rows: int = 100, most_columns: int = 10) -> list:
    with opened(book_of(a=list(told))) as sheets:
        return list(rows(sheets["a"], most_rows, most_columns))


def test_rows_keep_their_numbers_and_lose_empty_ends() -> None:
    found = cells_of(["a", None, "b", None], [None], ["", 1, True, 2.5])
    assert found == [(1, ("a", None, "b")), (3, (None, 1, True, 2.5))]


def test_one_row_and_one_cell_more_than_asked_are_given() -> None:
    found = cells_of(*[[n, n, n, n] for n in range(9)], most_rows=3, most_columns=2)
    assert len(found) == 5
    assert all(len(cells) == 3 for _, cells in found)


def test_a_formula_and_an_error_are_no_values() -> None:
    assert cells_of(["=1+1", "#REF!"]) == [
        (1, (Unusable("CELL_FORMULA", "=1+1"), Unusable("CELL_ERROR", "#REF!")))
    ]


@pytest.mark.parametrize(
    "formula", ["=cmd|'/C calc'!A0", '=DDE("cmd";"/C calc")', "=1+MSEXCEL|'a'!x"]
)
def test_a_command_is_never_read(formula: str) -> None:
    with pytest.raises(DdeError):
        cells_of([formula])


def test_the_size_a_sheet_claims_is_not_believed() -> None:
    with opened(book_of(a=[["x"]])) as sheets:
        sheets["a"]._max_row = 1_000_000
        assert list(rows(sheets["a"], 10, 10)) == [(1, ("x",))]
