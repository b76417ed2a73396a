"""Small tables of loans, as bytes of CSV and of workbooks, to be bent by tests."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Any

import openpyxl

from products.imports import csv_file, xlsx_file
from products.imports.documents import Imported

LOAN: Mapping[str, str] = {
    "kind": "loan",
    "id": "AB-1",
    "name": "Loan one",
    "category": "enterprise",
    "currency": "PKR",
    "modes": "conventional",
    "amount_min": "10000",
    "standing": "offered",
    "source_id": "page",
    "as_of": "2026-01-31",
    "confidence": "high",
    "tenor_max_months": "12",
    "rate": "0.12",
    "rate_basis": "nominal_pa_monthly",
    "valid_from": "",
    "provider_id": "bank",
}


def row(**changed: str) -> str:
    """One line of CSV: the loan, with other cells."""
    return ",".join((LOAN | changed).values())


def csv_of(*lines: str) -> bytes:
    """A CSV file: the header of the loan, and these lines."""
    return "\n".join([",".join(LOAN), *lines]).encode()


def read(raw: bytes) -> Imported:
    """A CSV file as `bank` of Pakistan hands it in."""
    return csv_file.read(raw, "bank", "PAK")


def one(**changed: str) -> Imported:
    """The loan with other cells, read from CSV."""
    return read(csv_of(row(**changed)))


def book_of(**sheets: list[list[Any]]) -> bytes:
    """A workbook of these sheets."""
    book = openpyxl.Workbook()
    assert book.active is not None
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for cells in rows:
            sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def loans(**changed: Any) -> list[list[Any]]:
    """The sheet of listings with one loan, its cells changed."""
    return [list(LOAN), list((dict(LOAN) | changed).values())]


def read_book(raw: bytes) -> Imported:
    """A workbook as `bank` of Pakistan hands it in."""
    return xlsx_file.read(raw, "bank", "PAK")


def repacked(raw: bytes, **parts: bytes | None) -> bytes:
    """The same ZIP with other parts: put in, put in the place of others, or left out (None).

    In the names of parts, "__" stands for "/" and "_dot_" for ".".
    """
    told = {n.replace("__", "/").replace("_dot_", "."): data for n, data in parts.items()}
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for name in old.namelist():
            if name not in told:
                new.writestr(name, old.read(name))
        for name, data in told.items():
            if data is not None:
                new.writestr(name, data)
    return out.getvalue()


def codes(read: Imported) -> list[str]:
    """The codes of the problems of the file."""
    return [problem.code.removeprefix("problem.") for problem in read.problems]
