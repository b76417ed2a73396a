"""The numbers a family asks for first: is it safe, when is the worst month, how long it lasts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from planner.baseline import BELOW
from planner.budget import Budgets, cover_months
from planner.candidates import Taken
from planner.cliff import Cliff
from planner.projection import YEAR, Projection
from products.basis.sources import Standing


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
    debt and no income. `free_now` and `free_after` are what a typical month leaves.
    `provisional_share`: part of the plan's product money that rests on terms still to be confirmed.
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


def answer(
    course: Projection,
    cliff: Cliff,
    budgets: Budgets,
    taken: Sequence[Taken],
    *,
    opening: float,
    buffer: float,
    cap: float,
) -> Answers:
    """All of them from one plan's course, `[T+1]`, and its cliff."""
    lowest = float(course.cash.min())
    below = np.flatnonzero(course.cash < BELOW)
    status = Status.SAFE if lowest >= buffer + BELOW else Status.TIGHT
    months = course.cash.size - 1
    covered = int(cliff.cover_months[cliff.chosen])
    return Answers(
        status=Status.DANGER if below.size else status,
        opening_cash=opening,
        buffer=buffer,
        lowest_cash=lowest,
        lowest_mark=int(course.cash.argmin()),
        first_below_zero_mark=int(below[0]) if below.size else None,
        last_mark=cliff.chosen,
        cover_today_months=cover_months(opening, budgets.stopped),
        cover_after_last_months=covered,
        cover_lasts=covered >= months - cliff.chosen,
        earliest_safe_mark=cliff.earliest_safe,
        gaps=cliff.gaps,
        judged_until_mark=cliff.judged_until,
        worst_debt_ratio=float(course.debt_service_ratio.max()),
        worst_debt_mark=max(int(course.debt_service_ratio.argmax()), min(YEAR, months)),
        debt_cap=cap,
        free_now=budgets.now.free,
        free_after=budgets.after.free,
        provisional_share=provisional_share(taken),
    )


def provisional_share(taken: Sequence[Taken]) -> float:
    """Part of all product money that rests on last known terms; 0 where nothing is taken."""
    money = {t.key: float(t.course.money) for t in taken}
    whole = sum(money.values())
    unsure = sum(money[t.key] for t in taken if t.listing.standing is not Standing.OFFERED)
    return unsure / whole if whole > 0 else 0.0
