"""The commands of the registry, run as a person runs them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from products.__main__ import main
from products.commands_registry import moment
from products.publishing.opening import open_registry, witness_of
from tests.products.publishing.shelf import BANK, NOW, at, done, loan, published, request


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder whose registry holds three versions of a loan, and another one withdrawn."""
    monkeypatch.setenv("WAPSI_VAR", str(tmp_path))
    monkeypatch.delenv("WAPSI_DATABASE", raising=False)
    opened = open_registry(tmp_path / "registry.duckdb")
    registry = opened.registry
    published(registry)
    published(registry, loan(0.2), now=at(5))
    published(registry, loan(0.3), now=at(8), valid_from=NOW.date())
    published(registry, loan(id="XY-LOAN-2", name="\x1b[31mred"), now=at(5))
    done(
        registry.withdraw(BANK, "XY-LOAN-2", reason="\x1b[2Jover", now=at(6), request_id=request())
    )
    opened.close()
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    code = main(words)
    return code, capsys.readouterr().out


@pytest.mark.parametrize(
    ("day", "known", "version"),
    [
        ("2026-02-04", "2026-02-04", 1),
        ("2026-02-06", "2026-02-06", 2),
        ("2026-02-04", "2026-03-01", 3),
        ("2026-02-06", "2026-02-05T08:59:59Z", 1),
        ("2026-02-06", "2026-02-05T14:00:00+05:00", 2),
        ("2026-01-30", "2026-03-01", None),
    ],
)
def test_a_day_is_listed_as_it_was_known(
    told: Path, capsys: pytest.CaptureFixture[str], day: str, known: str, version: int | None
) -> None:
    code, out = run(capsys, "list", "--country", "PAK", "--as-of", day, "--known", known, "--json")
    rows = [row for row in json.loads(out) if row["id"] == "XY-LOAN-1"]
    assert code == 0
    assert [row["version"] for row in rows] == ([] if version is None else [version])
    code, out = run(capsys, "list", "--country", "PAK", "--as-of", day, "--known", known)
    said = f"listings of PAK held on {day}, as known at {moment(known)}."
    assert out.splitlines()[-1].partition(" ")[2] == said


def test_a_history_tells_every_version_with_its_days_on_both_axes(
    told: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out = run(capsys, "history", "XY-LOAN-1", "--json")
    versions = json.loads(out)
    assert code == 0
    assert [each["version"] for each in versions] == [3, 2, 1]
    assert [each["state"] for each in versions] == ["published", "superseded", "superseded"]
    assert versions[0]["held"][0]["known_to"] is None
    code, out = run(capsys, "history", "XY-LOAN-1")
    assert "no end" in out
    code, out = run(capsys, "history", "XY-NONE")
    assert code == 1
    assert "XY-NONE" in out


def test_the_log_is_printed_without_what_would_move_the_cursor(
    told: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out = run(capsys, "events", "--listing", "XY-LOAN-2")
    assert code == 0
    assert "\x1b" not in out
    assert "withdraw" in out
    code, out = run(capsys, "events", "--json")
    assert [event["seq"] for event in json.loads(out)] == list(range(1, len(json.loads(out)) + 1))


def test_the_audit_is_clean_until_someone_edits_the_file(
    told: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out = run(capsys, "audit")
    assert (code, "All is well" in out) == (0, True)
    opened = open_registry(told / "registry.duckdb")
    with opened.registry.engine.begin() as db:
        db.execute(text("UPDATE listing_version SET content = '{}' WHERE version_no = 2"))
    opened.close()
    code, out = run(capsys, "audit", "--json")
    found = json.loads(out)["problems"]
    assert code == 1
    assert [(each["code"], each["where"]) for each in found] == [
        ("problem.audit_content", "XY-LOAN-1 2")
    ]
    code, out = run(capsys, "audit")
    assert "XY-LOAN-1 2: Its content was changed" in out


def test_an_older_copy_of_the_file_is_found_by_the_witness(
    told: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with witness_of(told / "registry.duckdb").open("a") as file:
        file.write(f"99 {'a' * 64}\n")
    code, out = run(capsys, "audit")
    assert code == 1
    assert "witness" in out


def test_without_a_registry_a_command_says_so_and_makes_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WAPSI_VAR", str(tmp_path))
    monkeypatch.delenv("WAPSI_DATABASE", raising=False)
    assert main(["audit"]) == 1
    assert "no registry here" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
    monkeypatch.setenv("WAPSI_DATABASE", "mysql://wapsi:secret@host/name")
    assert main(["events"]) == 1
    said = capsys.readouterr().err
    assert "no address of a PostgreSQL" in said
    assert "secret" not in said


def test_the_packs_are_taken_over_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WAPSI_VAR", str(tmp_path))
    monkeypatch.delenv("WAPSI_DATABASE", raising=False)
    code, out = run(capsys, "adopt")
    assert (code, out.startswith("0 new")) == (0, False)
    code, out = run(capsys, "adopt")
    assert out == "0 new, 0 changed, 0 ended, 0 kept as people left them.\n"


@pytest.mark.parametrize("words", ["yesterday", "2026-13-01", ""])
def test_a_moment_that_is_none_is_refused(words: str) -> None:
    with pytest.raises(ValueError, match=r"Invalid isoformat|month must be"):
        moment(words)


def test_a_time_without_a_zone_is_utc() -> None:
    assert moment("2026-01-31T09:00") == datetime(2026, 1, 31, 9, tzinfo=UTC)
