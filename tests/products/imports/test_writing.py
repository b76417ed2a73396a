"""Listings out as tables: in again the same, byte for byte, and harmless in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import openpyxl
import pytest

from products.catalogue.seed import load_packs, packs
from products.imports import TABLES
from products.imports.documents import Content
from products.imports.writing import as_csv, as_xlsx
from products.publishing.content import canonical, of_listing
from tests.products.imports.table import one

WRITERS = {"csv": as_csv, "xlsx": as_xlsx}


@pytest.fixture(scope="module")
def listed() -> dict[tuple[str, str, str], list[Content]]:
    """Every listing of every pack as content, by country, provider and kind."""
    found: dict[tuple[str, str, str], list[Content]] = defaultdict(list)
    for pack in load_packs(packs()):
        for each in pack.listings:
            found[each.country, each.provider_id, each.kind].append(of_listing(each))
    return dict(found)


def rate(name: str) -> Content:
    """The loan under another name."""
    return dict(one().drafts[0].content) | {"name": name}


@pytest.mark.parametrize("file_format", WRITERS)
def test_every_listing_of_every_pack_comes_back_the_same_and_out_again_byte_for_byte(
    file_format: str, listed: dict[tuple[str, str, str], Sequence[Content]]
) -> None:
    assert sum(map(len, listed.values())) > 300
    for (country, provider, kind), contents in listed.items():
        raw = WRITERS[file_format](contents, kind)
        read = TABLES[file_format](raw, provider, country)
        assert read.problems == ()
        assert (read.doubts, read.notes) == ((), ())
        came = [draft.content for draft in read.drafts]
        assert list(map(canonical, came)) == list(map(canonical, contents))
        assert WRITERS[file_format](came, kind) == raw


SLY = ["=cmd|' /C calc'!A0", "+1", "-2", "@SUM(A1)", "|x", "%x", "'=1", "\u200b=1+1"]


@pytest.mark.parametrize("name", SLY)
@pytest.mark.parametrize("file_format", WRITERS)
def test_CSV_21_a_name_like_a_command_is_harmless_in_every_export_and_comes_back(
    file_format: str, name: str
) -> None:
    raw = WRITERS[file_format]([rate(name)], "loan")
    assert cells(raw, file_format)["name"] == "'" + name
    (draft,) = TABLES[file_format](raw, "bank", "PAK").drafts
    assert draft.content["name"] == name
    assert [note.code for note in draft.notes] == ["APOSTROPHE_TAKEN"]


def test_EXPORT_01_negative_numbers_stay_numbers() -> None:
    content = rate("Loan") | {"terms": {"kind": "loan", "spread": -0.02, "index": "kibor_1y"}}
    assert cells(as_csv([content], "loan"), "csv")["spread"] == "-0.02"
    assert cells(as_xlsx([content], "loan"), "xlsx")["spread"] == -0.02


def test_EXPORT_03_text_with_an_equals_sign_is_text_in_a_workbook() -> None:
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx([rate("=1+1")], "loan")))
    found = [cell for cell in book["listings"][2] if cell.value == "'=1+1"]
    assert [cell.data_type for cell in found] == ["s"]


def cells(raw: bytes, file_format: str) -> dict[str, Any]:
    """The first row under the header, by column."""
    if file_format == "csv":
        return next(csv.DictReader(io.StringIO(raw.decode())))
    sheet = openpyxl.load_workbook(io.BytesIO(raw))["listings"]
    header, first = ([cell.value for cell in line] for line in sheet.iter_rows(max_row=2))
    return dict(zip(header, first, strict=True))
