"""A workbook's ZIP is judged before anything of it is read."""

from __future__ import annotations

import io
import resource
import stat
import time
import zipfile

import pytest

from products.imports.archive import fault
from products.imports.upload import read_upload
from tests.products.imports.table import book_of, codes, loans, read_book, repacked

BOOK = book_of(listings=loans())
SHEET = "xl/worksheets/sheet1.xml"


def sheet_with(declared: bytes, text: bytes) -> bytes:
    """The workbook, its sheet with a declaration and a text."""
    with zipfile.ZipFile(io.BytesIO(BOOK)) as archive:
        told = archive.read(SHEET)
    cell = b'<row r="9"><c r="A9" t="inlineStr"><is><t>' + text + b"</t></is></c></row></sheetData>"
    return repacked(BOOK, **{SHEET: declared + told.replace(b"</sheetData>", cell)})


def test_a_plain_workbook_has_no_fault() -> None:
    assert fault(BOOK) is None


@pytest.mark.parametrize("size", [50_000_000, 300_000_000])
def test_XLSX_01_a_cell_that_grows_is_refused_from_the_directory(size: int) -> None:
    raw = sheet_with(b"", b"x" * size)
    assert len(raw) < 1_000_000
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    told = read_book(raw)
    assert codes(told)[0] in ("archive_too_large", "archive_ratio")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000
    assert time.process_time() - began < 1


LAUGHS = b"".join(
    b'<!ENTITY l%d "%s">' % (n + 1, b"&l%d;" % n * 10) for n in range(12)
)  # each ten times the one before


@pytest.mark.parametrize(
    ("declared", "text"),
    [
        (b'<!DOCTYPE x [<!ENTITY l0 "ha">' + LAUGHS + b"]>", b"&l12;"),
        (b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>', b"&f;"),
        (b'<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">', b"x"),
        (b'<!DOCTYPE x [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]>', b"x"),
    ],
)
def test_XLSX_03_declared_entities_are_refused(declared: bytes, text: bytes) -> None:
    began = time.process_time()
    told = read_book(sheet_with(declared, text))
    assert codes(told) == ["workbook_entities"]
    assert told.drafts == ()
    assert "root:" not in repr(told)
    assert time.process_time() - began < 1


def test_XLSX_03_entities_do_not_hide_in_another_encoding() -> None:
    text = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'
    assert codes(read_book(repacked(BOOK, **{SHEET: text.encode("utf-16")}))) == [
        "workbook_entities"
    ]


@pytest.mark.parametrize(
    "name",
    ["../../evil.xml", "/etc/cron.d/evil.xml", "xl\\..\\evil.xml", "C:/evil.xml", "xl/inner.zip"],
)
def test_XLSX_04_climbing_names_and_archives_within_are_refused(name: str) -> None:
    told = read_book(repacked(BOOK, **{name: b"<x/>"}))
    assert codes(told) == ["wrong_content"]


def test_XLSX_04_an_archive_within_is_known_by_its_content() -> None:
    assert codes(read_book(repacked(BOOK, xl__media__a_dot_png=BOOK))) == ["wrong_content"]


def test_XLSX_04_a_link_to_a_file_is_refused() -> None:
    out = io.BytesIO(BOOK)
    with zipfile.ZipFile(out, "a") as archive:
        link = zipfile.ZipInfo("xl/link.xml")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    assert codes(read_book(out.getvalue())) == ["wrong_content"]


def test_XLSX_04_a_part_told_twice_is_refused() -> None:
    out = io.BytesIO(BOOK)
    with zipfile.ZipFile(out, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(SHEET, b"<x/>")
    assert codes(read_book(out.getvalue())) == ["wrong_content"]


def test_XLSX_04_nothing_is_written_to_a_disk(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    assert len(read_book(BOOK).drafts) == 1
    read_book(repacked(BOOK, **{"../evil.xml": b"<x/>"}))
    assert list(tmp_path.iterdir()) == []
    assert not (tmp_path.parent / "evil.xml").exists()


LINK = b'<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">%s</externalLink>'


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"xl/vbaProject.bin": b"\x01"}, "workbook_macros"),
        ({"xl/macrosheets/sheet1.xml": b"<x/>"}, "workbook_macros"),
        ({"xl/embeddings/oleObject1.bin": b"\x01"}, "workbook_embedded"),
        ({"xl/externalLinks/externalLink1.xml": LINK % b"<externalBook/>"}, "workbook_links"),
        ({"xl/connections.xml": b"<connections/>"}, "workbook_links"),
        (
            {
                "xl/externalLinks/externalLink1.xml": LINK
                % b'<ddeLink ddeService="cmd" ddeTopic="/c"/>'
            },
            "workbook_dde",
        ),
    ],
)
def test_XLSX_05_macros_links_and_commands_are_refused_with_their_reason(
    parts: dict[str, bytes], code: str
) -> None:
    assert codes(read_book(repacked(BOOK, **parts))) == [code]


def test_XLSX_05_macros_are_known_by_the_kind_the_workbook_says_it_is() -> None:
    with zipfile.ZipFile(io.BytesIO(BOOK)) as archive:
        kinds = archive.read("[Content_Types].xml")
    sly = kinds.replace(b"spreadsheetml.sheet.main+xml", b"sheet.macroEnabled.main+xml")
    assert codes(read_book(repacked(BOOK, **{"[Content_Types].xml": sly}))) in (
        ["workbook_macros"],
    )


def test_XLSX_05_a_command_in_a_cell_refuses_the_workbook() -> None:
    told = read_book(book_of(listings=loans(name="=cmd|'/C calc'!A0")))
    assert codes(told) == ["workbook_dde"]


def test_XLSX_05_a_locked_workbook_is_refused() -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512 + "EncryptedPackage".encode("utf-16-le")
    told = read_upload("rates.xlsx", ole, "bank", "PAK", "xlsx")
    assert codes(told) == ["workbook_locked"]
    data = bytearray(BOOK)
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert codes(read_book(bytes(data))) == ["workbook_locked"]


def test_too_many_parts_are_refused() -> None:
    parts = {f"xl/p{n}.xml": b"<x/>" for n in range(201)}
    assert codes(read_book(repacked(BOOK, **parts))) == ["archive_members"]


@pytest.mark.parametrize("cut", [30, 200, len(BOOK) // 2, len(BOOK) - 1])
def test_a_damaged_workbook_is_said_to_be_damaged(cut: int) -> None:
    assert codes(read_book(BOOK[:cut])) == ["workbook_broken"]


def test_a_part_that_lies_about_its_size_is_refused() -> None:
    raw = bytearray(sheet_with(b"", b"x" * 2_000))
    place = raw.rindex(SHEET.encode()) - 46 + 24  # unpacked size in the directory
    raw[place : place + 4] = (100).to_bytes(4, "little")
    assert codes(read_book(bytes(raw))) == ["workbook_broken"]
