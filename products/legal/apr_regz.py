"""The annual percentage rate of US Regulation Z, by the actuarial method.

Finance charge accrues on the unpaid balance at one rate per unit-period, simple within the odd part
of a period: `sum A / ((1 + f i)(1 + i)^t) = sum P / ((1 + f i)(1 + i)^t)`; the annual percentage
rate is i times the unit-periods in a year. Any number of advances and payments at any unit-times.
Source: 12 CFR 1026 Appendix J (b)(8), general equation.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from products.legal.irr import RatesOfReturn, rates_of_return
from products.legal.unit_periods import UnitTime


@dataclass(frozen=True, slots=True)
class UnitFlow:
    """An amount (> 0, major units) at a unit-time from the beginning of the term."""

    amount: float
    time: UnitTime


def apr_regz(
    advances: Sequence[UnitFlow], payments: Sequence[UnitFlow], periods_per_year: float
) -> RatesOfReturn:
    """Annual percentage rate(s) as decimals; one, none or several.

    >>> loan = [UnitFlow(5000, UnitTime(0))]
    >>> round(apr_regz(loan, level_series(230, 24, UnitTime(1)), 12).only, 4)
    0.0969
    """
    flows = [(flow.amount, flow.time) for flow in advances]
    flows += [(-flow.amount, flow.time) for flow in payments]
    found = rates_of_return(
        [time.whole for _, time in flows],
        [amount for amount, _ in flows],
        [float(time.part) for _, time in flows],
    )
    yearly = tuple(each * periods_per_year for each in found.rates)
    return RatesOfReturn(yearly, found.unresolved)


def level_series(amount: float, count: int, first: UnitTime) -> list[UnitFlow]:
    """`count` payments of `amount`, one unit-period apart from `first` on.

    >>> [flow.time.whole for flow in level_series(100, 3, UnitTime(1))]
    [1, 2, 3]
    """
    return [UnitFlow(amount, time) for time in _following(first, count)]


def series(amounts: Sequence[float], first: UnitTime) -> list[UnitFlow]:
    """Payments of `amounts`, one unit-period apart from `first` on."""
    times = _following(first, len(amounts))
    return [UnitFlow(amount, time) for amount, time in zip(amounts, times, strict=True)]


def single_payment_periods(
    *, days: int | None = None, months: int | None = None
) -> tuple[float, UnitTime]:
    """Unit-periods in a year, and the term, of a single payment within a year.

    The term is one unit-period: 365 over its days, or 12 over its months, go in a year.

    >>> single_payment_periods(months=6)
    (2.0, UnitTime(whole=1, part=Fraction(0, 1)))
    """
    if (days is None) == (months is None):
        raise ValueError("a term is in days or in months")
    in_a_year = Fraction(365, days) if days else Fraction(12, months or 0)
    return float(in_a_year), UnitTime(1)


def _following(first: UnitTime, count: int) -> Iterator[UnitTime]:
    return (UnitTime(first.whole + i, first.part) for i in range(count))
