"""The numbers a family asks for first: is it safe, when is the worst month, how long it lasts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """How the plan stands as a whole."""

    SAFE = "safe"
    """cash never falls below the buffer"""
    TIGHT = "tight"
    """cash never falls below zero, but below the buffer"""
    DANGER = "danger"
    """cash falls below zero"""


@dataclass(frozen=True, slots=True)
class Answers:
    """The first screen in numbers; money in plan currency, marks are month marks.

    `cover_today_months`: money at hand against what a month would lack if the money stopped today;
    infinite when it would lack nothing. `cover_after_last_months`: months after the last remittance
    in this plan before cash falls below zero; `cover_lasts` when it never does. `worst_debt_ratio`
    is instalments over income of the twelve months up to `worst_debt_mark`; infinite when there is
    debt and no income. `provisional_share`: part of the plan's product money that rests on terms
    still to be confirmed.
    """

    status: Status
    opening_cash: float
    buffer: float
    lowest_cash: float
    lowest_mark: int
    first_below_zero_mark: int | None
    last_mark: int
    cover_today_months: float
    cover_after_last_months: int
    cover_lasts: bool
    earliest_safe_mark: int | None
    gaps: tuple[int, ...]
    judged_until_mark: int
    worst_debt_ratio: float
    worst_debt_mark: int
    debt_cap: float
    free_now: float
    free_after: float
    provisional_share: float
