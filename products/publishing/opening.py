"""Which database the registry lives in, and opening it: an embedded file or PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from products.catalogue.engine import open_database
from products.publishing.registry import Registry
from products.publishing.tables import SCHEMA

DATABASE = "WAPSI_DATABASE"
"""Environment: `postgresql+psycopg://user@host/name` where several servers share one registry."""


@dataclass(frozen=True, slots=True)
class Opened:
    """An open registry, and how to give its database back."""

    registry: Registry
    close: Callable[[], None]


def open_file(path: Path) -> Opened:
    """The embedded registry of a file, made where there is none.

    Raises `DatabaseUnavailableError`: `problem.database_in_use` when another process holds it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    database = open_database(path, read_only=False)
    SCHEMA.create_all(database.engine)
    witness = path.with_name(f"{path.stem}.witness")
    return Opened(Registry(database.engine, witness), database.close)
