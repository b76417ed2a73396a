"""The charge that accrues on a balance: simple within a period, on whatever day count is stated.

Factors are exact fractions: charge = balance x factor. Sources of the day counts: ISDA 2006 section
4.16; the US bond rule for 30/360; unit periods as in US lending practice (whole periods equal, an
odd first period in days).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from products.basis.rates import RateBasis
from products.contract.calendar import Every, Period
from products.contract.exact import as_fraction, power
from products.contract.settings import DayCount
from products.contract.terms import ContractTerms

_MONTH = 30
_FIXED_YEARS = {DayCount.ACTUAL_360: 360, DayCount.ACTUAL_364: 364, DayCount.ACTUAL_365: 365}
_UNIT_PERIOD_YEARS = {DayCount.UNIT_PERIOD_360: 360, DayCount.UNIT_PERIOD_365: 365}
_DAYS_OF_YEAR = {
    **_FIXED_YEARS,
    **_UNIT_PERIOD_YEARS,
    DayCount.THIRTY_360: 360,
    DayCount.ACTUAL_ACTUAL: 365,
    DayCount.ACTUAL_ACTUAL_31DEC: 365,
}


def year_part(
    count: DayCount, begin: date, end: date, period: Period, *, in_days: bool = False
) -> Fraction:
    """The part of a year from `begin` to `end`, both in `period`; `in_days` forbids whole periods.

    >>> january = Period(1, date(2024, 1, 1), date(2024, 2, 1), Fraction(1, 12))
    >>> counts = (DayCount.SAME_AS_PERIOD, DayCount.ACTUAL_365, DayCount.THIRTY_360)
    >>> [str(year_part(count, date(2024, 1, 1), date(2024, 2, 1), january)) for count in counts]
    ['1/12', '31/365', '1/12']
    """
    days = (end - begin).days
    if count in _FIXED_YEARS:
        return Fraction(days, _FIXED_YEARS[count])
    if count in (DayCount.ACTUAL_ACTUAL, DayCount.ACTUAL_ACTUAL_31DEC):
        turn = (12, 31) if count is DayCount.ACTUAL_ACTUAL_31DEC else (1, 1)
        return sum(_by_calendar_years(begin, end, turn), Fraction(0))
    if count is DayCount.THIRTY_360:
        return Fraction(_thirty_days(begin, end), 360)
    if count in _UNIT_PERIOD_YEARS and (in_days or not period.is_whole):
        return Fraction(days, _UNIT_PERIOD_YEARS[count])
    return period.years * Fraction(days, period.days)


def _by_calendar_years(begin: date, end: date, turn: tuple[int, int]) -> Iterator[Fraction]:
    at = begin
    while at < end:
        year = at.year if turn == (1, 1) or at < date(at.year, *turn) else at.year + 1
        boundary = date(year + 1, 1, 1) if turn == (1, 1) else date(year, *turn)
        until = min(end, boundary)
        length = (date(year + 1, 1, 1) - date(year, 1, 1)).days
        yield Fraction((until - at).days, length)
        at = until


def _thirty_days(begin: date, end: date) -> int:
    first = min(begin.day, _MONTH)
    last = min(end.day, _MONTH) if first == _MONTH else end.day
    months = 12 * (end.year - begin.year) + end.month - begin.month
    return _MONTH * months + last - first


def rate_pa_at(terms: ContractTerms, number: int, day: date) -> Fraction:
    """The decimal yearly rate in force for instalment `number` on the day that begins on `day`.

    Flat and nominal rates come as quoted, within the contract's floor and cap.
    """
    rate = terms.rate
    for change in terms.rate_changes:
        begun = change.from_instalment is not None and change.from_instalment <= number
        if begun or (change.on is not None and change.on <= day):
            rate = change.rate
    if terms.rate_floor is not None:
        rate = max(rate, terms.rate_floor)
    if terms.rate_cap is not None:
        rate = min(rate, terms.rate_cap)
    return as_fraction(rate)


def growth(basis: RateBasis, rate: Fraction, years: Fraction) -> Fraction:
    """Charge per unit of balance over `years` at a quoted rate.

    Nominal and simple rates accrue in proportion to time; effective rates, and nominal rates that
    compound by quarter or half-year, accrue geometrically.

    >>> growth(RateBasis.NOMINAL_PA_MONTHLY, Fraction(12, 100), Fraction(1, 12))
    Fraction(1, 100)
    >>> round(float(growth(RateBasis.EFFECTIVE_PA, Fraction(7, 100), Fraction(1, 12))), 9)
    0.005654145
    """
    match basis:
        case RateBasis.EFFECTIVE_PM:
            return rate * 12 * years
        case RateBasis.EFFECTIVE_PA:
            return power(1 + rate, years) - 1
        case RateBasis.NOMINAL_PA_QUARTERLY:
            return power(1 + rate / 4, 4 * years) - 1
        case RateBasis.NOMINAL_PA_HALF_YEARLY:
            return power(1 + rate / 2, 2 * years) - 1
        case _:
            return rate * years


def factor(
    terms: ContractTerms, period: Period, begin: date, end: date, rate: Fraction | None = None
) -> Fraction:
    """Charge per unit of balance from `begin` to `end`, within one period and at one rate.

    The rate is the one in force on `begin` unless given. Periods free of charge give 0;
    `charged_share` says which part of the balance the charge is on.
    """
    if period.number <= terms.grace.free or begin == end:
        return Fraction(0)
    if rate is None:
        rate = rate_pa_at(terms, period.number, begin)
    if terms.first_compounds and period.number == 1:
        per_period = growth(terms.rate_basis, rate, terms.every.years)
        return power(1 + per_period, period.years / terms.every.years) - 1
    in_days = terms.last_in_days and period.number == terms.instalments
    years = year_part(terms.day_count, begin, end, period, in_days=in_days)
    return growth(terms.rate_basis, rate, years) * as_fraction(terms.charged_share)


def factor_to_due(terms: ContractTerms, period: Period, begin: date) -> Fraction:
    """Charge per unit of balance from `begin` to the due date, at each rate in force by then."""
    days = sorted({begin, *(day for day in rate_change_days(terms, period) if day > begin)})
    ends = [*days[1:], period.due]
    parts = (factor(terms, period, a, b) for a, b in zip(days, ends, strict=True))
    return sum(parts, Fraction(0))


def rate_change_days(terms: ContractTerms, period: Period) -> Iterator[date]:
    """Days inside a period on which a new rate begins."""
    for change in terms.rate_changes:
        if change.on is not None and period.start < change.on < period.due:
            yield change.on


def nominal_factor(terms: ContractTerms, rate: Fraction, *, thirty: bool) -> Fraction:
    """Charge per unit over one regular period, as the level instalment may be worked out.

    `thirty` counts 30 days to a month over the days the day count gives a year.

    >>> terms = ContractTerms(currency="PKR", amount=1, start=date(2022, 11, 1), instalments=6,
    ...     rate="0.12", day_count="actual/365")
    >>> nominal_factor(terms, Fraction(12, 100), thirty=True)
    Fraction(18, 1825)
    """
    years = terms.every.years
    if thirty and terms.day_count in _DAYS_OF_YEAR:
        years = Fraction(_nominal_days(terms.every), _DAYS_OF_YEAR[terms.day_count])
    return growth(terms.rate_basis, rate, years)


def _nominal_days(every: Every) -> int:
    return {"day": 1, "week": 7, "month": 30, "year": 360}[every.unit.value] * every.n
