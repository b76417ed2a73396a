"""The programme of one family as arrays: what may be taken, under which rows, for which value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from products.basis.cashflow import Floats

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Tag:
    """Which rule a row comes from, and at which month mark (None where it is not a month's)."""

    rule: str
    mark: int | None = None


class Method(StrEnum):
    """How a solution was found."""

    SEARCH = "search"
    """every combination, or a proof that it cannot be better"""
    PROGRAMME = "programme"
    """mixed-integer programme, to the gap stated"""


@dataclass(frozen=True, slots=True)
class Model:
    """The programme: maximise `value_x . x + value_y . y` over K columns, `y` in {0, 1}.

    Under

    - rows `[R]`: `lower <= rows_x @ x + rows_y @ y <= upper` (infinite where there is none);
    - `low * y <= x <= high * y` (both 0 for a column without an amount);
    - `group` `[K]`: at most one column of each group is taken (-1: in no group);
    - `counted` `[K]`: at most `most` of the counted columns are taken;
    - `keys`: column k of `(k, openers)` may be taken only if one of `openers` is;
    - `must`: columns that are taken in any case.

    `rows_x`, `rows_y` are `[R, K]`; money in plan currency except `x`, which is in each column's
    own unit. `tags` `[R]` name the rows.
    """

    value_x: Floats
    value_y: Floats
    rows_x: Floats
    rows_y: Floats
    lower: Floats
    upper: Floats
    tags: tuple[Tag, ...]
    low: Floats
    high: Floats
    group: Ints
    counted: Bools
    most: int
    keys: tuple[tuple[int, tuple[int, ...]], ...] = ()
    must: tuple[int, ...] = ()

    @property
    def size(self) -> int:
        """How many columns."""
        return int(self.value_x.size)


@dataclass(frozen=True, slots=True)
class Solution:
    """What was found: `x`, `y` `[K]`, their `value`, and how sure it is that nothing is better.

    `bound` >= `value` is proven; `gap` is their distance over max(1, |value|), 0 when exact.
    `tried` counts combinations (search) or nodes (programme). `feasible` is False where even the
    `must` columns cannot all be taken under the rows; `x`, `y` are then nought.
    """

    x: Floats
    y: Bools
    value: float
    bound: float
    gap: float
    method: Method
    tried: int
    feasible: bool = True


def worth_of(model: Model, x: Floats, y: Sequence[bool] | Bools) -> float:
    """The value of taking `y` with amounts `x`."""
    return float(model.value_x @ x + model.value_y @ np.asarray(y, dtype=np.float64))


def row_values(model: Model, x: Floats, y: Sequence[bool] | Bools) -> Floats:
    """What each row comes to, `[R]`."""
    taken = np.asarray(y, dtype=np.float64)
    return np.asarray(model.rows_x @ x + model.rows_y @ taken, dtype=np.float64)
