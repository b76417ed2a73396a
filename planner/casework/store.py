"""The drawer of drafts: one encrypted row per unguessable token, until it expires or is erased.

Every accepted answer is written through. A draft carries a version, so that a second window cannot
overwrite the first unseen. Erasing writes the file anew without the draft, because a deleted row
stays readable in a database file. Days are handed in; the drawer has no clock.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import (
    Column,
    Date,
    Integer,
    LargeBinary,
    MetaData,
    Row,
    String,
    Table,
    delete,
    insert,
    select,
    update,
)

from planner.casework.seal import Sealed, filed_as, seal, unseal
from products.catalogue.engine import Database, open_database

KEPT_DAYS = 90
"""A draft nobody touches for this long is erased."""

_SCHEMA = MetaData()
_DRAFTS = Table(
    "drafts",
    _SCHEMA,
    Column("name", String(64), primary_key=True),
    Column("nonce", LargeBinary, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("version", Integer, nullable=False),
    Column("kept_until", Date, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft in the drawer: the JSON of the case, its version, the last day it is kept."""

    case_json: str
    version: int
    kept_until: date


class Drafts:
    """The open drawer. Safe to use from the threads of one process; a second process is refused."""

    def __init__(self, path: Path) -> None:
        """Open or make the file; `DatabaseUnavailableError` when another process holds it."""
        self._path = path
        self._lock = threading.RLock()
        path.parent.mkdir(parents=True, exist_ok=True)
        _remove(_fresh_path(path))
        self._database = _open(path)

    def close(self) -> None:
        """Give the file back."""
        with self._lock:
            self._database.close()

    def save(
        self, token: str, case_json: str, *, seen: int, today: date, days: int = KEPT_DAYS
    ) -> int | None:
        """Write a draft that was last seen at version `seen` (0: never); its new version.

        It is kept for so many `days` after this one.

        None when the drawer holds another version: someone saved in between, and nothing was
        written.
        """
        sealed, name = seal(token, case_json), filed_as(token)
        row = {
            "nonce": sealed.nonce,
            "content": sealed.content,
            "version": seen + 1,
            "kept_until": today + timedelta(days=days),
        }
        with self._lock, self._database.engine.begin() as connection:
            held = connection.scalar(select(_DRAFTS.c.version).where(_DRAFTS.c.name == name))
            if (held or 0) != seen:
                return None
            if held is None:
                connection.execute(insert(_DRAFTS).values(name=name, **row))
            else:
                connection.execute(update(_DRAFTS).where(_DRAFTS.c.name == name).values(**row))
        return seen + 1

    def load(self, token: str, *, today: date) -> Draft | None:
        """The draft of a token; None when there is none, or its days are over."""
        query = select(_DRAFTS).where(_DRAFTS.c.name == filed_as(token))
        with self._lock, self._database.engine.connect() as connection:
            row = connection.execute(query).one_or_none()
        if row is None or row.kept_until < today:
            return None
        text = unseal(token, Sealed(bytes(row.nonce), bytes(row.content)))
        return None if text is None else Draft(text, row.version, row.kept_until)

    def erase(self, token: str) -> bool:
        """Take a draft out for good; whether there was one. No byte of it stays in the file."""
        name = filed_as(token)
        with self._lock:
            with self._database.engine.begin() as connection:
                gone = connection.execute(delete(_DRAFTS).where(_DRAFTS.c.name == name))
            self._write_anew()
            return bool(gone.rowcount)

    def sweep(self, *, today: date) -> int:
        """Take out every draft whose days are over; how many there were."""
        with self._lock:
            over = _DRAFTS.c.kept_until < today
            with self._database.engine.connect() as connection:
                count = len(connection.execute(select(_DRAFTS.c.name).where(over)).all())
            if count:
                with self._database.engine.begin() as connection:
                    connection.execute(delete(_DRAFTS).where(over))
                self._write_anew()
            return count

    def _write_anew(self) -> None:
        """Copy what is left into a new file, put it in the place of the old, and blank the old."""
        with self._database.engine.connect() as connection:
            rows = connection.execute(select(_DRAFTS)).all()
        fresh = _fresh_path(self._path)
        with _open(fresh) as copy:
            _fill(copy, rows)
        self._database.close()
        _blank(self._path)
        os.replace(fresh, self._path)
        self._database = _open(self._path)


def _open(path: Path) -> Database:
    database = open_database(path, read_only=False)
    _SCHEMA.create_all(database.engine)
    path.chmod(0o600)
    return database


def _fill(database: Database, rows: Sequence[Row[tuple[object, ...]]]) -> None:
    if rows:
        with database.engine.begin() as connection:
            connection.execute(insert(_DRAFTS), [dict(row._mapping) for row in rows])


def _fresh_path(path: Path) -> Path:
    return path.with_suffix(".fresh")


def _blank(path: Path) -> None:
    """Overwrite a file's bytes, so that what it held is not left on the disk under another name."""
    with path.open("r+b") as file:
        file.write(b"\0" * path.stat().st_size)
        file.flush()
        os.fsync(file.fileno())


def _remove(path: Path) -> None:
    path.unlink(missing_ok=True)
