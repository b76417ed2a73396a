"""The revisions make exactly the tables the code works with, on both databases."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine, inspect, text

from products.catalogue.engine import DatabaseUnavailableError, open_database
from products.publishing import intake_tables, upgrading, voice_tables
from products.publishing.opening import Opened, open_file, open_registry
from products.publishing.server import connect, url_of
from products.publishing.tables import SCHEMA
from tests.postgres import Server

WHOLE = (intake_tables, voice_tables)
"""Rooms whose tables stand in the same schema."""


def layout(engine: Engine) -> dict[str, dict[str, tuple[str, bool]]]:
    """Table to column to what it holds and whether it may be empty."""
    seen = inspect(engine)
    return {
        table: {
            column["name"]: (type(column["type"]).__name__, bool(column["nullable"]))
            for column in seen.get_columns(table)
        }
        for table in seen.get_table_names()
        if table != "alembic_version"
    }


def keys(engine: Engine) -> dict[str, tuple[list[str], set[tuple[str, ...]]]]:
    """Table to its primary key and the columns that are unique together."""
    seen = inspect(engine)
    return {
        table: (
            seen.get_pk_constraint(table)["constrained_columns"],
            {tuple(sorted(each["column_names"])) for each in seen.get_unique_constraints(table)},
        )
        for table in seen.get_table_names()
        if table != "alembic_version"
    }


def test_the_revisions_add_up_to_the_tables_of_the_code(
    opened: Opened, where: Path | str, tmp_path: Path, postgres: Server
) -> None:
    if isinstance(where, Path):
        plain = open_database(tmp_path / "plain.duckdb", read_only=False)
        engine, close = plain.engine, plain.close
    else:
        engine = connect(url_of(postgres.address(postgres.database())))
        close = engine.dispose
    try:
        SCHEMA.create_all(engine)
        assert layout(opened.registry.engine) == layout(engine)
        assert keys(opened.registry.engine) == keys(engine)
    finally:
        close()


def test_there_is_one_line_of_revisions() -> None:
    assert upgrading.newest() == max(upgrading.known())
    assert len(upgrading.known()) == len(list(upgrading.FOLDER.glob("r[0-9]*.py")))


def test_every_revision_is_reached_one_after_the_other(
    tmp_path: Path, postgres: Server, where: Path | str
) -> None:
    if isinstance(where, Path):
        base = open_database(tmp_path / "step.duckdb", read_only=False)
        engine, close = base.engine, base.close
    else:
        engine = connect(url_of(postgres.address(postgres.database())))
        close = engine.dispose
    try:
        for revision in sorted(upgrading.known()):
            with engine.begin() as db:
                upgrading.upgrade(db, revision)
            with engine.connect() as db:
                assert upgrading.standing(db) == revision
    finally:
        close()


def older(path: Path) -> None:
    """A registry as the first revision left it, with one listing in it."""
    with open_database(path, read_only=False) as base, base.engine.begin() as db:
        upgrading.upgrade(db, "0001")
        db.execute(text("INSERT INTO listing VALUES ('OLD-1', 'bank', 'PAK', 'loan', 'OLD-1', 0)"))


def listings(path: Path) -> list[str]:
    with open_database(path, read_only=False) as base, base.engine.connect() as db:
        return list(db.execute(text("SELECT listing_id FROM listing")).scalars())


def test_an_older_file_is_copied_before_it_is_brought_up(tmp_path: Path) -> None:
    path = tmp_path / "registry.duckdb"
    older(path)
    open_file(path).close()
    copy = tmp_path / f"registry.before-{upgrading.newest()}.duckdb"
    assert listings(copy) == listings(path) == ["OLD-1"]
    with open_database(copy, read_only=True) as base, base.engine.connect() as db:
        assert upgrading.standing(db) == "0001"
    assert not list(tmp_path.glob(".*.new"))


def test_a_file_that_is_up_to_date_is_not_copied(tmp_path: Path) -> None:
    path = tmp_path / "registry.duckdb"
    open_file(path).close()
    open_file(path).close()
    assert not list(tmp_path.glob("*before*"))


def test_a_database_ahead_of_the_code_stays_shut_and_is_given_back(where: Path | str) -> None:
    first = open_registry(where)
    with first.registry.engine.begin() as db:
        db.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    first.close()
    for _ in range(2):  # the second time it would be held, had the first kept it
        with pytest.raises(DatabaseUnavailableError) as refused:
            open_registry(where)
        problem = refused.value.problem
        assert (problem.code, problem.params["value"]) == ("problem.schema_newer", "9999")
        assert (problem.where == str(where)) == isinstance(where, Path)
