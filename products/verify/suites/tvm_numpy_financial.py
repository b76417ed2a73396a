"""Time value of money by function name: level payments, their parts, rates of return."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag, TypeAdapter

from products.legal import time_value as tv
from products.legal.effective import periodic_rates
from products.verify.case import Answer, Case, Inputs, Several
from products.verify.fields import Amount, Count
from products.verify.rates import as_answer

SUITE = "tvm_numpy_financial"

Rate = Annotated[float, Field(ge=-100, le=100, description="decimal rate per period")]
Periods = Annotated[float, Field(gt=0, le=100_000)]
Due = Literal[0, 1]


class PresentValue(Inputs):
    """What a run of payments and an end value are worth now."""

    function: Literal["pv"]
    rate: Rate
    nper: Periods
    pmt: Amount
    fv: Amount = 0.0
    when: Due = 0


class FutureValue(Inputs):
    """What a start value and a run of payments become."""

    function: Literal["fv"]
    rate: Rate
    nper: Periods
    pmt: Amount
    pv: Amount
    when: Due = 0


class Payment(Inputs):
    """The level payment."""

    function: Literal["pmt"]
    rate: Rate
    nper: Periods
    pv: Amount
    fv: Amount = 0.0
    when: Due = 0


class Term(Inputs):
    """How many payments it takes."""

    function: Literal["nper"]
    rate: Rate
    pmt: Amount
    pv: Amount
    fv: Amount = 0.0
    when: Due = 0


class RateOf(Inputs):
    """The rate per period; a first guess changes nothing."""

    function: Literal["rate"]
    nper: Count
    pmt: Amount
    pv: Amount
    fv: Amount = 0.0
    when: Due = 0
    guess: float | None = None


class PartOf(Inputs):
    """The charge or the principal in one payment."""

    function: Literal["ipmt", "ppmt"]
    rate: Rate
    per: Annotated[int, Field(ge=-100_000, le=100_000)]
    nper: Periods
    pv: Amount
    fv: Amount = 0.0
    when: Due = 0


class SumOf(Inputs):
    """The charge or the principal in payments `start` to `end`, both counted."""

    function: Literal["cumipmt", "cumprinc"]
    rate: Rate
    nper: Count
    pv: Amount
    start: Count
    end: Count
    when: Due = 0


class NetValue(Inputs):
    """The value of flows one period apart, the first now or one period from now."""

    function: Literal["npv", "npv_first_flow_at_1"]
    rate: Rate
    values: Annotated[list[Amount], Field(min_length=1)]


class ReturnOf(Inputs):
    """The rate of return of flows one period apart."""

    function: Literal["irr"]
    values: Annotated[list[Amount], Field(min_length=1)]
    guess: float | None = None


class ModifiedReturn(Inputs):
    """The rate of return with rates of their own for outlays and returns."""

    function: Literal["mirr"]
    values: Annotated[list[Amount], Field(min_length=1)]
    finance_rate: Rate
    reinvest_rate: Rate


class Loan(Inputs):
    """A level monthly loan, to be shown as a table."""

    principal: Amount
    annual_rate: Rate
    periods: Count


_SHAPES: dict[str, str] = {
    "ppmt": "ipmt",
    "cumprinc": "cumipmt",
    "npv_first_flow_at_1": "npv",
}


def _shape(raw: Any) -> str:  # noqa: ANN401 - what a file holds may be anything
    name = raw.get("function", "table") if isinstance(raw, dict) else "table"
    return _SHAPES.get(name, name) if isinstance(name, str) else "table"


INPUTS: TypeAdapter[Any] = TypeAdapter(
    Annotated[
        Annotated[PresentValue, Tag("pv")]
        | Annotated[FutureValue, Tag("fv")]
        | Annotated[Payment, Tag("pmt")]
        | Annotated[Term, Tag("nper")]
        | Annotated[RateOf, Tag("rate")]
        | Annotated[PartOf, Tag("ipmt")]
        | Annotated[SumOf, Tag("cumipmt")]
        | Annotated[NetValue, Tag("npv")]
        | Annotated[ReturnOf, Tag("irr")]
        | Annotated[ModifiedReturn, Tag("mirr")]
        | Annotated[Loan, Tag("table")],
        Discriminator(_shape),
    ]
)


def answer(case: Case) -> Answer:
    """The value of the function, or the table."""
    given = case.inputs
    return _table(given) if isinstance(given, Loan) else {"value": _value(given)}


def _value(given: Any) -> float | Several | None:  # noqa: ANN401 - one of the shapes
    match given:
        case PresentValue():
            return tv.initial_value(given.rate, given.nper, given.pmt, given.fv, given.when)
        case FutureValue():
            return tv.future_value(given.rate, given.nper, given.pmt, given.pv, given.when)
        case Payment():
            return tv.level_payment(given.rate, given.nper, given.pv, given.fv, given.when)
        case Term():
            return tv.periods_needed(given.rate, given.pmt, given.pv, given.fv, given.when)
        case RateOf():
            found = tv.rate_needed(given.nper, given.pmt, given.pv, given.fv, given.when)
            return as_answer(found)
        case _:
            return _of_parts_or_flows(given)


def _of_parts_or_flows(given: Any) -> float | Several | None:  # noqa: ANN401 - one of the shapes
    match given:
        case PartOf():
            part = _part(given.function)
            return part(given.rate, given.per, given.nper, given.pv, given.fv, given.when)
        case SumOf():
            part = _part(given.function)
            numbers = range(given.start, given.end + 1)
            parts = [part(given.rate, i, given.nper, given.pv, 0.0, given.when) for i in numbers]
            known = [each for each in parts if each is not None]
            return sum(known) if known and len(known) == len(parts) else None
        case NetValue():
            first = 1 if given.function == "npv_first_flow_at_1" else 0
            return tv.discounted(given.rate, given.values, first)
        case ReturnOf():
            return as_answer(periodic_rates(given.values))
        case _:
            return tv.modified_rate(given.values, given.finance_rate, given.reinvest_rate)


def _part(function: str) -> Callable[..., float | None]:
    return tv.charge_part if function in ("ipmt", "cumipmt") else tv.principal_part


def _table(loan: Loan) -> Answer:
    rate, n, amount = loan.annual_rate / 12, loan.periods, loan.principal
    rows: list[list[float | None]] = []
    balance, charged = amount, 0.0
    for i in range(1, n + 1):
        principal = tv.principal_part(rate, i, n, amount)
        charge = tv.charge_part(rate, i, n, amount)
        balance += principal or 0.0
        charged += charge or 0.0
        rows.append([i, principal, charge, balance])
    return {
        "columns": ["period", "principal", "interest", "balance"],
        "rows": rows,
        "total_interest": charged,
    }
