"""The parts of terms that only borrowed money has: stages, stepped prices, help with them, cover.

Like the parts in `products.terms`, each is a small model that a kind's `Terms` inherits, and its
fields are columns of the kind's CSV.
"""

from __future__ import annotations

from enum import StrEnum
from math import isclose
from typing import Annotated, Self

from pydantic import Field, field_validator, model_validator

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
from products.mechanics.days import months_covering
from products.terms import (
    FeeTerms,
    GraceTerms,
    Period,
    PriceTerms,
    RoundingTerms,
    TenorTerms,
    all_valued,
    basis_stated,
    in_order,
)

Points = Annotated[float, Field(ge=0, le=0.5, json_schema_extra={"unit": "decimal rate"})]
"""Points of a yearly price: 0.03 for three per cent points."""
SomeMoney = Annotated[float, Field(gt=0, le=1e12, json_schema_extra={"unit": "money"})]
"""An amount of money that is not nothing."""
CurrencyOrNone = Annotated[str, Field(pattern=r"^([A-Z]{3})?$")]
Days = Annotated[int, Field(ge=0, le=366, json_schema_extra={"unit": "days"})]
Instalments = Annotated[int, Field(ge=1, le=600, json_schema_extra={"unit": "instalments"})]
YearDays = Annotated[int, Field(ge=360, le=366, json_schema_extra={"unit": "days"})]
CalendarMonths = Annotated[
    str, Field(pattern=r"^((1[0-2]|[1-9])(\|(1[0-2]|[1-9]))*)?$", max_length=30)
]
"""Calendar months by number, parted by "|": 4|10."""


class InstalmentTerms(GraceTerms):
    """How often an instalment falls due: by the month, or every so many days.

    Counted in days, every instalment has its exact date; a plan books it at the first month mark on
    or after it, and the tenor is the whole months that hold all of them.
    """

    instalment_every_months: Period = 1
    """Months between two instalments; without meaning where everything is paid once, at the end, or
    the instalments are counted in days."""
    instalment_every_days: Days = 0
    """Days between two instalments: 7 weekly, 14 every two weeks, 28 four-weekly; 30 with one
    instalment is a single payment after 30 days; 0: instalments fall due by the month."""
    instalments: Instalments | None = None
    """Number of instalments counted in days; empty where they fall due by the month."""

    @model_validator(mode="after")
    def _days_and_number(self) -> Self:
        days, number = self.instalment_every_days, self.instalments
        if days and number is None:
            raise ValueError(f"problem.days_without_number|value={days}")
        if number is not None and not days:
            raise ValueError(f"problem.number_without_days|value={number}")
        if days and number is not None:
            self._days_fit(months_covering(days * number))
        return self

    def _days_fit(self, covering: int) -> None:
        if abs(self.tenor_max_months - covering) > 1:
            value = self.tenor_max_months
            raise ValueError(f"problem.tenor_not_of_days|value={value}|limit={covering}")
        if self.grace_months:
            raise ValueError(f"problem.grace_with_days|value={self.grace_months}")

    @property
    def choices(self) -> tuple[Variant, ...]:
        """Every tenor with its graces; counted in days, the whole months that hold all of them."""
        if self.instalment_every_days and self.instalments:
            return (Variant(tenor=months_covering(self.instalment_every_days * self.instalments)),)
        return super().choices

    def whole_periods_only(self) -> None:
        """Raise where a tenor or a grace is no whole number of periods."""
        every = self.instalment_every_months
        if not self.instalment_every_days:
            for months in (*self.tenors, self.grace_min_months, self.grace_months):
                if months % every:
                    raise ValueError(f"problem.not_whole_periods|value={months}|limit={every}")


def rent_basis_fits(basis: RateBasis, every: int) -> None:
    """Raise where a rent is not simple within its period: rent never bears rent."""
    monthly = basis is RateBasis.NOMINAL_PA_MONTHLY and every == 1
    if basis is not RateBasis.SIMPLE_PA and not monthly:
        raise ValueError(f"problem.basis_does_not_fit|value={basis.value}")


def wanted_months(text: CalendarMonths) -> frozenset[int]:
    """The calendar months of a field, as numbers."""
    return frozenset(int(part) for part in text.split("|") if part)


def harvest_in_reach(terms: TenorTerms, text: CalendarMonths) -> None:
    """Raise where the longest tenor can end before the first harvest comes."""
    wanted = wanted_months(text)
    if not wanted:
        return
    gap = max(min((month - first) % 12 for month in wanted) for first in range(12))
    if terms.tenors[0] + gap > terms.tenor_max_months:
        value, limit = terms.tenor_max_months, terms.tenors[0] + gap
        raise ValueError(f"problem.harvest_out_of_reach|value={value}|limit={limit}")


