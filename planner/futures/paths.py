"""What a simulation gives: cash and worth of every path, what went wrong first, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from products.basis.cashflow import Floats
from products.basis.problems import Problem
from products.basis.timeline import Timeline

LIVE_PATHS = 2_000
"""Paths of a screen that answers while one looks."""
FULL_PATHS = 10_000
"""Paths of what is saved, printed or quoted."""
NEVER = -1
"""In place of a mark: it does not happen within the plan."""


class Cause(IntEnum):
    """What moved a path away from the plan; the place of its column wherever causes are counted."""

    PLAN = 0
    """the plan itself has no money in that month, with nothing gone wrong"""
    EARLY_RETURN = 1
    INTERRUPTION = 2
    EXCHANGE = 3
    PRICES = 4
    WAGES = 5
    TRADE = 6
    """weak sales of a shop or venture that lives"""
    CLOSURE = 7
    """a shop or venture has closed"""
    HARVEST = 8
    """crops or animals lost"""
    ILLNESS = 9
    PROFIT = 10
    """index rates and declared profit of products"""
    DEFAULT = 11
    """a committee, group or other informal taker of savings does not pay"""


@dataclass(frozen=True, slots=True)
class Paths:
    """P futures of one plan; money in plan currency, nominal. Arrays are read-only.

    Mark-major, so that one mark's paths lie side by side: `cash`, `worth` (net worth) and
    `price_level` (of the path, 1 at mark 0) are `[T+1, P]`. `first_below` `[P]` is the first mark
    with cash below zero (`NEVER` where none), `cause` `[P]` the `Cause` whose effects up to that
    mark took most cash away (meaningless where never below), `last` `[P]` the mark of the last
    remittance, `closed` `[V, P]` the mark at which each shop or venture closed, in the order of
    `venture_keys` ("venture.<id>", "income.<place>" of a shop, "brings.<place>" of what a product
    started). `warnings` are what the reader must know of how it was drawn. Path p of two
    simulations with one seed meets the same world.
    """

    timeline: Timeline
    cash: Floats
    worth: Floats
    price_level: Floats
    first_below: NDArray[np.int64]
    cause: NDArray[np.int64]
    last: NDArray[np.int64]
    closed: NDArray[np.int64]
    venture_keys: tuple[str, ...]
    seed: int
    warnings: tuple[Problem, ...] = ()

    @property
    def count(self) -> int:
        """How many paths."""
        return int(self.cash.shape[-1])
