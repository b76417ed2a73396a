"""The parts of terms that several kinds share: tenor, grace, price, fees, tax, rounding, tables.

Each part is a small model that a kind's `Terms` inherits; its fields are columns of the kind's CSV.
Validators here raise `ValueError("problem.key|value=...|limit=...")`, which
`products.basis.problems` turns into problems.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from itertools import pairwise
from typing import Annotated, ClassVar, Self

from pydantic import AfterValidator, Field, model_validator

from products.basis.money import Rounding, RoundingMode
from products.basis.rates import RateBasis
from products.kind import (
    MOST_RATE,
    IndexName,
    MoneyAmount,
    Months,
    RateValue,
    Share,
    Spread,
    Step,
    Terms,
    Variant,
)
from products.mechanics.prices import PriceRule, PriceStep

PERIODS = (1, 3, 6, 12)
"""Months between two payments: monthly, quarterly, half-yearly, yearly."""


def _one_of_periods(value: int) -> int:
    if value not in PERIODS:
        limit = ", ".join(str(months) for months in PERIODS)
        raise ValueError(f"problem.not_in_list|value={value}|limit={limit}")
    return value


def _period_or_once(value: int) -> int:
    return value if value == 0 else _one_of_periods(value)


Tenor = Annotated[int, Field(ge=1, le=480, json_schema_extra={"unit": "months"})]
Period = Annotated[
    int,
    Field(ge=1, le=12, json_schema_extra={"unit": "months", "enum": list(PERIODS)}),
    AfterValidator(_one_of_periods),
]
PeriodOrOnce = Annotated[
    int,
    Field(ge=0, le=12, json_schema_extra={"unit": "months", "enum": [0, *PERIODS]}),
    AfterValidator(_period_or_once),
]
"""Months between two payments, or 0 for a single one."""


class TenorTerms(Terms):
    """For how long a product can be taken."""

    tenor_min_months: Tenor | None = None
    """Shortest tenor; empty means "not found", and the first step is then the shortest."""
    tenor_max_months: Tenor
    """Longest tenor."""
    tenor_step_months: Annotated[int, Field(ge=1, le=120, json_schema_extra={"unit": "months"})] = (
        12
    )
    """Between shortest and longest, a family may choose whole multiples of this."""

    @model_validator(mode="after")
    def _tenors_in_order(self) -> Self:
        low, high = self.tenor_min_months, self.tenor_max_months
        if low is not None and low > high:
            raise ValueError(f"problem.min_above_max|value={low}|limit={high}")
        return self

    @property
    def tenors(self) -> tuple[int, ...]:
        """The tenors to choose from, in months, shortest first; both ends are always among them."""
        step, high = self.tenor_step_months, self.tenor_max_months
        low = self.tenor_min_months or min(step, high)
        between = range((low // step + 1) * step, high, step)
        return tuple(sorted({low, *between, high}))


class GraceTerms(TenorTerms):
    """How long principal may wait, and what the family has to bring itself."""

    grace_min_months: Months = 0
    """Shortest time without repayment of principal that may be agreed."""
    grace_months: Months = 0
    """Longest time, inside the tenor, without repayment of principal."""
    down_payment_share: Share = 0.0
    """Share of the purchase that the family brings itself; not part of the product's flows."""

    @model_validator(mode="after")
    def _grace_inside_tenor(self) -> Self:
        low, high = self.grace_min_months, self.grace_months
        if low > high:
            raise ValueError(f"problem.min_above_max|value={low}|limit={high}")
        if high >= self.tenor_max_months:
            raise ValueError(
                f"problem.grace_beyond_tenor|value={high}|limit={self.tenor_max_months}"
            )
        return self

    @property
    def choices(self) -> tuple[Variant, ...]:
        """Every tenor with the shortest and the longest grace, where the grace is inside it."""
        graces = sorted({self.grace_min_months, self.grace_months})
        return tuple(
            Variant(tenor=tenor, grace=grace)
            for tenor in self.tenors
            for grace in graces
            if grace < tenor
        )


