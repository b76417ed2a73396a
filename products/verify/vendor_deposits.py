"""A vendor's deposits: lump sums, yearly saving, annuities, yields (US practice)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Literal

from products.basis.money import RoundingMode
from products.contract.calendar import MONTHLY, step
from products.contract.deposit import Crediting, When, grown, pension
from products.contract.exact import as_fraction, round_to
from products.verify.case import Answer, Inputs
from products.verify.fields import Amount, Count, Percent, PositiveAmount

_MONTHS_PER_YEAR = 12
_YEAR_DAYS = 365
_CENT = Fraction(1, 100)
_CREDITED = {
    "monthly": 1, "quarterly": 3, "half-yearly": 6, "semiannual": 6, "yearly": 12, "annual": 12,
}  # fmt: skip


class DepositInputs(Inputs):
    """A lump sum left to grow."""

    date: date
    deposit: PositiveAmount
    annual_rate_percent: Percent
    months: Count
    compounding: Literal[
        "monthly", "quarterly", "half-yearly", "semiannual", "yearly", "annual"
    ] = "monthly"


class YearlySavingInputs(Inputs):
    """A beginning balance and a yearly deposit."""

    begin_balance: Amount = 0.0
    deposit: Amount
    years: Count
    annual_rate_percent: Percent
    deposit_timing: str = "annuity-due"


class AnnuityInputs(Inputs):
    """A balance used up in equal monthly payments."""

    balance: PositiveAmount
    annual_rate_percent: Percent
    months: Count


class YieldInputs(Inputs):
    """Interest earned on a principal over a number of days, as a yearly yield."""

    principal: PositiveAmount
    interest: Amount
    days: Count


def deposit_answer(inputs: DepositInputs) -> Answer:
    """Value, gain and yearly yield of a lump sum."""
    crediting = _crediting(inputs.annual_rate_percent, inputs.compounding)
    deposit = as_fraction(inputs.deposit)
    value = deposit * grown(crediting, inputs.months)
    return {
        "future_value": value,
        "gain": value - deposit,
        "apy_percent": 100 * (grown(crediting, _MONTHS_PER_YEAR) - 1),
        "maturity": step(inputs.date, MONTHLY, inputs.months),
    }


def yearly_answer(inputs: YearlySavingInputs) -> Answer:
    """Value and gain of yearly saving."""
    rate = as_fraction(inputs.annual_rate_percent) / 100
    deposit, value = as_fraction(inputs.deposit), as_fraction(inputs.begin_balance)
    due = inputs.deposit_timing in ("annuity-due", "beginning", "start_of_year")
    for _ in range(inputs.years):
        value = (value + deposit) * (1 + rate) if due else value * (1 + rate) + deposit
    paid_in = as_fraction(inputs.begin_balance) + deposit * inputs.years
    return {"future_value": value, "gain": value - paid_in}


def annuity_answer(inputs: AnnuityInputs) -> Answer:
    """The monthly income a balance gives, and what it comes to."""
    crediting = _crediting(inputs.annual_rate_percent, "monthly")
    balance = as_fraction(inputs.balance)
    exact = pension(crediting, balance, inputs.months, When.MONTH_END)
    income = round_to(exact, _CENT, RoundingMode.HALF_UP)
    total = income * inputs.months
    return {"income": income, "total_income": total, "gain": total - balance}


def yield_answer(inputs: YieldInputs) -> Answer:
    """The yearly yield of interest earned over some days."""
    growth = 1 + inputs.interest / inputs.principal
    return {"apy_percent": 100 * (growth ** (_YEAR_DAYS / inputs.days) - 1)}


def _crediting(rate_percent: float, words: str) -> Crediting:
    return Crediting(as_fraction(rate_percent) / 100, _CREDITED[words])
