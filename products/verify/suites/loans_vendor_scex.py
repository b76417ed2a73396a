"""Worked loans and deposits of a loan-calculator vendor's documentation (US practice).

Charges and instalments are rounded to the cent each period; a level last payment is not adjusted,
and the rest is printed. Unpaid charge is kept apart (US Rule). The yearly rate is that of
Regulation Z by monthly unit-periods.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any

from pydantic import Discriminator, Field, Tag, TypeAdapter

from products.basis.problems import Problem
from products.contract.calendar import MONTHLY, due_dates
from products.contract.exact import as_fraction, in_major
from products.contract.reading import read_terms
from products.contract.schedule import Layout, lay_out
from products.contract.terms import ContractTerms
from products.contract.walk import Row
from products.legal.apr_regz import UnitFlow, apr_regz, single_payment_periods
from products.legal.unit_periods import UnitPeriod, UnitTime, unit_time
from products.verify.case import Answer, Case, Inputs, Several, Table
from products.verify.fields import Amount, Count, Percent, PositiveAmount
from products.verify.rates import as_answer, percent
from products.verify.vendor_deposits import (
    AnnuityInputs,
    DepositInputs,
    YearlySavingInputs,
    YieldInputs,
    annuity_answer,
    deposit_answer,
    yearly_answer,
    yield_answer,
)

SUITE = "loans_vendor_scex"

_CURRENCY = "USD"
_MONTHS_PER_YEAR = 12
_YEAR_DAYS = 365
RatePath = tuple[tuple[int, int, float], ...]


class LoanInputs(Inputs):
    """A loan repaid in instalments; the case's group says which kind of instalments."""

    loan_date: date
    first_payment: date
    proceeds: PositiveAmount
    financed_fee: Amount = 0.0
    prepaid_fee: Amount = 0.0
    annual_rate_percent: Percent | None = None
    rate_path_percent: RatePath = ()
    payments: Count | None = None
    periods: Count | None = None
    months: Count | None = None
    accrual: str
    amortisation_term: Count | None = None
    regular_payment: PositiveAmount | None = None
    final_payment: PositiveAmount | None = None
    principal_payment: PositiveAmount | None = None
    principal_reduction: PositiveAmount | None = None
    fixed_principal: PositiveAmount | None = None
    skip_months: tuple[int, ...] = ()
    half_commitment: bool = False
    commitment_share: Annotated[float, Field(gt=0, le=1)] = 1.0
    last_payment_adjusted: bool = False


class SingleInputs(Inputs):
    """One advance repaid once."""

    loan_date: date
    payment_date: date
    proceeds: PositiveAmount
    financed_fee: Amount = 0.0
    prepaid_fee: Amount = 0.0
    annual_rate_percent: Percent
    accrual: str


class AprInputs(Inputs):
    """An advance and equal monthly payments, for the yearly rate alone."""

    advance_date: date
    advance: PositiveAmount
    first_payment: date
    payments: Count
    payment: PositiveAmount


def _shape(inputs: Mapping[str, Any]) -> str:
    marks = {
        "payment_date": "single",
        "advance": "apr",
        "first_payment": "loan",
        "begin_balance": "yearly",
        "deposit_timing": "yearly",
        "balance": "annuity",
        "interest": "yield",
    }
    return next((shape for mark, shape in marks.items() if mark in inputs), "deposit")


INPUTS: TypeAdapter[Any] = TypeAdapter(
    Annotated[
        Annotated[LoanInputs, Tag("loan")]
        | Annotated[SingleInputs, Tag("single")]
        | Annotated[AprInputs, Tag("apr")]
        | Annotated[DepositInputs, Tag("deposit")]
        | Annotated[YearlySavingInputs, Tag("yearly")]
        | Annotated[AnnuityInputs, Tag("annuity")]
        | Annotated[YieldInputs, Tag("yield")],
        Discriminator(_shape),
    ]
)


def answer(case: Case) -> Answer:
    """Payments, costs, yearly rate and rows of a loan; value and gain of a deposit."""
    if isinstance(case.inputs, LoanInputs):
        return _loan(case.inputs, case.group)
    return _ANSWERS[type(case.inputs)](case.inputs)


# ------------------------------------------------------------------ loans


