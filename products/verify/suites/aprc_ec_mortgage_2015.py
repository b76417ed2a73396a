"""European mortgage credit: the rate of charge of drawdowns and payments at exact parts of a year.

The rate is worked out from the flows alone. Instalments and balances are worked out from the terms,
as a contract, where every term is understood; else the instalments are those the flows show.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import groupby
from typing import Annotated, Any, Self

from pydantic import Field, TypeAdapter, model_validator

from products.contract.schedule import Layout
from products.legal.apr_eu import YearFlow, aprc
from products.verify.case import Answer, Case, Inputs
from products.verify.fields import AnyFraction, Count, PositiveAmount
from products.verify.mortgage import (
    MortgageTerms,
    Part,
    cents,
    contract_of,
    instalments,
    laid_out,
)
from products.verify.rates import as_answer, percent, percent_to
from products.verify.tolerance import round_half_up

SUITE = "aprc_ec_mortgage_2015"

_SHOCK_PERCENT = 20.0  # fall of the borrower's currency to be shown; 2014/17/EU article 23(4)
_MONTHS = 12

Years = Annotated[AnyFraction, Field(ge=-100, le=100)]
Paid = Annotated[float, Field(ge=0, le=1e15)]


class Drawdown(Inputs):
    """An amount drawn at a time in years."""

    amount: PositiveAmount
    t: Years


class Series(Inputs):
    """Equal or listed payments, `step` years apart from `first_t` on."""

    amount: Paid | None = None
    amounts: Annotated[list[Paid], Field(min_length=1, max_length=10_000)] | None = None
    first_t: Years
    step: Annotated[AnyFraction, Field(gt=0, le=100)] | None = None
    count: Count = 1

    @model_validator(mode="after")
    def _is_complete(self) -> Self:
        if (self.amount is None) == (self.amounts is None):
            raise ValueError("problem.missing|value=amount")
        if len(self.flows_in_money()) > 1 and self.step is None:
            raise ValueError("problem.missing|value=step")
        return self

    def flows_in_money(self) -> list[float]:
        """The payments without their times."""
        return self.amounts or [self.amount or 0.0] * self.count

    def flows(self) -> Iterator[tuple[Fraction, float]]:
        """Time in years and amount of each payment."""
        step = self.step or Fraction(0)
        for i, amount in enumerate(self.flows_in_money()):
            yield self.first_t + i * step, amount


class Credit(Inputs):
    """A credit's flows, and what its terms say beside them."""

    drawdowns: Annotated[list[Drawdown], Field(min_length=1)]
    payment_series: Annotated[list[Series], Field(min_length=1)]
    terms: MortgageTerms = MortgageTerms()

    @property
    def drawn(self) -> float:
        """All drawdowns together."""
        return sum(each.amount for each in self.drawdowns)

    def payments(self) -> list[tuple[Fraction, float]]:
        """What is paid after the start, by time; payments at one time are added up."""
        flows = sorted(flow for each in self.payment_series for flow in each.flows() if flow[0] > 0)
        return [
            (time, sum(amount for _, amount in together))
            for time, together in groupby(flows, key=lambda flow: flow[0])
        ]


INPUTS: TypeAdapter[Any] = TypeAdapter(Credit)


def answer(case: Case) -> Answer:
    """The rate of charge, the cost in money, and the instalments and balances of the terms."""
    credit: Credit = case.inputs
    drawdowns = [YearFlow(each.amount, float(each.t)) for each in credit.drawdowns]
    flows = [flow for each in credit.payment_series for flow in each.flows()]
    found = aprc(drawdowns, [YearFlow(amount, float(time)) for time, amount in flows])
    payments = [amount for _, amount in credit.payments()]
    said: dict[str, Any] = {
        "aprc_percent": as_answer(found, percent),
        "aprc_percent_1dp": as_answer(found, percent_to(1)),
        "total_cost_of_credit": sum(amount for _, amount in flows) - credit.drawn,
    }
    if payments:
        said |= {
            "payments": payments,
            "number_of_payments": len(payments),
            "first_payment": payments[0],
            "last_payment": payments[-1],
            "final_payment": payments[-1],
        }
    return said | _of_terms(credit) | _of_property(credit.terms)