class SteppedPriceTerms(PriceTerms):
    """A price that is fixed until a month and then another, or read from an index from then on.

    The price comes from `rate_steps`, or, without a table, from `rate` or `index`.
    """

    rate_steps: tuple[Step, ...] = ()
    """Price: `at` = months gone by, `value` fixed or `index` + `spread`; the first is at 0."""
    reset_rise_max: Points | None = None
    """At one reset of the index the price rises by no more than this; empty: by any amount."""

    @field_validator("rate_steps")
    @classmethod
    def _rates_stated(cls, steps: tuple[Step, ...]) -> tuple[Step, ...]:
        for step in steps:
            if (step.value is None) == (not step.index):
                raise ValueError(f"problem.step_without_rate|value={step.at}")
            if step.value is not None and not 0 <= step.value <= MOST_RATE:
                limit = f"{step.value / 100:g}"
                raise ValueError(f"problem.percent_not_decimal|value={step.value:g}|limit={limit}")
        ordered = in_order(steps)
        if ordered and ordered[0].at:
            raise ValueError(f"problem.steps_start_late|value={ordered[0].at}|limit=0")
        return ordered

    @model_validator(mode="after")
    def _one_price_stated(self) -> Self:
        if self.rate is None and not self.index and not self.rate_steps:
            raise ValueError("problem.no_rate")
        if self.rate_steps and (self.rate is not None or self.index):
            raise ValueError("problem.rate_and_steps")
        if self.rate_steps:
            basis_stated(self, self.rate_steps[0].value or 0.0)
        return self

    @property
    def is_fixed(self) -> bool:
        """Whether the whole price is known from the terms alone, however it steps."""
        return not self.index and all(step.value is not None for step in self.rate_steps)


class DrawdownTerms(GraceTerms):
    """A loan that is released in stages."""

    drawdowns: tuple[Step, ...] = ()
    """Release: `at` = months gone by, `value` = share of the loan; empty means all at once."""

    @field_validator("drawdowns")
    @classmethod
    def _whole_loan_released(cls, steps: tuple[Step, ...]) -> tuple[Step, ...]:
        ordered = all_valued(steps)
        if not ordered:
            return ordered
        if ordered[0].at:
            raise ValueError(f"problem.steps_start_late|value={ordered[0].at}|limit=0")
        released = sum(step.value or 0.0 for step in ordered)
        if not isclose(released, 1.0, abs_tol=1e-9):
            raise ValueError(f"problem.drawdowns_not_whole|value={released:g}|limit=1")
        return ordered

    @model_validator(mode="after")
    def _released_in_time(self) -> Self:
        shortest = self.tenors[0]
        if self.drawdowns and self.drawdowns[-1].at >= shortest:
            value = self.drawdowns[-1].at
            raise ValueError(f"problem.step_beyond_tenor|value={value}|limit={shortest}")
        return self


class InsuredOn(StrEnum):
    """What a yearly premium is a share of."""

    BALANCE = "balance"
    """what is still owed when the instalment's period begins"""
    AMOUNT = "amount"
    """the first amount, all through"""


class InsuranceTerms(Terms):
    """Cover of life, property or harvest that is paid with the instalments."""

    insurance_pa_share: Share = 0.0
    """Yearly premium as a share of what `insurance_on` says, paid with each instalment."""
    insurance_on: InsuredOn = InsuredOn.BALANCE
    """Whether the premium follows the balance or stays that of the first amount."""
    insurance_inside: bool = False
    """Whether a level instalment holds the premium, so that the whole payment stays level;
    otherwise the premium comes on top of it."""
    insurance_state_share: Share = 0.0
    """Share of the premium that the state pays for the family."""

    @property
    def premium_pa_share(self) -> float:
        """What the family itself pays of the yearly premium."""
        return self.insurance_pa_share * (1 - self.insurance_state_share)


class SubsidyTerms(Terms):
    """Points of the price that another pays: the state for a time, or the lender for punctuality.

    Flows are those of a family that pays on time, so help that asks for it is counted;
    `unhelped` gives the terms of one that does not.
    """

    subsidy_pa: Points = 0.0
    """Points of the yearly price that the state pays. The price is stated in full, before them."""
    subsidy_months: Months = 0
    """For so many months; 0: for the whole tenor."""
    subsidy_on_time: bool = False
    """Whether the state pays only while the family pays on time."""
    subsidy_paid_back: bool = False
    """Whether the instalment is worked out at the full price and the help paid to the family with
    it; otherwise the instalment is worked out at what is left of the price."""
    subsidy_amount: SomeMoney | None = None
    """Part of the loan on which the state pays, in the listing's currency; empty: on all of it.
    Such a listing is a band whose smallest amount is at least this."""
    subsidy_total_max: SomeMoney | None = None
    """Most that the state pays in all, in the listing's currency; empty: no limit."""
    rebate_pa: Points = 0.0
    """Points of the yearly price that the lender gives back to who pays on time; on the balance."""
    rebate_at_end: bool = False
    """Whether the rebate is paid with the last instalment, not with each."""

    @model_validator(mode="after")
    def _subsidy_makes_sense(self) -> Self:
        if self.subsidy_amount is not None and not self.subsidy_paid_back:
            value = f"{self.subsidy_amount:g}"
            raise ValueError(f"problem.subsidy_not_paid_back|value={value}")
        if self.subsidy_total_max is not None and not self.subsidy_paid_back:
            value = f"{self.subsidy_total_max:g}"
            raise ValueError(f"problem.subsidy_not_paid_back|value={value}")
        return self

    def unhelped(self) -> Self:
        """The terms for a family that does not pay on time."""
        ends = {"rebate_pa": 0.0} | ({"subsidy_pa": 0.0} if self.subsidy_on_time else {})
        return self.model_copy(update=ends)


