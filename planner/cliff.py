"""The remittance cliff: what becomes of the family for every last month money may arrive.

All months are computed at once in one array, so that gaps show: the answer does not lean on "later
is always better", which seasons and after-return incomes can break.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.baseline import BELOW, Line, lines
from planner.household import Household
from products.basis.cashflow import Floats, frozen
from products.basis.market import Market

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Cliff:
    """All months of return at once: row L of everything is "money arrives for the last time at L".

    `cash[L, m]`; `lowest`, `lowest_mark`, `first_below_zero` (-1: never), `cover_months` (months
    after L before cash first falls below zero; to the end of the plan where it never does) and
    `safe` are `[T+1]`. `safe` means never below zero in the whole plan and is judged only up to
    `judged_until`, so that enough months after the return are seen; later rows are False.
    `gaps` are later months that are not safe although an earlier one is. `moves` is False where no
    remittance arrives: then every row is the plan itself.
    """

    cash: Floats
    lowest: Floats
    lowest_mark: Ints
    first_below_zero: Ints
    cover_months: Ints
    safe: Bools
    earliest_safe: int | None
    gaps: tuple[int, ...]
    judged_until: int
    chosen: int
    moves: bool


def cliff(
    household: Household,
    market: Market,
    currency: str,
    fixed: Sequence[Line],
    *,
    opening: float,
    chosen: int,
    safe_months: int,
) -> Cliff:
    """Every month of return in one pass; `fixed` are the lines that do not hang on it.

    `market` is one future, `[T+1]`. `chosen` is the plan's own last mark, `safe_months` how many
    months after the return must be seen before it is called safe.
    """
    months = market.timeline.months
    marks = np.arange(months + 1)
    moves = bool(household.remittances)
    last = marks[:, None] if moves else np.zeros((1, 1), dtype=np.int64)
    flow = np.zeros_like(market.price_level)
    for line in (*lines(household, market, currency, last), *fixed):
        flow = flow + line.flow
    cash = np.broadcast_to(opening + np.cumsum(flow, axis=-1), (months + 1, months + 1))
    below = cash < BELOW
    judged = max(months - safe_months, 0)
    safe = ~below.any(axis=-1) & (marks <= judged)
    earliest = int(np.argmax(safe)) if safe.any() else None
    return Cliff(
        cash=frozen(np.array(cash)),
        lowest=frozen(cash.min(axis=-1)),
        lowest_mark=cash.argmin(axis=-1),
        first_below_zero=np.where(below.any(axis=-1), below.argmax(axis=-1), -1),
        cover_months=_cover(below, last if moves else np.zeros((months + 1, 1), dtype=np.int64)),
        safe=safe,
        earliest_safe=earliest,
        gaps=_gaps(safe, earliest, judged),
        judged_until=judged,
        chosen=chosen,
        moves=moves,
    )


def _cover(below: Bools, last: Ints) -> Ints:
    """Months after each last mark before cash is below zero, `[T+1]`."""
    marks = np.arange(below.shape[-1])
    after = below & (marks > last)
    first = np.where(after.any(axis=-1), after.argmax(axis=-1), below.shape[-1])
    return np.asarray(first - last[:, 0] - 1, dtype=np.int64)


def _gaps(safe: Bools, earliest: int | None, judged: int) -> tuple[int, ...]:
    if earliest is None:
        return ()
    return tuple(int(m) for m in np.flatnonzero(~safe[: judged + 1]) if m > earliest)
