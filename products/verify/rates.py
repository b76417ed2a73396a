"""Rates of return as answers: one is a number, several are all told, none is no answer."""

from __future__ import annotations

from collections.abc import Callable

from products.legal.irr import RatesOfReturn
from products.verify.case import Several
from products.verify.tolerance import round_half_up


def as_answer(
    found: RatesOfReturn, change: Callable[[float], float] = lambda rate: rate
) -> float | Several | None:
    """What a suite answers for the rates found, each put through `change` (to per cent, rounded).

    >>> as_answer(RatesOfReturn((0.125,)), percent)
    12.5
    >>> as_answer(RatesOfReturn(())) is None
    True
    """
    if found.is_several:
        return Several(tuple(change(rate) for rate in found.rates))
    return None if found.only is None else change(found.only)


def percent(rate: float) -> float:
    """A decimal rate in per cent."""
    return 100 * rate


def percent_to(decimals: int) -> Callable[[float], float]:
    """A decimal rate in per cent, rounded half up, as disclosures print it.

    >>> percent_to(1)(0.06434412)
    6.4
    """
    return lambda rate: round_half_up(100 * rate, decimals)
