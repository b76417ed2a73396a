"""Time in whole unit-periods and an odd part, as US Regulation Z counts it.

Whole periods are measured back from the later date; what is left over at the start is the odd part.
Months end on the same day of the month, or on its last day where there is none. Weeks and days are
counted in days. Source: 12 CFR 1026 Appendix J (b)(5).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from products.basis.timeline import add_months

_MONTH_DAYS = 30
_YEAR_MONTHS = 12
_YEAR_DAYS = 365


class UnitPeriod(StrEnum):
    """The common interval of a transaction's payments."""

    DAILY = "daily"
    WEEKLY = "weekly"
    BIWEEKLY = "biweekly"
    FOUR_WEEKLY = "4-weekly"
    SEMIMONTHLY = "semimonthly"
    MONTHLY = "monthly"
    BIMONTHLY = "bimonthly"
    QUARTERLY = "quarterly"
    FOUR_MONTHLY = "4-monthly"
    HALF_YEARLY = "half-yearly"
    YEARLY = "yearly"


_DAYS = {
    UnitPeriod.DAILY: 1,
    UnitPeriod.WEEKLY: 7,
    UnitPeriod.BIWEEKLY: 14,
    UnitPeriod.FOUR_WEEKLY: 28,
}
_MONTHS = {
    UnitPeriod.MONTHLY: 1,
    UnitPeriod.BIMONTHLY: 2,
    UnitPeriod.QUARTERLY: 3,
    UnitPeriod.FOUR_MONTHLY: 4,
    UnitPeriod.HALF_YEARLY: 6,
    UnitPeriod.YEARLY: 12,
}


_NAMES = {
    "day": UnitPeriod.DAILY,
    "week": UnitPeriod.WEEKLY,
    "fortnightly": UnitPeriod.BIWEEKLY,
    "four-weekly": UnitPeriod.FOUR_WEEKLY,
    "semi-monthly": UnitPeriod.SEMIMONTHLY,
    "month": UnitPeriod.MONTHLY,
    "quarter": UnitPeriod.QUARTERLY,
    "semiannual": UnitPeriod.HALF_YEARLY,
    "year": UnitPeriod.YEARLY,
    "annual": UnitPeriod.YEARLY,
}


@dataclass(frozen=True, slots=True)
class UnitTime:
    """A time of `whole` unit-periods and a further odd `part` of one (0 up to, not with, 1)."""

    whole: int
    part: Fraction = Fraction(0)


def named_unit(text: str) -> UnitPeriod | None:
    """The unit-period of a usual name; None when there is none.

    >>> named_unit("Fortnightly").name, named_unit("moonly")
    ('BIWEEKLY', None)
    """
    plain = text.strip().lower().replace("_", "-")
    return _NAMES.get(plain) or next((unit for unit in UnitPeriod if unit.value == plain), None)


def per_year(unit: UnitPeriod) -> int:
    """Unit-periods in a year.

    >>> per_year(UnitPeriod.FOUR_WEEKLY), per_year(UnitPeriod.SEMIMONTHLY)
    (13, 24)
    """
    if unit is UnitPeriod.DAILY:
        return _YEAR_DAYS
    if unit in _DAYS:
        return 52 * 7 // _DAYS[unit]
    return 24 if unit is UnitPeriod.SEMIMONTHLY else _YEAR_MONTHS // _MONTHS[unit]


def unit_time(start: date, end: date, unit: UnitPeriod) -> UnitTime:
    """Whole unit-periods and odd part from `start` to a later `end`.

    >>> unit_time(date(1978, 2, 10), date(1978, 4, 1), UnitPeriod.MONTHLY)
    UnitTime(whole=1, part=Fraction(19, 30))
    >>> unit_time(date(1978, 5, 23), date(1978, 10, 1), UnitPeriod.QUARTERLY)
    UnitTime(whole=1, part=Fraction(13, 30))
    """
    if unit in _DAYS:
        return _divide(Fraction((end - start).days, _DAYS[unit]))
    months, odd_days = months_back(start, end)
    if unit is UnitPeriod.SEMIMONTHLY:
        return _divide(Fraction(_MONTH_DAYS * months + odd_days, _MONTH_DAYS // 2))
    if unit is UnitPeriod.YEARLY:
        return _years(start, end, months, odd_days)
    return _divide(Fraction(_MONTH_DAYS * months + odd_days, _MONTH_DAYS * _MONTHS[unit]))


def months_back(start: date, end: date) -> tuple[int, int]:
    """Whole months measured back from `end`, and the days left over at the start.

    >>> months_back(date(2012, 1, 12), date(2012, 3, 15))
    (2, 3)
    """
    months = (end.year - start.year) * _YEAR_MONTHS + end.month - start.month
    while add_months(end, -months) < start:
        months -= 1
    return months, (add_months(end, -months) - start).days


def _years(start: date, end: date, months: int, odd_days: int) -> UnitTime:
    """Full years; the rest in twelfths where it is whole months, else in days over 365."""
    whole = months // _YEAR_MONTHS
    if odd_days == 0:
        return UnitTime(whole, Fraction(months % _YEAR_MONTHS, _YEAR_MONTHS))
    rest = (add_months(end, -whole * _YEAR_MONTHS) - start).days
    return _divide(whole + Fraction(rest, _YEAR_DAYS))


def _divide(periods: Fraction) -> UnitTime:
    whole = periods.numerator // periods.denominator
    return UnitTime(whole, periods - whole)
