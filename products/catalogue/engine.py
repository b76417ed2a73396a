"""The one door to a database file: an embedded DuckDB behind SQLAlchemy, its settings locked.

A database opened here may read and write its own file and nothing else on the machine: no other
file, no network, no extension, and no setting can be changed back. That is tried once at every
opening, and a database that fails the trial is not handed out. A question that takes too long or
too much room is stopped, and the rest goes on.
"""

from __future__ import annotations

import os
import re
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

import duckdb
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.pool import QueuePool

from products.basis.problems import Problem
from products.catalogue.watch import (
    QUERY_SECONDS,
    DatabaseUnavailableError,
    Watch,
    WatchedConnection,
    watched,
)

__all__ = ["Database", "DatabaseUnavailableError", "open_database"]

MEMORY_LIMIT = "1GB"
SPILL_LIMIT = "2GB"
THREADS = 2
SPILL_PREFIX = ".spill-"


@dataclass(frozen=True, slots=True)
class Database:
    """An open database file: `engine` for SQLAlchemy; close it when done.

    While it is open, opening the same path again in this process gives the same file, even if
    another has been put in its place meanwhile: close first, then open.
    """

    engine: Engine
    path: Path
    _root: duckdb.DuckDBPyConnection
    _watch: Watch = field(default_factory=Watch)

    def close(self) -> None:
        """Give back the file, its lock and the spill folder."""
        self._watch.close()
        self.engine.dispose()
        self._root.close()
        shutil.rmtree(_spill_folder(self.path), ignore_errors=True)

    def __enter__(self) -> Self:
        """The database itself, for a `with` block."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close, whatever happened."""
        self.close()


def open_database(path: Path, *, read_only: bool) -> Database:
    """Open a DuckDB file with locked settings; many processes may have it open `read_only` at once.

    Raises `DatabaseUnavailableError`: `problem.no_database` when there is no file to read,
    `problem.database_in_use` when another process holds it, `problem.not_a_database` when it is
    none.
    """
    if read_only and not path.is_file():
        raise DatabaseUnavailableError(Problem("problem.no_database", str(path)))
    _sweep_spill(path.parent)
    root = _connect(path, read_only=read_only)
    try:
        _lock(root)
        _prove_locked(root)
    except BaseException:
        root.close()
        raise
    engine = create_engine("duckdb://", poolclass=QueuePool, pool_size=4, max_overflow=12)

    watch = Watch(QUERY_SECONDS)

    @event.listens_for(engine, "do_connect")
    def _cursor(*_: object) -> WatchedConnection:
        return WatchedConnection(root.cursor(), watch)

    watched(engine)
    return Database(engine, path, root, watch)


def _connect(path: Path, *, read_only: bool) -> duckdb.DuckDBPyConnection:
    settings: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "allow_community_extensions": False,
        "python_enable_replacements": False,
        "temp_directory": str(_spill_folder(path)),
        "memory_limit": MEMORY_LIMIT,
        "threads": THREADS,
        "max_temp_directory_size": SPILL_LIMIT,
    }
    try:
        return duckdb.connect(str(path), read_only=read_only, config=settings)
    except duckdb.Error as error:
        raise DatabaseUnavailableError(_why_not(path, str(error))) from error


def _why_not(path: Path, message: str) -> Problem:
    if "lock" in message.lower():
        holder = re.search(r"PID (\d+)", message)
        params = {"value": holder.group(1) if holder else "?"}
        return Problem("problem.database_in_use", str(path), params=params)
    return Problem("problem.not_a_database", str(path), params={"reason": message.splitlines()[0]})


def _lock(root: duckdb.DuckDBPyConnection) -> None:
    root.execute("SET enable_external_access = false")
    root.execute("SET lock_configuration = true")


def _prove_locked(root: duckdb.DuckDBPyConnection) -> None:
    """Try a forbidden read and a forbidden setting; one that allows either is our own bug."""
    for statement in ("SELECT count(*) FROM read_text('*')", "SET threads = 1"):
        try:
            root.execute(statement)
        except (duckdb.PermissionException, duckdb.InvalidInputException):
            continue
        raise AssertionError(f"the database is not locked: {statement}")


def _spill_folder(path: Path) -> Path:
    """Where this process may spill this file: a folder of its own beside the file."""
    return path.parent / f"{SPILL_PREFIX}{path.stem}-{os.getpid()}"


def _sweep_spill(folder: Path) -> None:
    """Remove what processes that are gone left behind when they were killed."""
    for left in folder.glob(f"{SPILL_PREFIX}*"):
        pid = left.name.rpartition("-")[2]
        if pid.isdigit() and not _alive(int(pid)):
            shutil.rmtree(left, ignore_errors=True)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
