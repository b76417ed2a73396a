"""Annual percentage rates under the named laws, of the flows of a credit.

Each law is a setting of its own, for they count time differently: US Regulation Z in payment
periods with simple odd parts and no compounding over the year, the European directives in equal
months or weeks and calendar days, the United Kingdom in years of 365.25 days. All count what has to
be paid for the credit and not what is put away as the family's own savings (12 CFR 1026.18(r)
leaves required deposits out).
"""

from __future__ import annotations

from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from products.basis.problems import Problem
from products.legal.apr_eu import DatedFlow, YearFlow, aprc, aprc_of_dates
from products.legal.apr_uk import YEAR_DAYS, DayFlow, apr_uk
from products.legal.intervals import Period
from products.legal.irr import RatesOfReturn
from products.price.course import Course
from products.price.rates import MONTHS, WEEK, nominal

Floats = NDArray[np.float64]


class AprMethod(StrEnum):
    """A law under which a price of credit is stated."""

    US_REGULATION_Z = "us_regulation_z"
    """12 CFR 1026, Appendix J: per payment period, times the periods of a year"""
    EU_APRC = "eu_aprc"
    """Directives 2008/48/EC and 2014/17/EU: effective, on equal months or weeks"""
    UK_APR = "uk_apr"
    """FCA Handbook MCOB 10.3 and CONC App 1.2: effective, on years of 365.25 days"""


def apr(course: Course, flow: Floats, method: AprMethod) -> RatesOfReturn | Problem:
    """The rate(s) of a flow under a law; a problem where the family pays before it receives."""
    moved = flow[flow != 0]
    if not moved.size or moved[0] < 0:
        return Problem("problem.price.not_credit", method.value)
    match method:
        case AprMethod.US_REGULATION_Z:
            return nominal(course, flow)
        case AprMethod.EU_APRC:
            return _european(course, flow)
        case AprMethod.UK_APR:
            return _british(course, flow)


def _european(course: Course, flow: Floats) -> RatesOfReturn:
    received, paid = flow > 0, flow < 0
    if course.by_month:
        years = course.at / MONTHS
        drawn = [YearFlow(a, t) for a, t in zip(flow[received], years[received], strict=True)]
        back = [YearFlow(-a, t) for a, t in zip(flow[paid], years[paid], strict=True)]
        return aprc(drawn, back)
    due = np.array(course.days)
    gaps = np.diff(course.at)
    period = Period.WEEK if np.all(gaps % WEEK == 0) else Period.MONTH
    lent = [DatedFlow(a, day) for a, day in zip(flow[received], due[received], strict=True)]
    owed = [DatedFlow(-a, day) for a, day in zip(flow[paid], due[paid], strict=True)]
    return aprc_of_dates(lent, owed, period)


def _british(course: Course, flow: Floats) -> RatesOfReturn:
    days = course.at * (YEAR_DAYS / MONTHS) if course.by_month else course.at.astype(np.float64)
    received, paid = flow > 0, flow < 0
    advanced = [DayFlow(a, t) for a, t in zip(flow[received], days[received], strict=True)]
    back = [DayFlow(-a, t) for a, t in zip(flow[paid], days[paid], strict=True)]
    return apr_uk(advanced, back)
