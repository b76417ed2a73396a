"""Microfinance prices: flat loans, fees kept back, effective rates, lenders' ratios.

The shape of the inputs says what is asked: a flat loan by its whole charge or by its rate, a
declining balance, the average-outstanding approximation, a rate to be compounded, a lender's ratio.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag, TypeAdapter

from products.legal.effective import effective_from_periodic, effective_of_periods, periodic_rates
from products.legal.irr import RatesOfReturn
from products.legal.microfinance import (
    FlatLoan,
    average_outstanding,
    bullet_flows,
    flat_charge,
    sustainable_rate,
)
from products.legal.time_value import level_payment
from products.verify.case import Answer, Case, Inputs
from products.verify.fields import Count, PeriodsPerYear, PositiveAmount, RateShare
from products.verify.rates import as_answer, percent

SUITE = "microfinance_effective_rates"

Charge = Annotated[float, Field(ge=0, le=1e15)]
Share = Annotated[float, Field(ge=-1, le=10)]
Years = Annotated[float, Field(gt=0, le=100)]
_PER_YEAR = {"weekly": 52.0, "biweekly": 26.0, "4-weekly": 13.0, "monthly": 12.0, "quarterly": 4.0}
Frequency = Literal["weekly", "biweekly", "4-weekly", "monthly", "quarterly"]


class ChargeLoan(Inputs):
    """A flat loan by its whole charge; a fee may be kept back when it is handed out."""

    principal: PositiveAmount
    flat_interest: Charge
    instalments: Count
    frequency: Frequency = "monthly"
    upfront_fee: Charge = 0.0
    periods_per_year: PeriodsPerYear | None = None


class FlatYears(Inputs):
    """A flat loan by its yearly rate and years."""

    principal: PositiveAmount
    flat_rate: RateShare
    years: Years
    instalments: Count
    upfront_fee: Charge = 0.0
    periods_per_year: PeriodsPerYear | None = None


class FlatMonths(Inputs):
    """A flat loan by its monthly rate, in monthly instalments."""

    principal: PositiveAmount
    flat_rate_per_month: RateShare
    instalments: Count
    upfront_fee: Charge = 0.0


class FlatTable(Inputs):
    """A flat loan by the monthly payment of a table, per thousand borrowed."""

    principal: PositiveAmount
    monthly_per_1000: PositiveAmount
    months: Count


class Bullet(Inputs):
    """A charge every month and the principal with the last."""

    principal: PositiveAmount
    interest_per_month: Charge
    months: Count
    principal_at_end: Literal[True]


class Average(Inputs):
    """The average-outstanding approximation; over one year unless `years` says otherwise."""

    principal: PositiveAmount
    flat_interest: Charge
    instalments: Count
    service_charge: Charge = 0.0
    years: Years = 1.0
    method: Literal["average_outstanding"]


class Declining(Inputs):
    """A loan on the declining balance in level instalments."""

    principal: PositiveAmount
    annual_rate: RateShare
    instalments: Count
    periods_per_year: PeriodsPerYear = 12.0
    upfront_fee: Charge = 0.0


class OnePeriod(Inputs):
    """The charge of one period on what is owed."""

    balance: PositiveAmount
    annual_rate: RateShare
    periods_per_year: PeriodsPerYear


class Compounding(Inputs):
    """A rate per period, to be stated per year."""

    periodic_rate: RateShare
    periods_per_year: PeriodsPerYear


class Portfolio(Inputs):
    """A lender's yearly costs and incomes, as shares of its average portfolio."""

    average_portfolio: PositiveAmount
    administrative_expenses: Charge | None = None
    loan_losses: Charge | None = None
    cost_of_funds: Charge | None = None
    investment_income: Charge | None = None


class Pricing(Inputs):
    """The sustainable yearly rate from shares of the average portfolio."""

    AE: Share
    LL: Annotated[float, Field(ge=0, lt=1)]
    CF: Share
    K: Share
    II: Share = 0.0


_BY_FIELD = {
    "method": "average",
    "flat_rate": "flat_years",
    "flat_rate_per_month": "flat_months",
    "monthly_per_1000": "table",
    "principal_at_end": "bullet",
    "flat_interest": "charge",
    "balance": "one_period",
    "annual_rate": "declining",
    "periodic_rate": "compounding",
    "average_portfolio": "portfolio",
    "AE": "pricing",
}


def _shape(raw: Any) -> str:  # noqa: ANN401 - what a file holds may be anything
    fields = raw if isinstance(raw, dict) else {}
    return next((shape for field, shape in _BY_FIELD.items() if field in fields), "charge")


