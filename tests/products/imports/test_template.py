"""Templates: of every kind, in both formats, with help that a person can work by."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest

from products.basis.text import sentences
from products.imports import TABLES
from products.imports.columns import Form, attached, columns, tables
from products.imports.template import FORMATS, help_rows, template
from products.kinds import KINDS
from tests.products.imports.table import codes

SAY = sentences()


@pytest.mark.parametrize("kind", KINDS)
def test_a_template_as_it_is_lists_nothing(kind: str) -> None:
    for file_format in FORMATS:
        read = TABLES[file_format](template(kind, file_format), "bank", "PAK")
        assert codes(read) == ["no_rows"]
        assert read.drafts == ()


@pytest.mark.parametrize("kind", KINDS)
def test_every_column_has_help_in_words(kind: str) -> None:
    for file_format in FORMATS:
        for row in help_rows(kind, file_format, SAY):
            name, _, meaning, needed, written = row[:5]
            assert len(meaning) > 10, name
            assert not meaning.startswith(("column.", "template.")), name
            assert not needed.startswith("template."), name
            assert not written.startswith("template."), name


def test_help_tells_unit_bounds_values_and_an_example() -> None:
    told = {row[0]: row for row in help_rows("loan", "csv", SAY)}
    assert told["rate"][5:] == ("decimal rate", "0 to 3", "", "0.12")
    assert told["category"][7].startswith("housing, enterprise")
    assert told["tenor_step_months"][2].endswith("Empty means 12.")
    assert told["provider_id"][3] == told["amount_min"][3] == "may be empty"
    assert told["id"][3] == "needed"


def test_a_filled_template_is_imported_and_its_help_and_example_are_passed_over() -> None:
    rows = list(csv.reader(io.StringIO(template("loan", "csv").decode())))
    own = [cell if cell != "EXAMPLE-1" else "AB-1" for cell in rows[2]]
    out = io.StringIO()
    csv.writer(out).writerows([*rows, own])
    read = TABLES["csv"](out.getvalue().encode(), "bank", "PAK")
    assert [draft.content["id"] for draft in read.drafts] == ["AB-1"]
    assert read.doubts == ()
    assert [note.code for note in read.about] == ["REMARK_PASSED_OVER", "EXAMPLE_PASSED_OVER"]


def test_a_filled_workbook_is_imported() -> None:
    book = openpyxl.load_workbook(io.BytesIO(template("term_deposit", "xlsx")))
    sheet = book["listings"]
    sheet.cell(2, [cell.value for cell in sheet[1]].index("id") + 1).value = "AB-1"
    for row in book["rules"].iter_rows(min_row=2):
        row[0].value = "AB-1"
    out = io.BytesIO()
    book.save(out)
    read = TABLES["xlsx"](out.getvalue(), "bank", "PAK")
    assert (read.problems, read.doubts) == ((), ())
    assert [rule["fact"] for rule in read.drafts[0].content["rules"]] == [
        "age_years",
        "has_national_id",
    ]


@pytest.mark.parametrize("kind", ["loan", "grant", "gold"])
def test_a_workbook_offers_what_a_cell_may_hold_and_refuses_the_rest(kind: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(template(kind, "xlsx")))
    sheet = book["listings"]
    checks = {
        str(v.sqref).rstrip("0123456789").split(":")[0][:-1]: v
        for v in sheet.data_validations.dataValidation
    }
    for place, column in enumerate(columns(kind), start=1):
        check = checks[openpyxl.utils.get_column_letter(place)]
        assert check.prompt, column.name
        if column.form in (Form.CHOICE, Form.YES_NO):
            assert check.type == "list", column.name
        if column.form is Form.NUMBER and column.low is not None:
            assert (check.type, float(check.formula1)) == ("decimal", float(column.low)), (
                column.name
            )
    assert book["lists"].sheet_state == "hidden"
    facts = [
        v for v in book["rules"].data_validations.dataValidation if "lists" in (v.formula1 or "")
    ]
    assert len(facts) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_steps_have_a_place_where_a_kind_has_tables(kind: str) -> None:
    names = openpyxl.load_workbook(io.BytesIO(template(kind, "xlsx")), read_only=True).sheetnames
    assert ("steps" in names) == bool(tables(kind))
    header = template(kind, "csv").decode().splitlines()[0].split(",")
    assert header[-len(attached(kind)) :] == [column.name for column in attached(kind)]


@pytest.mark.parametrize("file_format", FORMATS)
def test_a_template_is_the_same_bytes_every_time(file_format: str) -> None:
    assert template("ijara", file_format) == template("ijara", file_format)
