"""The annual percentage rate of charge of the European directives on consumer and mortgage credit.

The effective annual rate that makes drawdowns and payments equal: `sum C (1 + X)^-t = sum D (1 +
X)^-s`, times in years from the first drawdown, negative for what is paid before it. Every charge
the borrower must pay is a payment. Times between dates follow `intervals`; the calendar basis
counts days over 365 instead, as Directive 98/7/EC allows.

Source: Directives 2008/48/EC Annex I and 2014/17/EU Annex I.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from products.legal.intervals import Period, interval
from products.legal.irr import RatesOfReturn, rates_of_return

_CALENDAR_YEAR = 365


@dataclass(frozen=True, slots=True)
class YearFlow:
    """An amount (> 0, major units) at a time in years from the first drawdown."""

    amount: float
    years: float


@dataclass(frozen=True, slots=True)
class DatedFlow:
    """An amount (> 0, major units) on a date."""

    amount: float
    day: date


def aprc(drawdowns: Sequence[YearFlow], payments: Sequence[YearFlow]) -> RatesOfReturn:
    """Annual percentage rate(s) of charge as decimals; one, none or several.

    >>> instalments = [YearFlow(1432.86, month / 12) for month in range(1, 241)]
    >>> round(100 * aprc([YearFlow(200_000, 0)], [YearFlow(4000, 0), *instalments]).only, 6)
    6.434412
    """
    flows = [(flow.years, flow.amount) for flow in drawdowns]
    flows += [(flow.years, -flow.amount) for flow in payments]
    return rates_of_return([years for years, _ in flows], [amount for _, amount in flows])


def aprc_of_dates(
    drawdowns: Sequence[DatedFlow], payments: Sequence[DatedFlow], period: Period | None
) -> RatesOfReturn:
    """As `aprc`, with times counted from the first drawdown in `period`, or None for calendar days.

    >>> loan, back = [DatedFlow(500, date(2013, 1, 12))], [DatedFlow(510, date(2013, 2, 15))]
    >>> round(aprc_of_dates(loan, back, Period.MONTH).only, 4)
    0.2415
    """
    start = min(flow.day for flow in drawdowns)
    return aprc(_timed(drawdowns, start, period), _timed(payments, start, period))


def years_between(start: date, day: date, period: Period | None) -> float:
    """Years from `start` to `day`, negative for an earlier day; None counts calendar days."""
    if period is None:
        return (day - start).days / _CALENDAR_YEAR
    if day < start:
        return -float(interval(day, start, period).years)
    return float(interval(start, day, period).years)


def _timed(flows: Sequence[DatedFlow], start: date, period: Period | None) -> list[YearFlow]:
    return [YearFlow(flow.amount, years_between(start, flow.day, period)) for flow in flows]
