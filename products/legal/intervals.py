"""Time in years as the European directives on credit count it.

A year has 365 days (366 where it holds a 29 February), 52 weeks or 12 equal months. An interval is
counted backwards from its end in whole periods; days left over stand at its start and are divided
by the days of the year that ends where they end. A day that does not exist in a month is the
month's last day; one that exists is that day, so a month is not bound to end on its end.

Source: Directives 2008/48/EC Annex I and 2014/17/EU Annex I, remark (c); Commission guidelines
SWD(2012)128, section 4.1.1.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction

from products.basis.timeline import add_months


class Period(StrEnum):
    """The regular period in which an interval is counted."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"


_MONTHS = {Period.MONTH: 1, Period.QUARTER: 3, Period.HALF_YEAR: 6, Period.YEAR: 12}
_PER_YEAR = {
    Period.WEEK: 52,
    Period.MONTH: 12,
    Period.QUARTER: 4,
    Period.HALF_YEAR: 2,
    Period.YEAR: 1,
}


@dataclass(frozen=True, slots=True)
class Interval:
    """Whole periods, and odd days over the length of their year (None when there are none)."""

    whole: int
    days: int
    year_days: int | None
    period: Period

    @property
    def years(self) -> Fraction:
        """The interval in years, exactly."""
        odd = Fraction(self.days, self.year_days) if self.year_days else Fraction(0)
        return Fraction(self.whole, _PER_YEAR[self.period]) + odd

    @property
    def expression(self) -> str:
        """The interval as it is written down: whole periods, then odd days.

        >>> interval(date(2012, 1, 12), date(2012, 2, 15)).expression
        '1/12+3/365'
        """
        whole = f"{self.whole}/{_PER_YEAR[self.period]}"
        return f"{whole}+{self.days}/{self.year_days}" if self.days else whole


def interval(start: date, end: date, period: Period = Period.MONTH) -> Interval:
    """The interval from `start` to a later or equal `end`, counted backwards in `period`.

    >>> interval(date(2012, 1, 12), date(2014, 2, 15), Period.YEAR)
    Interval(whole=2, days=34, year_days=365, period=<Period.YEAR: 'year'>)
    """
    if end < start:
        raise ValueError(f"interval ends before it starts: {start} to {end}")
    whole = _whole_periods(start, end, period)
    boundary = _before(end, whole, period)
    days = (boundary - start).days
    year_days = (boundary - add_months(boundary, -12)).days if days else None
    return Interval(whole, days, year_days, period)


def _whole_periods(start: date, end: date, period: Period) -> int:
    if period is Period.WEEK:
        return (end - start).days // 7
    months = (end.year - start.year) * 12 + end.month - start.month
    whole = months // _MONTHS[period]
    return whole if _before(end, whole, period) >= start else whole - 1


def _before(end: date, whole: int, period: Period) -> date:
    if period is Period.WEEK:
        return end - timedelta(weeks=whole)
    return add_months(end, -whole * _MONTHS[period])
