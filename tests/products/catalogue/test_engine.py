"""The door to a database file: what it locks, what it says when it stays shut."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from products.catalogue import engine as door
from products.catalogue.engine import Database, DatabaseUnavailableError, open_database

PROJECT = Path(__file__).resolve().parents[3]
HOLDER = """
import sys
from pathlib import Path
from products.catalogue.engine import open_database
database = open_database(Path(sys.argv[1]), read_only=sys.argv[2] == "read")
print("open", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "shelf.duckdb"
    with open_database(path, read_only=False) as database, database.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE fruit (name VARCHAR, kilos DOUBLE)")
        connection.exec_driver_sql("INSERT INTO fruit VALUES ('apple', 1.5), ('plum', 2.5)")
    return path


@pytest.fixture
def shelf(file: Path) -> Iterator[Database]:
    with open_database(file, read_only=True) as database:
        yield database


def run(engine: Engine, statement: str) -> list[tuple[object, ...]]:
    with engine.connect() as connection:
        result = connection.exec_driver_sql(statement)
        return [tuple(row) for row in result] if result.returns_rows else []


def held_elsewhere(file: Path, how: str) -> subprocess.Popen[str]:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(file), how],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=PROJECT,
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "open\n"
    return holder


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM read_text('/etc/passwd')",
        "SELECT * FROM read_blob('/etc/passwd')",
        "SELECT * FROM read_json('/etc/passwd')",
        "SELECT * FROM read_parquet('/etc/passwd')",
        "SELECT * FROM sniff_csv('/etc/passwd')",
        "SELECT * FROM '/etc/passwd'",
        "SELECT * FROM glob('/etc/*')",
        "SELECT * FROM read_csv('http://localhost/x.csv')",
        "COPY fruit TO 'taken.csv'",
        "COPY fruit FROM '/etc/passwd'",
        "ATTACH 'other.duckdb'",
        "EXPORT DATABASE 'taken'",
        "IMPORT DATABASE 'taken'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "INSERT INTO fruit VALUES ('pear', 1)",
        "CREATE TABLE more (name VARCHAR)",
        "DROP TABLE fruit",
    ],
)
def test_DBCONFIG_01_a_reader_can_touch_no_file_no_network_and_no_row(
    shelf: Database, statement: str
) -> None:
    with pytest.raises(DBAPIError):
        run(shelf.engine, statement)
    assert run(shelf.engine, "SELECT count(*) FROM fruit") == [(2,)]


@pytest.mark.parametrize(
    "statement",
    [
        "SET enable_external_access = true",
        "SET memory_limit = '64GB'",
        "RESET memory_limit",
        "SET temp_directory = '/elsewhere'",
        "SET allowed_directories = ['/']",
        "SET threads = 64",
        "SET autoinstall_known_extensions = true",
        "SET autoload_known_extensions = true",
        "SET python_enable_replacements = true",
        "SET lock_configuration = false",
        "PRAGMA memory_limit = '64GB'",
    ],
)
@pytest.mark.parametrize("read_only", [True, False])
def test_DBCONFIG_02_no_setting_can_be_changed_back(
    file: Path, statement: str, read_only: bool
) -> None:
    database = open_database(file, read_only=read_only)
    with database, pytest.raises(DBAPIError, match="locked"):
        run(database.engine, statement)


def test_DBCONFIG_01_a_writer_too_can_touch_no_file_but_its_own(file: Path, tmp_path: Path) -> None:
    with open_database(file, read_only=False) as database:
        for statement in ("SELECT * FROM read_text('/etc/passwd')", "COPY fruit TO 'taken.csv'"):
            with pytest.raises(DBAPIError, match="disabled by configuration"):
                run(database.engine, statement)
    assert not (tmp_path / "taken.csv").exists()


def test_DBCONFIG_05_a_link_beside_the_file_or_where_it_spills_leads_nowhere(
    file: Path, tmp_path: Path
) -> None:
    with open_database(file, read_only=False) as database:
        spill = tmp_path / f".spill-shelf-{os.getpid()}"
        spill.mkdir(exist_ok=True)
        for folder in (tmp_path, spill):
            link = folder / "link.csv"
            link.symlink_to("/etc/passwd")
            for statement in (
                f"SELECT * FROM read_text('{link}')",
                f"SELECT * FROM read_csv('{link}')",
                f"SELECT * FROM '{link}'",
                f"ATTACH '{link}'",
                f"COPY fruit TO '{link}'",
            ):
                with pytest.raises(DBAPIError, match="disabled by configuration"):
                    run(database.engine, statement)


