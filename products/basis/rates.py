"""Rates and what they are quoted on.

A quoted number means nothing without its basis: 12 % effective a year, 12 % a year compounded
monthly and 12 % flat are three different prices. `Rate` keeps the pair; everything else here turns
it into the one basis the engine uses, an effective decimal rate per month.
"""

from __future__ import annotations

from enum import StrEnum

import numpy_financial as npf
from pydantic import BaseModel, Field


class RateBasis(StrEnum):
    """What a quoted rate is a rate of."""

    EFFECTIVE_PA = "effective_pa"
    """growth over one year, compounding included"""
    NOMINAL_PA_MONTHLY = "nominal_pa_monthly"
    """twelve times the monthly rate"""
    NOMINAL_PA_QUARTERLY = "nominal_pa_quarterly"
    """four times the quarterly rate"""
    NOMINAL_PA_HALF_YEARLY = "nominal_pa_half_yearly"
    """twice the half-yearly rate"""
    SIMPLE_PA = "simple_pa"
    """simple interest on the first amount, per year, never added to it"""
    FLAT_PA = "flat_pa"
    """charged on the first amount for every year of the loan, whatever has been repaid"""
    FLAT_TERM = "flat_term"
    """charged once on the first amount for the whole term"""
    EFFECTIVE_PM = "effective_pm"
    """per month"""


class Rate(BaseModel, frozen=True):
    """A quoted rate with its basis; `value` is a decimal fraction (0.12 for twelve per cent).

    >>> Rate(value=0.12, basis=RateBasis.EFFECTIVE_PA).basis.value
    'effective_pa'
    """

    value: float = Field(ge=-0.99, le=10)
    basis: RateBasis


def per_month(quoted: Rate) -> float:
    """Effective decimal rate per month on the outstanding amount.

    Flat rates have no monthly rate without a tenor and are refused: use `flat_to_per_month`. A
    simple rate is read as one twelfth a month, which is what a coupon paid out monthly earns.

    >>> round(per_month(Rate(value=0.12, basis=RateBasis.NOMINAL_PA_MONTHLY)), 12)
    0.01
    >>> round(per_month(Rate(value=0.12, basis=RateBasis.EFFECTIVE_PA)), 12)
    0.009488792935

    """
    match quoted.basis:
        case RateBasis.EFFECTIVE_PM:
            return quoted.value
        case RateBasis.NOMINAL_PA_MONTHLY | RateBasis.SIMPLE_PA:
            return quoted.value / 12
        case RateBasis.NOMINAL_PA_QUARTERLY:
            return float((1 + quoted.value / 4) ** (1 / 3) - 1)
        case RateBasis.NOMINAL_PA_HALF_YEARLY:
            return float((1 + quoted.value / 2) ** (1 / 6) - 1)
        case RateBasis.EFFECTIVE_PA:
            return float((1 + quoted.value) ** (1 / 12) - 1)
        case RateBasis.FLAT_PA | RateBasis.FLAT_TERM:
            raise ValueError("a flat rate has no monthly rate without a tenor")


def effective_pa(rate_pm: float) -> float:
    """Effective annual rate of a monthly rate.

    >>> round(effective_pa(0.01), 6)
    0.126825
    """
    return float((1 + rate_pm) ** 12 - 1)


def flat_to_per_month(quoted: Rate, months: int) -> float:
    """Monthly rate on the declining balance that a flat rate costs, in level instalments.

    Solves the annuity of instalment (1 + charge) / months; repaying all at once (1 month) is the
    charge itself. 20 % flat over 12 months is 35.07 % nominal a year (MFTransparency prints
    34.1-35.8 % for such a loan).

    >>> round(12 * flat_to_per_month(Rate(value=0.20, basis=RateBasis.FLAT_PA), 12), 4)
    0.3507

    """
    charge = flat_charge(quoted, months)
    if charge <= 0:
        return 0.0
    solved = npf.rate(
        months, -(1 + charge) / months, 1.0, 0.0, guess=2 * charge / months, tol=1e-14
    )
    return float(solved)


def flat_charge(quoted: Rate, months: int) -> float:
    """Total charge per unit borrowed of a flat rate over `months`.

    >>> round(flat_charge(Rate(value=0.20, basis=RateBasis.FLAT_PA), 6), 12)
    0.1
    """
    if quoted.basis is RateBasis.FLAT_PA:
        return quoted.value * months / 12
    if quoted.basis is RateBasis.FLAT_TERM:
        return quoted.value
    raise ValueError(f"{quoted.basis} is not a flat basis")
