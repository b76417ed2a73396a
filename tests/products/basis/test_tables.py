"""CSV files row by row."""

from __future__ import annotations

import pytest
from pydantic import BaseModel, Field

from products.basis.tables import raw_rows, read_rows


class Row(BaseModel, extra="forbid"):
    """A name and an amount."""

    name: str
    amount: float = Field(ge=0)
    note: str = "none"


@pytest.fixture
def file(tmp_path):
    def write(content: str | bytes):
        path = tmp_path / "rows.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def places(problems):
    return [(p.code, p.where) for p in problems]


def test_good_rows_are_kept_and_each_bad_cell_is_named(file):
    path = file("name,amount,note\na,1,\nb,-2,x\nc,many,\n,4,\nd,5,y\n")
    rows, problems = read_rows(path, Row, "rows.csv")
    assert [(r.name, r.note) for r in rows] == [("a", "none"), ("d", "y")]
    assert places(problems) == [
        ("problem.too_low", "rows.csv:3:amount"),
        ("problem.not_a_number", "rows.csv:4:amount"),
        ("problem.missing", "rows.csv:5:name"),
    ]


def test_a_row_of_another_width_is_named_and_the_rest_is_read(file):
    rows, problems = read_rows(file("name,amount\na,1\nb\nc,3,4\nd,5\n"), Row, "f")
    assert [r.name for r in rows] == ["a", "d"]
    assert places(problems) == [("problem.row_width", "f:3"), ("problem.row_width", "f:4")]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("", "problem.no_rows"),
        ("name,name\na,b\n", "problem.duplicate_header"),
        (b"name,amount\n\xff\xfe,1\n", "problem.not_utf8"),
        ('name,amount\n"a,1\n', "problem.broken_csv"),
    ],
)
def test_a_file_that_cannot_be_trusted_is_refused_as_a_whole(file, content, code):
    rows, problems = read_rows(file(content), Row, "f")
    assert rows == ()
    assert [p.code for p in problems] == [code]


def test_a_file_that_is_not_there_is_a_problem(tmp_path):
    assert [p.code for p in raw_rows(tmp_path / "no.csv")[1]] == ["problem.no_file"]


def test_a_byte_order_mark_and_empty_lines_are_passed_over(file):
    rows, problems = read_rows(file("\ufeffname,amount\n\na,1\n , \n"), Row, "f")
    assert problems == ()
    assert [r.name for r in rows] == ["a"]


def test_a_line_break_inside_quotes_belongs_to_its_cell(file):
    rows, _ = read_rows(file('name,amount,note\na,1,"two\nlines"\n'), Row, "f")
    assert rows[0].note == "two\nlines"


def test_a_row_after_a_quoted_line_break_is_named_by_its_line_in_the_file(file):
    _, problems = read_rows(file('name,amount,note\na,1,"two\nlines"\nb,-1,\n'), Row, "f")
    assert places(problems) == [("problem.too_low", "f:4:amount")]
