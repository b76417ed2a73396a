"""Names of files: which are taken, and what is shown of them."""

from __future__ import annotations

import pytest

from products.imports.limits import LABEL_CHARACTERS
from products.imports.names import ENDINGS, fault, label
from products.imports.upload import read_upload
from tests.products.imports.table import csv_of, row


@pytest.mark.parametrize(
    "name",
    ["products.csv.exe", "products.csv ", "products.csv%20", "products.csv/", "products", ".csv"],
)
def test_UPLOAD_05_only_the_end_of_the_final_name_counts(name: str) -> None:
    found = fault(name, "csv")
    assert found is not None
    assert found.code == "problem.wrong_ending"
    assert read_upload(name, csv_of(row()), "bank", "PAK", "csv").problems == (found,)


@pytest.mark.parametrize("name", ["products.csv\0.xlsx", "products.csv%00.xlsx", "products\0.csv"])
@pytest.mark.parametrize("wanted", ["csv", "xlsx"])
def test_UPLOAD_05_a_nul_is_never_forgiven(name: str, wanted: str) -> None:
    found = fault(name, wanted)
    assert found is not None
    assert found.code == "problem.name_with_nul"


@pytest.mark.parametrize("ending", ["duckdb", "db", "parquet", "arrow", "pkl", "joblib"])
@pytest.mark.parametrize("wanted", sorted(ENDINGS))
def test_UPLOAD_16_databases_and_pickles_are_refused_whatever_they_hold(
    ending: str, wanted: str
) -> None:
    read = read_upload(f"rates.{ending}", csv_of(row()), "bank", "PAK", wanted)
    assert [each.code for each in read.problems] == ["problem.wrong_ending"]
    assert read.drafts == ()


def test_UPLOAD_09_a_label_is_short_and_keeps_its_ending() -> None:
    shown = label("r" * 300 + ".csv")
    assert len(shown) == LABEL_CHARACTERS
    assert shown.endswith("….csv")


@pytest.mark.parametrize("hidden", ["\u202e", "\n", "\t", "\x7f", "\u2066", "\u200f", "\ufeff"])
def test_UPLOAD_09_hidden_characters_are_left_out_of_a_label(hidden: str) -> None:
    assert label(f"ra{hidden}tes.csv") == "rates.csv"
    assert fault(f"ra{hidden}tes.csv", "csv") is None


def test_UPLOAD_09_a_name_that_only_looks_right_is_refused() -> None:
    assert fault("rates\u202evsc.exe", "csv") is not None


def test_UPLOAD_09_the_import_works_whatever_the_name_is_like() -> None:
    for name in (
        "r" * 300 + ".csv",
        "ra\u202etes\n.csv",
        "rates 🏦.csv",
        "\u0634\u0631\u062d\u200c\u0647\u0627.csv",
    ):
        read = read_upload(name, csv_of(row()), "bank", "PAK", "csv")
        assert len(read.drafts) == 1, name


def test_joiners_that_shape_letters_stay() -> None:
    assert (
        label("\u0634\u0631\u062d\u200c\u0647\u0627.csv")
        == "\u0634\u0631\u062d\u200c\u0647\u0627.csv"
    )


def test_an_empty_label_has_a_word() -> None:
    assert label("\u202e\n") == "file"


@pytest.mark.parametrize(
    ("name", "wanted"), [("A.CSV", "csv"), ("b.Xlsx", "xlsx"), ("c.json", "cdr")]
)
def test_large_letters_do_not_count(name: str, wanted: str) -> None:
    assert fault(name, wanted) is None