def test_memory_threads_and_spill_are_capped(shelf: Database) -> None:
    names = ("memory_limit", "threads", "max_temp_directory_size", "temp_directory")
    settings = run(shelf.engine, f"SELECT {', '.join(f'current_setting({n!r})' for n in names)}")[0]
    assert settings[:3] == ("953.6 MiB", 2, "1.8 GiB")
    assert Path(str(settings[3])).parent == shelf.path.parent


def test_python_variables_of_the_caller_are_not_tables(shelf: Database) -> None:
    secrets = [("salary", 1)]
    with pytest.raises(DBAPIError, match="does not exist"):
        run(shelf.engine, "SELECT * FROM secrets")
    assert secrets


def test_a_database_that_is_not_locked_is_not_handed_out(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "_lock", lambda root: None)
    with pytest.raises(AssertionError, match="not locked"):
        open_database(file, read_only=True)


def test_many_processes_may_read_at_once(file: Path) -> None:
    holder = held_elsewhere(file, "read")
    try:
        with open_database(file, read_only=True) as database:
            assert run(database.engine, "SELECT count(*) FROM fruit") == [(2,)]
    finally:
        holder.communicate("")


@pytest.mark.parametrize("read_only", [True, False])
def test_a_file_held_by_another_process_is_a_clear_problem(file: Path, read_only: bool) -> None:
    holder = held_elsewhere(file, "write")
    try:
        with pytest.raises(DatabaseUnavailableError) as refused:
            open_database(file, read_only=read_only)
    finally:
        holder.communicate("")
    problem = refused.value.problem
    assert (problem.code, problem.where) == ("problem.database_in_use", str(file))
    assert problem.params["value"] == str(holder.pid)
    with open_database(file, read_only=False) as database:
        assert run(database.engine, "SELECT count(*) FROM fruit") == [(2,)]


def test_a_file_that_is_not_there_is_a_clear_problem(tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnavailableError) as refused:
        open_database(tmp_path / "none.duckdb", read_only=True)
    assert refused.value.problem.code == "problem.no_database"
    assert not (tmp_path / "none.duckdb").exists()


def test_a_file_that_is_no_database_is_a_clear_problem(tmp_path: Path) -> None:
    path = tmp_path / "letter.duckdb"
    path.write_text("Dear Amna, " * 2000)
    with pytest.raises(DatabaseUnavailableError) as refused:
        open_database(path, read_only=True)
    assert refused.value.problem.code == "problem.not_a_database"


def test_threads_share_one_database(shelf: Database) -> None:
    def heavier_than(kilos: float) -> int:
        with shelf.engine.connect() as connection:
            query = text("SELECT count(*) FROM fruit WHERE kilos > :kilos")
            return int(connection.execute(query, {"kilos": kilos}).scalar_one())

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(heavier_than, [0, 1, 2, 3] * 8)) == [2, 2, 1, 0] * 8


@pytest.mark.slow
def test_spilling_stays_in_its_own_folder_and_is_swept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "MEMORY_LIMIT", "60MB")
    monkeypatch.setattr(door, "QUERY_SECONDS", 120.0)
    database = open_database(tmp_path / "big.duckdb", read_only=False)
    with database, database.engine.connect() as connection:
        connection.exec_driver_sql(
            "SELECT r FROM (SELECT range AS r, hash(range)::VARCHAR || repeat('x', 20) AS s"
            " FROM range(3000000)) ORDER BY s LIMIT 2000000 OFFSET 1000000"
        ).fetchone()
        assert list(tmp_path.glob(".spill-big-*/*"))
    assert not list(tmp_path.glob(".spill-*"))


def test_what_a_killed_process_left_behind_is_swept_at_the_next_opening(file: Path) -> None:
    gone = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"],
                          capture_output=True, text=True, check=True)  # fmt: skip
    left = file.parent / f".spill-shelf-{gone.stdout.strip()}"
    living = file.parent / ".spill-shelf-1"
    for folder in (left, living):
        folder.mkdir()
        (folder / "duckdb_temp_storage.tmp").write_text("a name in clear")
    with open_database(file, read_only=True):
        assert not left.exists()
        assert living.exists()
