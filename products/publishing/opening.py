"""Which database the registry lives in, and opening it: an embedded file or PostgreSQL.

Either way its tables are brought up to this code first; a database that is ahead of the code stays
shut. No message names a password.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from products.basis.problems import Problem
from products.catalogue.engine import Database, DatabaseUnavailableError, open_database
from products.publishing import upgrading
from products.publishing.registry import Registry
from products.publishing.server import connect, shown, url_of

DATABASE = "WAPSI_DATABASE"
"""Environment: `postgresql+psycopg://user@host/name` where several servers share one registry."""
FILE = "registry.duckdb"
"""The embedded registry's file, in the folder where this machine keeps things."""


@dataclass(frozen=True, slots=True)
class Opened:
    """An open registry, and how to give its database back."""

    registry: Registry
    close: Callable[[], None]


def place(folder: Path, environment: Mapping[str, str] = os.environ) -> Path | str:
    """Where the registry is: the server the environment names, else a file in `folder`.

    >>> place(Path("var"), {})
    PosixPath('var/registry.duckdb')
    """
    return environment.get(DATABASE, "").strip() or folder / FILE


def open_registry(where: Path | str, *, witness: Path | None = None) -> Opened:
    """The registry of a file (a `Path`) or of a server (an address), its tables brought up to date.

    `witness` is the file that remembers the newest event; beside the file where there is one.
    Raises `DatabaseUnavailableError` with what to do about it.
    """
    if isinstance(where, Path):
        return open_file(where)
    url = url_of(where)
    engine = connect(url)
    try:
        _bring_up(engine, shown(url))
    except BaseException:
        engine.dispose()
        raise
    return Opened(Registry(engine, witness), engine.dispose)


def open_file(path: Path) -> Opened:
    """The embedded registry of a file, made where there is none.

    Before older tables are brought up to date the file is copied: `registry.before-0002.duckdb`.
    Raises `DatabaseUnavailableError`: `problem.database_in_use` when another process holds it,
    `problem.schema_newer` when a newer Wapsi wrote it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    database = open_database(path, read_only=False)
    try:
        if _is_behind(database.engine):
            database = _copied_first(database)
        _bring_up(database.engine, str(path))
    except BaseException:
        database.close()
        raise
    return Opened(Registry(database.engine, witness_of(path)), database.close)


def open_reading(where: Path | str) -> Opened | None:
    """The registry to ask only, beside other readers; None where there is no file of one.

    Raises `DatabaseUnavailableError` as `open_registry` does.
    """
    if isinstance(where, Path):
        if not where.is_file():
            return None
        database = open_database(where, read_only=True)
        if not _is_behind(database.engine):
            return Opened(Registry(database.engine), database.close)
        database.close()
    return open_registry(where)


def witness_of(path: Path) -> Path:
    """The file beside an embedded registry that remembers its newest event."""
    return path.with_name(f"{path.stem}.witness")


def _is_behind(engine: Engine) -> bool:
    """Whether there is something to lose: tables of an older revision that this code knows."""
    with engine.connect() as db:
        held = upgrading.standing(db)
    return held in upgrading.known() - {upgrading.newest()}


def _copied_first(database: Database) -> Database:
    """The database opened again, after a copy of its whole file was laid beside it."""
    path = database.path
    with database.engine.connect() as db:
        db.exec_driver_sql("CHECKPOINT")
    database.close()
    copy = path.with_name(f"{path.stem}.before-{upgrading.newest()}{path.suffix}")
    fresh = copy.with_name(f".{copy.name}.new")
    shutil.copy2(path, fresh)
    with fresh.open("rb+") as file:
        os.fsync(file.fileno())
    fresh.replace(copy)
    return open_database(path, read_only=False)


def _bring_up(engine: Engine, where: str) -> None:
    with engine.connect() as db:
        held = upgrading.standing(db)
    if held is not None and held not in upgrading.known():
        params = {"value": held, "limit": upgrading.newest()}
        raise DatabaseUnavailableError(Problem("problem.schema_newer", where, params=params))
    if held != upgrading.newest():
        with engine.begin() as db:
            upgrading.upgrade(db)
