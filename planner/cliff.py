"""The remittance cliff: what becomes of the family for every last month money may arrive."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from products.basis.cashflow import Floats

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