INPUTS: TypeAdapter[Any] = TypeAdapter(
    Annotated[
        Annotated[ChargeLoan, Tag("charge")]
        | Annotated[FlatYears, Tag("flat_years")]
        | Annotated[FlatMonths, Tag("flat_months")]
        | Annotated[FlatTable, Tag("table")]
        | Annotated[Bullet, Tag("bullet")]
        | Annotated[Average, Tag("average")]
        | Annotated[Declining, Tag("declining")]
        | Annotated[OnePeriod, Tag("one_period")]
        | Annotated[Compounding, Tag("compounding")]
        | Annotated[Portfolio, Tag("portfolio")]
        | Annotated[Pricing, Tag("pricing")],
        Discriminator(_shape),
    ]
)


def answer(case: Case) -> Answer:
    """Instalments and rates of the loan, or the ratio asked for."""
    given = case.inputs
    flat = _as_flat(given)
    if flat is not None:
        return _of_flat(*flat)
    if isinstance(given, Bullet):
        flows = bullet_flows(given.principal, given.interest_per_month, given.months)
        return _rates(periodic_rates(flows), effective_of_periods(flows, 12), 12)
    return _declining(given) if isinstance(given, Declining) else _ratios(given)


def _as_flat(given: Any) -> tuple[FlatLoan, float] | None:  # noqa: ANN401 - one of the shapes
    """The flat loan of the inputs and its periods in a year; None for what is no flat loan."""
    match given:
        case ChargeLoan():
            charge, count = given.flat_interest, given.instalments
            in_a_year = given.periods_per_year or _PER_YEAR[given.frequency]
        case FlatYears():
            charge = flat_charge(given.principal, given.flat_rate, given.years)
            count = given.instalments
            in_a_year = given.periods_per_year or count / given.years
        case FlatMonths():
            count, in_a_year = given.instalments, 12.0
            charge = flat_charge(given.principal, given.flat_rate_per_month, count)
        case FlatTable():
            count, in_a_year = given.months, 12.0
            repaid = given.monthly_per_1000 * given.principal / 1000 * count
            return FlatLoan(given.principal, repaid - given.principal, count), in_a_year
        case _:
            return None
    return FlatLoan(given.principal, charge, count, given.upfront_fee), in_a_year


def _of_flat(loan: FlatLoan, in_a_year: float) -> Answer:
    flows = loan.flows()
    found = _rates(periodic_rates(flows), effective_of_periods(flows, in_a_year), in_a_year)
    flat_pa = loan.charge / loan.principal / (loan.instalments / in_a_year)
    return found | {
        "total_repaid": loan.total_repaid,
        "total_interest": loan.charge,
        "instalment": loan.instalment,
        "monthly_repayment": loan.instalment,
        "principal_part": loan.principal_part,
        "interest_part": loan.charge_part,
        "principal_per_month": loan.principal_part,
        "interest_per_month": loan.charge_part,
        "net_disbursed": loan.principal - loan.upfront_fee,
        "flat_rate_pct": percent(flat_pa),
    }


def _rates(
    periodic: RatesOfReturn, effective: RatesOfReturn, in_a_year: float
) -> dict[str, object]:
    nominal = as_answer(periodic, lambda rate: percent(rate * in_a_year))
    return {
        "periodic_rate_pct": as_answer(periodic, percent),
        "monthly_rate_pct": as_answer(periodic, percent),
        "nominal_annual_rate_pct": nominal,
        "apr_pct": nominal,
        "effective_annual_rate_pct": as_answer(effective, percent),
        "eir_pct": as_answer(effective, percent),
    }


def _declining(given: Declining) -> Answer:
    per_period = given.annual_rate / given.periods_per_year
    instalment = level_payment(per_period, given.instalments, -given.principal)
    if instalment is None:
        return {}
    repaid = instalment * given.instalments
    flows = [given.principal - given.upfront_fee] + [-instalment] * given.instalments
    effective = effective_of_periods(flows, given.periods_per_year)
    return _rates(periodic_rates(flows), effective, given.periods_per_year) | {
        "instalment": instalment,
        "total_repaid": repaid,
        "total_interest": repaid - given.principal,
    }


def _ratios(given: Any) -> Answer:  # noqa: ANN401 - one of the shapes without a loan's flows
    match given:
        case Average():
            outstanding = average_outstanding(given.principal, given.instalments)
            cost = given.flat_interest + given.service_charge
            rate = cost / outstanding / given.years
            return {"average_outstanding": outstanding, "effective_rate_pct": percent(rate)}
        case OnePeriod():
            return {"interest": given.balance * given.annual_rate / given.periods_per_year}
        case Compounding():
            effective = effective_from_periodic(given.periodic_rate, given.periods_per_year)
            nominal = given.periodic_rate * given.periods_per_year
            return {"apr_pct": percent(nominal), "eir_pct": percent(effective)}
        case Portfolio():
            costs = {
                "ae_ratio": given.administrative_expenses,
                "ll_ratio": given.loan_losses,
                "cf_ratio": given.cost_of_funds,
                "ii_ratio": given.investment_income,
            }
            portfolio = given.average_portfolio
            return {name: cost / portfolio for name, cost in costs.items() if cost is not None}
        case _:
            return {"R": sustainable_rate(given.AE, given.LL, given.CF, given.K, given.II)}