class CapitalSubsidyTerms(GraceTerms):
    """A part of the loan that the state clears later: it is held without a charge till then.

    The family never repays that part; leaving before may lose it, so it is never counted as owned.
    """

    capital_subsidy_share: Share = 0.0
    """Share of the whole purchase, own part included, that the state clears."""
    capital_subsidy_max: SomeMoney | None = None
    """Most that the state clears. Amounts of this band are limited so that the share stays within
    it; larger ones are a band of their own with `capital_subsidy_fixed`."""
    capital_subsidy_fixed: MoneyAmount = 0.0
    """What the state clears of any loan of this band, in the listing's currency."""
    capital_subsidy_after_months: Months = 0
    """When the state clears it; 0: with the last instalment."""
    capital_subsidy_charged: bool = False
    """Whether the lender charges its price on that part while it is held."""

    @model_validator(mode="after")
    def _capital_subsidy_is_one(self) -> Self:
        if self.capital_subsidy_share and self.capital_subsidy_fixed:
            value, limit = self.capital_subsidy_share, self.capital_subsidy_fixed
            raise ValueError(f"problem.two_capital_subsidies|value={value:g}|limit={limit:g}")
        if self.subsidised_share >= 1:
            value = self.capital_subsidy_share
            limit = 1 - self.down_payment_share
            raise ValueError(f"problem.too_high|value={value:g}|limit={limit:g}")
        shortest = self.tenors[0]
        if self.capital_subsidy_after_months > shortest:
            value = self.capital_subsidy_after_months
            raise ValueError(f"problem.step_beyond_tenor|value={value}|limit={shortest}")
        return self

    @property
    def subsidised_share(self) -> float:
        """Share of the loan that the state clears."""
        own = self.down_payment_share
        return self.capital_subsidy_share / (1 - own) if own < 1 else self.capital_subsidy_share


class PledgeTerms(Terms):
    """What has to be pledged for the loan, and stays the family's."""

    pledge_lent_share: Annotated[
        float | None, Field(gt=0, le=2, json_schema_extra={"unit": "share"})
    ] = None
    """Most that is lent on what is pledged (gold, certificates), as a share of its value; empty:
    nothing is pledged, or it is not found."""


class ResidenceTerms(Terms):
    """What changes when the borrower comes home for good."""

    service_currency: CurrencyOrNone = ""
    """Currency in which instalments have to be earned and paid while abroad, at the day's exchange;
    empty: that of the listing. The debt itself is in the listing's currency."""
    rate_after_return: RateValue | None = None
    """Fixed price from the first month after the return; empty: no fixed one."""
    index_after_return: IndexName = ""
    """Index from which the price is read after the return; empty: none."""
    spread_after_return: Spread = 0.0
    """Added to that index."""

    @model_validator(mode="after")
    def _one_price_after_return(self) -> Self:
        if self.rate_after_return is not None and self.index_after_return:
            value, limit = self.rate_after_return, self.index_after_return
            raise ValueError(f"problem.rate_and_index|value={value:g}|limit={limit}")
        return self

    @property
    def changes_on_return(self) -> bool:
        """Whether coming home changes the price."""
        return self.rate_after_return is not None or bool(self.index_after_return)


class LendingTerms(
    DrawdownTerms,
    SteppedPriceTerms,
    FeeTerms,
    InsuranceTerms,
    PledgeTerms,
    SubsidyTerms,
    CapitalSubsidyTerms,
    ResidenceTerms,
    RoundingTerms,
):
    """Everything that a loan at a price on its balance may have, whatever it is for."""

    @model_validator(mode="after")
    def _parts_agree(self) -> Self:
        if self.rate_steps and self.rate_steps[-1].at >= self.tenor_max_months:
            value, limit = self.rate_steps[-1].at, self.tenor_max_months
            raise ValueError(f"problem.step_beyond_tenor|value={value}|limit={limit}")
        cleared = self.capital_subsidy_after_months
        if cleared and self.drawdowns and self.drawdowns[-1].at >= cleared:
            value = self.drawdowns[-1].at
            raise ValueError(f"problem.step_beyond_tenor|value={value}|limit={cleared}")
        if self.subsidy_total_max is not None and self.subsidy_amount is None and not self.is_fixed:
            most = f"{self.subsidy_total_max:g}"
            raise ValueError(f"problem.limit_needs_fixed_price|value={most}")
        return self
