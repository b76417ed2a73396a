"""The one way in: size, name, content, then a child; a name is never more than a label."""

from __future__ import annotations

import pytest

from products.imports.limits import UPLOAD_BYTES
from products.imports.upload import read_upload
from tests.products.imports.table import codes, csv_of, row


def test_UPLOAD_06_a_climbing_name_is_a_label_and_nothing_is_written(tmp_path, monkeypatch) -> None:
    (tmp_path / "inside").mkdir()
    monkeypatch.chdir(tmp_path / "inside")
    for name in ("../../.streamlit/config.toml.csv", "/etc/rates.csv", "..\\..\\rates.csv"):
        read = read_upload(name, csv_of(row(rate="x")), "bank", "PAK", "csv")
        assert len(read.drafts) == 1
        broken = read_upload(name, b"", "bank", "PAK", "csv")
        assert not {"/", "\\"} & set(broken.problems[0].where)
    assert [path.name for path in tmp_path.rglob("*")] == ["inside"]


def test_UPLOAD_07_a_name_with_a_star_reads_its_own_bytes_alone(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("one.csv", "two.csv"):
        (tmp_path / name).write_bytes(csv_of(row(id="OF-OTHERS")))
    for name in ("*.csv", "[ab].csv", "?ne.csv"):
        read = read_upload(name, csv_of(row(), row(id="AB-2")), "bank", "PAK", "csv")
        assert [draft.content["id"] for draft in read.drafts] == ["AB-1", "AB-2"]


def test_a_file_too_large_is_refused_before_anything_of_it_is_read() -> None:
    read = read_upload("rates.csv", b"x" * (UPLOAD_BYTES + 1), "bank", "PAK", "csv")
    assert codes(read) == ["file_too_large"]
    assert read.problems[0].params["limit"] == UPLOAD_BYTES


@pytest.mark.parametrize("name", ["rates.csv"])
def test_a_problem_of_the_file_names_the_file(name: str) -> None:
    assert read_upload(name, b"kind,id\n", "bank", "PAK", "csv").problems[0].where
