"""Paper that runs for days: what a bill gains, how many fit into months, on which marks it pays."""

from __future__ import annotations

from datetime import date, timedelta

from products.basis.timeline import Timeline, mark_on_or_after
from products.mechanics.days import months_covering

YEAR_DAYS = 365
"""Days of the year for taxes that go by the year."""


def gain(quoted_pa: float, days: int, year_days: int, *, of_face: bool) -> float:
    """What one unit of price gains until the bill is paid, simple over its days.

    `of_face` reads the figure as a discount of face value, otherwise as a yield on the price.

    >>> round(gain(0.0681, 28, 360, of_face=False), 8)
    0.00529667
    >>> round(gain(0.10, 90, 360, of_face=True), 8)  # 97.50 pays 100
    0.02564103
    """
    part = quoted_pa * days / year_days
    return part / (1 - part) if of_face else part


def bills_within(months: int, days: int, most: int) -> int:
    """The most bills one after another, at most `most`, that have paid within so many months.

    >>> bills_within(12, 28, 130), bills_within(4, 91, 1)
    (13, 1)
    """
    fitting = [n for n in range(1, most + 1) if months_covering(n * days) <= months]
    return fitting[-1] if fitting else 1


def paid_on(start: date, days: int, bills: int) -> tuple[date, ...]:
    """The days on which each of so many bills pays."""
    return tuple(start + timedelta(days=days * number) for number in range(1, bills + 1))


def months_paid(timeline: Timeline, mark: int, start: date, days: int, bills: int) -> list[int]:
    """Contract months at whose end each bill has paid: the first marks on or after their days."""
    return [mark_on_or_after(timeline, day) - mark for day in paid_on(start, days, bills)]