def contract_terms(inputs: LoanInputs, group: str) -> ContractTerms | tuple[Problem, ...]:
    """The contract behind a loan of the suite."""
    path = inputs.rate_path_percent
    first = path[0][2] if path else inputs.annual_rate_percent or 0.0
    half = Decimal("0.5") if inputs.half_commitment else _decimal(inputs.commitment_share)
    return read_terms(
        {
            "currency": _CURRENCY,
            "amount": _decimal(inputs.proceeds),
            "start": inputs.loan_date,
            "first_due": inputs.first_payment,
            "instalments": _count(inputs),
            "rate": _decimal(first) / 100,
            "rate_changes": [
                {"from_instalment": begin, "rate": _decimal(each) / 100}
                for begin, _, each in path[1:]
            ],
            "day_count": _day_count(inputs.accrual),
            "charged_share": half,
            "last_in_days": half < 1,
            "skip_months": inputs.skip_months,
            "fees": _financed(inputs.financed_fee),
            **_method(inputs, group),
        }
    )


def _method(inputs: LoanInputs, group: str) -> dict[str, Any]:
    principal = inputs.principal_payment or inputs.principal_reduction or inputs.fixed_principal
    clears: dict[str, Any] = {"rounding": {"rest": "last"}}
    if principal is not None:
        return {"method": "fixed_principal", "principal_each": _decimal(principal), **clears}
    if inputs.regular_payment is not None:
        return {"method": "stated", "instalment": _decimal(inputs.regular_payment), **clears}
    if inputs.amortisation_term is not None:
        return {"method": "level", "amortised_over": inputs.amortisation_term, **clears}
    if inputs.final_payment is not None:
        return {"method": "level", "balloon": _decimal(inputs.final_payment), **clears}
    if group in ("interest_only", "construction") or inputs.half_commitment:
        return {"method": "bullet", **clears}
    rest = "last" if inputs.last_payment_adjusted else "shown"
    return {"method": "level", "rounding": {"rest": rest}}


def _loan(inputs: LoanInputs, group: str) -> Answer:
    """A loan; of a commitment drawn in part, the rate is that of the drawn part (Appendix D)."""
    terms = contract_terms(inputs, group)
    if not isinstance(terms, ContractTerms):
        return terms
    laid = lay_out(terms)
    if isinstance(laid, Problem):
        return (laid,)
    paid = [row for row in laid.rows if row.total > 0]
    if not paid:
        return (Problem("problem.price.nothing_paid_back", "skip_months"),)
    received = _decimal(inputs.proceeds) - _decimal(inputs.prepaid_fee)
    share = as_fraction(terms.charged_share)
    undrawn = (1 - share) * laid.frame.principal
    flows = [(row.due, row.total) for row in paid]
    flows[-1] = (flows[-1][0], flows[-1][1] - undrawn)
    financed = in_major(sum((row.total for row in laid.rows), Fraction(0)), _CURRENCY)
    return {
        **_payments(paid),
        "amount_financed": received,
        "finance_charge": financed - received,
        "total_payments": financed,
        "apr_percent": _apr(inputs.loan_date, received - in_major(undrawn, _CURRENCY), flows),
        "total_interest_schedule": _sum(laid.rows, "charge"),
        "residual_balance": in_major(laid.residual, _CURRENCY),
        "skips": sum(row.total == 0 for row in laid.rows),
        "year_totals": Table(_years(laid)),
        "rows": Table([_printed(row, share) for row in laid.rows]),
        "maturity": laid.rows[-1].due,
    }


