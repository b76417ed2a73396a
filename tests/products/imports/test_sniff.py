"""What a file really is, by its content."""

from __future__ import annotations

import gzip
import io
import pickle
import zipfile

import pytest

from products.imports.sniff import fault, nature
from products.imports.upload import read_upload
from tests.products.imports.table import csv_of, row


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("rates.csv", csv_of(row()))
    return out.getvalue()


DISGUISED = {
    "gzip as csv": ("rates.csv", gzip.compress(csv_of(row())), "csv"),
    "zip as csv": ("rates.csv", zipped(), "csv"),
    "csv as xlsx": ("rates.xlsx", csv_of(row()), "xlsx"),
    "zip as xlsx": ("rates.xlsx", zipped(), "xlsx"),
    "json as csv": ("rates.csv", b'{"data": {}}', "csv"),
    "page as csv": ("rates.csv", b"<html><body>", "csv"),
    "gzip as json": ("rates.json", gzip.compress(b"{}"), "cdr"),
    "program as csv": ("rates.csv", b"MZ\x90\x00", "csv"),
    "database as csv": ("rates.csv", b"\0" * 8 + b"DUCK" + b"\0" * 20, "csv"),
    "pickle as csv": ("rates.csv", pickle.dumps({"a": 1}), "csv"),
    "NUL in csv": ("rates.csv", b"a,b\n1,\x002\n", "csv"),
}


@pytest.mark.parametrize("case", DISGUISED)
def test_UPLOAD_10_what_is_something_else_is_refused_as_WRONG_CONTENT(case: str) -> None:
    read = read_upload(*DISGUISED[case][:2], "bank", "PAK", DISGUISED[case][2])
    assert [each.code for each in read.problems] == ["problem.wrong_content"]
    assert read.drafts == ()


@pytest.mark.parametrize("raw", [b"", b"\n \n", b"\xef\xbb\xbf"])
@pytest.mark.parametrize(("ending", "wanted"), [("csv", "csv"), ("xlsx", "xlsx"), ("json", "cdr")])
def test_UPLOAD_13_an_empty_file_has_no_rows(raw: bytes, ending: str, wanted: str) -> None:
    read = read_upload(f"rates.{ending}", raw, "bank", "PAK", wanted)
    assert [each.code for each in read.problems] == ["problem.no_rows"]


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"PAR1....", "parquet"),
        (b"ARROW1..", "arrow"),
        (b"SQLite format 3\x00", "sqlite"),
        (b"%PDF-1.7", "pdf"),
        ("id,name".encode("utf-16"), "wide"),
        (b"id,name\n1,2", "text"),
    ],
)
def test_natures_are_told_by_the_first_bytes(raw: bytes, told: str) -> None:
    assert nature(raw) == told


def test_a_locked_workbook_is_told_from_an_old_one() -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    locked, old = ole + "EncryptedPackage".encode("utf-16-le"), ole
    assert fault(locked, "xlsx").code == "problem.workbook_locked"  # type: ignore[union-attr]
    assert fault(old, "xlsx").code == "problem.wrong_content"  # type: ignore[union-attr]
