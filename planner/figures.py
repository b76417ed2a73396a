"""Numbers of a report: money to the smallest coin, months as YYYY-MM, null for what is not."""

from __future__ import annotations

from collections.abc import Iterable
from math import isfinite
from typing import Any

from planner.baseline import month_of
from products.basis.money import minor_digits
from products.basis.timeline import Timeline

Json = dict[str, Any]


def number(value: float, digits: int) -> float | None:
    """A number to so many decimals; null where it does not exist.

    >>> number(1 / 3, 4), number(float("inf"), 4), number(-0.00001, 2)
    (0.3333, None, 0.0)
    """
    return round(float(value), digits) + 0.0 if isfinite(value) else None


class Figures:
    """How one plan's numbers are put down."""

    def __init__(self, timeline: Timeline, currency: str) -> None:
        self.timeline, self.digits = timeline, minor_digits(currency)

    def money(self, value: float) -> float | None:
        """An amount to the smallest coin; null where it does not exist."""
        return number(value, self.digits)

    def moneys(self, values: Iterable[float]) -> list[float | None]:
        """A row of amounts."""
        return [self.money(value) for value in values]

    def at(self, mark: int | None) -> str | None:
        """The calendar month whose flows are booked at a mark, as YYYY-MM."""
        return None if mark is None else f"{month_of(self.timeline, mark):%Y-%m}"