def _payments(rows: Sequence[Row]) -> dict[str, Any]:
    """The payments, by what the vendor calls them; `payments` lists each size once, in order."""
    sizes: list[Decimal] = []
    for row in rows:
        size = in_major(row.total, _CURRENCY)
        if not sizes or sizes[-1] != size:
            sizes.append(size)
    return {
        "payment": sizes[0],
        "payments": sizes,
        "first_payment": sizes[0],
        "regular_payment": in_major(rows[len(rows) // 2].total, _CURRENCY),
        "final_payment": sizes[-1],
    }


def _years(laid: Layout) -> list[list[Any]]:
    found = []
    for year in sorted({row.due.year for row in laid.rows}):
        rows = [row for row in laid.rows if row.due.year == year]
        sums = [_sum(rows, name) for name in ("total", "charge", "principal")]
        found.append([year, *sums])
    return found


def _printed(row: Row, share: Fraction) -> list[Any]:
    """A row as printed: the balance is the part of the commitment that counts as drawn."""
    amounts = (row.charge, row.principal, row.balance * share)
    return [row.due, *(in_major(amount, _CURRENCY) for amount in amounts)]


def _sum(rows: Sequence[Row], name: str) -> Decimal:
    return in_major(sum((getattr(row, name) for row in rows), Fraction(0)), _CURRENCY)


# ------------------------------------------------------------------ single payments and rates


def _single(inputs: SingleInputs) -> Answer:
    terms = read_terms(
        {
            "currency": _CURRENCY,
            "amount": _decimal(inputs.proceeds),
            "start": inputs.loan_date,
            "first_due": inputs.payment_date,
            "instalments": 1,
            "rate": _decimal(inputs.annual_rate_percent) / 100,
            "day_count": _day_count(inputs.accrual),
            "method": "single",
            "fees": _financed(inputs.financed_fee),
        }
    )
    if not isinstance(terms, ContractTerms):
        return terms
    laid = lay_out(terms)
    if isinstance(laid, Problem):
        return (laid,)
    row = laid.rows[0]
    payment = in_major(row.total, _CURRENCY)
    received = _decimal(inputs.proceeds) - _decimal(inputs.prepaid_fee)
    days = (inputs.payment_date - inputs.loan_date).days
    return {
        "payment": payment,
        "interest": in_major(row.charge, _CURRENCY),
        "amount_financed": received,
        "finance_charge": payment - received,
        "total_payments": payment,
        "apr_percent": _single_apr(float(received), float(payment), days),
    }


def _single_apr(advance: float, payment: float, days: int) -> float | Several | None:
    """Within a year the term is one unit-period; beyond it, unit-periods are years."""
    in_a_year, term = single_payment_periods(days=days)
    if days > _YEAR_DAYS:
        years = Fraction(days, _YEAR_DAYS)
        in_a_year, term = 1.0, UnitTime(int(years), years - int(years))
    found = apr_regz([UnitFlow(advance, UnitTime(0))], [UnitFlow(payment, term)], in_a_year)
    return as_answer(found.within(-1, 100), percent)


def _apr_check(inputs: AprInputs) -> Answer:
    days = due_dates(inputs.advance_date, MONTHLY, inputs.payments, first_due=inputs.first_payment)
    total = _decimal(inputs.payment) * inputs.payments
    cents = as_fraction(_decimal(inputs.payment)) * 100
    advance = _decimal(inputs.advance)
    return {
        "apr_percent": _apr(inputs.advance_date, advance, [(day, cents) for day in days]),
        "finance_charge": total - advance,
        "total_payments": total,
    }


def _apr(
    start: date, received: Decimal, payments: Sequence[tuple[date, Fraction]]
) -> float | Several | None:
    advances = [UnitFlow(float(received), UnitTime(0))]
    flows = [
        UnitFlow(float(amount) / 100, unit_time(start, day, UnitPeriod.MONTHLY))
        for day, amount in payments
    ]
    found = apr_regz(advances, flows, _MONTHS_PER_YEAR)
    return as_answer(found.within(-1, 100), percent)


_ANSWERS: dict[type[Inputs], Callable[[Any], Answer]] = {
    SingleInputs: _single,
    AprInputs: _apr_check,
    DepositInputs: deposit_answer,
    YearlySavingInputs: yearly_answer,
    AnnuityInputs: annuity_answer,
    YieldInputs: yield_answer,
}

# ------------------------------------------------------------------ words and numbers


def _count(inputs: LoanInputs) -> int:
    return inputs.payments or inputs.periods or inputs.months or 1


def _day_count(words: str) -> str:
    """The day count of an accrual method by the vendor's name.

    >>> _day_count("unit period 360 US Rule"), _day_count("actual/365 US Rule")
    ('unit_period/360', 'actual/365')
    """
    plain = words.lower().replace("us rule", "").replace("simple", "").strip()
    named = {"unit period 360": "unit_period/360", "unit period 365": "unit_period/365"}
    return named.get(plain, plain)


def _financed(fee: float) -> list[dict[str, Any]]:
    return [{"when": "financed", "value": _decimal(fee)}] if fee else []


def _decimal(value: float) -> Decimal:
    return Decimal(str(value))
