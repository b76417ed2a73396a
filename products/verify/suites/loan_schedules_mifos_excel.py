"""Schedules of the Mifos automation workbooks: equal principal or instalments, moratoria, fees.

The workbooks were filled while overdue principal was still being charged: unpaid principal counts
up to the last day on which the printed values can have been taken. Payments on the due date were
entered later, so a penalty already booked stays. The charges of the source's test database are a
hundred each where flat and one per cent where a share; a charge on a stated day falls with the
first instalment.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from pydantic import TypeAdapter

from products.basis.problems import Problem
from products.contract.calendar import Every, Unit
from products.contract.exact import in_major
from products.contract.frame import frame_of
from products.contract.reading import read_terms
from products.contract.settings import Payment
from products.contract.terms import ContractTerms
from products.contract.walk import Walked, walk
from products.verify.case import Answer, Case, Inputs

SUITE = "loan_schedules_mifos_excel"

_CURRENCY = "USD"
_COLUMNS = [
    "nr", "days", "due_date", "principal", "interest", "fees", "penalties", "due", "balance_after",
    "paid_date",
]  # fmt: skip
_UNITS = {"days": Unit.DAY, "weeks": Unit.WEEK, "months": Unit.MONTH, "years": Unit.YEAR}
_FLAT, _SHARE = Decimal(100), Decimal("0.01")


class Window(Inputs):
    """First and last day on which the printed values can have been taken."""

    not_before: date
    not_after: date


CAPTURED = Window(not_before=date(2015, 3, 2), not_after=date(2015, 4, 1))
"""when the workbooks were filled, for cases that state no window of their own"""


class LoanInputs(Inputs):
    """A loan account of a workbook."""

    principal: float
    interest_rate_percent: float | None = None
    rate_period: str = "Per year"
    number_of_repayments: int
    repayment_every: tuple[int, str] = (1, "Months")
    amortization: str = "Equal installments"
    interest_method: str = "Declining Balance"
    interest_calculation_period: str = "Daily"
    days_in_year: str = ""
    days_in_month: str = ""
    interest_recalculation: str | None = None
    recalculation_frequency: str | None = None
    compounding: str | None = None
    installments_paid_on_due_date: tuple[int, ...] = ()
    disbursement_date: date
    disbursement_fee: list[float] | None = None
    charges: dict[str, str] | None = None
    grace_on_principal_payment: int = 0
    grace_on_interest_payment: int = 0
    derived_rate_path_percent: tuple[tuple[int, float], ...] = ()
    derived_note: str = ""
    derived_recalculation_as_of: Window | None = CAPTURED


INPUTS: TypeAdapter[Any] = TypeAdapter(LoanInputs)


def answer(case: Case) -> Answer:
    """Rows and totals of a loan account on the day its workbook was filled."""
    inputs: LoanInputs = case.inputs
    terms = contract_terms(inputs)
    if not isinstance(terms, ContractTerms):
        return terms
    frame = frame_of(terms)
    paid = set(inputs.installments_paid_on_due_date)
    dues = [period.due for period in frame.instalments if period.number in paid]
    window = inputs.derived_recalculation_as_of
    as_of = max([window.not_after] if window else [], default=max(dues, default=None))
    walked = walk(frame, [Payment(on=due) for due in dues], as_of)
    return {"columns": _COLUMNS, "rows": _rows(walked), "totals": _totals(walked)}


def contract_terms(inputs: LoanInputs) -> ContractTerms | tuple[Problem, ...]:
    """The contract behind a workbook's loan."""
    daily = inputs.interest_calculation_period == "Daily"
    count, unit = inputs.repayment_every
    path = inputs.derived_rate_path_percent
    first = inputs.interest_rate_percent if inputs.interest_rate_percent is not None else path[0][1]
    months = 12 if inputs.rate_period == "Per month" else 1
    by_period_end = inputs.recalculation_frequency == "Same as repayment period"
    flat = inputs.interest_method == "Flat"
    return read_terms(
        {
            "currency": _CURRENCY,
            "amount": Decimal(str(inputs.principal)),
            "start": inputs.disbursement_date,
            "every": Every(n=count, unit=_UNITS[unit.lower()]),
            "instalments": inputs.number_of_repayments,
            "rate": Decimal(str(first)) * months / 100,
            "rate_basis": "flat_pa" if flat else "nominal_pa_monthly",
            "rate_changes": [
                {"from_instalment": number, "rate": Decimal(str(percent)) * months / 100}
                for number, percent in path[1:]
            ],
            "on_rate_change": "keep",
            "day_count": "actual/365" if daily else "same_as_period",
            "method": "level" if inputs.amortization == "Equal installments" else "equal_principal",
            "level_by": "thirty_day_months" if daily else "equal_periods",
            "grace": {
                "principal": inputs.grace_on_principal_payment,
                "charge": inputs.grace_on_interest_payment,
            },
            "fees": list(_fees(inputs)),
            "rounding": {"mode": "half_even", "carry": "each_part"},
            "recalculation": {
                "overdue_counts": "daily" if inputs.derived_recalculation_as_of else "never",
                "rest_day": "period_end" if by_period_end else "same_day",
                "backdated_penalties": True,
            },
        }
    )


def _fees(inputs: LoanInputs) -> Iterator[dict[str, Any]]:
    for words in (inputs.charges or {}).values():
        for name in words.split(","):
            fee = _fee(name.lower().replace(" ", ""), inputs.disbursement_date)
            if fee:
                yield fee


def _fee(name: str, first_day: date) -> dict[str, Any] | None:
    """A charge by its name in the source; disbursement fees are paid apart from the schedule."""
    starts = {"installment": "each", "specified": "on_day", "over": "overdue", "ove": "overdue"}
    when = next((value for start, value in starts.items() if name.startswith(start)), None)
    if when is None:
        return None
    share_of = name.partition("%")[2]
    of = "flat"
    if share_of:
        of = "amount" if when == "on_day" else "principal"
        if "interest" in share_of:
            of = "instalment" if "amount" in share_of else "charge"
    return {
        "when": when,
        "of": of,
        "value": _SHARE if share_of else _FLAT,
        "on": first_day if when == "on_day" else None,
        "is_penalty": "penalty" in name or when == "overdue",
    }


def _rows(walked: Walked) -> list[list[Any]]:
    rows = []
    for row, due in zip(walked.rows, walked.dues, strict=True):
        amounts = (row.principal, row.charge, row.fee, row.penalty, row.total, row.balance)
        printed = [in_major(amount, _CURRENCY) for amount in amounts]
        days = (row.due - row.start).days
        rows.append([row.number, days, row.due, *printed, due.paid_on])
    return rows


def _totals(walked: Walked) -> dict[str, Decimal]:
    totals = {
        "principal": sum((row.principal for row in walked.rows), Fraction(0)),
        "interest": sum((row.charge for row in walked.rows), Fraction(0)),
        "fees": sum((row.fee for row in walked.rows), Fraction(0)),
        "penalties": sum((row.penalty for row in walked.rows), Fraction(0)),
        "due": sum((row.total for row in walked.rows), Fraction(0)),
    }
    return {name: in_major(value, _CURRENCY) for name, value in totals.items()}
