"""The registry that tests of this room work with: embedded, and on a real PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from products.publishing.checks import audit
from products.publishing.intake import Intake
from products.publishing.opening import Opened, open_registry, witness_of
from products.publishing.registry import Registry
from tests.postgres import Server, server
from tests.products.publishing.feeding import Feed

DATABASES = ("duckdb", "postgresql")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    with server() as running:
        yield running


@pytest.fixture(scope="session")
def with_tables(postgres: Server) -> str:
    """A database of the server that holds the newest tables, to be copied."""
    name = postgres.database()
    open_registry(postgres.address(name)).close()
    return name


@pytest.fixture
def database(postgres: Server, with_tables: str) -> Iterator[str]:
    """A fresh database of the server with the tables in it: its address."""
    name = postgres.database(with_tables)
    yield postgres.address(name)
    postgres.drop(name)


@pytest.fixture(params=DATABASES)
def where(request: pytest.FixtureRequest, tmp_path: Path) -> Path | str:
    """Where the registry of this test is: a file, then a server."""
    if request.param == "duckdb":
        return tmp_path / "registry.duckdb"
    address: str = request.getfixturevalue("database")
    return address


@pytest.fixture
def witness(tmp_path: Path) -> Path:
    return witness_of(tmp_path / "registry.duckdb")


@pytest.fixture
def opened(where: Path | str, witness: Path) -> Iterator[Opened]:
    """An open registry in which, when the test is done, nothing may be found that must not be."""
    found = open_registry(where, witness=witness)
    try:
        yield found
        assert audit(found.registry) == ()
    finally:
        found.close()


@pytest.fixture
def registry(opened: Opened) -> Registry:
    return opened.registry


@pytest.fixture
def intake(registry: Registry) -> Intake:
    return Intake(registry)


@pytest.fixture
def feed(intake: Intake) -> Feed:
    return Feed(intake)
