"""The UK annual percentage rate on days: an effective annual rate with a year of 365.25 days.

Calculators under the rule of the Financial Conduct Authority turn dates into years by dividing days
by the average year; a month is a twelfth of it. It differs from the European rate in nothing but
time, and enough that one setting cannot serve for both.

Source: FCA Handbook MCOB 10.3 and CONC App 1.2; the length of the year is a setting.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from products.legal.irr import RatesOfReturn, rates_of_return

YEAR_DAYS = 365.25


@dataclass(frozen=True, slots=True)
class DayFlow:
    """An amount (> 0, major units) so many days after the first advance; parts of days count."""

    amount: float
    days: float


def apr_uk(
    advances: Sequence[DayFlow], payments: Sequence[DayFlow], year_days: float = YEAR_DAYS
) -> RatesOfReturn:
    """Annual percentage rate(s) as decimals; one, none or several.

    >>> round(apr_uk([DayFlow(100, 0)], [DayFlow(125, 31)]).only, 4)
    12.8618
    """
    flows = [(flow.days / year_days, flow.amount) for flow in advances]
    flows += [(flow.days / year_days, -flow.amount) for flow in payments]
    return rates_of_return([years for years, _ in flows], [amount for _, amount in flows])
