"""Amortisation tables of the European Commission's mortgage examples, carried unrounded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

from pydantic import TypeAdapter

from products.basis.problems import Problem
from products.contract.calendar import Every, Unit
from products.contract.exact import in_major
from products.contract.reading import read_terms
from products.contract.schedule import lay_out
from products.contract.terms import ContractTerms
from products.contract.walk import Row
from products.verify.case import Answer, Case, Inputs, Table

SUITE = "loan_tables_ec_mortgage_2015"

_CURRENCY = "EUR"
_COLUMNS = ["period", "interest", "principal", "total_payment", "closing_balance"]
_YEAR_COLUMNS = ["year", "interest", "principal"]
_START = date(2015, 1, 1)
"""the tables have no dates; periods of equal length make any day do"""
_MOST = 1200
_EVERY = {
    "weekly": Every(unit=Unit.WEEK),
    "fortnightly": Every(n=2, unit=Unit.WEEK),
    "monthly": Every(),
    "quarterly": Every(n=3),
    "half-yearly": Every(n=6),
    "yearly": Every(unit=Unit.YEAR),
}

RatePath = tuple[tuple[int, int, float], ...]


class TableInputs(Inputs):
    """One credit of the examples; `rate_path_percent` rows are first period, last period, rate."""

    principal: float
    annual_rate_percent: float | None = None
    rate_path_percent: RatePath = ()
    rate_type: str = "nominal"
    interest: str = ""
    periods: int | None = None
    months: int | None = None
    years: int | None = None
    frequency: Literal["weekly", "fortnightly", "monthly", "quarterly", "half-yearly", "yearly"] = (
        "monthly"
    )
    payments_per_year: Literal[1, 2, 4, 12] | None = None
    upfront_cost: float | None = None
    upfront_cost_percent: float | None = None
    financed_cost_percent: float = 0.0
    first_interval: str | None = None
    first_period_interest: Literal["simple", "compound"] = "simple"
    annual_step_percent: float | None = None
    equal_principal: bool = False
    interest_only: bool = False
    interest_only_periods: int = 0
    amortisation_periods: int | None = None
    amortisation_months: int | None = None
    balloon: float | None = None
    fixed_payment: float | None = None
    fixed_principal: float | None = None
    principal_percent_of_balance: float | None = None
    payment_percent_of_balance: float | None = None
    minimum: float | None = None


INPUTS: TypeAdapter[Any] = TypeAdapter(TableInputs)


def answer(case: Case) -> Answer:
    """Every row of the table, its sums by year, and the interest of the whole term."""
    inputs: TableInputs = case.inputs
    terms = contract_terms(inputs)
    if not isinstance(terms, ContractTerms):
        return terms
    laid = lay_out(terms)
    if isinstance(laid, Problem):
        return (laid,)
    interest = sum((row.charge for row in laid.rows), Fraction(0))
    return {
        "columns": _COLUMNS,
        "rows": Table([_printed(row) for row in laid.rows]),
        "year_columns": _YEAR_COLUMNS,
        "years": Table(_years(laid.rows, round(1 / terms.every.years))),
        "total_interest": in_major(interest, _CURRENCY),
        "number_of_payments": len(laid.rows),
    }


def contract_terms(inputs: TableInputs) -> ContractTerms | tuple[Problem, ...]:
    """The contract behind a table."""
    every = _every(inputs)
    path = inputs.rate_path_percent
    first = path[0][2] if path else inputs.annual_rate_percent
    amount = _decimal(inputs.principal) * (1 + _share(inputs.financed_cost_percent))
    return read_terms(
        {
            "currency": _CURRENCY,
            "amount": amount,
            "start": _START,
            "every": every,
            "instalments": _count(inputs, every),
            "first_length": _first_length(inputs.first_interval, every),
            "first_compounds": inputs.first_period_interest == "compound",
            "rate": _share(first or 0.0),
            "rate_basis": "effective_pa" if _is_effective(inputs) else "nominal_pa_monthly",
            "rate_changes": [
                {"from_instalment": begin, "rate": _share(percent)}
                for begin, _, percent in path[1:]
            ],
            "grace": {"principal": inputs.interest_only_periods},
            "rounding": {"carry": "nowhere"},
            **_method(inputs),
        }
    )


def _method(inputs: TableInputs) -> dict[str, Any]:
    if inputs.interest_only or inputs.equal_principal:
        return {"method": "bullet" if inputs.interest_only else "equal_principal"}
    if inputs.annual_step_percent is not None:
        return {"method": "graduated", "step_share_pa": _share(inputs.annual_step_percent)}
    if inputs.fixed_payment is not None:
        return {"method": "stated", "instalment": inputs.fixed_payment}
    if inputs.fixed_principal is not None:
        principal = inputs.fixed_principal
        return {"method": "fixed_principal", "principal_each": principal}
    share = inputs.principal_percent_of_balance or inputs.payment_percent_of_balance
    if share is not None:
        return {
            "method": "balance_share",
            "balance_share": _share(share),
            "share_includes_charge": inputs.principal_percent_of_balance is None,
            "minimum": inputs.minimum,
        }
    over = inputs.amortisation_periods or inputs.amortisation_months
    return {"method": "level", "amortised_over": over, "balloon": inputs.balloon}


def _every(inputs: TableInputs) -> Every:
    if inputs.payments_per_year is not None:
        return Every(n=12 // inputs.payments_per_year)
    return _EVERY[inputs.frequency]


def _count(inputs: TableInputs, every: Every) -> int:
    if inputs.periods is not None:
        return inputs.periods
    years = Fraction(inputs.months or 0, 12) + (inputs.years or 0)
    return int(years / every.years) or _MOST


def _first_length(words: str | None, every: Every) -> str | None:
    """The first interval in periods, from words in years such as "3/365+1/12 years".

    >>> _first_length("3/365+1/12 years", Every())
    '401/365'
    """
    if words is None:
        return None
    parts = words.replace("years", "").replace("year", "").replace(" ", "").split("+")
    return str(sum((Fraction(part) for part in parts), Fraction(0)) / every.years)


def _is_effective(inputs: TableInputs) -> bool:
    return inputs.rate_type.startswith("effective") or "effective" in inputs.interest


def _printed(row: Row) -> list[Any]:
    amounts = (row.charge, row.principal, row.charge + row.principal, row.balance)
    return [row.number, *(in_major(amount, _CURRENCY) for amount in amounts)]


def _years(rows: Sequence[Row], per_year: int) -> list[list[Any]]:
    years = []
    for begin in range(0, len(rows), per_year):
        block = rows[begin : begin + per_year]
        sums = (
            sum((row.charge for row in block), Fraction(0)),
            sum((row.principal for row in block), Fraction(0)),
        )
        years.append([begin // per_year + 1, *(in_major(value, _CURRENCY) for value in sums)])
    return years


def _decimal(value: float) -> Decimal:
    return Decimal(str(value))


def _share(percent: float) -> Decimal:
    return Decimal(str(percent)) / 100
