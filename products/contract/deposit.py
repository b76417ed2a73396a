"""Money put aside under a contract: lump sums, monthly deposits, payouts, redemption tables.

Amounts are exact fractions in the caller's unit (major or minor), rates decimals a year. Interest
is credited every `credited_months` and earns from then on; inside a crediting period it accrues
either geometrically or simply, which is a setting because both are in print.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from products.basis.money import RoundingMode
from products.contract.exact import FINEST, power, round_to

_YEAR = 12


class Within(StrEnum):
    """How profit accrues between two crediting days."""

    GEOMETRIC = "geometric"
    SIMPLE = "simple"


class When(StrEnum):
    """When in a month a deposit is made or a payment received."""

    MONTH_START = "start_of_month"
    MONTH_END = "end_of_month"


@dataclass(frozen=True, slots=True)
class Crediting:
    """A yearly rate, how often it is credited (in months), and how it accrues in between.

    `credited_months` 0 never credits: profit is simple to the end.
    """

    rate_pa: Fraction
    credited_months: int = _YEAR
    within: Within = Within.GEOMETRIC

    @property
    def per_credit(self) -> Fraction:
        """Growth over one crediting period."""
        return self.rate_pa * Fraction(self.credited_months, _YEAR)


def grown(crediting: Crediting, months: int) -> Fraction:
    """What 1 becomes after `months`.

    >>> quarterly = Crediting(Fraction(69, 1000), 3)
    >>> round(float(100_000 * (grown(quarterly, 12) - 1)), 2)
    7080.6
    """
    if crediting.credited_months == 0:
        return 1 + crediting.rate_pa * Fraction(months, _YEAR)
    whole, rest = divmod(months, crediting.credited_months)
    credited = (1 + crediting.per_credit) ** whole
    if rest == 0:
        return credited
    if crediting.within is Within.SIMPLE:
        return credited * (1 + crediting.rate_pa * Fraction(rest, _YEAR))
    return credited * power(1 + crediting.per_credit, Fraction(rest, crediting.credited_months))


def recurring(
    crediting: Crediting, deposit: Fraction, months: int, when: When = When.MONTH_START
) -> Fraction:
    """What a deposit made every month is worth after `months`.

    Simple accrual inside the crediting period: every deposit of the period earns for the months it
    has been there, and all of it is credited at the period's end.

    >>> rate = Crediting(Fraction(58, 1000), 3)
    >>> round(float(recurring(rate, Fraction(100), 60)), 2)
    6969.67
    """
    if crediting.within is Within.GEOMETRIC and crediting.credited_months:
        return _recurring_geometric(crediting, deposit, months, when)
    length = crediting.credited_months or months
    credited = Fraction(0)
    for begin in range(0, months, length):
        held = min(length, months - begin)
        first = held if when is When.MONTH_START else held - 1
        earned = credited * held + deposit * Fraction(first * (first + 1), 2)
        credited += deposit * held + crediting.rate_pa * earned / _YEAR
        credited = round_to(credited, FINEST, RoundingMode.HALF_EVEN)
    return credited


def _recurring_geometric(
    crediting: Crediting, deposit: Fraction, months: int, when: When
) -> Fraction:
    monthly = power(1 + crediting.per_credit, Fraction(1, crediting.credited_months))
    value = Fraction(0)
    for _ in range(months):
        value = (
            (value + deposit) * monthly if when is When.MONTH_START else value * monthly + deposit
        )
        value = round_to(value, FINEST, RoundingMode.HALF_EVEN)
    return value


def yearly_profits(crediting: Crediting, years: int) -> list[Fraction]:
    """Profit credited in each year on 1, everything left in.

    >>> [round(float(1000 * each), 2) for each in yearly_profits(Crediting(Fraction(68, 1000)), 3)]
    [68.0, 72.62, 77.56]
    """
    values = [grown(crediting, _YEAR * year) for year in range(years + 1)]
    return [later - earlier for earlier, later in pairwise(values)]


def payout(crediting: Crediting, months: int) -> Fraction:
    """What 1 pays out every `months` when profit is taken and the deposit stays.

    >>> float(100_000 * payout(Crediting(Fraction(1296, 10_000), 1), 1))
    1080.0
    """
    return grown(crediting, months) - 1


def months_to_multiple(crediting: Crediting, multiple: float = 2.0) -> float:
    """Months until money has grown to `multiple` times itself; infinite when it never does.

    >>> math.floor(months_to_multiple(Crediting(Fraction(69, 1000))))
    124
    """
    if crediting.rate_pa <= 0:
        return math.inf if multiple > 1 else 0.0
    if crediting.credited_months == 0:
        return float(_YEAR * (multiple - 1) / crediting.rate_pa)
    periods = math.log(multiple) / math.log1p(float(crediting.per_credit))
    return crediting.credited_months * periods


def pension(crediting: Crediting, value: Fraction, months: int, when: When) -> Fraction:
    """The level monthly amount that uses `value` up in `months`.

    >>> credit = Crediting(Fraction(8, 100), 1)
    >>> saved = recurring(credit, Fraction(1000), 180, When.MONTH_END)
    >>> round(float(pension(credit, saved, 240, When.MONTH_END)))
    2894
    """
    monthly = grown(crediting, 1)
    if monthly == 1:
        return value / months
    factor = (1 - power(1 / monthly, Fraction(months))) / (monthly - 1)
    return value / (factor * monthly if when is When.MONTH_START else factor)


@dataclass(frozen=True, slots=True)
class RedemptionTable:
    """A printed table: what `principal` pays after 1, 2, ... completed years; nothing in between.

    >>> table = RedemptionTable(100, (112, 125))
    >>> [table.value_after(months) for months in (11, 12, 23, 24, 40)]
    [100, 112, 112, 125, 125]
    """

    principal: float
    by_completed_year: tuple[float, ...]

    def value_after(self, months: int) -> float:
        """What is paid after `months`: the value of the last completed year, else the principal."""
        years = min(months // _YEAR, len(self.by_completed_year))
        return self.by_completed_year[years - 1] if years > 0 else self.principal

    def yields(self) -> list[float]:
        """Compound yearly yield implied by each completed year, decimal."""
        values = enumerate(self.by_completed_year, start=1)
        return [(value / self.principal) ** (1 / years) - 1 for years, value in values]


def simple_by_years_held(rates_pa: Sequence[Fraction]) -> list[Fraction]:
    """What 1 is worth after 1, 2, ... years when the rate of the years held applies to all of them.

    >>> rates = [Fraction("0.092"), Fraction("0.0995")]
    >>> [float(100 * value) for value in simple_by_years_held(rates)]
    [109.2, 119.9]
    """
    return [1 + rate * years for years, rate in enumerate(rates_pa, start=1)]


def scaled(unit_value: Fraction, unit: Fraction, held: Fraction, coin: Fraction) -> Fraction:
    """Value of `held` worth of units: the smallest unit is rounded half up first, then multiplied.

    Source: 31 CFR 351.32 (US savings bonds).

    >>> float(scaled(Fraction("16.326"), Fraction(25), Fraction(100), Fraction(1, 100)))
    65.32
    """
    return round_to(unit_value, coin, RoundingMode.HALF_UP) * held / unit


def composite_rate_pa(fixed_pa: Fraction, inflation_half_yearly: Fraction) -> Fraction:
    """Yearly rate of a bond paying a fixed rate on top of inflation, to 0.01 %, never below 0.

    Source: 31 CFR 359.13 and 359.14.

    >>> float(composite_rate_pa(Fraction("0.02"), Fraction("0.0028")))
    0.0257
    """
    exact = 2 * (fixed_pa / 2 + inflation_half_yearly + inflation_half_yearly * fixed_pa / 2)
    return max(round_to(exact, Fraction(1, 10_000), RoundingMode.HALF_UP), Fraction(0))
