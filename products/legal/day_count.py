"""The length of time between two dates, under every convention that products are quoted on.

Day counts give whole days and a fraction of a year. "Actual" conventions count calendar days, the
30/360 family gives every month thirty; its members differ in what they do with the 31st and with
the end of February. A quoted name is read by `named`, which knows the spellings in use.

Sources: ISDA 2006 definitions, section 4.16; SIA standard securities calculation methods;
deltaquants.com/day-count-conventions (worked examples).
"""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from enum import StrEnum


class DayCount(StrEnum):
    """A day-count convention; the value is its usual name."""

    ACT_ACT = "act/act"
    """days in leap years over 366, other days over 365 (ISDA)"""
    ACT_365F = "act/365F"
    """365 in every year"""
    ACT_365_25 = "act/365.25"
    ACT_365A = "act/365A"
    """366 where the period holds a 29 February, else 365"""
    ACT_365L = "act/365L"
    """366 where the period ends in a leap year, else 365"""
    ACT_364 = "act/364"
    ACT_360 = "act/360"
    NL_365 = "NL/365"
    """29 February counts as the 28th"""
    NL_360 = "NL/360"
    THIRTY_360 = "30/360 ISDA"
    """bond basis: the 31st is the 30th, at the end only when the start is on the 30th or 31st"""
    THIRTY_US_360 = "30/360 US"
    """SIA: as bond basis, and a start on the last of February is the 30th"""
    THIRTY_E_360 = "30E/360"
    """eurobond basis: the 31st is the 30th at both ends"""
    THIRTY_E_PLUS_360 = "30E+/360"
    """an end on the 31st is the 1st of the next month"""
    THIRTY_E_360_ISDA = "30E/360 ISDA"
    """German: as eurobond basis, and the last of February is the 30th"""


_SPELLINGS = {
    "act/act ISDA": DayCount.ACT_ACT,
    "act/365": DayCount.ACT_365F,
    "30/360": DayCount.THIRTY_360,
    "30/360 SIA": DayCount.THIRTY_US_360,
    "30U/360": DayCount.THIRTY_US_360,
    "30/360 ISMA": DayCount.THIRTY_E_360,
    "30/360 European": DayCount.THIRTY_E_360,
    "30E/360 German": DayCount.THIRTY_E_360_ISDA,
}
_ALIASES: dict[str, DayCount] = {
    "act/365fixed": DayCount.ACT_365F,
    "act": DayCount.ACT_365F,
    "english": DayCount.ACT_365F,
    "french": DayCount.ACT_360,
    "nl365": DayCount.NL_365,
    "nl360": DayCount.NL_360,
    "bondbasis": DayCount.THIRTY_360,
    "30us/360": DayCount.THIRTY_US_360,
    "eurobondbasis": DayCount.THIRTY_E_360,
    "german": DayCount.THIRTY_E_360_ISDA,
}
_WRITTEN = {each.value: each for each in DayCount} | _SPELLINGS
_BY_NAME = {name.lower().replace(" ", ""): each for name, each in _WRITTEN.items()} | _ALIASES
_YEAR_DAYS = {
    DayCount.ACT_365F: 365.0,
    DayCount.ACT_365_25: 365.25,
    DayCount.ACT_364: 364.0,
    DayCount.ACT_360: 360.0,
    DayCount.NL_365: 365.0,
    DayCount.NL_360: 360.0,
}
_ACTUAL = frozenset(
    {
        DayCount.ACT_ACT,
        DayCount.ACT_365F,
        DayCount.ACT_365_25,
        DayCount.ACT_365A,
        DayCount.ACT_365L,
        DayCount.ACT_364,
        DayCount.ACT_360,
    }
)


def named(text: str) -> DayCount | None:
    """The convention of a quoted name, whatever its case and spelling; None when there is none.

    >>> named("Actual/365 Fixed").name, named("30/360 SIA").name, named("31/360")
    ('ACT_365F', 'THIRTY_US_360', None)
    """
    plain = text.lower().replace(" ", "").replace("actual", "act")
    if plain.startswith("a/"):
        plain = f"act/{plain[2:]}"
    return _BY_NAME.get(plain)


def spellings() -> dict[str, DayCount]:
    """The conventions by every usual name of them that is written with spaces and capitals.

    >>> spellings()["30E/360 German"] is spellings()["30E/360 ISDA"]
    True
    """
    return dict(_WRITTEN)


def days(start: date, end: date, convention: DayCount) -> int:
    """Days from `start` to `end` as the convention counts them; negative when `end` is earlier.

    >>> days(date(2007, 2, 28), date(2007, 3, 31), DayCount.THIRTY_US_360)
    30
    """
    if convention in _ACTUAL:
        return (end - start).days
    if convention in (DayCount.NL_365, DayCount.NL_360):
        return (end - start).days - _leap_days(start, end)
    return _thirty_days(start, end, convention)


def year_fraction(start: date, end: date, convention: DayCount) -> float:
    """Years from `start` to `end` under the convention; negative when `end` is earlier.

    >>> round(year_fraction(date(2007, 12, 28), date(2008, 2, 28), DayCount.ACT_ACT), 12)
    0.169428849465
    """
    if convention is DayCount.ACT_ACT:
        return _act_act(start, end)
    counted = days(start, end, convention)
    if convention in _YEAR_DAYS:
        return counted / _YEAR_DAYS[convention]
    if convention is DayCount.ACT_365A:
        return counted / (366 if _leap_days(start, end) else 365)
    if convention is DayCount.ACT_365L:
        return counted / (366 if calendar.isleap(end.year) else 365)
    return counted / 360


def _act_act(start: date, end: date) -> float:
    if end < start:
        return -_act_act(end, start)
    total = 0.0
    for year in range(start.year, end.year + 1):
        first = max(start, date(year, 1, 1))
        last = end if year == end.year else date(year, 12, 31) + timedelta(days=1)
        total += (last - first).days / (366 if calendar.isleap(year) else 365)
    return total


def _leap_days(start: date, end: date) -> int:
    """How many a 29 February lies after `start`, up to and with `end`; negative backwards."""
    if end < start:
        return -_leap_days(end, start)
    years = (year for year in range(start.year, end.year + 1) if calendar.isleap(year))
    return sum(start < date(year, 2, 29) <= end for year in years)


def _is_last_of_february(day: date) -> bool:
    return day.month == 2 and day.day == calendar.monthrange(day.year, 2)[1]  # noqa: PLR2004


def _thirty_days(start: date, end: date, convention: DayCount) -> int:
    """Days with every month at thirty; the convention moves the two days of the month first."""
    from_day, to_day = min(start.day, 30), end.day
    to_month = 12 * end.year + end.month
    match convention:
        case DayCount.THIRTY_E_360:
            to_day = min(to_day, 30)
        case DayCount.THIRTY_E_360_ISDA:
            from_day = 30 if _is_last_of_february(start) else from_day
            to_day = 30 if _is_last_of_february(end) else min(to_day, 30)
        case DayCount.THIRTY_E_PLUS_360 if to_day > 30:  # noqa: PLR2004
            to_day, to_month = 1, to_month + 1
        case DayCount.THIRTY_US_360 if _is_last_of_february(start):
            from_day = 30
            to_day = 30 if _is_last_of_february(end) else min(to_day, 30)
        case DayCount.THIRTY_US_360 | DayCount.THIRTY_360:
            to_day = min(to_day, 30) if from_day == 30 else to_day  # noqa: PLR2004
    from_month = 12 * start.year + start.month
    return 30 * (to_month - from_month) + to_day - from_day