def _of_terms(credit: Credit) -> dict[str, Any]:
    """Instalments in the shape the terms call for, and the balances of the contract."""
    terms = credit.terms
    if terms.parts is not None:
        parts = [_part(terms, part) for part in terms.parts]
        return {"instalments": {"parts": parts, "total": sum(parts)}}
    layout = _layout(terms, credit.drawn)
    levels = _levels(terms, layout) or _regular_amounts(credit)
    said = _balances(terms, layout)
    if terms.conversion_fee_percent is not None and levels:
        fee = 1 + terms.conversion_fee_percent / 100
        with_fee = round_half_up(levels[0] * fee, 2)
        said["instalments"] = {"capital_and_interest": levels[0], "with_fee": with_fee}
        return said | _shock(credit, with_fee, layout)
    if terms.annual_step_percent is not None and levels:
        said["instalments"] = {"first_year": levels[0], "last_year": levels[-1]}
        return said
    return said | {"instalments": levels}


def _layout(terms: MortgageTerms, amount: float) -> Layout | None:
    """The contract's rows in the currency of the credit, where the terms are understood."""
    contract = contract_of(terms, amount)
    return laid_out(contract) if contract is not None else None


def _part(terms: MortgageTerms, part: Part) -> float:
    own = {"parts": None, "borrowing_rate_percent": part.rate_percent}
    levels = _levels(terms, _layout(terms.model_copy(update=own), part.amount))
    return levels[0] if levels else 0.0


def _levels(terms: MortgageTerms, layout: Layout | None) -> list[float]:
    """The instalments one after another, each once, with the costs that are paid with them."""
    if layout is None:
        return []
    rows = instalments(layout)[: terms.periods]
    if terms.interest_only:
        rows[-1] = round_half_up(rows[-1] - cents(layout.rows[-1].principal), 2)
    yearly = terms.recurring_cost_per_year or 0.0
    extra = round_half_up(yearly / _MONTHS, 2) + (terms.monthly_cost or 0.0)
    return [round_half_up(level + extra, 2) for level, _ in groupby(rows)]


def _regular_amounts(credit: Credit) -> list[float]:
    """The amounts of the equal series the flows show, in order."""
    regular = (each for each in credit.payment_series if each.amounts is None and each.count > 1)
    return [each.amount or 0.0 for each in sorted(regular, key=lambda each: each.first_t)]


def _balances(terms: MortgageTerms, layout: Layout | None) -> dict[str, Any]:
    """The balance after every month, and the balloon where the credit ends before it is repaid."""
    if layout is None:
        return {}
    each = _MONTHS // terms.payments_per_year
    after = {row.number * each: cents(row.balance) for row in layout.rows}
    said: dict[str, Any] = {f"balance_after_month_{month}": left for month, left in after.items()}
    if terms.amortisation_months is not None and terms.months in after:
        said["balloon"] = after[terms.months]
    return said


def _shock(credit: Credit, with_fee: float, layout: Layout | None) -> dict[str, Any]:
    """What a fall of the borrower's currency after the first payment does, in that currency."""
    terms = credit.terms
    quoted = re.match(r"\s*(\d+(?:\.\d+)?)", terms.fx_rate_eur_per_usd_as_quoted or "")
    if quoted is None or layout is None or not float(quoted.group(1)):
        return {}
    price = float(quoted.group(1))
    fall = _SHOCK_PERCENT if terms.fx_cap_percent is None else terms.fx_cap_percent
    fall = min(fall, _SHOCK_PERCENT)
    before, later = with_fee / price, len(layout.rows) - 1
    left = cents(layout.rows[0].balance)
    upfront = sum(
        amount for each in credit.payment_series for time, amount in each.flows() if time <= 0
    )
    first = upfront / price + round_half_up(before, 2)
    risen = round_half_up(before, 2) * (1 + fall / 100)
    said = {
        "total_capital_eur": round_half_up((credit.drawn + left * fall / 100) / price, 2),
        "monthly_payment_after_shock_eur": round_half_up(risen, 2),
        "total_payable_eur": round_half_up(first + later * risen, 2),
        "total_payable_before_eur": round_half_up((upfront + (later + 1) * with_fee) / price, 2),
        "balance_month_2_usd": left,
    }
    return {f"shock_{fall:g}_percent": said}


def _of_property(terms: MortgageTerms) -> dict[str, Any]:
    """The growth of the home's value that a shared-equity credit takes a part of at the end."""
    given: Sequence[float | None] = (terms.property_value, terms.appreciation_percent)
    if None in given or terms.periods is None:
        return {}
    value, yearly = terms.property_value or 0.0, terms.appreciation_percent or 0.0
    years = terms.periods / terms.payments_per_year
    growth = value * ((1 + yearly / 100) ** years - 1)
    said = {"value_increase": round_half_up(growth, 2)}
    if terms.share_percent is not None:
        said["share_payment"] = round_half_up(growth * terms.share_percent / 100, 2)
    return said
