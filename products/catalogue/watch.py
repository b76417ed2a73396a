"""How long and how large a question may be: a clock that stops it, and what a person is told."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import duckdb
from duckdb_sqlalchemy import ConnectionWrapper, CursorWrapper
from sqlalchemy import Engine, event
from sqlalchemy.engine import ExceptionContext

from products.basis.problems import Problem

QUERY_SECONDS = 5.0
"""A question that takes longer is stopped."""
_TICK_SECONDS = 0.1
_SLOW_STATES = ("57014",)
"""PostgreSQL: the statement was cancelled at its limit."""
_LARGE_STATES = ("53100", "53200", "54000")
"""PostgreSQL: no disk, no memory, or too complex."""


class DatabaseUnavailableError(Exception):
    """A database that cannot be opened; its `problem` tells a person why and what to do."""

    def __init__(self, problem: Problem) -> None:
        """Keep the problem; its code is the text of the exception."""
        super().__init__(f"{problem.code}: {problem.where}")
        self.problem = problem


class OverLimitError(DatabaseUnavailableError):
    """A question that was stopped: `problem.too_slow` or `problem.too_large`."""


class Watch:
    """Stops what runs longer than its seconds; one quiet thread, only while anything is watched."""

    def __init__(self, seconds: float = QUERY_SECONDS) -> None:
        """Watch from the first question on."""
        self._seconds = seconds
        self._running: dict[int, tuple[float, duckdb.DuckDBPyConnection]] = {}
        self._lock = threading.Lock()
        self._closed = threading.Event()
        self._thread: threading.Thread | None = None

    @contextmanager
    def over(self, running: duckdb.DuckDBPyConnection) -> Iterator[None]:
        """Watch over one question on one connection."""
        key = id(running)
        with self._lock:
            self._running[key] = (time.monotonic() + self._seconds, running)
            if self._thread is None:
                self._thread = threading.Thread(target=self._tick, name="watch", daemon=True)
                self._thread.start()
        try:
            yield
        finally:
            with self._lock:
                self._running.pop(key, None)

    def close(self) -> None:
        """Watch no longer."""
        self._closed.set()

    def _tick(self) -> None:
        while not self._closed.wait(_TICK_SECONDS):
            now = time.monotonic()
            with self._lock:
                for end, running in self._running.values():
                    if now > end:
                        running.interrupt()


class WatchedConnection(ConnectionWrapper):
    """One connection to the embedded database whose questions are watched."""

    def __init__(self, raw: duckdb.DuckDBPyConnection, watch: Watch) -> None:
        """Wrap a connection of its own."""
        super().__init__(raw)
        self._raw, self._watch = raw, watch

    def cursor(self) -> CursorWrapper:
        """A cursor watched while it asks and while it fetches; a load of many rows is not."""
        return _WatchedCursor(self._raw, self, self._watch)


class _WatchedCursor(CursorWrapper):
    def __init__(
        self, raw: duckdb.DuckDBPyConnection, connection: ConnectionWrapper, watch: Watch
    ) -> None:
        super().__init__(raw, connection)
        self._raw, self._watch = raw, watch

    def execute(self, *asked: Any, **options: Any) -> None:  # noqa: ANN401
        with self._watch.over(self._raw):
            super().execute(*asked, **options)

    def fetchone(self) -> Any:  # noqa: ANN401
        with self._watch.over(self._raw):
            return super().fetchone()

    def fetchall(self) -> Any:  # noqa: ANN401
        with self._watch.over(self._raw):
            return super().fetchall()

    def fetchmany(self, size: int | None = None) -> Any:  # noqa: ANN401
        with self._watch.over(self._raw):
            return super().fetchmany(size)


def over_limit(error: BaseException | None) -> Problem | None:
    """What a person is told of an error, where it is a limit that was reached."""
    state = getattr(error, "sqlstate", None)
    if isinstance(error, duckdb.InterruptException) or state in _SLOW_STATES:
        return Problem("problem.too_slow", "", params={"limit": QUERY_SECONDS})
    if isinstance(error, duckdb.OutOfMemoryException) or state in _LARGE_STATES:
        return Problem("problem.too_large", "")
    return None


def watched(engine: Engine) -> None:
    """From now on a limit that is reached on this engine is an `OverLimitError`."""

    @event.listens_for(engine, "handle_error")
    def _told(context: ExceptionContext) -> None:
        problem = over_limit(context.original_exception)
        if problem is not None:
            raise OverLimitError(problem) from context.original_exception
