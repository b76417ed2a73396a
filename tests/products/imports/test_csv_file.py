"""CSV files of listings: the shape is judged strictly, and no row ever slips."""

from __future__ import annotations

import resource
import time

import pytest

from products.imports.limits import CELL_CHARACTERS, TABLE_COLUMNS, TABLE_ROWS
from products.imports.upload import read_upload
from products.publishing.content import listing_of
from tests.products.imports.table import LOAN, codes, csv_of, one, read, row


def test_a_row_becomes_a_draft_that_may_be_published() -> None:
    (draft,) = one().drafts
    assert draft.doubts == ()
    listing, problems = listing_of(draft.content)
    assert problems == ()
    assert listing is not None
    assert (listing.id, listing.country, listing.terms.rate) == ("AB-1", "PAK", 0.12)


@pytest.mark.parametrize(
    ("raw", "named"),
    [
        (csv_of(row(name="Crédit")).decode().encode("utf-16"), "UTF-16"),
        (csv_of(row(name="Crédit")).decode().encode("utf-32"), "UTF-32"),
        (csv_of(row(name="Crédit")).decode().encode("latin-1"), "Windows-1252 / Latin-1"),
    ],
)
def test_CSV_01_another_encoding_is_refused_by_its_name(raw: bytes, named: str) -> None:
    told = read(raw)
    assert codes(told) == ["wrong_encoding"]
    assert told.problems[0].params["value"] == named
    assert told.drafts == ()


def test_CSV_01_bytes_of_no_encoding_are_refused_where_they_stand() -> None:
    (problem,) = read(
        csv_of(row(), row(id="AB-2", name="x\x81")).replace(b"\xc2\x81", b"\x81")
    ).problems
    assert (problem.code, problem.where) == ("problem.not_utf8", "line 3")


def test_CSV_01_a_mark_of_UTF_8_is_no_part_of_the_first_column() -> None:
    told = read(b"\xef\xbb\xbf" + csv_of(row(name="Crédit")))
    assert told.drafts[0].content["name"] == "Crédit"


def test_CSV_03_ragged_rows_refuse_the_file_each_by_its_line() -> None:
    told = read(b"kind,id\nloan,A-1\nloan\nloan,A-3,9\n")
    assert [(each.code, each.where) for each in told.problems] == [
        ("problem.row_width", "line 3"),
        ("problem.row_width", "line 4"),
    ]
    assert told.drafts == ()


def test_CSV_05_a_word_among_thirty_thousand_numbers_is_found_where_it_stands() -> None:
    rows = [row(id=f"AB-{n}", amount_min=str(1000 + n)) for n in range(30_000)]
    told = read(csv_of(*rows, row(id="AB-LAST", amount_min="oops")))
    assert [(d.path, d.code, d.raw) for d in told.doubts] == [
        ("row 30002, column amount_min", "NUMBER_WORDS", "oops")
    ]
    assert told.drafts[-1].is_blocked
    assert "amount_min" not in told.drafts[-1].content
    assert len(told.drafts) == 30_001


def test_CSV_07_a_column_told_twice_refuses_the_file() -> None:
    told = read(b"kind,id,rate,rate\nloan,A-1,0.1,0.2\n")
    assert codes(told) == ["duplicate_header"]
    assert told.drafts == ()


def test_CSV_08_a_header_is_read_without_its_mark_spaces_and_large_letters_once() -> None:
    header, line = csv_of(row()).split(b"\n")
    told = read(
        b"\xef\xbb\xbf"
        + header.replace(b"name", b" Name ").replace(b"rate,", b"RATE,")
        + b"\n"
        + line
    )
    assert told.drafts[0].doubts == ()
    assert told.drafts[0].content["terms"]["rate"] == 0.12
    assert [(n.code, n.made) for n in told.about][1:] == [
        ("HEADER_READ_AS", "name"),
        ("HEADER_READ_AS", "rate"),
    ]


