"""When a contract's periods begin and instalments fall due."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import Annotated

from pydantic import BaseModel, Field

from products.basis.timeline import add_months

LAST_YEAR = 2300


class Unit(StrEnum):
    """What a contract counts its periods in."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


_DAYS = {Unit.DAY: 1, Unit.WEEK: 7}
_MONTHS = {Unit.MONTH: 1, Unit.YEAR: 12}
_PER_YEAR = {Unit.DAY: 365, Unit.WEEK: 52, Unit.MONTH: 12, Unit.YEAR: 1}


class Every(BaseModel, frozen=True, extra="forbid"):
    """How often an instalment falls due: every `n` units.

    >>> Every(n=4, unit=Unit.WEEK).years
    Fraction(1, 13)
    """

    n: Annotated[int, Field(ge=1, le=366)] = 1
    unit: Unit = Unit.MONTH

    @property
    def years(self) -> Fraction:
        """Length as a part of a year of 12 months, 52 weeks or 365 days."""
        return Fraction(self.n, _PER_YEAR[self.unit])

    @property
    def is_in_months(self) -> bool:
        """Whether periods are whole calendar months."""
        return self.unit in _MONTHS


MONTHLY = Every()


@dataclass(frozen=True, slots=True)
class Period:
    """One period: after `start` up to and including `due`; `years` is its length by the calendar.

    `is_whole` tells whether it is a whole number of the contract's periods long; an odd first
    period is not.
    """

    number: int
    start: date
    due: date
    years: Fraction
    is_whole: bool = True

    @property
    def days(self) -> int:
        """Days in the period."""
        return (self.due - self.start).days


def step(day: date, every: Every, count: int, *, month_end: bool = False) -> date:
    """The date `count` periods after `day` (before it when negative).

    Months keep the day of the month and fall back to the month's last day where it is shorter; with
    `month_end` they fall on the last day of every month.

    >>> step(date(2026, 1, 31), Every(), 1), step(date(2026, 1, 31), Every(n=4, unit=Unit.WEEK), 1)
    (datetime.date(2026, 2, 28), datetime.date(2026, 2, 28))
    >>> step(date(2026, 2, 28), Every(), 1, month_end=True)
    datetime.date(2026, 3, 31)
    """
    if every.unit in _DAYS:
        return day + timedelta(days=_DAYS[every.unit] * every.n * count)
    moved = add_months(day, _MONTHS[every.unit] * every.n * count)
    if not month_end:
        return moved
    return moved.replace(day=calendar.monthrange(moved.year, moved.month)[1])


def reaches_too_far(day: date, every: Every, count: int) -> bool:
    """Whether `count` periods after `day` lie beyond the calendar this engine keeps (year 2300)."""
    return day.year + float(every.years) * count > LAST_YEAR


def due_dates(
    start: date,
    every: Every,
    count: int,
    *,
    first_due: date | None = None,
    month_end: bool = False,
) -> tuple[date, ...]:
    """All due dates, counted from the first one where it is stated, else from the start.

    Counting from one fixed day keeps 31 January, 28 February, 31 March from slipping to the 28th.

    >>> [day.day for day in due_dates(date(2026, 1, 31), MONTHLY, 3)]
    [28, 31, 30]
    """
    origin, offset = (start, 1) if first_due is None else (first_due, 0)
    return tuple(step(origin, every, k + offset, month_end=month_end) for k in range(count))


def periods(
    start: date, every: Every, dues: Sequence[date], *, first_length: Fraction | None = None
) -> tuple[Period, ...]:
    """The periods between the due dates; `first_length` states the first one in regular periods.

    An odd first period is as long as the whole periods that fit before its end, and the days over
    as parts of a year of 365.

    >>> first, second = periods(date(2026, 1, 1), MONTHLY, [date(2026, 2, 11), date(2026, 3, 11)])
    >>> first.years == Fraction(1, 12) + Fraction(10, 365), second.years, first.is_whole
    (True, Fraction(1, 12), False)
    """
    found = []
    for number, (begin, due) in enumerate(zip((start, *dues[:-1]), dues, strict=True), start=1):
        whole = step(due, every, -1) == begin or step(begin, every, 1) == due
        years = every.years if whole else _odd_years(begin, due, every)
        if number == 1 and first_length is not None:
            whole, years = first_length.denominator == 1, first_length * every.years
        found.append(Period(number, begin, due, years, whole))
    return tuple(found)


def _odd_years(begin: date, due: date, every: Every) -> Fraction:
    count = 0
    while step(due, every, -count - 1) >= begin:
        count += 1
    over = (step(due, every, -count) - begin).days
    return count * every.years + Fraction(over, 365)
