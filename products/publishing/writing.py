"""One transaction a step, in whatever database: refused, tried again, or done whole."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from products.basis.problems import Problem
from products.catalogue.watch import DatabaseUnavailableError

T = TypeVar("T")
TRIES = 8
"""How often a step is tried that another one was in the way of."""
_PAUSE_SECONDS, _PARTS = 0.01, 1_000
_COLLISIONS = ("conflict", "serialize", "deadlock", "unique", "duplicate key", "lock timeout")


class RefusedError(Exception):
    """A step that must not be: the transaction is rolled back, and the problem is the answer."""

    def __init__(self, problem: Problem) -> None:
        """Carry the problem out of the transaction."""
        super().__init__(problem.code)
        self.problem = problem


def attempt(engine: Engine, step: Callable[[Connection], T]) -> T | Problem:
    """One transaction; again where another was in the way; `problem.conflict` when it stays there.

    What `step` refuses (`RefusedError`) is the answer, and nothing is written; so it is where the
    database is over its limits or gone.
    """
    for turn in range(TRIES):
        if turn:
            time.sleep(_PAUSE_SECONDS * 2**turn * secrets.randbelow(_PARTS) / _PARTS)
        try:
            with engine.begin() as db:
                return step(db)
        except RefusedError as refused:
            return refused.problem
        except DatabaseUnavailableError as unavailable:
            return unavailable.problem
        except DBAPIError as error:
            if not _in_the_way(error):
                raise
    return Problem("problem.conflict", "listing")


def _in_the_way(error: DBAPIError) -> bool:
    """Whether another transaction was in the way, so that trying again makes sense."""
    told = str(error.orig).lower()
    return any(word in told for word in _COLLISIONS)
