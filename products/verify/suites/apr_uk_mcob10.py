"""UK annual percentage rates: advances and payments by days after the first advance."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Self

from pydantic import Field, TypeAdapter, model_validator

from products.legal.apr_uk import YEAR_DAYS, DayFlow, apr_uk
from products.verify.case import Answer, Case, Inputs
from products.verify.fields import Count, PositiveAmount
from products.verify.rates import as_answer, percent, percent_to

SUITE = "apr_uk_mcob10"

Days = Annotated[float, Field(ge=0, le=36_600)]


class Payment(Inputs):
    """An amount so many days after the first advance; repeated `count` times, `step_days` apart."""

    days_after: Days
    amount: PositiveAmount
    count: Count = 1
    step_days: Days | None = None

    @model_validator(mode="after")
    def _repeats_have_a_step(self) -> Self:
        if self.count > 1 and not self.step_days:
            raise ValueError("problem.missing|value=step_days")
        return self

    def flows(self) -> list[DayFlow]:
        """The payment and its repeats."""
        step = self.step_days or 0.0
        return [DayFlow(self.amount, self.days_after + step * i) for i in range(self.count)]


class Loan(Inputs):
    """A first advance, further advances, and payments."""

    advance: PositiveAmount
    advances: tuple[Payment, ...] = ()
    payments: Annotated[list[Payment], Field(min_length=1)]


INPUTS: TypeAdapter[Any] = TypeAdapter(Loan)


def answer(case: Case) -> Answer:
    """The rate in per cent, and rounded half up as it is disclosed."""
    loan: Loan = case.inputs
    advances = [DayFlow(loan.advance, 0), *(f for each in loan.advances for f in each.flows())]
    payments = [flow for each in loan.payments for flow in each.flows()]
    found = apr_uk(advances, payments, _year_days(case.conventions))
    return {
        "apr_percent": as_answer(found, percent),
        "apr_percent_1dp": as_answer(found, percent_to(1)),
        "apr_percent_2dp": as_answer(found, percent_to(2)),
    }


def _year_days(conventions: object) -> float:
    stated = conventions.get("year_days") if isinstance(conventions, Mapping) else None
    return float(stated) if stated is not None and float(stated) > 0 else YEAR_DAYS