def test_CSV_08_an_unknown_column_refuses_the_file_and_names_the_nearest() -> None:
    told = read(csv_of(row()).replace(b"rate_basis", b"rate_bases"))
    assert codes(told) == ["unknown_column"]
    assert "rate_basis" in str(told.problems[0].params["limit"])


def test_CSV_08_columns_are_found_by_name_never_by_place() -> None:
    names = list(reversed(LOAN))
    raw = "\n".join([",".join(names), ",".join(LOAN[name] for name in names)]).encode()
    assert read(raw).drafts[0].content == one().drafts[0].content


def test_CSV_09_an_opening_quote_never_closed_is_refused_at_its_line() -> None:
    broken = row(id="AB-2", name='"Loan two')
    told = read(csv_of(row(), broken, row(id="AB-3"), row(id="AB-4")))
    assert [(each.code, each.where) for each in told.problems] == [("problem.quote_open", "line 3")]
    assert told.drafts == ()


def test_CSV_09_the_line_is_right_behind_a_cell_of_several_lines() -> None:
    told = read(csv_of(row(name='"Loan\none"'), row(id="AB-2", name='"Loan two')))
    assert told.problems[0].where == "line 4"


@pytest.mark.parametrize("name", ['Loan "two"', ' "Loan two"', '"Loan" two'])
def test_CSV_09_a_stray_quote_is_refused_at_its_line(name: str) -> None:
    told = read(csv_of(row(), row(id="AB-2", name=name)))
    assert [(each.code, each.where) for each in told.problems] == [
        ("problem.quote_stray", "line 3")
    ]


def test_quotes_within_quotes_and_lines_within_cells_are_kept() -> None:
    told = one(name='"Loan ""one"",\nof two lines"')
    assert told.drafts[0].content["name"] == 'Loan "one",\nof two lines'


def test_CSV_12_a_monstrous_cell_is_refused_without_growing_the_app() -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    raw = csv_of(row(name="x" * 3_000_000))
    told = read_upload("rates.csv", raw, "bank", "PAK", "csv")
    assert codes(told) == ["cell_too_long"]
    assert told.problems[0].params["limit"] == CELL_CHARACTERS == 10_000
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000


@pytest.mark.parametrize("quoted", [False, True])
def test_CSV_12_the_longest_cell_is_still_read(quoted: bool) -> None:
    mark = '"' if quoted else ""
    told = one(name=f"{mark}{'x' * CELL_CHARACTERS}{mark}")
    assert codes(told) == []
    assert [doubt.code for doubt in told.doubts] == ["TEXT_TOO_LONG"]
    assert codes(one(name=f"{mark}{'x' * (CELL_CHARACTERS + 1)}{mark}")) == ["cell_too_long"]


@pytest.mark.parametrize("mark", [b"", b'"'])
def test_CSV_13_too_many_columns_and_rows_are_refused_at_once(mark: bytes) -> None:
    began = time.process_time()
    wide = read(b",".join(mark + b"c%d" % n + mark for n in range(10_001)) + b"\n")
    long = read(b"kind,id\n" + b"".join(mark + b"loan" + mark + b",A\n" for _ in range(100_001)))
    assert (codes(wide), codes(long)) == (["too_many_columns"], ["too_many_rows"])
    assert time.process_time() - began < 4  # two files, two seconds each
    assert (TABLE_COLUMNS, TABLE_ROWS) == (200, 100_000)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ('"5,25"', "NUMBER_COMMA"),
        ("5.25%", "NUMBER_PERCENT"),
        ("NGN 5000", "NUMBER_UNIT"),
        ('"1.000,00"', "NUMBER_COMMA"),
        ("1 000", "NUMBER_SPACES"),
        ("₦5000", "NUMBER_UNIT"),
        ("1'000", "NUMBER_SPACES"),
        ("1.000.000", "NUMBER_WORDS"),
        ("five", "NUMBER_WORDS"),
        ("+5", "NUMBER_WORDS"),
    ],
)
@pytest.mark.parametrize("column", ["rate", "amount_min"])
def test_CSV_14_other_ways_of_writing_numbers_are_refused_with_a_hint(
    column: str, written: str, code: str
) -> None:
    (draft,) = one(**{column: written}).drafts
    assert [(d.path, d.code) for d in draft.doubts] == [(f"row 2, column {column}", code)]
    assert draft.is_blocked
    assert column not in draft.content
    assert column not in draft.content["terms"]


