"""European consumer credit: intervals between dates, and rates of charge of dated flows.

An interval is counted backwards in the period asked for. A rate of charge counts in equal months. A
case that states a number of `days` is on the calendar basis of Directive 98/7/EC, days over 365; so
is a credit repaid within three months, which is outside the later directives (2008/48/EC, article
2(2)(f)) and their equal months.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Annotated, Any, Self

from pydantic import Discriminator, Field, Tag, TypeAdapter, model_validator

from products.basis.timeline import add_months
from products.legal.apr_eu import DatedFlow, aprc_of_dates
from products.legal.intervals import Period, interval
from products.verify.case import Answer, Case, Inputs
from products.verify.fields import PositiveAmount, out_of_order
from products.verify.rates import as_answer, percent, percent_to

SUITE = "apr_eu_ccd_and_intervals"

_SHORT_MONTHS = 3


class Span(Inputs):
    """An interval to be counted."""

    start: date
    end: date
    period: Period = Period.MONTH

    @model_validator(mode="after")
    def _ends_after_its_start(self) -> Self:
        if self.end < self.start:
            raise ValueError(out_of_order("end", self.end, self.start))
        return self


class Flow(Inputs):
    """An amount on a date."""

    date: date
    amount: PositiveAmount

    def dated(self) -> DatedFlow:
        """The same for the engine."""
        return DatedFlow(self.amount, self.date)


class Credit(Inputs):
    """Drawdowns and payments; `period` or `days` where the case says how time is counted."""

    drawdowns: Annotated[list[Flow], Field(min_length=1)]
    payments: Annotated[list[Flow], Field(min_length=1)]
    days: Annotated[int, Field(ge=1, le=36_600)] | None = None
    period: Period | None = None

    def counted_in(self) -> Period | None:
        """The regular period, or None for calendar days."""
        if self.days is not None:
            return None
        first = min(flow.date for flow in self.drawdowns)
        last = max(flow.date for flow in self.payments)
        is_short = last <= add_months(first, _SHORT_MONTHS)
        return self.period or (None if is_short else Period.MONTH)


def _shape(raw: Any) -> str:  # noqa: ANN401 - what a file holds may be anything
    return "interval" if isinstance(raw, dict) and "drawdowns" not in raw else "credit"


INPUTS: TypeAdapter[Any] = TypeAdapter(
    Annotated[
        Annotated[Span, Tag("interval")] | Annotated[Credit, Tag("credit")], Discriminator(_shape)
    ]
)


def answer(case: Case) -> Answer:
    """The interval in years and how it is written, or the rate of charge as printed."""
    given = case.inputs
    if isinstance(given, Span):
        counted = interval(given.start, given.end, given.period)
        return {
            "whole_periods": counted.whole,
            "days": counted.days,
            "year_length": counted.year_days,
            "years": counted.years,
            "expression": counted.expression,
        }
    drawdowns = [flow.dated() for flow in given.drawdowns]
    payments = [flow.dated() for flow in given.payments]
    found = aprc_of_dates(drawdowns, payments, given.counted_in())
    paid = sum(flow.amount for flow in payments)
    return {
        "apr_fraction": as_answer(found),
        "apr_percent": as_answer(found, percent),
        "apr_percent_1dp": as_answer(found, percent_to(1)),
        "apr_percent_2dp": as_answer(found, percent_to(2)),
        "total_cost_of_credit": paid - sum(flow.amount for flow in drawdowns),
        "instalment": _usual([flow.amount for flow in payments]),
    }


def _usual(amounts: list[float]) -> float:
    """The amount that is paid most often: the instalment apart from its fees."""
    return Counter(amounts).most_common(1)[0][0]
