"""Schedules of the Apache Fineract tests: level, flat and equal-principal, with recalculation.

The lender's product names state conventions; they are read here as named settings of the contract.
Cumulative products (LP1) work out the instalment from months of 30 days and recalculate up to a
payment; progressive ones (LP2, and the instalment calculator) work it out from the real days, even
out the last instalment, recalculate daily and fill instalments in their order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag, TypeAdapter

from products.basis.problems import Problem
from products.contract.calendar import Every, Unit
from products.contract.exact import in_major
from products.contract.frame import Frame, frame_of
from products.contract.reading import read_terms
from products.contract.settings import Payment
from products.contract.terms import ContractTerms
from products.contract.walk import Walked, walk
from products.verify.case import Answer, Asked, Case, Inputs
from products.verify.instalment_calculator import (
    EmiInputs,
    FactorInputs,
    day_count_named,
    emi_answer,
    factors_answer,
    share,
)

SUITE = "loan_schedules_fineract"

_CURRENCY = {0: "JPY", 2: "EUR", 3: "KWD"}
_COLUMNS = [
    "nr", "days", "due_date", "principal", "interest", "fees", "penalties", "due", "balance_after",
    "paid", "outstanding",
]  # fmt: skip
_UNITS = {"DAYS": Unit.DAY, "WEEKS": Unit.WEEK, "MONTHS": Unit.MONTH, "YEARS": Unit.YEAR}
_SETTLES = ("pay-off", "payoff", "pay_off", "settlement", "preclose", "foreclosure")


class RepaymentEvery(Inputs):
    """How often an instalment falls due."""

    n: Annotated[int, Field(ge=1)]
    unit: Literal["DAYS", "WEEKS", "MONTHS", "YEARS"]


class Event(Inputs):
    """Money that moved on a day; a pay-off may leave its amount to the engine."""

    type: str
    date: date
    amount: float | None = None


class LoanInputs(Inputs):
    """A loan account of an end-to-end test."""

    principal: float
    annual_rate_percent: float
    interest_type: Literal["FLAT", "DECLINING_BALANCE"] = "DECLINING_BALANCE"
    interest_calculation_period: Literal["SAME_AS_REPAYMENT_PERIOD", "DAILY"] | None = None
    amortization: Literal["EQUAL_INSTALLMENTS", "EQUAL_PRINCIPAL_PAYMENTS"] = "EQUAL_INSTALLMENTS"
    number_of_repayments: int
    repayment_every: RepaymentEvery = RepaymentEvery(n=1, unit="MONTHS")
    grace_on_principal_payment: int = 0
    grace_on_interest_payment: int = 0
    interest_free_period: int = 0
    installment_rounded_to_multiple_of: float | None = None
    currency_decimals: Literal[0, 2, 3] = 2
    day_count: str = ""
    disbursement_date: date
    first_repayment_date: date | None = None
    product_setting: str = ""
    events: tuple[Event, ...] = ()
    as_of_date: date | None = None


def _shape(inputs: Mapping[str, Any]) -> str:
    if "annual_rate" in inputs:
        return "factors"
    return "emi" if "disbursements" in inputs else "loan"


INPUTS: TypeAdapter[Any] = TypeAdapter(
    Annotated[
        Annotated[LoanInputs, Tag("loan")]
        | Annotated[EmiInputs, Tag("emi")]
        | Annotated[FactorInputs, Tag("factors")],
        Discriminator(_shape),
    ]
)


def answer(case: Case) -> Answer:
    """Rows and totals of a loan, of an instalment calculation, or the factors behind them."""
    if isinstance(case.inputs, FactorInputs):
        return factors_answer(case.inputs)
    if isinstance(case.inputs, EmiInputs):
        return emi_answer(case.inputs)
    return _loan(case.inputs, case.description)


# ------------------------------------------------------------------ loan accounts


def loan_terms(inputs: LoanInputs) -> ContractTerms | tuple[Problem, ...]:
    """The contract behind a loan account of the suite."""
    progressive = inputs.product_setting.startswith("LP2")
    daily = inputs.interest_calculation_period == "DAILY"
    multiple = inputs.installment_rounded_to_multiple_of
    every = Every(n=inputs.repayment_every.n, unit=_UNITS[inputs.repayment_every.unit])
    coins = 10**inputs.currency_decimals
    flat = inputs.interest_type == "FLAT"
    equal = inputs.amortization == "EQUAL_PRINCIPAL_PAYMENTS"
    return read_terms(
        {
            "currency": _CURRENCY[inputs.currency_decimals],
            "amount": Decimal(str(inputs.principal)),
            "start": inputs.disbursement_date,
            "first_due": inputs.first_repayment_date,
            "every": every,
            "instalments": inputs.number_of_repayments,
            "rate": share(inputs.annual_rate_percent),
            "rate_basis": "flat_pa" if flat else "nominal_pa_monthly",
            "day_count": day_count_named(inputs.day_count, every, daily or progressive),
            "method": "equal_principal" if equal else "level",
            "level_by": "real_days" if progressive else _level_by(daily),
            "even_out": progressive,
            "drawdowns": _drawdowns(inputs),
            "on_drawdown": "keep" if inputs.product_setting.startswith("LP1") else "relevel",
            "grace": {
                "principal": inputs.grace_on_principal_payment,
                "charge": inputs.grace_on_interest_payment,
                "free": inputs.interest_free_period,
            },
            "rounding": {
                "mode": "half_even",
                "carry": "each_part",
                "instalment_step_minor": None if multiple is None else round(multiple * coins),
            },
            "recalculation": _recalculation(inputs.product_setting, progressive),
        }
    )


def _level_by(daily: bool) -> str:
    return "thirty_day_months" if daily else "equal_periods"


def _drawdowns(inputs: LoanInputs) -> list[dict[str, Any]]:
    drawn = [event for event in inputs.events if event.type == "disbursement"]
    if len(drawn) == 1 and drawn[0].date == inputs.disbursement_date:
        drawn = [] if drawn[0].amount in (None, inputs.principal) else drawn
    return [{"on": event.date, "amount": Decimal(str(event.amount))} for event in drawn]


def _recalculation(setting: str, progressive: bool) -> dict[str, str]:
    recalculates = "RECALCULATION" in setting
    at_period_end = "TILL_REST_FREQUENCY" in setting
    if progressive:
        return {
            "overdue_counts": "daily" if recalculates else "never",
            "excess": "fills_rows",
            "early_pays": "accrued_charge_first",
            "settle_to": "period_end" if at_period_end else "day",
        }
    excess = "lower_instalment"
    if "REDUCE_NR_INST" in setting:
        excess = "fewer_instalments"
    elif "RESCH_NEXT_REP" in setting:
        excess = "next_instalments"
    return {
        "overdue_counts": "to_payment" if recalculates else "never",
        "rest_day": "period_end" if "RECALCULATION_SAME_AS_REPAYMENT" in setting else "same_day",
        "compounding": "charge" if "COMPOUNDING_MONTHLY" in setting else "none",
        "excess": excess,
    }


def _loan(inputs: LoanInputs, description: str) -> Answer:
    terms = loan_terms(inputs)
    if not isinstance(terms, ContractTerms):
        return terms
    payments = _payments(inputs.events)
    frame = frame_of(terms)
    walked = walk(frame, payments, inputs.as_of_date)
    return {
        "columns": _COLUMNS,
        "rows": _loan_rows(frame, walked),
        "totals": _totals(frame, walked),
        "snapshots": _snapshots(inputs, terms, description),
    }


def _payments(events: Sequence[Event]) -> list[Payment]:
    found = []
    for event in events:
        if event.type == "disbursement":
            continue
        settles = event.amount is None
        amount = None if event.amount is None else Decimal(str(event.amount))
        found.append(Payment(on=event.date, amount=amount, settles=settles))
    return found


def _snapshots(inputs: LoanInputs, terms: ContractTerms, description: str) -> Asked:
    """The account on the days a case asks about, after its first `after_events` events.

    A case whose text says that the loan is paid off leaves that event out of its list: the pay-off
    is what happens on a later day without a further event.
    """
    pays_off = any(word in description.lower() for word in _SETTLES)

    def state(question: Mapping[str, Any]) -> Mapping[str, Any]:
        day = date.fromisoformat(str(question["as_of_date"]))
        events = inputs.events[: int(question["after_events"])]
        payments = _payments(events)
        quiet = len(events) == len(inputs.events) and all(event.date < day for event in events)
        if pays_off and quiet and not any(payment.settles for payment in payments):
            payments.append(Payment(on=day, settles=True))
        frame = frame_of(terms)
        walked = walk(frame, payments, day)
        return {"columns": _COLUMNS, "rows": _loan_rows(frame, walked), **question}

    return Asked(("as_of_date", "after_events"), state)


def _loan_rows(frame: Frame, walked: Walked) -> list[Any]:
    draws = list(frame.draws)
    rows: list[Any] = []
    for row, due in zip(walked.rows, walked.dues, strict=True):
        while (
            draws and draws[0][0] <= row.due and (row.number > 1 or len(draws) == len(frame.draws))
        ):
            on, amount = draws.pop(0)
            rows.append({"disbursement_date": on, "amount": _money(frame, amount)})
        rows.append(
            [
                row.number,
                (row.due - row.start).days,
                row.due,
                *(
                    _money(frame, value)
                    for value in (
                        row.principal, row.charge, row.fee, row.penalty, row.total, row.balance,
                        row.total - due.total, due.total,
                    )
                ),
            ]
        )  # fmt: skip
    return rows


def _totals(frame: Frame, walked: Walked) -> dict[str, Any]:
    rows = walked.rows
    paid = sum(
        (row.total - due.total for row, due in zip(rows, walked.dues, strict=True)), Fraction(0)
    )
    totals = {
        "principal": sum((row.principal for row in rows), Fraction(0)),
        "interest": sum((row.charge for row in rows), Fraction(0)),
        "fees": sum((row.fee for row in rows), Fraction(0)),
        "penalties": sum((row.penalty for row in rows), Fraction(0)),
        "due": sum((row.total for row in rows), Fraction(0)),
        "paid": paid,
        "outstanding": sum((due.total for due in walked.dues), Fraction(0)),
    }
    return {name: _money(frame, value) for name, value in totals.items()}


def _money(frame: Frame, minor: Fraction) -> Decimal:
    return in_major(minor, frame.terms.currency)
