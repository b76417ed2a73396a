"""Savings: recurring and time deposits, certificates with tables, pensions, US savings bonds.

The inputs' fields say which question a case asks; every shape has its own model.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag, TypeAdapter

from products.basis.money import RoundingMode
from products.contract.deposit import (
    Crediting,
    RedemptionTable,
    When,
    Within,
    composite_rate_pa,
    grown,
    months_to_multiple,
    payout,
    pension,
    recurring,
    scaled,
    simple_by_years_held,
    yearly_profits,
)
from products.contract.exact import as_fraction, power, round_to
from products.verify.case import Answer, Case, Inputs
from products.verify.fields import PositiveAmount, RateShare

SUITE = "savings_certificates"

_YEAR = 12
_CENT = Fraction(1, 100)
_BOND_FORMULA = "PV*(1+i/2)^(m/6)"
_MONTHS = {"monthly": 1, "quarterly": 3, "half-yearly": 6, "half_yearly": 6, "yearly": 12}
Often = Literal["monthly", "quarterly", "half-yearly", "half_yearly", "yearly"]
Accrues = Literal["simple", "geometric"]
Timing = Literal["start_of_month", "end_of_month"]
Months = Annotated[int, Field(ge=1, le=1200)]
Years = Annotated[int, Field(ge=1, le=100)]
Rate = Annotated[RateShare, Field(le=3)]
"""beyond 300 % a year a rate is taken for per cent"""


class Recurring(Inputs):
    """A deposit every month: one size or several."""

    monthly_deposit: PositiveAmount | None = None
    monthly_deposits: tuple[PositiveAmount, ...] = ()
    annual_rate: Rate
    compounding: Often = "quarterly"
    within_quarter: Accrues = "geometric"
    within_year: Accrues | None = None
    months: Months | None = None
    years: Years | None = None
    deposit_timing: Timing = "start_of_month"


class Pension(Inputs):
    """Contributions every month, then a level pension out of what they grew to."""

    monthly_contributions: list[PositiveAmount]
    years: Years | None = None
    months: Months | None = None
    annual_rate: Rate
    compounding: Often = "monthly"
    deposit_timing: Timing = "end_of_month"
    payout_months: Months
    payout_timing: Timing = "end_of_month"


class Deposit(Inputs):
    """A lump sum whose profit is paid out."""

    deposit: PositiveAmount | None = None
    principal: PositiveAmount | None = None
    annual_rate: Rate
    compounding: Often | None = None
    payout: Often
    years: Years | None = None


class Certificate(Inputs):
    """A lump sum whose profit stays in."""

    principal: PositiveAmount
    annual_rate: Rate
    compounding: Often
    years: Years


class Doubling(Inputs):
    """How long money takes to grow to a multiple of itself."""

    annual_rate: Rate
    compounding: Often
    multiple: Annotated[float, Field(gt=1, le=1000)] = 2


class Redemption(Inputs):
    """A printed table of values by completed year."""

    principal: PositiveAmount
    redemption_by_completed_year: Annotated[list[PositiveAmount], Field(min_length=1)]


class HeadlineRate(Inputs):
    """The compound rate behind a value after some years."""

    principal: PositiveAmount
    years: Years
    value_at_10_years: PositiveAmount | None = None
    value: PositiveAmount | None = None


class YearsHeld(Inputs):
    """Simple profit at a rate that depends on the years held."""

    principal: PositiveAmount
    simple_rate_by_years_held: Annotated[list[Rate], Field(min_length=1)]


class BondValue(Inputs):
    """A savings bond some full months into a half-year."""

    present_value: PositiveAmount
    annual_rate: Rate
    months: Annotated[int, Field(ge=0, le=1200)]
    formula: str = _BOND_FORMULA


class BondScaled(Inputs):
    """A bond's value from that of the smallest unit."""

    unit_value: PositiveAmount
    unit_denomination: PositiveAmount
    denomination: PositiveAmount


