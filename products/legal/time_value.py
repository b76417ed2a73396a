"""Time value of level payments: the spreadsheet functions, exact where spreadsheets lose digits.

Signs are the user's hand: received +, paid -. `due` = 0 pays at the end of each period, 1 at its
beginning. Everything rests on one identity, `pv (1+r)^n + pmt (1 + r due) ((1+r)^n - 1) / r + fv =
0`. None means that there is no such number; a rate of 0 is an ordinary rate.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from products.legal.irr import RatesOfReturn, rates_of_return


def growth(rate_per_period: float, periods: float) -> float | None:
    """What 1 becomes over `periods`; None where a negative base has no real power.

    >>> growth(0.1, 2)
    1.21...
    """
    if rate_per_period > -1:
        exponent = periods * math.log1p(rate_per_period)
        return math.exp(exponent) if exponent < math.log(1e308) else None
    base = 1 + rate_per_period
    if periods != int(periods) or (base == 0 and periods < 0):
        return None
    return float(base ** int(periods))


def annuity(rate_per_period: float, periods: float, due: int = 0) -> float | None:
    """Value at the end of 1 paid every period.

    >>> annuity(0.0, 12), round(annuity(0.1, 2), 12)
    (12.0, 2.1)
    """
    if rate_per_period == 0:
        return float(periods)
    if rate_per_period > -1:
        grown = math.expm1(periods * math.log1p(rate_per_period))
    else:
        power = growth(rate_per_period, periods)
        if power is None:
            return None
        grown = power - 1
    return (1 + rate_per_period * due) * grown / rate_per_period


def future_value(
    rate_per_period: float, periods: float, payment: float, present: float, due: int = 0
) -> float | None:
    """Value at the end of `present` and `periods` payments."""
    grown, paid = growth(rate_per_period, periods), annuity(rate_per_period, periods, due)
    if grown is None or paid is None:
        return None
    return -(present * grown + payment * paid)


def initial_value(
    rate_per_period: float, periods: float, payment: float, future: float = 0.0, due: int = 0
) -> float | None:
    """Value at the start of `periods` payments and `future` at the end."""
    grown, paid = growth(rate_per_period, periods), annuity(rate_per_period, periods, due)
    if not grown or paid is None:
        return None
    return -(future + payment * paid) / grown


def level_payment(
    rate_per_period: float, periods: float, present: float, future: float = 0.0, due: int = 0
) -> float | None:
    """The equal payment that turns `present` into `future`.

    >>> round(level_payment(0.005, 240, 200_000), 2)
    -1432.86
    """
    grown, paid = growth(rate_per_period, periods), annuity(rate_per_period, periods, due)
    if grown is None or not paid:
        return None
    return -(future + present * grown) / paid


def periods_needed(
    rate_per_period: float, payment: float, present: float, future: float = 0.0, due: int = 0
) -> float | None:
    """Periods until payments turn `present` into `future`; negative where that lies in the past."""
    if rate_per_period == 0:
        return -(future + present) / payment if payment else None
    if rate_per_period <= -1:
        return None
    steady = payment * (1 + rate_per_period * due) / rate_per_period
    if present + steady == 0:
        return None
    grown = (steady - future) / (present + steady)
    return math.log(grown) / math.log1p(rate_per_period) if grown > 0 else None


def rate_needed(
    periods: int, payment: float, present: float, future: float = 0.0, due: int = 0
) -> RatesOfReturn:
    """Rate(s) per period at which payments turn `present` into `future`."""
    flows = np.zeros(periods + 1)
    flows[1 - due : periods + 1 - due] = payment
    flows[0] += present
    flows[-1] += future
    return rates_of_return(np.arange(periods + 1), flows)


def charge_part(
    rate_per_period: float,
    period: int,
    periods: float,
    present: float,
    future: float = 0.0,
    due: int = 0,
) -> float | None:
    """The charge inside the payment of `period` (1 is the first); None outside the term."""
    payment = level_payment(rate_per_period, periods, present, future, due)
    if payment is None or not 1 <= period <= periods:
        return None
    if due and period == 1:
        return 0.0
    # what is still owed, from the payments still to come: no digits are lost late in a long term
    owed = initial_value(rate_per_period, periods - period + 1, payment, future, due)
    if owed is None:
        return None
    charge = -owed * rate_per_period
    return charge / (1 + rate_per_period) if due else charge


def principal_part(
    rate_per_period: float,
    period: int,
    periods: float,
    present: float,
    future: float = 0.0,
    due: int = 0,
) -> float | None:
    """The principal inside the payment of `period`; None outside the term."""
    payment = level_payment(rate_per_period, periods, present, future, due)
    charge = charge_part(rate_per_period, period, periods, present, future, due)
    return None if payment is None or charge is None else payment - charge


def discounted(rate_per_period: float, flows: Sequence[float], first: int = 0) -> float | None:
    """Present value of flows one period apart, the first of them `first` periods from now.

    >>> round(discounted(0.1, [0, 110]), 12)
    100.0
    """
    base = 1 + rate_per_period
    if base == 0:
        return None
    value = 0.0
    for flow in [*([0.0] * first), *flows][::-1]:
        value = flow + value / base
    return value if math.isfinite(value) else None


def modified_rate(
    flows: Sequence[float], finance_rate: float, reinvest_rate: float
) -> float | None:
    """Rate per period when outlays are financed and returns reinvested at rates of their own."""
    last = len(flows) - 1
    outlays = discounted(finance_rate, [min(flow, 0.0) for flow in flows])
    returns = discounted(reinvest_rate, [max(flow, 0.0) for flow in flows])
    if last < 1 or not outlays or not returns or reinvest_rate <= -1:
        return None
    grown = returns * (1 + reinvest_rate) ** last
    return float((grown / -outlays) ** (1 / last) - 1)
