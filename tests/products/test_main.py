"""The commands of the market, run as a person runs them."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from products import __main__ as command
from products.__main__ import main
from products.catalogue.build import DEFAULT_FILE
from products.catalogue.seed import COUNTRIES, ROOT
from products.publishing.opening import open_file
from tests.products.publishing.shelf import draft, loan, published

TODAY = "2026-01-31"


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("var") / "catalogue.duckdb"
    assert main(["build", "--out", str(path)]) == 0
    return path


@pytest.fixture
def countries(tmp_path: Path) -> Path:
    """A copy of the packs we ship, to spoil."""
    shutil.copytree(COUNTRIES, tmp_path / "countries")
    return tmp_path / "countries"


def spoil(countries: Path, file: str, old: str, new: str) -> None:
    path = countries / "PAK" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_check_of_good_packs_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 0
    assert "no problems" in capsys.readouterr().out
    assert main(["check", "--country", "pak"]) == 0


def test_check_prints_each_problem_as_one_sentence(
    countries: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(countries, "providers.csv", "provider_id,", "provider,")
    assert main(["check", "--data", str(countries)]) == 1
    first, *_, last = capsys.readouterr().out.splitlines()
    assert first.startswith(f"{countries}/PAK/providers.csv:1:provider: No column is called")
    assert re.fullmatch(r"\d+ errors, 0 warnings", last)


def test_check_of_a_country_that_is_not_there_is_a_problem(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["check", "--country", "PAK", "ABC"]) == 1
    assert "data/countries/ABC: There is no such folder." in capsys.readouterr().out


def test_build_goes_on_without_the_bad_row_and_says_so(
    countries: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "catalogue.duckdb"
    assert main(["build", "--data", str(countries), "--out", str(out)]) == 0
    whole = capsys.readouterr()
    assert "reading" in whole.err
    assert "writing" in whole.err
    count = int(re.search(r": (\d+) listings", whole.out)[1])
    spoil(countries, "products/loan.csv", ",conventional,", ",halal,")
    assert main(["build", "--data", str(countries), "--out", str(out)]) == 1
    spoilt = capsys.readouterr()
    assert "loan.csv:2:modes: “halal” is not one of the possible answers." in spoilt.err
    assert f": {count - 1} listings" in spoilt.out


def test_build_of_nothing_leaves_the_old_catalogue(
    countries: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "catalogue.duckdb"
    out.write_text("old")
    for folder in countries.iterdir():
        (folder / "sources.csv").unlink()
    assert main(["build", "--data", str(countries), "--out", str(out)]) == 1
    assert out.read_text() == "old"
    assert "left as it is" in capsys.readouterr().err


def test_list_says_what_may_be_offered_on_a_day(
    shelf: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["list", "--country", "PAK", "--as-of", TODAY, "--catalogue", str(shelf)]
    assert main(asked) == 0
    *lines, last = capsys.readouterr().out.splitlines()
    assert last == f"{len(lines)} listings of PAK on {TODAY}"
    assert all(line.startswith("PK-") for line in lines)
    assert main([*asked, "--all", "--json"]) == 0
    every = json.loads(capsys.readouterr().out)
    assert len(every) > len(lines)
    assert {each["standing"] for each in every} == {"offered", "confirm_first", "not_offered"}
    assert main([*asked, "--json", "--kind", "loan"]) == 0
    loans = json.loads(capsys.readouterr().out)
    assert {each["kind"] for each in loans} == {"loan"}
    offered = [each["id"] for each in every if each["standing"] != "not_offered"]
    assert len(offered) == len(lines)


def test_list_of_a_day_before_all_validity_is_told_by_a_sentence(
    shelf: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["list", "--country", "PAK", "--kind", "grant", "--catalogue", str(shelf)]
    assert main([*asked, "--as-of", "1950-01-01"]) == 0
    assert capsys.readouterr().out.splitlines()[-1].endswith("1950-01-01")


def test_show_says_everything_of_one_listing(
    shelf: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    where = ["--as-of", TODAY, "--catalogue", str(shelf)]
    assert main(["show", "PK-ACAG-RURAL", *where]) == 0
    text = capsys.readouterr().out
    assert "region: Punjab" in text
    assert "instalment_cap: 14,000" in text
    assert main(["show", "pk-acag-rural", "--json", *where]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["terms"]["instalment_cap"] == 14000
    assert "region: Punjab" in said["rules_in_words"]
    assert said["sources"][0]["address"].startswith("https://")


def test_show_of_an_unknown_id_names_the_nearest(
    shelf: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["show", "PK-ACAG-RURLA", "--catalogue", str(shelf)]) == 1
    assert "PK-ACAG-RURAL" in capsys.readouterr().err
    assert main(["show", "4711", "--catalogue", str(shelf)]) == 1
    assert "nor any like it" in capsys.readouterr().err


@pytest.mark.parametrize("asked", [["list", "--country", "PAK"], ["show", "PK-ACAG-RURAL"]])
def test_without_a_catalogue_it_says_how_to_build_one(
    asked: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*asked, "--catalogue", str(tmp_path / "none.duckdb")]) == 1
    assert "python -m products build" in capsys.readouterr().err


def test_an_unknown_country_is_told_with_those_there_are(
    shelf: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["list", "--country", "abc", "--catalogue", str(shelf)]) == 1
    told = capsys.readouterr().err
    assert "“ABC”. It holds: BGD, " in told
    assert "PAK" in told


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["list", "--country", "PAK", "--as-of", "2026-02-30"], "is not a date"),
        (["list", "--country", "PAK", "--as-of", "today"], "is not a date"),
        (["list", "--country", "PAK", "--kind", "lottery"], "lottery"),
        (["list"], "--country"),
        (["show"], "ID"),
        (["fly"], "fly"),
        ([], "command"),
        (["schedule"], "REQUEST.json"),
        (["verify"], "PATH"),
    ],
)
def test_a_wrong_command_is_told_and_returns_two(
    asked: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main(asked)
    assert left.value.code == 2
    assert said in capsys.readouterr().err


def test_help_knows_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["--help"])
    assert left.value.code == 0
    text = capsys.readouterr().out
    for name in ("check", "build", "list", "show", "dictionary", "schedule", "verify"):
        assert f"    {name}" in text
    assert "cli." not in text


def test_today_is_asked_for_once_and_is_the_default_day(
    shelf: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "_today", lambda: date(2026, 3, 1))
    assert main(["list", "--country", "PAK", "--catalogue", str(shelf)]) == 0
    assert capsys.readouterr().out.splitlines()[-1].endswith("on 2026-03-01")


def test_the_dictionary_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["dictionary"]) == 0
    assert capsys.readouterr().out.startswith("# Data dictionary\n")


def test_verify_is_handed_on_whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", str(tmp_path)]) == 1
    assert "0 passed, 0 failed" in capsys.readouterr().out


def test_schedule_answers_a_request_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    request = tmp_path / "request.json"
    request.write_text(
        json.dumps(
            {"currency": "PKR", "amount": "100000", "start": "2026-01-31", "instalments": 12,
             "rate": "0.12", "rate_basis": "nominal_pa_monthly"}
        )
    )  # fmt: skip
    assert main(["schedule", str(request), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert [row["total_minor"] for row in answer["rows"]][:3] == [888488] * 3
    assert sum(row["principal_minor"] for row in answer["rows"]) == 100_000_00
    request.write_text("{")
    assert main(["schedule", str(request)]) != 0
    assert "not a whole JSON file" in capsys.readouterr().err


@pytest.mark.parametrize("asked", [["schedule", "--schema"], ["verify", "--schema", "xirr_xnpv"]])
def test_schemas_are_printed(asked: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(asked) == 0
    assert "properties" in capsys.readouterr().out


def test_the_default_catalogue_lies_outside_what_is_versioned() -> None:
    assert DEFAULT_FILE == ROOT / "var" / "catalogue.duckdb"
    assert "var/" in (ROOT / ".gitignore").read_text().splitlines()


def test_a_reader_who_stops_reading_sees_no_fault(shelf: Path) -> None:
    asked = (
        f"'{sys.executable}' -m products list --country PAK --json --catalogue '{shelf}' | head -1"
    )
    done = subprocess.run(
        ["bash", "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert (done.stdout, done.stderr) == ("[\n", "")


BANKS = ROOT / "tests" / "documents" / "bank_products"


def test_read_tells_what_a_banks_file_says_and_what_is_doubtful(
    capsys: pytest.CaptureFixture[str],
) -> None:
    file = BANKS / "product_detail/TERM_DEPOSITS/suncorp-bank__fmdatd.json"
    asked = ["read", str(file), "--provider", "suncorp_bank", "--format", "cdr"]
    assert main(asked) == 0
    page = capsys.readouterr().out
    assert page.startswith("SUNCORP-BANK-")
    assert "kind term_deposit, rate 0." in page
    assert re.fullmatch(
        r"\d+ drafts, \d+ of them blocked; \d+ doubts, \d+ notes", page.splitlines()[-1]
    )
    assert main([*asked, "--json", "--country", "aus"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert {draft["content"]["country"] for draft in told["drafts"]} == {"AUS"}


def test_read_of_an_error_answer_or_of_nothing_gives_a_sentence_and_no_draft(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    how = ["--provider", "bank", "--format", "cdr"]
    (error,) = (BANKS / "product_detail_irregular/ERROR_ENVELOPE").glob("*.json")
    assert main(["read", str(error), *how]) == 1
    assert "the feed answered with an error: " in capsys.readouterr().out
    assert main(["read", str(tmp_path / "none.json"), *how]) == 1
    assert "none.json cannot be read" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main(["read", str(error), "--provider", "../x", "--format", "cdr"])


# ------------------------------------------------------------------ what banks published


@pytest.fixture
def listed(shelf: Path, tmp_path: Path) -> Path:
    """A built catalogue with a registry beside it, in which a bank's loan is public."""
    path = tmp_path / shelf.name
    shutil.copy(shelf, path)
    opened = open_file(tmp_path / "registry.duckdb")
    published(opened.registry)
    draft(opened.registry, loan(id="XY-LOAN-2", name="Not yet"))
    opened.close()
    return path


def test_the_commands_know_what_banks_published_and_no_draft(listed, capsys):
    given = ["--catalogue", str(listed), "--as-of", "2026-11-24"]
    assert main(["show", "XY-LOAN-1", *given]) == 0
    assert "Shop loan" in capsys.readouterr().out
    assert main(["list", "--country", "PAK", *given]) == 0
    told = capsys.readouterr().out
    assert "XY-LOAN-1" in told
    assert "XY-LOAN-2" not in told
    assert main(["price", "XY-LOAN-1", *given, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["prices"]
    assert main(["show", "XY-LOAN-2", *given]) == 1


def test_a_registry_out_of_reach_is_told_and_the_packs_stand_alone(listed, capsys):
    listed.with_name("registry.duckdb").write_bytes(b"no database at all")
    assert main(["list", "--country", "PAK", "--catalogue", str(listed)]) == 0
    told = capsys.readouterr()
    assert "What banks published could not be read" in told.err
    assert "XY-LOAN-1" not in told.out
    assert "PK-" in told.out
