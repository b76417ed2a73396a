"""Regulation Z annual percentage rates: series, odd first periods, single payments, general form.

Four shapes. A series says when its first payment falls, in whole unit-periods and an odd part, or
by date. A single payment has one amount and a term. Dated flows leave the unit-times to be counted.
Timed flows give the unit-time of each advance and payment.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Discriminator, Field, Tag, TypeAdapter, model_validator

from products.legal.apr_regz import UnitFlow, apr_regz, series, single_payment_periods
from products.legal.irr import RatesOfReturn
from products.legal.unit_periods import UnitPeriod, UnitTime, named_unit, per_year, unit_time
from products.verify.case import Answer, Case, Inputs
from products.verify.fields import AnyFraction, Count, PositiveAmount, out_of_order
from products.verify.rates import as_answer, percent, percent_to

SUITE = "apr_regz_appendix_j"

Periods = Annotated[AnyFraction, Field(gt=0, le=366)]
OddPart = Annotated[AnyFraction, Field(ge=0, lt=1)]
WholePeriods = Annotated[int, Field(ge=0, le=20_000)]


def _unit(value: object) -> UnitPeriod:
    found = named_unit(value) if isinstance(value, str) else None
    if found is None:
        raise ValueError(f"problem.not_in_list|value={value}|limit={', '.join(UnitPeriod)}")
    return found


Unit = Annotated[UnitPeriod, BeforeValidator(_unit)]


class Run(Inputs):
    """`count` equal payments one after another."""

    amount: PositiveAmount
    count: Count = 1


class PaymentSeries(Inputs):
    """One advance and payments a unit-period apart; the first falls at a unit-time or on a date."""

    amount_financed: PositiveAmount
    payment_series: Annotated[list[Run], Field(min_length=1)]
    unit_period: Unit = UnitPeriod.MONTHLY
    unit_periods_per_year: Periods | None = None
    consummation_date: date | None = None
    first_payment_date: date | None = None
    first_payment_full_unit_periods: WholePeriods | None = None
    first_payment_odd_fraction: OddPart = Fraction(0)

    @model_validator(mode="after")
    def _first_payment_is_placed(self) -> Self:
        if self.first_payment_full_unit_periods is not None:
            return self
        if self.consummation_date is None or self.first_payment_date is None:
            raise ValueError("problem.missing|value=first_payment_full_unit_periods")
        if self.first_payment_date < self.consummation_date:
            raise ValueError(
                out_of_order("first_payment_date", self.first_payment_date, self.consummation_date)
            )
        return self

    def first(self) -> UnitTime:
        """Unit-time of the first payment."""
        if self.first_payment_full_unit_periods is not None:
            odd = self.first_payment_odd_fraction
            return UnitTime(self.first_payment_full_unit_periods, odd)
        assert self.consummation_date is not None
        assert self.first_payment_date is not None
        return unit_time(self.consummation_date, self.first_payment_date, self.unit_period)


class SinglePayment(Inputs):
    """One advance and one payment, after a term in days, months or years."""

    amount_financed: PositiveAmount
    single_payment: PositiveAmount
    term_days: Annotated[int, Field(ge=1, le=36_600)] | None = None
    term_months: Annotated[int, Field(ge=1, le=1200)] | None = None
    term_years: Annotated[AnyFraction, Field(gt=0, le=100)] | None = None
    unit_periods_per_year: Periods | None = None
    full_unit_periods: WholePeriods | None = None
    odd_fraction: OddPart = Fraction(0)

    @model_validator(mode="after")
    def _term_is_given(self) -> Self:
        terms = (self.term_days, self.term_months, self.term_years, self.full_unit_periods)
        if all(term is None for term in terms):
            raise ValueError("problem.missing|value=term_days")
        return self

    def timing(self) -> tuple[float, UnitTime]:
        """Unit-periods in a year, and the unit-time of the payment."""
        if self.full_unit_periods is not None:
            in_a_year = self.unit_periods_per_year or Fraction(1)
            return float(in_a_year), UnitTime(self.full_unit_periods, self.odd_fraction)
        years = self._years()
        if years < 1 and self.term_years is None:
            return single_payment_periods(days=self.term_days, months=self.term_months)
        in_a_year = self.unit_periods_per_year or Fraction(1)
        periods = years * in_a_year
        return float(in_a_year), UnitTime(int(periods), periods - int(periods))

    def _years(self) -> Fraction:
        if self.term_years is not None:
            return self.term_years
        months = self.term_months
        return Fraction(months, 12) if months else Fraction(self.term_days or 0, 365)


class DatedFlow(Inputs):
    """An amount on a date."""

    amount: PositiveAmount
    date: date


class DatedFlows(Inputs):
    """Any advances and payments by date; the term begins with the first advance."""

    advances: Annotated[list[DatedFlow], Field(min_length=1)]
    payments: Annotated[list[DatedFlow], Field(min_length=1)]
    unit_period: Unit
    unit_periods_per_year: Periods | None = None

    @model_validator(mode="after")
    def _nothing_precedes_the_term(self) -> Self:
        start = min(flow.date for flow in self.advances)
        for flow in self.payments:
            if flow.date < start:
                raise ValueError(out_of_order("payments", flow.date, start))
        return self


class TimedFlow(Inputs):
    """An amount at a unit-time."""

    amount: PositiveAmount
    full_unit_periods: WholePeriods
    odd_fraction: OddPart = Fraction(0)


class TimedFlows(Inputs):
    """Any advances and payments by unit-time."""

    advances: Annotated[list[TimedFlow], Field(min_length=1)]
    payments: Annotated[list[TimedFlow], Field(min_length=1)]
    unit_periods_per_year: Periods


def _shape(raw: Any) -> str:  # noqa: ANN401 - what a file holds may be anything
    fields = raw if isinstance(raw, dict) else {}
    if "single_payment" in fields:
        return "single"
    if "advances" in fields:
        first = fields["advances"][0] if fields["advances"] else {}
        return "dated" if isinstance(first, dict) and "date" in first else "timed"
    return "series"


INPUTS: TypeAdapter[Any] = TypeAdapter(
    Annotated[
        Annotated[PaymentSeries, Tag("series")]
        | Annotated[SinglePayment, Tag("single")]
        | Annotated[DatedFlows, Tag("dated")]
        | Annotated[TimedFlows, Tag("timed")],
        Discriminator(_shape),
    ]
)


def answer(case: Case) -> Answer:
    """The annual percentage rate in per cent, and what the credit costs in money."""
    found, advanced, paid = _solve(case.inputs)
    return {
        "apr_percent": as_answer(found, percent),
        "apr_percent_2dp": as_answer(found, percent_to(2)),
        "finance_charge": paid - advanced,
        "total_payments": paid,
    }


def _solve(given: Any) -> tuple[RatesOfReturn, float, float]:  # noqa: ANN401 - one of the shapes
    match given:
        case PaymentSeries():
            amounts = [run.amount for run in given.payment_series for _ in range(run.count)]
            in_a_year = float(given.unit_periods_per_year or per_year(given.unit_period))
            advances, payments = _at_start(given.amount_financed), series(amounts, given.first())
        case SinglePayment():
            in_a_year, time = given.timing()
            advances = _at_start(given.amount_financed)
            payments = [UnitFlow(given.single_payment, time)]
        case DatedFlows():
            start = min(flow.date for flow in given.advances)
            in_a_year = float(given.unit_periods_per_year or per_year(given.unit_period))
            advances = _counted(given.advances, start, given.unit_period)
            payments = _counted(given.payments, start, given.unit_period)
        case _:
            in_a_year = float(given.unit_periods_per_year)
            advances, payments = _timed(given.advances), _timed(given.payments)
    advanced, paid = (sum(flow.amount for flow in flows) for flows in (advances, payments))
    return apr_regz(advances, payments, in_a_year), advanced, paid


def _at_start(amount: float) -> list[UnitFlow]:
    return [UnitFlow(amount, UnitTime(0))]


def _counted(flows: Sequence[DatedFlow], start: date, unit: UnitPeriod) -> list[UnitFlow]:
    return [UnitFlow(flow.amount, unit_time(start, flow.date, unit)) for flow in flows]


def _timed(flows: Sequence[TimedFlow]) -> list[UnitFlow]:
    times = (UnitTime(flow.full_unit_periods, flow.odd_fraction) for flow in flows)
    return [UnitFlow(flow.amount, time) for flow, time in zip(flows, times, strict=True)]