@pytest.mark.parametrize(
    "written",
    [
        "03/04/2025",
        "3.4.2025",
        "2025-4-3",
        "20250403",
        "2025-04",
        "\u0662\u0660\u0662\u0665-\u0660\u0664-\u0660\u0663",
    ],
)
def test_CSV_15_only_one_way_of_writing_a_day_is_read(written: str) -> None:
    (draft,) = one(valid_from=written).drafts
    assert [(d.path, d.code) for d in draft.doubts] == [("row 2, column valid_from", "DAY_NOT_ISO")]
    assert "valid_from" not in draft.content


def test_CSV_15_a_day_there_is_not_is_refused() -> None:
    assert [d.code for d in one(valid_from="2025-02-30").doubts] == ["NOT_A_DAY"]
    assert one(valid_from="2025-02-28").drafts[0].content["valid_from"] == "2025-02-28"


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("NaN", "NUMBER_NOT_FINITE"),
        ("inf", "NUMBER_NOT_FINITE"),
        ("-inf", "NUMBER_NOT_FINITE"),
        ("-0", "NUMBER_MINUS_NOTHING"),
        ("-0.00", "NUMBER_MINUS_NOTHING"),
        ("1e308", "NUMBER_EXPONENT"),
        ("1e400", "NUMBER_EXPONENT"),
        ("9" * 400, "TOO_MANY_DIGITS"),
        ("1" + "0" * 308, "TOO_MANY_DIGITS"),
    ],
)
@pytest.mark.parametrize("column", ["rate", "amount_min"])
def test_CSV_16_what_is_no_amount_is_refused(column: str, written: str, code: str) -> None:
    (draft,) = one(**{column: written}).drafts
    assert [d.code for d in draft.doubts] == [code]
    assert column not in draft.content
    assert column not in draft.content["terms"]


def test_CSV_21_a_name_like_a_command_is_kept_as_plain_text() -> None:
    sly = "=cmd|' /C calc'!A0"
    (draft,) = one(name=sly).drafts
    assert draft.content["name"] == sly
    assert draft.doubts == ()


def test_UPLOAD_13_a_header_without_rows_says_so() -> None:
    for raw in (
        csv_of(),
        csv_of("", ""),
        csv_of("," * (len(LOAN) - 1)),
        csv_of(row(id="EXAMPLE-1")),
    ):
        told = read(raw)
        assert codes(told) == ["no_rows"]
        assert told.drafts == ()


@pytest.mark.parametrize(("mark", "named"), [(b";", "semicolon"), (b"\t", "tab"), (b"|", "bar")])
def test_another_separator_is_named_and_not_guessed(mark: bytes, named: str) -> None:
    told = read(csv_of(row()).replace(b",", mark))
    assert codes(told) == ["wrong_separator"]
    assert told.problems[0].params["value"] == named


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
@pytest.mark.parametrize("name", ["Loan one", '"Loan one"'])
def test_every_end_of_line_is_read(end: bytes, name: str) -> None:
    raw = csv_of(row(name=name), row(id="AB-2", name=name))
    for last in (b"", end, end + end):
        told = read(raw.replace(b"\n", end) + last)
        assert [each.content["id"] for each in told.drafts] == ["AB-1", "AB-2"]


def test_a_last_empty_cell_is_a_cell() -> None:
    raw = b'kind,id,name\n"loan",A-1,\nloan,A-2,'
    assert [draft.content["id"] for draft in read(raw).drafts] == ["A-1", "A-2"]
