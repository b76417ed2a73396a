"""Yearly rates of a taking: effective and nominal, in its own money, the plan's, and today's.

The effective rate compounds over a year. By the month it is that of twelve equal months, on days
that of 365 days. The nominal rate is the rate of a payment period times the periods of a year, as
lenders quote it (52 weeks, 13 times four weeks); odd parts of a period bear simple charges, as in
US Regulation Z.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from products.basis.market import Market
from products.legal.apr_regz import UnitFlow, apr_regz
from products.legal.effective import effective_of_dates, effective_of_marks
from products.legal.irr import RatesOfReturn
from products.legal.unit_periods import UnitTime
from products.price.course import Course
from products.price.horizon import exchange, on_days

Floats = NDArray[np.float64]

MONTHS, DAYS, WEEKS = 12, 365, 52
"""Of a year."""
WEEK = 7
"""Days of a week."""


@dataclass(frozen=True, slots=True)
class Rates:
    """One, no or several yearly rates of one flow, as decimals."""

    effective_pa: RatesOfReturn
    nominal_pa: RatesOfReturn


@dataclass(frozen=True, slots=True)
class UnitLength:
    """The period that payments come in: so many months or days, and how many go in a year."""

    length: int
    per_year: Fraction


def rates(course: Course, flow: Floats) -> Rates:
    """Effective and nominal rates of a flow on the days of its course."""
    return Rates(effective(course, flow), nominal(course, flow))


def effective(course: Course, flow: Floats) -> RatesOfReturn:
    """Effective yearly rate(s)."""
    if course.by_month:
        return effective_of_marks(flow)
    return effective_of_dates(course.days, flow)


def at_home(course: Course, flow: Floats, market: Market, currency: str) -> Floats:
    """A flow in the plan's money of the first day's exchange: each amount at its own day's."""
    return flow * _on_course(course, exchange(market, currency))


def in_todays_money(course: Course, flow: Floats, market: Market) -> Floats:
    """A flow in prices of the first day."""
    return flow / _on_course(course, market.price_level)


def _on_course(course: Course, path: Floats) -> Floats:
    if course.by_month:
        return path[course.at]
    return on_days(path, course.start, course.days)


def nominal(course: Course, flow: Floats) -> RatesOfReturn:
    """Rate(s) per payment period, times the periods of a year."""
    received, paid, unit = by_unit(course, flow)
    if not received or not paid:
        return RatesOfReturn(())
    return apr_regz(received, paid, float(unit.per_year))


def by_unit(course: Course, flow: Floats) -> tuple[list[UnitFlow], list[UnitFlow], UnitLength]:
    """What is received and what is paid, in payment periods from the first flow."""
    moved = np.flatnonzero(flow)
    at = [int(when) for when in course.at[moved]]
    unit = unit_length(at, by_month=course.by_month)
    received: list[UnitFlow] = []
    paid: list[UnitFlow] = []
    for when, amount in zip(at, flow[moved].tolist(), strict=True):
        whole, odd = divmod(when - at[0], unit.length)
        time = UnitTime(whole, Fraction(odd, unit.length))
        (received if amount > 0 else paid).append(UnitFlow(abs(amount), time))
    return received, paid, unit


def unit_length(at: list[int], *, by_month: bool) -> UnitLength:
    """The payment period of flows at these months or days, by 12 CFR 1026 Appendix J (b)(4).

    The interval that occurs most often, the shorter of two; where none occurs twice, their average;
    for one flow after another, the whole term. Never more than a year.

    >>> unit_length([0, 28, 56, 84], by_month=False)
    UnitLength(length=28, per_year=Fraction(13, 1))
    >>> unit_length([0, 6, 7, 8, 9], by_month=True)
    UnitLength(length=1, per_year=Fraction(12, 1))
    """
    intervals = [later - earlier for earlier, later in pairwise(at)]
    times = Counter(intervals)
    common, most = min(times.items(), key=lambda item: (-item[1], item[0]), default=(1, 1))
    if most == 1 and len(intervals) > 1:
        common = _standard(Fraction(sum(intervals), len(intervals)), 1 if by_month else WEEK)
    if by_month:
        length = min(common, MONTHS)
        return UnitLength(length, Fraction(MONTHS, length))
    length = min(common, DAYS)
    if length % WEEK == 0:
        return UnitLength(length, Fraction(WEEKS * WEEK, length))
    return UnitLength(length, Fraction(DAYS, length))


def _standard(average: Fraction, step: int) -> int:
    """The standard interval nearest to an average, the lower of two: 1, or a multiple of `step`."""
    below = int(average) // step * step
    return min((below or 1, below + step), key=lambda length: abs(length - average))
