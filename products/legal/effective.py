"""Effective annual rates: what a flow of money costs or earns over a year, compounding included.

One number for every product, whatever its form: all flows in the family's hand, from month marks or
from dates. A nominal rate is a rate per period times the periods of a year; the effective rate
compounds it. The two are separate outputs and never stand for each other.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date

import numpy as np
from numpy.typing import ArrayLike

from products.legal.day_count import DayCount, year_fraction
from products.legal.irr import RatesOfReturn, present_value, rates_of_return

MONTHS_PER_YEAR = 12


def effective_from_periodic(rate_per_period: float, periods_per_year: float) -> float:
    """Effective annual rate of a rate per period, compounded.

    >>> round(effective_from_periodic(0.01, 12), 6)
    0.126825
    """
    return math.expm1(periods_per_year * math.log1p(rate_per_period))


def effective_from_nominal(rate_pa_nom: float, periods_per_year: float) -> float:
    """Effective annual rate of a nominal annual rate compounded so often.

    >>> round(effective_from_nominal(0.0525, 4), 9)
    0.053542667
    """
    return effective_from_periodic(rate_pa_nom / periods_per_year, periods_per_year)


def nominal_from_effective(rate_pa_eff: float, periods_per_year: float) -> float:
    """Nominal annual rate, compounded so often, of an effective annual rate.

    >>> round(nominal_from_effective(0.053543, 4), 9)
    0.05250032
    """
    return periods_per_year * math.expm1(math.log1p(rate_pa_eff) / periods_per_year)


def periodic_rates(flows: ArrayLike) -> RatesOfReturn:
    """Rate(s) of return per period of flows one period apart, the first at time 0.

    >>> round(periodic_rates([1000.0] + [-25.0] * 44).only, 8)
    0.00431158
    """
    amounts = np.asarray(flows, dtype=np.float64)
    return rates_of_return(np.arange(amounts.size), amounts)


def effective_of_periods(flows: ArrayLike, periods_per_year: float) -> RatesOfReturn:
    """Effective annual rate(s) of flows one period apart, compounded `periods_per_year` times.

    Weekly flows compound 52 times and monthly flows 12 times; that a year has more days than 52
    weeks is a matter for `effective_of_dates`.

    >>> round(effective_of_periods([1000.0] + [-25.0] * 44, 52).only, 6)
    0.250721
    """
    found = periodic_rates(flows)
    yearly = tuple(effective_from_periodic(each, periods_per_year) for each in found.rates)
    return RatesOfReturn(yearly, found.unresolved)


def effective_of_marks(flows: ArrayLike) -> RatesOfReturn:
    """Effective annual rate(s) of flows along the month marks `[T+1]`.

    >>> round(effective_of_marks([100.0] + [0.0] * 11 + [-112.0]).only, 12)
    0.12
    """
    return effective_of_periods(flows, MONTHS_PER_YEAR)


def effective_of_dates(
    dates: Sequence[date], amounts: ArrayLike, convention: DayCount = DayCount.ACT_365F
) -> RatesOfReturn:
    """Effective annual rate(s) of dated flows, years counted from the earliest date.

    >>> dates = [date(2010, 1, 1), date(2010, 4, 1), date(2010, 10, 1), date(2011, 2, 1)]
    >>> round(effective_of_dates(dates, [-100, 20, 40, 25]).only, 6)
    -0.197387
    """
    return rates_of_return(years_from_first(dates, convention), amounts)


def present_value_of_dates(
    rate_pa_eff: float,
    dates: Sequence[date],
    amounts: ArrayLike,
    convention: DayCount = DayCount.ACT_365F,
) -> float:
    """Present value on the earliest date of dated flows at an effective annual rate."""
    return present_value(rate_pa_eff, years_from_first(dates, convention), amounts)


def future_value_of_dates(
    rate_pa_eff: float,
    dates: Sequence[date],
    amounts: ArrayLike,
    convention: DayCount = DayCount.ACT_365F,
) -> float:
    """Value on the latest date of dated flows at an effective annual rate."""
    years = [-year_fraction(day, max(dates), convention) for day in dates]
    return present_value(rate_pa_eff, years, amounts)


def years_from_first(dates: Sequence[date], convention: DayCount) -> list[float]:
    """Each date's distance in years from the earliest of them."""
    first = min(dates)
    return [year_fraction(first, day, convention) for day in dates]
