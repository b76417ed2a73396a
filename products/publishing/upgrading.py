"""The tables brought up to what this code knows: revisions run in one transaction each opening."""

from __future__ import annotations

from pathlib import Path

from alembic.config import Config
from alembic.ddl.impl import DefaultImpl
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext, RevisionStep
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

FOLDER = Path(__file__).parent / "migrations"
_ONE_AT_A_TIME = 7_318_250_415_002_311
"""The lock that servers which start together take in turn on PostgreSQL."""


class Embedded(DefaultImpl):
    """How alembic speaks to the embedded database: as to any other."""

    __dialect__ = "duckdb"
    transactional_ddl = True


def _scripts() -> ScriptDirectory:
    return ScriptDirectory(str(FOLDER), version_locations=[str(FOLDER)])


def newest() -> str:
    """The revision this code's tables stand at."""
    head = _scripts().get_current_head()
    assert head is not None
    return head


def known() -> frozenset[str]:
    """Every revision this code knows."""
    return frozenset(each.revision for each in _scripts().walk_revisions())


def standing(db: Connection) -> str | None:
    """The revision a database's tables stand at; None where they were never made."""
    return MigrationContext.configure(db).get_current_revision()


def upgrade(db: Connection, to: str = "head") -> None:
    """Run what is missing, within the connection's transaction."""
    if db.dialect.name == "postgresql":
        db.execute(text("SET LOCAL statement_timeout = 0"))
        db.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ONE_AT_A_TIME})
    scripts = _scripts()

    def steps(revision: tuple[str, ...], _: MigrationContext) -> list[RevisionStep]:
        return scripts._upgrade_revs(to, revision)  # type: ignore[arg-type]

    with EnvironmentContext(Config(), scripts, fn=steps) as running:
        running.configure(connection=db)
        running.run_migrations()