class FeeTerms(Terms):
    """What the provider takes once, when the product is taken."""

    fee_fixed: MoneyAmount = 0.0
    """Fixed fee, whatever the amount, in the listing's currency."""
    fee_share: Share = 0.0
    """Fee in proportion to the amount."""


class RoundingTerms(Terms):
    """How the contract rounds an instalment or a payment."""

    rounding_mode: RoundingMode = RoundingMode.HALF_UP
    """Direction of rounding."""
    rounding_step_minor: Annotated[
        int, Field(ge=1, le=1_000_000, json_schema_extra={"unit": "minor units"})
    ] = 1
    """Payments are whole multiples of this many minor units (100 for the whole rupee)."""

    @property
    def rounding(self) -> Rounding:
        """The rule as one value."""
        return Rounding(mode=self.rounding_mode, step_minor=self.rounding_step_minor)


class PriceTerms(Terms):
    """The price of borrowed money: fixed, or an index plus a spread that is read in turn."""

    rate: RateValue | None = None
    """Quoted price as a decimal, fixed for the whole tenor; empty for an index-linked one."""
    rate_basis: RateBasis = RateBasis.NOMINAL_PA_MONTHLY
    """What the quoted number, or index plus spread, is a rate of."""
    index: IndexName = ""
    """Name of the index in the country's assumptions, such as `kibor_1y`; empty for a fixed
    price."""
    spread: Spread = 0.0
    """Added to the index; negative where a subsidy lowers it."""
    reset_months: Annotated[int, Field(ge=1, le=480, json_schema_extra={"unit": "months"})] = 12
    """The index is read again every so many months."""
    rate_floor: RateValue = 0.0
    """Index plus spread is never below this."""
    rate_cap: RateValue = 3.0
    """Index plus spread is never above this."""

    @model_validator(mode="after")
    def _floor_below_cap(self) -> Self:
        if self.rate_floor > self.rate_cap:
            raise ValueError(
                f"problem.min_above_max|value={self.rate_floor:g}|limit={self.rate_cap:g}"
            )
        if self.rate is not None and self.index:
            raise ValueError(f"problem.rate_and_index|value={self.rate:g}|limit={self.index}")
        basis_stated(self, self.rate)
        return self

    def price_rule(self, steps: Sequence[Step] = ()) -> PriceRule:
        """The price as the engine reads it: these steps, or without any the one price there is."""
        found = tuple(PriceStep(s.at, s.value, s.index, s.spread) for s in steps)
        single = (PriceStep(0, self.rate, self.index, self.spread),)
        return PriceRule(found or single, self.reset_months, self.rate_floor, self.rate_cap)


class TaxTerms(Terms):
    """Tax withheld from profit, by the holder's tax class."""

    tax_filer_share: Share | None = None
    """Share of profit withheld from a person on the active taxpayers' list; empty means "not
    found"."""
    tax_nonfiler_share: Share | None = None
    """Share of profit withheld from anyone else; empty means "not found"."""

    def tax_share(self, tax_filer: bool) -> float:
        """Share of profit withheld from a holder of this class.

        Where only the other class is known, its share stands in; where neither is known nothing is
        withheld, and the listing has to say so.
        """
        own, other = self.tax_filer_share, self.tax_nonfiler_share
        if not tax_filer:
            own, other = other, own
        return next((share for share in (own, other) if share is not None), 0.0)


class ZakatTerms(Terms):
    """Zakat withheld by the provider."""

    zakat_pa_share: Annotated[float, Field(ge=0, le=0.025, json_schema_extra={"unit": "share"})] = (
        0.0
    )
    """Share of what was put in that is withheld for every completed year, taken when it is paid
    back; 0 where none is withheld, where the holder is exempt, or where it is not stated."""


class Clock(StrEnum):
    """From when the time to claim something runs."""

    NONE = "none"
    """no time limit is known"""
    RETURN = "return"
    """from coming home"""
    DEPARTURE = "departure"
    """from leaving the country"""
    EVENT = "event"
    """from the death, injury or loss it is paid for"""
    LAST_CONTRIBUTION = "last_contribution"
    """from the last contribution"""


