"""The contract a product kind fulfils. No one above the kinds knows which kind it is holding."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, Generic, TypeVar

from pydantic import BaseModel, Field

from products.basis.cashflow import Schedule, UnitFlows
from products.basis.market import Market


class Side(StrEnum):
    """Which way the money first goes."""

    FINANCE = "finance"
    """the family receives first and pays back"""
    SAVING = "saving"
    """the family pays first and receives back"""
    GRANT = "grant"
    """the family receives and keeps"""


class Mode(StrEnum):
    """Under which rules of finance a product stands."""

    CONVENTIONAL = "conventional"
    ISLAMIC = "islamic"
    INTEREST_FREE = "interest_free"
    """no charge for time at all; acceptable to those who want Islamic modes only"""


class Terms(BaseModel, frozen=True, extra="forbid"):
    """Base of every kind's terms: the columns of its CSV after the header columns.

    `kind` repeats the kind's code so that any terms can be told apart when read back.
    """


# Field helpers: one place for the bounds and units that terms share.
Share = Annotated[float, Field(ge=0, le=1, json_schema_extra={"unit": "share"})]
Months = Annotated[int, Field(ge=0, le=480, json_schema_extra={"unit": "months"})]
MoneyAmount = Annotated[float, Field(ge=0, le=1e12, json_schema_extra={"unit": "money"})]
RateValue = Annotated[float, Field(ge=0, le=3, json_schema_extra={"unit": "decimal rate"})]


@dataclass(frozen=True, slots=True)
class Variant:
    """What one taking of a listing fixes: months of tenor, start mark, months of grace, holder's tax class."""

    tenor: int
    start: int = 0
    grace: int = 0
    tax_filer: bool = False


class StepKind(StrEnum):
    """What a row of a pack's `steps.csv` says about a listing."""

    RATE = "rate"
    """borrower's rate from this loan month on: a fixed `value`, or `index` + `spread`"""
    DRAWDOWN = "drawdown"
    """share of the loan released at this loan month"""
    COUPON = "coupon"
    """share of face value paid at this payment number"""
    REDEMPTION = "redemption"
    """payable per unit invested after this many completed years"""
    EXIT_CHARGE = "exit_charge"
    """share of face value kept back when leaving before this many completed years"""


class Step(BaseModel, frozen=True, extra="forbid"):
    """One row of a step table; `at` counts months, payments or completed years as the kind of step says."""

    at: Annotated[int, Field(ge=0, le=600)]
    value: float | None = None
    index: str = ""
    spread: float = 0.0


T = TypeVar("T", bound=Terms)


@dataclass(frozen=True, slots=True)
class Kind(Generic[T]):
    """One product kind.

    `variants(terms)` lists the tenors a family may choose from (start 0). `unit_flows(terms, variant, market)`
    gives flows per unit of the listing's amount along `market.timeline`, starting at `variant.start`.
    `schedule(terms, variant, amount_minor, start, currency, market)` is the dated contract in minor units.
    `amount_is_monthly` marks kinds whose amount is what is put in each month, not once.
    """

    code: str
    side: Side
    Terms: type[T]
    variants: Callable[[T], tuple[Variant, ...]]
    unit_flows: Callable[[T, Variant, Market], UnitFlows]
    schedule: Callable[[T, Variant, int, date, str, Market], Schedule]
    amount_is_monthly: bool = False
