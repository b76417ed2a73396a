"""Month marks and the dates they stand for.

Everything that happens, happens at a mark 0 ... T. Mark 0 is the day of the plan; mark m is m
months later, moved back to the month's last day where the month is too short.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date

MAX_MONTHS = 1320
"""The longest there is: fifty years of paying in, then sixty of a pension."""
_MID_MONTH = 15


@dataclass(frozen=True, slots=True)
class Timeline:
    """The marks of one plan: `start` is the date of mark 0, `months` is T.

    >>> Timeline(date(2026, 1, 31), 12).n_marks
    13
    """

    start: date
    months: int

    def __post_init__(self) -> None:
        """Refuse a negative length or one beyond the longest product."""
        if not 0 <= self.months <= MAX_MONTHS:
            raise ValueError(f"months must be 0..{MAX_MONTHS}, got {self.months}")

    @property
    def n_marks(self) -> int:
        """Number of marks, T + 1."""
        return self.months + 1


def add_months(day: date, months: int) -> date:
    """The date `months` later, clamped to the month's end.

    >>> add_months(date(2026, 1, 31), 1)
    datetime.date(2026, 2, 28)
    """
    index = day.year * 12 + (day.month - 1) + months
    year, month = divmod(index, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def date_of(timeline: Timeline, mark: int) -> date:
    """The date of a mark.

    >>> date_of(Timeline(date(2026, 1, 31), 12), 13)
    datetime.date(2027, 2, 28)
    """
    return add_months(timeline.start, mark)


def months_between(start: date, day: date) -> int:
    """Whole marks from `start` to the last mark on or before `day`; negative for earlier days.

    >>> months_between(date(2026, 1, 31), date(2026, 2, 28))
    1
    """
    guess = (day.year - start.year) * 12 + day.month - start.month
    while add_months(start, guess) > day:
        guess -= 1
    while add_months(start, guess + 1) <= day:
        guess += 1
    return guess


def mark_on_or_after(timeline: Timeline, day: date) -> int:
    """The first mark whose date is on or after `day`; negative before the start, may exceed T.

    >>> mark_on_or_after(Timeline(date(2026, 1, 31), 12), date(2026, 2, 1))
    1
    """
    mark = months_between(timeline.start, day)
    return mark if date_of(timeline, mark) == day else mark + 1


def calendar_months(timeline: Timeline) -> tuple[int, ...]:
    """Calendar month (1-12) that ends at each mark: the month in which a mark's flows happen.

    The flows booked at mark m belong to the month between marks m-1 and m. They are given the
    calendar month of the middle of that month, so a plan that starts on the 25th counts mark 1 as
    the next month.

    >>> calendar_months(Timeline(date(2026, 1, 1), 3))
    (12, 1, 2, 3)

    """
    shift = 0 if timeline.start.day <= _MID_MONTH else 1
    first = timeline.start.month - 2 + shift
    return tuple((first + mark) % 12 + 1 for mark in range(timeline.n_marks))
