"""The contract a product kind fulfils. No one above the kinds knows which kind it is holding."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import inf
from typing import Annotated, Generic, TypeVar

from pydantic import AfterValidator, BaseModel, Field

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
    PROTECTION = "protection"
    """the family pays and receives only if something happens to it"""


class Mode(StrEnum):
    """Under which rules of finance a product stands."""

    CONVENTIONAL = "conventional"
    ISLAMIC = "islamic"
    INTEREST_FREE = "interest_free"
    """no charge for time at all; acceptable to those who want Islamic modes only"""


class Terms(
    BaseModel, frozen=True, extra="forbid", allow_inf_nan=False, use_attribute_docstrings=True
):
    """Base of every kind's terms: the columns of its CSV after the header columns.

    Each kind adds `kind: Literal["..."]`, its own code, so that any terms can be told apart when
    read back. The docstring under a field is its description in the published schema.
    """


MOST_RATE = 3.0
"""Three hundred per cent a year: above it a rate was most likely typed in per cent."""


def _decimal_not_percent(value: float) -> float:
    if value > MOST_RATE:
        raise ValueError(f"problem.percent_not_decimal|value={value:g}|limit={value / 100:g}")
    return value


# Field helpers: one place for the bounds and units that terms share.
Share = Annotated[float, Field(ge=0, le=1, json_schema_extra={"unit": "share"})]
Months = Annotated[int, Field(ge=0, le=480, json_schema_extra={"unit": "months"})]
MoneyAmount = Annotated[float, Field(ge=0, le=1e12, json_schema_extra={"unit": "money"})]
RateValue = Annotated[
    float,
    Field(ge=0, json_schema_extra={"unit": "decimal rate", "maximum": MOST_RATE}),
    AfterValidator(_decimal_not_percent),
]
IndexName = Annotated[str, Field(pattern=r"^([a-z][a-z0-9_]*)?$", max_length=40)]
Spread = Annotated[float, Field(ge=-0.5, le=1, json_schema_extra={"unit": "decimal rate"})]


@dataclass(frozen=True, slots=True)
class Variant:
    """What one taking of a listing fixes: months of tenor and grace, start mark, tax class.

    In a committee `grace` is the months until the family's turn. `home_after` is the contract month
    at whose end the borrower lives at home again: 0 from the start, None where nobody comes home in
    its time; it matters only where a product's terms turn on it.
    """

    tenor: int
    start: int = 0
    grace: int = 0
    tax_filer: bool = False
    home_after: int | None = None


class StepKind(StrEnum):
    """What a row of a pack's `steps.csv` says about a listing."""

    RATE = "rate"
    """rate once this many months have gone by, until the next row: a fixed `value`, or `index` +
    `spread`"""
    DRAWDOWN = "drawdown"
    """share of the loan released when this many months have gone by"""
    COUPON = "coupon"
    """share of face value paid at this payment number and the following ones, until the next row"""
    REDEMPTION = "redemption"
    """payable per unit invested after this many completed years"""
    EXIT_CHARGE = "exit_charge"
    """share of face value kept back when leaving before this many completed years"""
    EXIT_RATE = "exit_rate"
    """yearly profit counted when leaving after this many completed months, until the next row"""
    PENSION = "pension"
    """monthly pension per unit of monthly contribution after this many completed years of it"""
    TRANCHE = "tranche"
    """share of the grant paid out when this many months have gone by"""
    FIRST_PREMIUM = "first_premium"
    """share of a whole premium asked first of who joins in this calendar month or later ones"""


STEP_FIELDS: Mapping[StepKind, str] = {
    StepKind.RATE: "rate_steps",
    StepKind.DRAWDOWN: "drawdowns",
    StepKind.COUPON: "coupons",
    StepKind.REDEMPTION: "redemptions",
    StepKind.EXIT_CHARGE: "exit_charges",
    StepKind.EXIT_RATE: "exit_rates",
    StepKind.PENSION: "pensions",
    StepKind.TRANCHE: "tranches",
    StepKind.FIRST_PREMIUM: "first_premiums",
}
"""The field of `Terms` that holds the rows of each table."""


class Step(BaseModel, frozen=True, extra="forbid", allow_inf_nan=False):
    """One row of a step table; `at` counts months, payments or years, as `StepKind` says."""

    at: Annotated[int, Field(ge=0, le=600)]
    value: float | None = None
    index: IndexName = ""
    spread: Spread = 0.0


T = TypeVar("T", bound=Terms)


def no_limit(terms: T, variant: Variant) -> float:  # noqa: ARG001 - the signature of `amount_limit`
    """No limit on the amount beyond the listing's own."""
    return inf


@dataclass(frozen=True, slots=True)
class Kind(Generic[T]):
    """One product kind.

    `variants(terms)` lists the tenors a family may choose from (start 0). `unit_flows(terms,
    variant, market)` gives flows per unit of the listing's amount along `market.timeline`, starting
    at `variant.start`. `schedule(terms, variant, amount_minor, start, currency, market)` is the
    dated contract in minor units. `amount_is_monthly` marks kinds whose amount is what is put in
    each month, not once. `amount_limit(terms, variant)` is the largest amount (major units) the
    terms allow for a variant, beside the listing's own `amount_max`: a cap on the instalment or on
    the grant; infinite where there is none. `side_by` tells the side of a variant where it is not
    that of the kind; ask `side_of`. `waits_for_turn` marks kinds whose grace is the wait for a turn
    nobody can count on: the careful reading is then the last turn. `informal` marks kinds whose
    taker no law or regulator stands behind: what is put in may not be paid back at all.
    """

    code: str
    side: Side
    Terms: type[T]
    variants: Callable[[T], tuple[Variant, ...]]
    unit_flows: Callable[[T, Variant, Market], UnitFlows]
    schedule: Callable[[T, Variant, int, date, str, Market], Schedule]
    amount_is_monthly: bool = False
    amount_limit: Callable[[T, Variant], float] = no_limit
    side_by: Callable[[T, Variant], Side] | None = None
    waits_for_turn: bool = False
    informal: bool = False

    def side_of(self, terms: T, variant: Variant) -> Side:
        """Which way the money first goes in this variant."""
        return self.side if self.side_by is None else self.side_by(terms, variant)
