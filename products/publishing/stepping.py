"""One step of the registry: a transaction, its first answer kept, the witness told."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection, Engine

from products.basis.problems import Problem
from products.publishing import chain
from products.publishing.noting import newest
from products.publishing.questions import Questions
from products.publishing.rows import Version
from products.publishing.states import Action
from products.publishing.steps import Request, answered
from products.publishing.writing import attempt

T = TypeVar("T")
Answer = Version | Problem
"""What a step gives: the version as it now is, or why nothing was written."""


class Stepping(Questions):
    """A registry that can write, one step after the other in this process."""

    def __init__(self, engine: Engine, witness: Path | None = None) -> None:
        """Take over an engine whose tables are there; `witness` is the file beside it."""
        super().__init__(engine, witness)
        self._told = 0
        self._turn = threading.Lock()

    def together(self, step: Callable[[Connection], T]) -> T | Problem:
        """One transaction of a neighbour in this room: retried, whole, the witness told."""
        with self._turn:
            done = attempt(self.engine, lambda db: (step(db), newest(db)))
            return self._witnessed(done)

    def _run(
        self, asked: Request, action: Action | None, step: Callable[[Connection], T]
    ) -> T | Problem:
        """One transaction, the first answer for a repeated request, and the witness told."""
        unfit = asked.unfit()
        if unfit is not None:
            return unfit

        def once(db: Connection) -> tuple[T, tuple[int, str] | None]:
            if action is not None and asked.id:
                done = answered(db, asked, action)
                if done is not None:
                    return done, None  # type: ignore[return-value]
            return step(db), newest(db)

        with self._turn:
            return self._witnessed(attempt(self.engine, once))

    def _witnessed(self, done: tuple[T, tuple[int, str] | None] | Problem) -> T | Problem:
        if isinstance(done, Problem):
            return done
        answer, last = done
        if self.witness is not None and last is not None and last[0] > self._told:
            chain.witness(self.witness, *last)
            self._told = last[0]
        return answer
