"""`python -m products price`, run as a person runs it, on the packs we ship."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from products.__main__ import main

TODAY = "2026-11-24"


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("var") / "catalogue.duckdb"
    assert main(["build", "--country", "PAK", "--out", str(path)]) == 0
    return path


def run(shelf: Path, *asked: str) -> int:
    return main(["price", *asked, "--as-of", TODAY, "--catalogue", str(shelf)])


def test_a_listing_is_priced_in_words(shelf: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(shelf, "pk-mft-kashf-kkk", "--amount", "20000") == 0
    told = capsys.readouterr().out
    assert "46.99 %" in told
    assert "US Regulation Z: 39.15 %" in told
    assert "Moneylender: Not known" in told
    assert "price." not in told


def test_a_listing_is_priced_as_json(shelf: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(shelf, "PK-MFT-KASHF-KKK", "--json") == 0
    said = json.loads(capsys.readouterr().out)
    assert [price["amount"] for price in said["prices"]] == [20_000, 60_000]
    rates = [price["outcomes"]["base"]["effective_pa"]["only"] for price in said["prices"]]
    assert rates[0] > rates[1]
    assert said["method"]


def test_an_amount_that_is_not_lent_is_told_and_returns_one(
    shelf: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(shelf, "PK-MFT-KASHF-KKK", "--amount", "1e9") == 1
    assert "60,000" in capsys.readouterr().out
    assert run(shelf, "PK-MFT-KASHF-KKK", "--amount", "nan", "--json") == 1
    said = json.loads(capsys.readouterr().out, parse_constant=pytest.fail)
    assert said["prices"][0]["problems"][0]["code"] == "problem.not_a_number"


def test_an_unknown_listing_is_told_with_the_nearest(
    shelf: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(shelf, "PK-MFT-KASHF") == 1
    assert "PK-MFT-KASHF-KKK" in capsys.readouterr().err


@pytest.mark.parametrize("asked", [["--amount", "much"], ["--tenor", "1.5"]])
def test_a_wrong_command_returns_two(
    shelf: Path, asked: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        run(shelf, "PK-MFT-KASHF-KKK", *asked)
    assert left.value.code == 2
    assert asked[1] in capsys.readouterr().err