class Rounded(Inputs):
    """Values to be rounded to the cent, half up."""

    values: list[float]


class Composite(Inputs):
    """A bond's fixed rate and the half-yearly inflation."""

    fixed_rate: Rate
    semiannual_inflation: Rate


_SHAPES: dict[str, type[Inputs]] = {
    "monthly_contributions": Pension,
    "monthly_deposit": Recurring,
    "monthly_deposits": Recurring,
    "redemption_by_completed_year": Redemption,
    "simple_rate_by_years_held": YearsHeld,
    "value_at_10_years": HeadlineRate,
    "value": HeadlineRate,
    "present_value": BondValue,
    "unit_value": BondScaled,
    "values": Rounded,
    "fixed_rate": Composite,
    "multiple": Doubling,
    "payout": Deposit,
    "principal": Certificate,
}


def _shape(inputs: Mapping[str, Any]) -> str:
    return next((model.__name__ for mark, model in _SHAPES.items() if mark in inputs), "Doubling")


INPUTS: TypeAdapter[Any] = TypeAdapter(
    Annotated[
        Annotated[Pension, Tag("Pension")]
        | Annotated[Recurring, Tag("Recurring")]
        | Annotated[Redemption, Tag("Redemption")]
        | Annotated[YearsHeld, Tag("YearsHeld")]
        | Annotated[HeadlineRate, Tag("HeadlineRate")]
        | Annotated[BondValue, Tag("BondValue")]
        | Annotated[BondScaled, Tag("BondScaled")]
        | Annotated[Rounded, Tag("Rounded")]
        | Annotated[Composite, Tag("Composite")]
        | Annotated[Doubling, Tag("Doubling")]
        | Annotated[Deposit, Tag("Deposit")]
        | Annotated[Certificate, Tag("Certificate")],
        Discriminator(_shape),
    ]
)


def answer(case: Case) -> Answer:
    """Values, profits and periods of whatever the inputs describe."""
    return _ANSWERS[type(case.inputs)](case.inputs)


def _doubling(inputs: Doubling) -> Answer:
    crediting = _crediting(inputs.annual_rate, inputs.compounding)
    months = months_to_multiple(crediting, inputs.multiple)
    return {"months_to_double": math.floor(months), "exact_months": months}


def _headline(inputs: HeadlineRate) -> Answer:
    ratio = as_fraction(inputs.value_at_10_years or inputs.value or 0.0)
    ratio /= as_fraction(inputs.principal)
    return {"average_compound_rate_pct": 100 * (power(ratio, Fraction(1, inputs.years)) - 1)}


def _scaled(inputs: BondScaled) -> Answer:
    amounts = (inputs.unit_value, inputs.unit_denomination, inputs.denomination)
    value, unit, held = (as_fraction(each) for each in amounts)
    return {"value": scaled(value, unit, held, _CENT)}


def _rounded(inputs: Rounded) -> Answer:
    values = [as_fraction(value) for value in inputs.values]
    return {"rounded": [round_to(value, _CENT, RoundingMode.HALF_UP) for value in values]}


def _composite(inputs: Composite) -> Answer:
    fixed, inflation = as_fraction(inputs.fixed_rate), as_fraction(inputs.semiannual_inflation)
    return {"composite_rate": composite_rate_pa(fixed, inflation)}


def _crediting(rate_pa: float, often: str, within: str = "geometric") -> Crediting:
    return Crediting(as_fraction(rate_pa), _MONTHS[often], Within(within))


