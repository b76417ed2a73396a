"""Opening the registry: where it is, and what is said when it stays shut."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from products.basis.text import problem_sentence, sentences
from products.catalogue.engine import DatabaseUnavailableError
from products.publishing.opening import DATABASE, open_registry, place, witness_of
from tests.conftest import ROOT
from tests.postgres import Server
from tests.products.publishing.shelf import published

HOLDER = (
    "import sys; from pathlib import Path; from products.publishing.opening import open_file; "
    "held = open_file(Path(sys.argv[1])); print('open', flush=True); sys.stdin.read()"
)


def why(where: Path | str) -> str:
    """The sentence a person reads; no part of the refusal may show a password."""
    with pytest.raises(DatabaseUnavailableError) as refused:
        open_registry(where)
    sentence = problem_sentence(refused.value.problem, sentences())
    shown = f"{refused.value} {sentence} {refused.value.problem!r}"
    assert "secret" not in shown
    assert refused.value.__cause__ is None or not isinstance(where, str)
    return f"{refused.value.problem.code} {sentence}"


def test_the_environment_names_a_server_or_else_it_is_a_file(tmp_path: Path) -> None:
    assert place(tmp_path, {}) == place(tmp_path, {DATABASE: " "}) == tmp_path / "registry.duckdb"
    assert place(tmp_path, {DATABASE: "postgresql://a@b/c"}) == "postgresql://a@b/c"


def test_what_was_written_is_there_when_it_is_opened_again(where: Path | str) -> None:
    first = open_registry(where)
    held = published(first.registry)
    first.close()
    again = open_registry(where)
    assert again.registry.version(held.version_id) == held
    again.close()


def test_the_witness_stands_beside_the_file(tmp_path: Path) -> None:
    path = tmp_path / "registry.duckdb"
    opened = open_registry(path)
    published(opened.registry)
    opened.close()
    assert witness_of(path).read_text().startswith("1 ")


def test_a_file_held_by_another_process_is_a_clear_problem(tmp_path: Path) -> None:
    path = tmp_path / "registry.duckdb"
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
    )  # fmt: skip
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "open\n"
        said = why(path)
    finally:
        holder.communicate("")
    assert said.startswith("problem.database_in_use")
    assert f"process {holder.pid}" in said


def test_a_file_that_is_no_database_is_a_clear_problem(tmp_path: Path) -> None:
    path = tmp_path / "registry.duckdb"
    path.write_text("Dear Amna, " * 2000)
    assert why(path).startswith("problem.not_a_database")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda address, _: address.replace("wapsi:", "nobody:"), "problem.database_password"),
        (lambda address, server: address.replace(server.password, "secret"),
         "problem.database_password"),
        (lambda address, server: address.replace(f":{server.password}", ""),
         "problem.database_password"),
        (lambda address, _: address.rpartition("/")[0] + "/none", "problem.database_missing"),
        (lambda address, server: address.replace(str(server.port), "1"),
         "problem.database_unreachable"),
        (lambda address, server: address.replace("127.0.0.1", "no-such-host.invalid"),
         "problem.database_unreachable"),
    ],
)  # fmt: skip
def test_a_server_that_lets_nobody_in_is_a_clear_problem(
    database: str, postgres: Server, change, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PGPASSWORD", raising=False)
    said = why(change(database, postgres))
    assert said.startswith(code)
    assert postgres.password not in said


@pytest.mark.parametrize(
    "address",
    [
        "mysql://wapsi:secret@host/registry",
        "sqlite:///secret.db",
        "postgresql://wapsi:secret@host:port/registry",
        "postgresql://wapsi:secret@host",
        "wapsi secret",
        "duckdb:///secret",
    ],
)
def test_another_kind_of_address_is_refused_unread(address: str) -> None:
    assert why(address).startswith("problem.database_address")
