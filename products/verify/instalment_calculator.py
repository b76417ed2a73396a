"""The instalment calculator of Apache Fineract's tests: drawdowns, rate changes, period factors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any

from pydantic import Field

from products.basis.problems import Problem
from products.contract.accrual import factor
from products.contract.calendar import Every, Unit
from products.contract.exact import in_major
from products.contract.frame import Frame, frame_of
from products.contract.reading import read_terms
from products.contract.schedule import lay_out
from products.contract.terms import ContractTerms
from products.contract.walk import Row
from products.verify.case import Answer, Inputs

_EMI_COLUMNS = ["nr", "from", "due_date", "emi", "interest", "principal", "balance_after"]


class DatedAmount(Inputs):
    """Money released on a day."""

    date: date
    amount: float


class DatedRate(Inputs):
    """A rate from a day on, in per cent a year."""

    date: date
    annual_rate_percent: float


class EmiInputs(Inputs):
    """A schedule of the instalment calculator's unit tests."""

    disbursements: Annotated[list[DatedAmount], Field(min_length=1)]
    schedule_start: date | None = None
    repayment: str = "monthly"
    periods: int
    rounding: str = ""
    annual_rate_percent: float
    day_count: str
    rate_changes: tuple[DatedRate, ...] = ()
    installment_rounded_to_multiple_of: float | None = None


class FactorInputs(Inputs):
    """Monthly charge per unit of balance, period by period."""

    annual_rate: float
    start: date
    periods: int
    day_count: str
    repayment: str = "monthly"


def emi_terms(inputs: EmiInputs) -> ContractTerms | tuple[Problem, ...]:
    """The contract behind a schedule of the instalment calculator."""
    every = every_from(inputs.repayment)
    drawn = inputs.disbursements
    multiple = inputs.installment_rounded_to_multiple_of
    return read_terms(
        {
            "currency": "USD",
            "amount": sum(Decimal(str(each.amount)) for each in drawn),
            "start": drawn[0].date,
            "calendar_start": inputs.schedule_start,
            "every": every,
            "instalments": inputs.periods,
            "rate": share(inputs.annual_rate_percent),
            "rate_changes": [
                {"on": change.date, "rate": share(change.annual_rate_percent)}
                for change in inputs.rate_changes
            ],
            "day_count": day_count_named(inputs.day_count, every, True),
            "even_out": True,
            "drawdowns": [{"on": each.date, "amount": Decimal(str(each.amount))} for each in drawn],
            "rounding": {
                "mode": "half_even",
                "carry": "each_part",
                "instalment_step_minor": None if multiple is None else round(multiple * 100),
            },
        }
    )


def emi_answer(inputs: EmiInputs) -> Answer:
    """The rows of an instalment calculation."""
    terms = emi_terms(inputs)
    if not isinstance(terms, ContractTerms):
        return terms
    laid = lay_out(terms)
    if isinstance(laid, Problem):
        return (laid,)
    rows = [_emi_row(laid.frame, row) for row in laid.rows]
    return {"columns": _EMI_COLUMNS, "rows": rows}


def _emi_row(frame: Frame, row: Row) -> list[Any]:
    amounts = (row.principal + row.charge, row.charge, row.principal, row.balance)
    return [row.number, row.start, row.due, *(_money(frame, amount) for amount in amounts)]


def factors_answer(inputs: FactorInputs) -> Answer:
    """Charge per unit of balance, period by period, and what payments of 1 come to."""
    every = every_from(inputs.repayment)
    terms = read_terms(
        {
            "currency": "USD",
            "amount": 1,
            "start": inputs.start,
            "every": every,
            "instalments": inputs.periods,
            "rate": Decimal(str(inputs.annual_rate)),
            "day_count": day_count_named(inputs.day_count, every, True),
        }
    )
    if not isinstance(terms, ContractTerms):
        return terms
    found = [factor(terms, each, each.start, each.due) for each in frame_of(terms).periods]
    return {"rate_factors": found, "fn_values": list(_annuity_values(found))}


def _annuity_values(factors: Sequence[Fraction]) -> Iterator[Fraction]:
    """What payments of 1 at every due date up to now are worth at the latest one."""
    value = Fraction(0)
    for each in factors:
        value = 1 + value * (1 + each)
        yield value


def share(percent: float) -> Decimal:
    """A decimal rate from per cent."""
    return Decimal(str(percent)) / 100


def every_from(words: str) -> Every:
    """How often, from words such as "monthly", "every week", "every 15 days".

    >>> words = ("every 15 days", "every 2 weeks", "monthly")
    >>> [(every_from(each).n, every_from(each).unit.value) for each in words]
    [(15, 'day'), (2, 'week'), (1, 'month')]
    """
    parts = words.lower().replace("every", "").split()
    number = next((int(part) for part in parts if part.isdigit()), 1)
    named = {"da": Unit.DAY, "we": Unit.WEEK, "mo": Unit.MONTH, "ye": Unit.YEAR, "an": Unit.YEAR}
    unit = next((named[part[:2]] for part in parts if part[:2] in named), Unit.MONTH)
    return Every(n=number, unit=unit)


def day_count_named(words: str, every: Every, daily: bool) -> str:
    """The day count a product names; "30/360" makes all months of the contract equally long."""
    if not daily:
        return "same_as_period"
    if words == "actual/actual":
        return "actual/actual/31dec"
    if words.startswith("30/360"):
        return "same_as_period" if every.is_in_months else "actual/360"
    named = {"actual/360", "actual/364", "actual/365"}
    return words if words in named else "actual/365"


def _money(frame: Frame, minor: Fraction) -> Decimal:
    return in_major(minor, frame.terms.currency)