def _recurring(inputs: Recurring) -> Answer:
    within = inputs.within_year or inputs.within_quarter
    often = inputs.compounding
    if inputs.within_year is not None and "compounding" not in inputs.model_fields_set:
        often = "yearly"
    crediting = _crediting(inputs.annual_rate, often, within)
    months = inputs.months or _YEAR * (inputs.years or 1)
    when = When(inputs.deposit_timing)
    sizes = inputs.monthly_deposits or (inputs.monthly_deposit or 0.0,)
    values = [recurring(crediting, as_fraction(size), months, when) for size in sizes]
    paid_in = as_fraction(sizes[0]) * months
    return {
        "maturity_value": values[0],
        "maturity_values": values,
        "total_deposit": paid_in,
        "interest": values[0] - paid_in,
    }


def _pension(inputs: Pension) -> Answer:
    crediting = _crediting(inputs.annual_rate, inputs.compounding)
    months = inputs.months or _YEAR * (inputs.years or 1)
    grown_to = [
        recurring(crediting, as_fraction(each), months, When(inputs.deposit_timing))
        for each in inputs.monthly_contributions
    ]
    when = When(inputs.payout_timing)
    monthly = [pension(crediting, value, inputs.payout_months, when) for value in grown_to]
    return {"monthly_pension": monthly, "accumulated": grown_to}


def _paid_out(inputs: Deposit) -> Answer:
    """Profit paid out: compounded within the payout period where that is stated, else simple."""
    deposit = as_fraction(inputs.deposit or inputs.principal or 0.0)
    every = _MONTHS[inputs.payout]
    crediting = _crediting(inputs.annual_rate, inputs.compounding or inputs.payout)
    once = deposit * payout(crediting, every)
    a_year = once * _YEAR / every
    names = {1: "monthly", 3: "quarterly", 6: "half_yearly", 12: "yearly"}
    return {
        "periodic_interest": once,
        "periodic_profit": once,
        f"{names[every]}_interest": once,
        f"{names[every]}_profit": once,
        "yearly_interest": a_year,
        "total_received": deposit + a_year * (inputs.years or 1),
        "total_interest": a_year * (inputs.years or 1),
    }


def _certificate(inputs: Certificate) -> Answer:
    crediting = _crediting(inputs.annual_rate, inputs.compounding)
    principal = as_fraction(inputs.principal)
    profits = [principal * each for each in yearly_profits(crediting, inputs.years)]
    return {
        "accrued_interest_by_year": profits,
        "maturity_value": principal * grown(crediting, _YEAR * inputs.years),
        "total_interest": sum(profits, Fraction(0)),
    }


def _redemption(inputs: Redemption) -> Answer:
    table = RedemptionTable(inputs.principal, tuple(inputs.redemption_by_completed_year))
    last = _YEAR * len(table.by_completed_year)
    return {
        "value_after_months": {
            month: table.value_after(month) for month in range(last + _YEAR + 1)
        },
        "implied_compound_yield_pct_by_year": [round(100 * each, 2) for each in table.yields()],
    }


def _years_held(inputs: YearsHeld) -> Answer:
    principal = as_fraction(inputs.principal)
    rates = [as_fraction(rate) for rate in inputs.simple_rate_by_years_held]
    last = principal * rates[-1]
    return {
        "value_by_year": [principal * value for value in simple_by_years_held(rates)],
        "monthly_profit": last / _YEAR,
        "quarterly_profit": last / 4,
        "half_yearly_profit": last / 2,
        "yearly_profit": last,
    }


def _bond(inputs: BondValue) -> Answer:
    half_yearly = Crediting(as_fraction(inputs.annual_rate), 6)
    value = as_fraction(inputs.present_value) * grown(half_yearly, inputs.months)
    return {"future_value": round_to(value, _CENT, RoundingMode.HALF_UP)}


_ANSWERS: dict[type[Inputs], Callable[[Any], Answer]] = {
    Recurring: _recurring,
    Pension: _pension,
    Deposit: _paid_out,
    Certificate: _certificate,
    Redemption: _redemption,
    YearsHeld: _years_held,
    Doubling: _doubling,
    HeadlineRate: _headline,
    BondValue: _bond,
    BondScaled: _scaled,
    Rounded: _rounded,
    Composite: _composite,
}
