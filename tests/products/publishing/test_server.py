"""The door to PostgreSQL: what is set on every connection, and its limits."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from products.basis.problems import Problem
from products.catalogue.watch import DatabaseUnavailableError, OverLimitError
from products.publishing import server as door
from products.publishing.opening import open_registry
from products.publishing.server import connect, shown, url_of
from tests.postgres import Server
from tests.products.publishing.shelf import published


@pytest.fixture
def engine(database: str) -> Iterator[Engine]:
    engine = connect(url_of(database))
    yield engine
    engine.dispose()


def setting(engine: Engine, name: str) -> str:
    with engine.connect() as db:
        return str(db.execute(text(f"SHOW {name}")).scalar_one())


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("statement_timeout", "5s"),
        ("lock_timeout", "5s"),
        ("idle_in_transaction_session_timeout", "1min"),
        ("timezone", "UTC"),
        ("client_encoding", "UTF8"),
        ("transaction_isolation", "repeatable read"),
        ("application_name", "wapsi"),
    ],
)
def test_every_connection_has_its_limits(engine: Engine, name: str, value: str) -> None:
    assert setting(engine, name).casefold() == value.casefold()


def test_options_of_the_address_are_kept_and_cannot_lift_the_limits(database: str) -> None:
    own = "?options=-csearch_path%3Dpg_catalog%20-cstatement_timeout%3D0"
    engine = connect(url_of(database + own))
    assert setting(engine, "search_path") == "pg_catalog"
    assert setting(engine, "statement_timeout") == "5s"
    engine.dispose()


def test_DBCONFIG_07_a_question_without_end_is_stopped_and_the_next_is_answered(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(door._SETTINGS, "statement_timeout", "300ms")
    engine = connect(url_of(database))
    began = time.monotonic()
    with pytest.raises(OverLimitError) as stopped, engine.connect() as db:
        db.execute(text("SELECT count(*) FROM generate_series(1, 100000) a, "
                        "generate_series(1, 100000) b")).all()  # fmt: skip
    assert stopped.value.problem.code == "problem.too_slow"
    assert time.monotonic() - began < 5
    with engine.connect() as db:
        assert db.execute(text("SELECT 1")).scalar_one() == 1
    engine.dispose()


def test_two_who_change_one_row_collide_as_in_the_embedded_database(engine: Engine) -> None:
    with engine.begin() as db:
        db.execute(text("INSERT INTO listing VALUES ('A', 'b', 'PAK', 'loan', 'A', 0)"))
    change = text("UPDATE listing SET lock_no = lock_no + 1")
    with engine.connect() as one, engine.connect() as two:
        seen = text("SELECT lock_no FROM listing")
        assert (one.scalar(seen), two.scalar(seen)) == (0, 0)
        one.execute(change)
        one.commit()
        with pytest.raises(DBAPIError, match="could not serialize"):
            two.execute(change)


def test_a_place_is_shown_without_user_password_or_parameters() -> None:
    url = url_of("postgresql://amna:secret@db.example:5433/registry?password=secret")
    assert shown(url) == "db.example:5433/registry"
    assert url.drivername == "postgresql+psycopg"


def test_a_server_that_is_gone_is_told_and_one_that_is_back_is_used(
    database: str, postgres: Server
) -> None:
    opened = open_registry(database)
    registry = opened.registry
    name = database.rpartition("/")[2]
    published(registry)
    postgres.run(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
    assert registry.newest() == 3  # the pool noticed, and made another connection

    def cut(db: Connection) -> None:
        postgres.run(
            f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
        )
        db.execute(text("SELECT 1"))

    answer = registry.together(cut)
    assert isinstance(answer, Problem)
    assert answer.code == "problem.database_unreachable"
    postgres.run(f'ALTER DATABASE "{name}" WITH ALLOW_CONNECTIONS false')
    postgres.run(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
    with pytest.raises(DatabaseUnavailableError) as gone:
        registry.newest()
    assert gone.value.problem.code == "problem.database_unreachable"
    assert postgres.password not in str(gone.value)
    postgres.run(f'ALTER DATABASE "{name}" WITH ALLOW_CONNECTIONS true')
    assert registry.newest() == 3
    opened.close()
