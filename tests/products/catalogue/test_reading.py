"""CSV rows as models, every problem at its file, row and column."""

from __future__ import annotations

from pathlib import Path

import pytest

from products.basis.problems import Problem
from products.catalogue.listing import Header
from products.catalogue.pack import AssumptionLine, Provider
from products.catalogue.reading import (
    columns_of,
    lines_of,
    model_of,
    placed,
    read_table,
    required_of,
)
from products.kinds import KINDS

HEAD = "provider_id,name,type,web\n"


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "providers.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_good_rows_come_with_their_lines_and_blank_ones_are_passed_over(tmp_path: Path) -> None:
    path = written(tmp_path, HEAD + "a-bank,A Bank,,\n\n ,,,\nb-bank,B Bank,bank,\n")
    read = read_table(path, Provider, "p.csv")
    assert [(line, row.name) for line, row in read.good] == [(2, "A Bank"), (5, "B Bank")]
    assert read.rows == (
        Provider(provider_id="a-bank", name="A Bank"),
        Provider(provider_id="b-bank", name="B Bank", type="bank"),
    )
    assert read.problems == ()


def test_a_byte_order_mark_before_the_header_is_no_part_of_it(tmp_path: Path) -> None:
    path = written(tmp_path, "\ufeff" + HEAD + "a-bank,A Bank,,\n")
    assert len(read_table(path, Provider, "p.csv").good) == 1


def test_bad_rows_keep_their_cells(tmp_path: Path) -> None:
    path = written(tmp_path, HEAD + "A BANK,A Bank,,\n")
    read = read_table(path, Provider, "p.csv")
    assert read.bad == ((2, {"provider_id": "A BANK", "name": "A Bank", "type": "", "web": ""}),)
    assert [(p.code, p.where) for p in read.problems] == [
        ("problem.wrong_form.slug", "p.csv:2:provider_id")
    ]


def test_cells_of_a_ragged_row_are_remembered_without_columns(tmp_path: Path) -> None:
    path = written(tmp_path, HEAD + "a-bank,A Bank,,\nb-bank,B Bank\n")
    lines = lines_of(path, "p.csv", columns_of(Provider), required_of(Provider))
    assert lines.ragged == {"b-bank", "B Bank"}
    assert [p.code for p in lines.problems] == ["problem.row_width"]
    assert not lines.unread


@pytest.mark.parametrize("text", ["", "name,type,web\nA Bank,,\n", HEAD + 'a,"b'])
def test_a_file_no_row_of_which_can_be_read_says_so(tmp_path: Path, text: str) -> None:
    path = written(tmp_path, text)
    lines = lines_of(path, "p.csv", columns_of(Provider), required_of(Provider))
    assert lines.unread
    assert lines.rows == ()
    assert len(lines.problems) == 1


def test_a_header_alone_is_an_empty_table(tmp_path: Path) -> None:
    read = read_table(written(tmp_path, HEAD), Provider, "p.csv")
    assert (read.good, read.problems, read.lines.unread) == ((), (), False)


@pytest.mark.parametrize("kind", KINDS)
def test_columns_are_the_header_then_the_terms_without_tables_and_kind(kind: str) -> None:
    columns = columns_of(Header, KINDS[kind].Terms)
    assert columns[: len(Header.model_fields)] == tuple(Header.model_fields)
    assert not {"kind", "rate_steps", "coupons", "redemptions", "drawdowns"} & set(columns)
    assert set(required_of(Header, KINDS[kind].Terms)) <= set(columns)


@pytest.mark.parametrize("day", ["0", "20260131", "2026-1-31", "31.01.2026", "2026-01-31T00:00"])
def test_a_day_is_written_year_month_day_and_nothing_else(day: str) -> None:
    cells = {"name": "x_pa", "since": day, "value": "1", "grade": "A", "source_id": "law"}
    row, problems = model_of(AssumptionLine, cells, "a.csv:2")
    assert row is None
    assert [(p.code, p.where) for p in problems] == [("problem.not_a_date", "a.csv:2:since")]


@pytest.mark.parametrize(
    ("problem", "where"),
    [
        (Problem("problem.too_low", "f.csv:2:rate"), "f.csv:2:rate"),
        (Problem("problem.not_in_list", "f.csv:2:modes[0]"), "f.csv:2:modes"),
        (Problem("problem.step_twice", "f.csv:2:redemptions.0.at"), "f.csv:2:redemptions"),
        (Problem("problem.no_rate", "f.csv:2:"), "f.csv:2:rate"),
        (Problem("problem.min_above_max", "f.csv:2:", params={"value": "6e5"}), "f.csv:2:low"),
        (Problem("problem.table_gap", "f.csv:2:", params={"value": "4"}), "f.csv:2"),
    ],
)
def test_a_problem_of_a_whole_row_is_shown_at_the_column_to_mend(
    problem: Problem, where: str
) -> None:
    cells = {"high": "500000", "low": "600000", "note": "4th"}
    assert placed(problem, cells, "f.csv:2").where == where
