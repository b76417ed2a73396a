"""Dated flows: their rates of return, and their value at a given rate.

Years are counted from the earliest date, actual over 365 unless another convention is named. A
spreadsheet's first guess changes nothing: all rates are found. Without one, the answer is "no
answer"; with more than one it is all of them.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import Field, TypeAdapter, field_validator

from products.legal.day_count import DayCount, named
from products.legal.effective import (
    effective_of_dates,
    future_value_of_dates,
    present_value_of_dates,
)
from products.verify.case import Answer, Case, Inputs
from products.verify.fields import Amount, RateShare
from products.verify.rates import as_answer

SUITE = "xirr_xnpv"


class DatedFlows(Inputs):
    """Flows as pairs of date and amount, in any order; a rate where a value is asked for."""

    flows: Annotated[list[tuple[date, Amount]], Field(min_length=1, max_length=100_000)]
    day_count: str = "actual/365"
    rate: RateShare | None = None
    guess: float | None = None

    @field_validator("day_count")
    @classmethod
    def _is_known(cls, value: str) -> str:
        if named(value) is None:
            raise ValueError(f"problem.not_in_list|value={value}|limit={', '.join(DayCount)}")
        return value


INPUTS: TypeAdapter[Any] = TypeAdapter(DatedFlows)


def answer(case: Case) -> Answer:
    """The rate(s) of return, or present and future value at the rate given."""
    given: DatedFlows = case.inputs
    convention = named(given.day_count) or DayCount.ACT_365F
    dates = [day for day, _ in given.flows]
    amounts = [amount for _, amount in given.flows]
    if given.rate is None:
        return {"xirr": as_answer(effective_of_dates(dates, amounts, convention))}
    return {
        "xnpv": present_value_of_dates(given.rate, dates, amounts, convention),
        "xnfv": future_value_of_dates(given.rate, dates, amounts, convention),
    }
