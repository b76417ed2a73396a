"""Mortgage terms as disclosures state them, turned into contracts whose instalments are worked out.

Only terms that are understood as a whole are: a term of an unknown name might be a cost inside the
instalment, so there is no contract then (None), and nothing is guessed.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from products.basis.rates import RateBasis
from products.contract.calendar import Every
from products.contract.schedule import Layout, lay_out
from products.contract.settings import Carry, RoundingRule, WhenUnpaid
from products.contract.terms import ContractTerms, Method, RateChange
from products.verify.fields import AnyFraction, Count, Percent, PositiveAmount
from products.verify.tolerance import round_half_up

_START = date(2015, 1, 1)  # instalments a regular period apart are the same from any day on
_CENTS = 100
_MONTHS = 12
# said of the credit, without a part in the instalment
_DESCRIPTIVE = frozenset({"upfront_cost_percent", "signed", "first_payment"})


class Part(BaseModel):
    """One of several loans under one agreement."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    amount: PositiveAmount
    rate_percent: Percent


class MortgageTerms(BaseModel):
    """What is said of a credit beside its flows; terms of other names are kept as they are."""

    model_config = ConfigDict(frozen=True, extra="allow", allow_inf_nan=False)

    borrowing_rate_percent: Percent | None = None
    rate_type: str | None = None
    rate_path_percent: Annotated[list[tuple[Count, Count, Percent]], Field(min_length=1)] | None = (
        None
    )
    months: Count | None = None
    years: Count | None = None
    payments_per_year: Annotated[int, Field(ge=1, le=12)] = _MONTHS
    amortisation_months: Count | None = None
    first_interval: AnyFraction | None = None
    interest_only: bool = False
    annual_step_percent: Percent | None = None
    financed_cost_percent: Percent | None = None
    recurring_cost_per_year: Annotated[float, Field(ge=0)] | None = None
    monthly_cost: Annotated[float, Field(ge=0)] | None = None
    parts: Annotated[list[Part], Field(min_length=1)] | None = None
    conversion_fee_percent: Percent | None = None
    fx_rate_eur_per_usd_as_quoted: str | None = None
    fx_cap_percent: Annotated[float, Field(ge=0, lt=100)] | None = None
    property_value: PositiveAmount | None = None
    appreciation_percent: Percent | None = None
    share_percent: Percent | None = None

    @model_validator(mode="after")
    def _rates_follow_each_other(self) -> Self:
        path = self.rate_path_percent or []
        if any(later[0] <= earlier[0] for earlier, later in pairwise(path)):
            raise ValueError("problem.dates_out_of_order|field=rate_path_percent|value=|limit=")
        return self

    @property
    def periods(self) -> int | None:
        """Instalments of the agreement."""
        if self.years is not None:
            return self.years * self.payments_per_year
        return self.months

    @property
    def is_understood(self) -> bool:
        """Whether every term has a name that is known here, and the credit is in instalments."""
        unknown = set(self.model_extra or ()) - _DESCRIPTIVE
        has_rate = self.borrowing_rate_percent is not None or self.rate_path_percent is not None
        return not unknown and has_rate and self.periods is not None


def contract_of(terms: MortgageTerms, amount: float) -> ContractTerms | None:
    """The contract of understood terms over its full amortisation; None of any others."""
    if not terms.is_understood or terms.periods is None:
        return None
    path = terms.rate_path_percent or [(1, terms.periods, terms.borrowing_rate_percent or 0.0)]
    first = terms.first_interval
    kept: dict[str, Any] = {}
    if first is not None:
        kept["first_length"] = _written(first * terms.payments_per_year)
    if terms.annual_step_percent is not None:
        kept["step_share_pa"] = _share(terms.annual_step_percent)
    return ContractTerms(
        currency="EUR",
        amount=_money(amount * (1 + (terms.financed_cost_percent or 0.0) / 100)),
        start=_START,
        every=Every(n=_MONTHS // terms.payments_per_year),
        instalments=terms.amortisation_months or terms.periods,
        rate=_share(path[0][2]),
        rate_basis=_basis(terms),
        rate_changes=tuple(
            RateChange(rate=_share(rate), from_instalment=begin) for begin, _, rate in path[1:]
        ),
        method=_method(terms),
        when_unpaid=WhenUnpaid.CAPITALISED,
        rounding=RoundingRule(carry=Carry.NOWHERE),
        **kept,
    )


def laid_out(contract: ContractTerms) -> Layout | None:
    """The contract's rows, or None where an instalment does not cover its charge."""
    found = lay_out(contract)
    return found if isinstance(found, Layout) else None


def instalments(layout: Layout) -> list[float]:
    """What falls due with each row, principal and charge, rounded half up to cents."""
    return [cents(row.principal + row.charge) for row in layout.rows]


def cents(minor: Fraction) -> float:
    """Minor units as major units, rounded half up."""
    return round_half_up(float(minor / _CENTS), 2)


def _method(terms: MortgageTerms) -> Method:
    if terms.interest_only:
        return Method.BULLET
    return Method.LEVEL if terms.annual_step_percent is None else Method.GRADUATED


def _basis(terms: MortgageTerms) -> RateBasis:
    is_effective = (terms.rate_type or "").startswith("effective")
    return RateBasis.EFFECTIVE_PA if is_effective else RateBasis.NOMINAL_PA_MONTHLY


def _share(per_cent: float) -> Decimal:
    return Decimal(repr(per_cent)) / 100


def _money(amount: float) -> Decimal:
    return Decimal(repr(round(amount, 2)))


def _written(periods: Fraction) -> str:
    """A length in periods as the contract reads it: whole ones and a fraction."""
    whole = periods.numerator // periods.denominator
    odd = periods - whole
    return f"{whole}+{odd}" if odd else str(whole)
