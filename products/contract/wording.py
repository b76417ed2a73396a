"""The words of a contract: every field in order by itself, not yet held against the others.

Every convention by which lenders differ is a named setting here; none is tied to a lender. Amounts
are in major units with decimals, rates are decimal fractions (0.12 for twelve per cent), days are
ISO dates.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Annotated, Self

from pydantic import BaseModel, Field, model_validator

from products.basis.money import Currency
from products.basis.rates import RateBasis
from products.contract.calendar import Every
from products.contract.settings import (
    DayCount,
    Fee,
    Grace,
    LevelBy,
    Recalculation,
    RoundingRule,
    WhenChanged,
    WhenUnpaid,
)

MAX_INSTALMENTS = 1200

Money = Annotated[Decimal, Field(ge=0, le=10**12, json_schema_extra={"unit": "money"})]
PositiveMoney = Annotated[
    Decimal, Field(ge=Decimal("0.001"), le=10**12, json_schema_extra={"unit": "money"})
]
RateOf = Annotated[Decimal, Field(ge=0, json_schema_extra={"unit": "decimal rate"})]
ShareOf = Annotated[Decimal, Field(ge=0, le=1, json_schema_extra={"unit": "share"})]


class Method(StrEnum):
    """How principal is paid back."""

    LEVEL = "level"
    """equal instalments of principal and charge together"""
    GRADUATED = "graduated"
    """instalments that grow by a fixed share every year"""
    STATED = "stated"
    """the instalment is stated; the last takes what is left, and repaid contracts stop early"""
    EQUAL_PRINCIPAL = "equal_principal"
    """equal parts of principal, and the charge on what is left"""
    FIXED_PRINCIPAL = "fixed_principal"
    """a stated part of principal with every instalment, the rest with the last one"""
    BALANCE_SHARE = "balance_share"
    """a share of the outstanding balance with a minimum, and the charge"""
    BULLET = "bullet"
    """the charge with every instalment, the principal with the last one"""
    SINGLE = "single"
    """principal and charge together, once, at the end"""


class Drawdown(BaseModel, frozen=True, extra="forbid"):
    """Money released to the borrower on a day."""

    on: date
    amount: PositiveMoney


class RateChange(BaseModel, frozen=True, extra="forbid"):
    """A new rate, from the day that begins on `on` or from instalment number `from_instalment`."""

    rate: RateOf
    on: date | None = None
    from_instalment: Annotated[int, Field(ge=1, le=MAX_INSTALMENTS)] | None = None

    @model_validator(mode="after")
    def _has_one_beginning(self) -> Self:
        if (self.on is None) == (self.from_instalment is None):
            raise ValueError("problem.rate_change_needs_one_beginning")
        return self


class Wording(BaseModel, frozen=True, extra="forbid"):
    """One credit contract in words; `terms.ContractTerms` are words that do not contradict.

    Flat contracts are stated by `rate_basis` flat_pa or flat_term: the charge is then on the first
    amount and equal in every instalment.
    """

    currency: Currency
    amount: Annotated[PositiveMoney, Field(description="principal agreed, before financed fees")]
    amount_min: Annotated[Money | None, Field(description="smallest amount lent")] = None
    amount_max: Annotated[Money | None, Field(description="largest amount lent")] = None
    start: Annotated[date, Field(description="day of the first drawdown")]
    calendar_start: Annotated[
        date | None, Field(description="day the first period begins, if not the first drawdown")
    ] = None
    first_due: date | None = None
    due_on: Annotated[
        tuple[date, ...],
        Field(
            description="all due dates, where they follow no calendar", max_length=MAX_INSTALMENTS
        ),
    ] = ()
    every: Every = Every()
    month_end: bool = False
    instalments: Annotated[int, Field(ge=1, le=MAX_INSTALMENTS)]
    first_length: Annotated[
        str | None,
        Field(
            description="length of an odd first period in regular periods, e.g. 1+36/365",
            pattern=r"^\d{1,6}(/[1-9]\d{0,5})?(\+\d{1,6}(/[1-9]\d{0,5})?)*$",
            max_length=60,
        ),
    ] = None
    first_compounds: Annotated[
        bool, Field(description="charge of an odd first period compounds by regular periods")
    ] = False

    rate: Annotated[
        RateOf, Field(description="decimal rate on `rate_basis`; 0.12 is twelve per cent")
    ]
    rate_basis: RateBasis = RateBasis.NOMINAL_PA_MONTHLY
    rate_changes: Annotated[tuple[RateChange, ...], Field(max_length=MAX_INSTALMENTS)] = ()
    rate_floor: RateOf | None = None
    rate_cap: RateOf | None = None
    day_count: DayCount = DayCount.SAME_AS_PERIOD
    last_in_days: Annotated[
        bool, Field(description="count the last period in days where whole periods are not")
    ] = False
    charged_share: Annotated[
        ShareOf,
        Field(gt=0, description="part of the balance the charge is on before the last due date"),
    ] = Decimal(1)

    method: Method = Method.LEVEL
    instalment: PositiveMoney | None = None
    step_share_pa: Annotated[Decimal, Field(gt=-1, le=1)] | None = None
    principal_each: PositiveMoney | None = None
    balance_share: Annotated[ShareOf, Field(gt=0)] | None = None
    share_includes_charge: bool = False
    minimum: Money | None = None
    balloon: PositiveMoney | None = None
    amortised_over: Annotated[int, Field(ge=1, le=MAX_INSTALMENTS)] | None = None
    skip_months: frozenset[Annotated[int, Field(ge=1, le=12)]] = frozenset()
    when_unpaid: WhenUnpaid = WhenUnpaid.APART
    grace: Grace = Grace()

    level_by: LevelBy = LevelBy.REAL_DAYS
    even_out: Annotated[
        bool, Field(description="spread a last instalment that differs over all instalments")
    ] = False
    drawdowns: Annotated[tuple[Drawdown, ...], Field(max_length=MAX_INSTALMENTS)] = ()
    on_drawdown: WhenChanged = WhenChanged.RELEVEL
    on_rate_change: WhenChanged = WhenChanged.RELEVEL
    fees: Annotated[tuple[Fee, ...], Field(max_length=100)] = ()
    rounding: RoundingRule = RoundingRule()
    recalculation: Recalculation = Recalculation()

    @property
    def is_flat(self) -> bool:
        """Whether the charge is on the first amount, whatever has been repaid."""
        return self.rate_basis in (RateBasis.FLAT_PA, RateBasis.FLAT_TERM)

    @property
    def first_length_in_periods(self) -> Fraction | None:
        """The stated length of an odd first period."""
        if self.first_length is None:
            return None
        return sum((Fraction(part) for part in self.first_length.split("+")), Fraction(0))
