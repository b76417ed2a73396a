"""The door to PostgreSQL: an address read with care, limits set, and why it stays shut.

What a person is told names machine, port and database, never user, password or parameters.
"""

from __future__ import annotations

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL, ExceptionContext, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from products.basis.problems import Problem
from products.catalogue.watch import QUERY_SECONDS, DatabaseUnavailableError, watched

DRIVER = "postgresql+psycopg"
CONNECT_SECONDS = 5
_SETTINGS = {
    "statement_timeout": f"{QUERY_SECONDS:g}s",
    "lock_timeout": f"{QUERY_SECONDS:g}s",
    "idle_in_transaction_session_timeout": "60s",
    "TimeZone": "UTC",
    "client_encoding": "UTF8",
}
_WHY = {
    "password authentication failed": "problem.database_password",
    "no password supplied": "problem.database_password",
    "no pg_hba.conf entry": "problem.database_password",
    'role "': "problem.database_password",
    "does not exist": "problem.database_missing",
    "too many": "problem.database_full",
}
"""What the server says, and what we tell; whatever else it is, it could not be reached."""


def url_of(address: str) -> URL:
    """An address as `WAPSI_DATABASE` holds it.

    Raises `DatabaseUnavailableError`, `problem.database_address`, for any other kind of address.
    """
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):
        raise _refused("problem.database_address", "WAPSI_DATABASE") from None
    if url.drivername == "postgresql":
        url = url.set(drivername=DRIVER)
    if url.drivername != DRIVER or not url.database:
        raise _refused("problem.database_address", "WAPSI_DATABASE")
    return url


def shown(url: URL) -> str:
    """Where a database is, as anyone may read it.

    >>> shown(url_of("postgresql://wapsi:secret@db.example/registry"))
    'db.example/registry'
    """
    port = f":{url.port}" if url.port else ""
    return f"{url.host or 'localhost'}{port}/{url.database}"


def connect(url: URL) -> Engine:
    """An engine that has reached its server once.

    Transactions see one moment (REPEATABLE READ), as in the embedded database: two that change one
    row collide. Raises `DatabaseUnavailableError` with why it could not be reached.
    """
    own = url.query.get("options", "")
    options = " ".join([str(own), *(f"-c {name}={value}" for name, value in _SETTINGS.items())])
    engine = create_engine(
        url,
        isolation_level="REPEATABLE READ",
        connect_args={
            "connect_timeout": CONNECT_SECONDS,
            "options": options,
            "application_name": "wapsi",
        },
        pool_size=4,
        max_overflow=12,
        pool_pre_ping=True,
        hide_parameters=True,
    )
    try:
        with engine.connect():
            pass
    except DBAPIError as error:
        engine.dispose()
        told = str(error.orig)
        code = next((code for said, code in _WHY.items() if said in told), None)
        raise _refused(code or "problem.database_unreachable", shown(url)) from None
    watched(engine)
    _told_when_gone(engine, shown(url))
    return engine


def _told_when_gone(engine: Engine, where: str) -> None:
    """From now on a server that is gone is a `DatabaseUnavailableError`."""

    @event.listens_for(engine, "handle_error")
    def _gone(context: ExceptionContext) -> None:
        if context.is_pre_ping:
            return  # the pool looks whether a connection still lives, and makes another
        if context.is_disconnect or context.connection is None:
            raise _refused("problem.database_unreachable", where) from context.original_exception


def _refused(code: str, where: str) -> DatabaseUnavailableError:
    return DatabaseUnavailableError(Problem(code, where))
