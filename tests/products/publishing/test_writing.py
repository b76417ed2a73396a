"""One transaction a step: refused, tried again, or done whole."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, select, text, update
from sqlalchemy.exc import DBAPIError

from products.basis.problems import Problem
from products.publishing import writing
from products.publishing.registry import Registry
from products.publishing.tables import LISTING
from products.publishing.writing import TRIES, RefusedError, attempt
from tests.products.publishing.shelf import draft

COUNT = select(LISTING.c.lock_no)


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "_PAUSE_SECONDS", 0.0)


def add(db: Connection) -> None:
    db.execute(update(LISTING).values(lock_no=LISTING.c.lock_no + 1))


def test_what_a_step_refuses_is_the_answer_and_nothing_is_written(registry: Registry) -> None:
    draft(registry)

    def step(db: Connection) -> None:
        add(db)
        raise RefusedError(Problem("problem.no", "here"))

    assert attempt(registry.engine, step) == Problem("problem.no", "here")
    assert attempt(registry.engine, lambda db: db.scalar(COUNT)) == 0


def test_a_step_another_was_in_the_way_of_is_tried_again(registry: Registry) -> None:
    draft(registry)
    tries = []

    def step(db: Connection) -> int:
        tries.append(1)
        seen = int(db.scalar(COUNT) or 0)
        if len(tries) == 1:  # someone else is quicker, once
            with registry.engine.begin() as other:
                add(other)
        add(db)
        return seen

    assert attempt(registry.engine, step) == 1
    assert len(tries) == 2
    assert attempt(registry.engine, lambda db: db.scalar(COUNT)) == 2


def test_a_step_that_always_has_one_in_its_way_is_a_conflict(registry: Registry) -> None:
    draft(registry)

    def step(db: Connection) -> None:
        db.scalar(COUNT)
        with registry.engine.begin() as other:
            add(other)
        add(db)

    assert attempt(registry.engine, step) == Problem("problem.conflict", "listing")
    assert attempt(registry.engine, lambda db: db.scalar(COUNT)) == TRIES


def test_a_mistake_of_ours_is_no_conflict(registry: Registry) -> None:
    with pytest.raises(DBAPIError):
        attempt(registry.engine, lambda db: db.execute(text("SELECT no FROM where_")))
