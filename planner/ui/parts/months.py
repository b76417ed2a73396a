"""Which calendar month a mark stands for, and the other way round."""

from __future__ import annotations

import calendar
from datetime import date

from planner.baseline import month_of
from products.basis.timeline import Timeline, add_months

_MID_MONTH = 15


def months_ahead(timeline: Timeline) -> tuple[date, ...]:
    """The months of all marks, 0 to T."""
    return tuple(month_of(timeline, mark) for mark in range(timeline.n_marks))


def plan_start(today: date) -> date:
    """The month's end nearest to a day: plans begun on the screen run between months' ends.

    >>> plan_start(date(2026, 11, 5)), plan_start(date(2026, 11, 24))
    (datetime.date(2026, 10, 31), datetime.date(2026, 11, 30))
    """
    day = add_months(today, -1) if today.day <= _MID_MONTH else today
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def months_from(first: date, count: int) -> tuple[date, ...]:
    """A day and the same day of the `count` months after it.

    >>> months_from(date(2026, 1, 31), 1)
    (datetime.date(2026, 1, 31), datetime.date(2026, 2, 28))
    """
    return tuple(add_months(first, ahead) for ahead in range(count + 1))