class ClaimTerms(Terms):
    """Until when something must be claimed; who may claim it is said by the listing's rules."""

    claim_clock: Clock = Clock.NONE
    """From when the time to claim it runs."""
    claim_within_months: Months | None = None
    """It must be claimed within this many months of that; empty means "not found"."""


class Outlook(StrEnum):
    """How things turn out where the terms do not promise it."""

    LOW = "low"
    """the worse end of what is thought possible"""
    BASE = "base"
    """what flows are worked out with"""
    HIGH = "high"
    """the better end"""


class OutlookTerms(Terms):
    """Terms of a result nobody promises: a field, and beside it the same ending in _low and _high.

    Flows use the middle one; `seen` gives the terms with another in its place.
    """

    worse_when_high: ClassVar[frozenset[str]] = frozenset()
    """Fields of which the high end is bad for the family."""

    @model_validator(mode="after")
    def _ends_around_base(self) -> Self:
        for name in self.uncertain():
            low, base, high = (getattr(self, name + end) for end in ("_low", "", "_high"))
            known = [value for value in (low, base, high) if value is not None]
            for below, above in pairwise(known):
                if below > above:
                    raise ValueError(f"problem.min_above_max|value={below:g}|limit={above:g}")
        return self

    @classmethod
    def uncertain(cls) -> tuple[str, ...]:
        """Names of the fields that have a low and a high end."""
        return tuple(n for n in cls.model_fields if f"{n}_low" in cls.model_fields)

    def seen(self, outlook: Outlook) -> Self:
        """The terms as they turn out at that end; where an end is not known, the base stands."""
        if outlook is Outlook.BASE:
            return self
        ends = {}
        for name in self.uncertain():
            high = (outlook is Outlook.HIGH) != (name in self.worse_when_high)
            ends[name] = getattr(self, f"{name}_high" if high else f"{name}_low")
        known = {name: value for name, value in ends.items() if value is not None}
        return self.model_copy(update=known)


class HoldTerms(TenorTerms):
    """For how long something without an end is held: a matter of the plan, not of the contract."""

    tenor_min_months: Tenor | None = 1
    """Shortest time it is held in a plan."""
    tenor_max_months: Tenor = 60
    """Longest time it is held in a plan."""


def basis_stated(terms: Terms, quoted: float | None) -> None:
    """Raise where a quoted number came without saying what it is a rate of."""
    if quoted is not None and "rate_basis" not in terms.model_fields_set:
        raise ValueError(f"problem.rate_without_basis|value={quoted:g}")


def basis_fits(basis: RateBasis) -> None:
    """Raise where the basis is flat, which only a loan's price can be."""
    if basis in (RateBasis.FLAT_PA, RateBasis.FLAT_TERM):
        raise ValueError(f"problem.basis_does_not_fit|value={basis.value}")


def exit_ladder(steps: Sequence[Step], tenor_max: int) -> tuple[Step, ...]:
    """The same exit rates in order, each a plain yearly figure before the longest tenor's end."""
    ordered = all_valued(steps, MOST_RATE)
    if ordered and ordered[-1].at >= tenor_max:
        raise ValueError(f"problem.step_beyond_tenor|value={ordered[-1].at}|limit={tenor_max}")
    return ordered


def in_order(steps: Sequence[Step]) -> tuple[Step, ...]:
    """The same steps, sorted; two of them at one place raise `problem.step_twice`."""
    ordered = tuple(sorted(steps, key=lambda step: step.at))
    for earlier, later in pairwise(ordered):
        if earlier.at == later.at:
            raise ValueError(f"problem.step_twice|value={later.at}")
    return ordered


def all_valued(steps: Sequence[Step], most: float = 1.0) -> tuple[Step, ...]:
    """The same steps in order, each a plain value between 0 and `most`."""
    for step in steps:
        if step.value is None or step.index:
            raise ValueError(f"problem.step_without_value|value={step.at}")
        if not 0 <= step.value <= most:
            raise ValueError(f"problem.step_out_of_range|value={step.value:g}|limit={most:g}")
    return in_order(steps)
