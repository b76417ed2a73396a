"""Contracts that count days: their exact dates, and the month marks at which a plan books them.

A plan books a payment at the first month mark on or after its date. A mark that falls inside a
period counts, of the charge of that period, the part of its days that has gone by.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, timedelta
from functools import cache

import numpy as np
from numpy.typing import NDArray

from products.basis.cashflow import UnitFlows
from products.basis.timeline import (
    Timeline,
    add_months,
    calendar_months,
    date_of,
)

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def due_days(start: date, days: int, number: int) -> tuple[date, ...]:
    """The day a contract starts and those of its instalments, every so many days.

    >>> due_days(date(2026, 1, 31), 28, 2)
    (datetime.date(2026, 1, 31), datetime.date(2026, 2, 28), datetime.date(2026, 3, 28))
    """
    return tuple(start + timedelta(days=days * period) for period in range(number + 1))


@cache
def months_covering(days: int) -> int:
    """Fewest months that hold so many days wherever in a year they begin.

    >>> months_covering(28), months_covering(336), months_covering(364)
    (1, 12, 12)
    """
    starts = [add_months(date(2024, 1, 1), month) for month in range(48)]
    months = days // 31
    while min((add_months(start, months) - start).days for start in starts) < days:
        months += 1
    return months


def month_after(timeline: Timeline, start: int, least: int, wanted: frozenset[int]) -> int:
    """Months from mark `start` to the first mark in a wanted calendar month, at least `least`.

    A mark lies in the calendar month in which its flows happen.

    >>> month_after(Timeline(date(2026, 1, 1), 0), 0, 3, frozenset({4, 10}))
    4
    """
    year = calendar_months(Timeline(timeline.start, 11))
    for months in range(least, least + 12):
        if year[(start + months) % 12] in wanted:
            return months
    raise ValueError("no calendar month is wanted")


@dataclass(frozen=True, slots=True)
class Booking:
    """Where the marks of a plan stand among the due days of a contract, by contract month.

    `paid[m]` is the last instalment booked at month m or before, 0 for the start; `part[m]` the
    part of the period after it that has gone by.
    """

    paid: Ints
    part: Floats


def booking(timeline: Timeline, start: int, days: int, number: int, months: int) -> Booking:
    """How a contract that starts at mark `start` is booked in its first `months` months."""
    begin = date_of(timeline, start)
    marks = [date_of(timeline, start + month) for month in range(months + 1)]
    gone_by = np.array([(mark - begin).days for mark in marks])
    paid = np.minimum(gone_by // days, number)
    part = np.where(paid < number, gone_by / days - paid, 0.0)
    return Booking(paid.astype(np.int64), part)


def booked(flows: UnitFlows, at: Booking) -> UnitFlows:
    """A financing along its own periods, booked by the month, `[..., months + 1]`.

    What a period costs accrues by the day; what it brings (help, relief) comes when it ends.
    """
    coming = np.minimum(flows.charge, 0.0)
    following = np.concatenate([coming[..., 1:], np.zeros_like(coming[..., :1])], axis=-1)
    accrued = following[..., at.paid] * at.part
    so_far = {
        field.name: np.cumsum(getattr(flows, field.name), axis=-1)[..., at.paid]
        for field in fields(UnitFlows)
        if field.name in ("per_unit", "per_take", "charge")
    }
    return UnitFlows(
        per_unit=_steps(so_far["per_unit"]),
        per_take=_steps(so_far["per_take"]),
        charge=_steps(so_far["charge"] + accrued),
        owed=flows.owed[..., at.paid] - accrued,
        owned=flows.owned[..., at.paid],
        exit_value=flows.exit_value[..., at.paid],
    )


def _steps(so_far: Floats) -> Floats:
    return np.asarray(np.diff(so_far, axis=-1, prepend=0.0), dtype=np.float64)
