"""A caseload's file: read, written, and refused cell by cell."""

from __future__ import annotations

import numpy as np
import pytest

from planner.caseload.table import as_csv, read_table
from tests.planner.caseload.caseloads import SMALL, drawn, written

REGIONS = ("punjab", "sindh")
HEAD = "household_id,region,migrant_age_years,migrant_sex,migrant_abroad"
GOOD = "a,punjab,30,male,yes"


def read(folder, *lines: str, head: str = HEAD):
    return read_table(written(folder, "\n".join([head, *lines]) + "\n"), REGIONS)


def test_what_is_written_is_what_is_read(tmp_path):
    table = drawn(60)
    again, problems = read_table(
        written(tmp_path, as_csv(table)), tuple(set(table.words("region")))
    )
    assert problems == ()
    assert list(again.columns) == list(table.columns)
    for name, values in table.columns.items():
        np.testing.assert_array_equal(again.columns[name], values, err_msg=name)


def test_the_shipped_caseload_is_the_one_its_document_tells_of():
    assert SMALL.read_text(encoding="utf-8") == as_csv(drawn(200, 7))


def test_an_empty_cell_is_unknown(tmp_path):
    table, problems = read(tmp_path, "a,,30,male,yes")
    assert problems == ()
    assert table.words("region")[0] == ""
    assert np.isnan(table.numbers("savings")).all()


def test_a_caseload_of_met_households_is_not_called_synthetic(tmp_path):
    assert drawn(60).synthetic
    assert not read(tmp_path, GOOD)[0].synthetic


BAD = {
    "age in words": ("b,punjab,old,male,yes", "problem.not_a_number", "migrant_age_years"),
    "age of a child": ("b,punjab,11,male,yes", "problem.too_low", "migrant_age_years"),
    "infinite age": ("b,punjab,inf,male,yes", "problem.not_a_number", "migrant_age_years"),
    "no age": ("b,punjab,,male,yes", "problem.missing", "migrant_age_years"),
    "unknown region": ("b,mars,30,male,yes", "problem.not_in_list", "region"),
    "maybe": ("b,punjab,30,male,maybe", "problem.not_yes_or_no", "migrant_abroad"),
    "long name": (f"{'b' * 90},punjab,30,male,yes", "problem.too_long", "household_id"),
    "the same name": (GOOD, "problem.household_twice", ""),
}


@pytest.mark.parametrize(("line", "code", "column"), BAD.values(), ids=BAD.keys())
def test_a_bad_cell_takes_its_row_out_and_is_named(tmp_path, line, code, column):
    table, problems = read(tmp_path, GOOD, line, "c,sindh,40,female,no")
    assert [p.code for p in problems] == [code]
    assert problems[0].where == f"caseload.csv:3{':' if column else ''}{column}"
    assert list(table.words("household_id")) == ["a", "c"]


def test_a_column_nobody_knows_is_named_with_the_nearest(tmp_path):
    table, problems = read(tmp_path, GOOD + ",5", head=HEAD + ",saving")
    assert [p.code for p in problems] == ["problem.unknown_column"]
    assert "savings" in str(problems[0].params["limit"])
    assert len(table) == 1


def test_a_file_without_its_needed_columns_is_refused(tmp_path):
    table, problems = read(tmp_path, "a", head="household_id")
    assert {p.where.split(":")[-1] for p in problems} == {
        "migrant_age_years", "migrant_sex", "migrant_abroad",
    }  # fmt: skip
    assert len(table) == 0


@pytest.mark.parametrize("content", ["", "household_id\n", 'a,b\n"x'])
def test_what_is_no_table_is_refused_without_a_crash(tmp_path, content):
    table, problems = read_table(written(tmp_path, content), REGIONS)
    assert problems
    assert len(table) == 0


CONTRADICTIONS = [
    ("migrant_months_since_return", "3", "problem.abroad_and_returned"),
    ("migrant_months_abroad", "700", "problem.return_longer_than_life"),
    ("other_debt_arrears", "5", "problem.arrears_above_outstanding"),
]


@pytest.mark.parametrize(("column", "value", "code"), CONTRADICTIONS)
def test_what_does_not_hold_together_is_told(tmp_path, column, value, code):
    _, problems = read(tmp_path, f"{GOOD},{value}", head=f"{HEAD},{column}")
    assert [p.code for p in problems] == [code]


def test_a_cell_that_would_run_as_a_formula_is_made_harmless(tmp_path):
    table, _ = read(tmp_path, '"=1+1",punjab,30,male,yes')
    text = as_csv(table)
    assert "'=1+1" in text
    assert read_table(written(tmp_path, text), REGIONS)[0].words("household_id")[0] == "=1+1"
