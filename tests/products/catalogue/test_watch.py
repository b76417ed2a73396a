"""A question that takes too long, or too much room, is stopped; the rest goes on."""

from __future__ import annotations

import statistics
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError

from products.basis.text import problem_sentence, sentences
from products.catalogue import engine as door
from products.catalogue.engine import Database, DatabaseUnavailableError, open_database
from products.catalogue.watch import QUERY_SECONDS, OverLimitError, over_limit

ENDLESS = (
    "SELECT count(*) FROM range(10000000) a, range(10000000) b"
    " WHERE hash(a.range + b.range) % 1000003 = 7"
)
HUGE = (
    "SELECT r FROM (SELECT range AS r, hash(range)::VARCHAR || repeat('x', 200) AS s"
    " FROM range(3000000)) ORDER BY s LIMIT 2000000 OFFSET 1000000"
)


@pytest.fixture
def hurried(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    monkeypatch.setattr(door, "QUERY_SECONDS", 0.5)
    with open_database(tmp_path / "shelf.duckdb", read_only=False) as database:
        yield database


def ask(database: Database, statement: str) -> list[object]:
    with database.engine.connect() as db:
        return list(db.exec_driver_sql(statement).fetchall())


def test_a_question_has_five_seconds() -> None:
    assert QUERY_SECONDS == 5


def test_DBCONFIG_07_a_question_without_end_is_stopped_and_others_are_answered_meanwhile(
    hurried: Database,
) -> None:
    stopped: list[BaseException] = []

    def endless() -> None:
        try:
            ask(hurried, ENDLESS)
        except OverLimitError as error:
            stopped.append(error)

    running = threading.Thread(target=endless)
    began = time.monotonic()
    running.start()
    waits = []
    while running.is_alive():
        asked = time.monotonic()
        assert ask(hurried, "SELECT 42") == [(42,)]
        waits.append(time.monotonic() - asked)
        time.sleep(0.01)
    assert time.monotonic() - began < 5
    (error,) = stopped
    assert isinstance(error, DatabaseUnavailableError)
    assert error.problem.code == "problem.too_slow"
    assert "5" in problem_sentence(error.problem, sentences())
    assert statistics.quantiles(waits, n=20)[-1] < 1


def test_a_question_stopped_while_it_fetches_is_told_the_same(hurried: Database) -> None:
    with hurried.engine.connect() as db, pytest.raises(OverLimitError):
        db.execution_options(stream_results=True).exec_driver_sql(ENDLESS).fetchone()
    assert ask(hurried, "SELECT 1") == [(1,)]


def test_DBCONFIG_08_a_question_too_large_for_memory_and_spill_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "MEMORY_LIMIT", "60MB")
    monkeypatch.setattr(door, "SPILL_LIMIT", "50MB")
    monkeypatch.setattr(door, "QUERY_SECONDS", 60.0)
    with open_database(tmp_path / "big.duckdb", read_only=False) as database:
        with pytest.raises(OverLimitError) as refused:
            ask(database, HUGE)
        assert refused.value.problem.code == "problem.too_large"
        assert ask(database, "SELECT 1") == [(1,)]
        left = [file for file in tmp_path.glob(".spill-*/*") if file.stat().st_size]
        assert left == []
    assert not list(tmp_path.glob(".spill-*"))


def test_any_other_mistake_stays_what_it_is(hurried: Database) -> None:
    with pytest.raises(DBAPIError):
        ask(hurried, "SELECT nothing FROM nowhere")
    assert over_limit(ValueError("x")) is None
    assert over_limit(None) is None
