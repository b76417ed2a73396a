"""Files taken in by command, as an operator types it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from products.__main__ import main
from products.imports.limits import UPLOAD_BYTES
from products.publishing.opening import open_file
from tests.conftest import ROOT
from tests.products.imports.bank import DEPOSIT, DOCUMENTS, deposit
from tests.products.publishing.feeding import document

HEARTLAND = DOCUMENTS / "product_detail/TERM_DEPOSITS/heartland__td04-1.json"
ASKED = ["--provider", "bank", "--format", "cdr"]
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WAPSI_VAR", str(tmp_path / "var"))
    monkeypatch.delenv("WAPSI_DATABASE", raising=False)
    return tmp_path / "var"


@pytest.fixture
def run(var: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def ran(*words: object) -> tuple[int, str, str]:
        code = main([str(word) for word in words])
        told = capsys.readouterr()
        return code, told.out, told.err

    return ran


@pytest.fixture
def feed(tmp_path: Path) -> Path:
    folder = tmp_path / "feed"
    folder.mkdir()
    for ref in ("A", "B", "C"):
        (folder / f"{ref}.json").write_bytes(document(DEPOSIT | {"productId": ref}))
    return folder


def test_a_file_is_taken_in_once_and_brings_nothing_the_second_time(run: Run, var: Path) -> None:
    code, out, _ = run("import", HEARTLAND, *ASKED, "--as", "amina")
    assert (code, "New drafts: 9" in out) == (0, True)
    code, out, _ = run("import", HEARTLAND, *ASKED)
    assert code == 0
    assert "New drafts: 0; doubts to be answered first in 0. Unchanged listings: 9." in out
    assert "is the same file as in import" in out
    opened = open_file(var / "registry.duckdb")
    events = opened.registry.events()
    opened.close()
    assert {event["actor_id"] for event in events} == {"amina"}
    (told,) = [event["reason"] for event in events if event["action"] == "import"]
    assert told.startswith("command line: heartland__td04-1.json")


def test_a_trial_writes_nothing(run: Run, var: Path) -> None:
    code, out, _ = run("import", HEARTLAND, *ASKED, "--dry-run")
    assert (code, out.splitlines()[-1].startswith("A trial; nothing was written.")) == (0, True)
    assert not var.exists()
    run("import", HEARTLAND, *ASKED)
    before = (var / "registry.duckdb").read_bytes(), (var / "registry.witness").read_bytes()
    later = DOCUMENTS / "version_chain/heartland-term-deposit-TD04.1/2022-09-28__9a316f6c.json"
    code, out, _ = run("import", later, *ASKED, "--dry-run")
    assert (code, "New drafts: 0" in out) == (0, False)
    after = (var / "registry.duckdb").read_bytes(), (var / "registry.witness").read_bytes()
    assert after == before


def test_json_tells_files_drafts_doubts_and_totals(run: Run) -> None:
    code, out, _ = run("import", HEARTLAND, *ASKED, "--json")
    told = json.loads(out)
    assert (code, told["totals"]["drafts"], told["totals"]["blocked"]) == (0, 9, 4)
    (file,) = told["files"]
    assert len(file["drafts"]) == 9
    assert file["events"][0]["code"] == "FIRST_SEEN"


def test_a_folder_is_a_feed_with_its_progress(run: Run, feed: Path) -> None:
    code, out, err = run("import", feed, *ASKED)
    assert (code, "Files: 3. New drafts: 3" in out) == (0, True)
    assert "3 of 3 files, 3 drafts" in err
    (feed / "B.json").write_bytes(document(deposit(rate="0.0555") | {"productId": "B"}))
    _, out, _ = run("import", feed, *ASKED)
    assert "New drafts: 1" in out
    assert "Older drafts replaced: 1" in out


def test_FEED_01_an_error_answer_in_a_feed_is_told_and_nothing_is_lost(
    run: Run, feed: Path
) -> None:
    run("import", feed, *ASKED)
    (feed / "B.json").write_bytes(b'{"errors": [{"code": "500", "title": "Down"}]}')
    code, out, _ = run("import", feed, *ASKED, "--json")
    told = json.loads(out)
    (error,) = [e for f in told["files"] for e in f["events"] if e["code"] == "FEED_ERROR"]
    assert (code, error["external_ref"], told["totals"]["drafts"]) == (0, "B", 0)


def test_a_product_that_a_whole_feed_lacks_is_told(run: Run, feed: Path) -> None:
    run("import", feed, *ASKED)
    (feed / "C.json").unlink()
    _, out, _ = run("import", feed, *ASKED)
    assert "C is no longer in the feed" not in out
    code, out, _ = run("import", feed, *ASKED, "--whole-feed")
    assert (code, "C is no longer in the feed" in out) == (0, True)


def test_bad_files_are_told_one_by_one_and_the_others_are_taken(run: Run, feed: Path) -> None:
    (feed / "bad.json").write_bytes(b"<html>")
    code, out, err = run("import", feed, feed / "none.json", *ASKED)
    assert code == 1
    assert "New drafts: 3" in out
    assert "bad.json" in err
    assert "none.json" in err


def test_UPLOAD_01_too_large_a_file_is_refused_by_command_too(run: Run, tmp_path: Path) -> None:
    large = tmp_path / "large.json"
    large.write_bytes(b" " * (UPLOAD_BYTES + 1))
    for trial in ([], ["--dry-run"]):
        code, _, err = run("import", large, *ASKED, *trial)
        assert code == 1
        assert "10,000,000" in err
    code, out, _ = run("events", "--json")
    assert [event["action"] for event in json.loads(out)] == ["upload_refused"]


def test_an_empty_folder_is_a_problem(run: Run, tmp_path: Path) -> None:
    code, _, err = run("import", tmp_path, *ASKED)
    assert (code, "There is no file that ends in .json" in err) == (1, True)


@pytest.mark.parametrize(
    "words",
    [
        ["import", "x.json", "--format", "cdr"],
        ["import", "x.json", "--provider", "A b", "--format", "cdr"],
        ["import", "x.json", "--provider", "bank", "--format", "pdf"],
        ["template", "no_kind", "--format", "csv", "--out", "x.csv"],
    ],
)
def test_a_wrong_command_is_told_apart_from_a_problem(run: Run, words: list[str]) -> None:
    with pytest.raises(SystemExit) as left:
        run(*words)
    assert left.value.code == 2


def test_while_the_app_holds_the_listings_the_way_out_is_told(run: Run, var: Path) -> None:
    opened = open_file(var / "registry.duckdb")
    try:
        command = [sys.executable, "-m", "products", "import", str(HEARTLAND), *ASKED]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    finally:
        opened.close()
    assert done.returncode == 1
    assert "Wapsi is running here" in done.stderr
    assert "WAPSI_DATABASE" in done.stderr


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_a_template_is_written_once_and_read_without_a_listing(
    run: Run, tmp_path: Path, file_format: str
) -> None:
    out = tmp_path / f"table.{file_format}"
    words = ["template", "term_deposit", "--format", file_format, "--out", out]
    assert run(*words)[0] == 0
    code, _, err = run(*words)
    assert (code, "is there already" in err) == (1, True)
    code, told, _ = run(
        "import", out, "--provider", "bank", "--format", file_format, "--country", "PAK"
    )
    assert "New drafts: 0" in told


def test_a_template_in_a_folder_that_is_not_there_is_a_problem(run: Run, tmp_path: Path) -> None:
    words = ["template", "loan", "--format", "csv", "--out", tmp_path / "none" / "x.csv"]
    code, _, err = run(*words)
    assert (code, "cannot be written" in err) == (1, True)


def test_a_filled_table_becomes_a_draft(run: Run, tmp_path: Path) -> None:
    table = tmp_path / "td.csv"
    run("template", "term_deposit", "--format", "csv", "--out", table)
    text = table.read_text(encoding="utf-8-sig").replace("EXAMPLE-1", "BANK-TD-1")
    table.write_text(text, encoding="utf-8")
    asked = ["--provider", "bank", "--format", "csv", "--country", "PAK"]
    code, out, err = run("import", table, *asked)
    assert (code, "New drafts: 1" in out) == (0, True), out + err
    _, out, _ = run("import", table, *asked)
    assert "New drafts: 0" in out
