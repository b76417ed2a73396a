"""The named settings by which contracts differ: days, rounding, grace, fees, recalculation."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Self

from pydantic import BaseModel, Field, model_validator

from products.basis.money import RoundingMode


class DayCount(StrEnum):
    """Which part of a year a stretch of days is."""

    SAME_AS_PERIOD = "same_as_period"
    """every period of the contract is equally long; a part of one counts by its days"""
    ACTUAL_360 = "actual/360"
    ACTUAL_364 = "actual/364"
    ACTUAL_365 = "actual/365"
    ACTUAL_ACTUAL = "actual/actual"
    """days in each calendar year over the days of that year; a year begins on 1 January (ISDA)"""
    ACTUAL_ACTUAL_31DEC = "actual/actual/31dec"
    """the same, but a year ends with 31 December as the day a stretch ends on"""
    THIRTY_360 = "30/360"
    """months of 30 days, the US bond rule"""
    UNIT_PERIOD_360 = "unit_period/360"
    """whole periods are equally long; an odd period counts all its days over 360"""
    UNIT_PERIOD_365 = "unit_period/365"
    """whole periods are equally long; an odd period counts all its days over 365"""


class LevelBy(StrEnum):
    """From which periods the level instalment is worked out."""

    REAL_DAYS = "real_days"
    """the charges the schedule will really have, so that it closes"""
    THIRTY_DAY_MONTHS = "thirty_day_months"
    """every month has 30 days of a year as the day count has it"""
    EQUAL_PERIODS = "equal_periods"
    """every period is the same part of a year"""


class WhenChanged(StrEnum):
    """What a drawdown or a new rate does to the instalment."""

    RELEVEL = "relevel"
    """it is worked out anew over the instalments that remain"""
    KEEP = "keep"
    """it stays; the last instalment takes the difference"""


class WhenUnpaid(StrEnum):
    """What becomes of a charge no instalment pays when it accrues."""

    APART = "apart"
    """kept apart, with nothing charged on it; the next instalment pays it first (US Rule)"""
    CAPITALISED = "capitalised"
    """joined to the principal"""


class Carry(StrEnum):
    """Where a contract rounds its charge."""

    EACH_ROW = "each_row"
    """once, when the instalment falls due"""
    EACH_PART = "each_part"
    """every stretch of a period in which balance and rate stand still, then added up"""
    NOWHERE = "nowhere"
    """charge, instalment and balance are carried unrounded; only what is shown is rounded"""


class Rest(StrEnum):
    """Who takes what rounding leaves over."""

    LAST = "last"
    """the last instalment, so that the balance ends at nothing"""
    SHOWN = "shown"
    """nobody: the last instalment is as large as the others and the rest is shown as a balance"""


class RoundingRule(BaseModel, frozen=True, extra="forbid"):
    """How a contract rounds: `step_minor` 1 is the smallest coin, 100 a whole rupee.

    Instalments are rounded to `step_minor` first and then, if stated, to `instalment_step_minor`.
    """

    mode: RoundingMode = RoundingMode.HALF_UP
    step_minor: Annotated[int, Field(ge=1, le=1_000_000)] = 1
    instalment_step_minor: Annotated[int, Field(ge=1, le=10_000_000)] | None = None
    carry: Carry = Carry.EACH_ROW
    rest: Rest = Rest.LAST


class Grace(BaseModel, frozen=True, extra="forbid"):
    """Instalments at the beginning that ask for less.

    `principal`: so many first instalments repay nothing. `charge`: the charge of so many first
    instalments accrues and is due with the one after. `free`: so many first periods have no charge.
    """

    principal: Annotated[int, Field(ge=0)] = 0
    charge: Annotated[int, Field(ge=0)] = 0
    free: Annotated[int, Field(ge=0)] = 0


class FeeWhen(StrEnum):
    """When a fee falls due."""

    START = "start"
    """with the first drawdown, paid in cash or kept back"""
    FINANCED = "financed"
    """with the first drawdown, added to the principal"""
    EACH = "each"
    """with every instalment"""
    ON_DAY = "on_day"
    """with the instalment whose period holds the day"""
    OVERDUE = "overdue"
    """with every instalment that was unpaid after its due date"""


class FeeOf(StrEnum):
    """What a fee is a share of; a flat fee is an amount."""

    FLAT = "flat"
    AMOUNT = "amount"
    PRINCIPAL = "principal"
    CHARGE = "charge"
    INSTALMENT = "instalment"
    """principal and charge of the instalment"""


class Fee(BaseModel, frozen=True, extra="forbid"):
    """A fee or penalty: an amount in major units, or a share (0.01 is one per cent) of a base."""

    when: FeeWhen
    of: FeeOf = FeeOf.FLAT
    value: Annotated[Decimal, Field(ge=0, le=10**12)]
    on: date | None = None
    is_penalty: bool = False

    @model_validator(mode="after")
    def _is_complete(self) -> Self:
        if (self.when is FeeWhen.ON_DAY) != (self.on is not None):
            raise ValueError("problem.fee_needs_day")
        if self.of is not FeeOf.FLAT and self.value > 1:
            raise ValueError(f"problem.rate_like_per_cent|field=value|value={self.value}|limit=1")
        once = self.when in (FeeWhen.START, FeeWhen.FINANCED)
        if once and self.of not in (FeeOf.FLAT, FeeOf.AMOUNT):
            raise ValueError(f"problem.fee_has_no_base|value={self.of.value}")
        return self


class OverdueCounts(StrEnum):
    """How long unpaid principal stays in what the charge is on."""

    NEVER = "never"
    """the charge stays as it was agreed"""
    TO_PAYMENT = "to_payment"
    """up to a payment, in the period of that payment; earlier periods stay as they were"""
    DAILY = "daily"
    """every day, up to the day the account is looked at"""


class RestDay(StrEnum):
    """From which day a payment lowers what the charge is on."""

    SAME_DAY = "same_day"
    PERIOD_END = "period_end"
    """the end of the period in which it was made"""


class Compounding(StrEnum):
    """Whether unpaid charges and fees that fell due are charged on while they stay unpaid."""

    NONE = "none"
    CHARGE = "charge"
    FEE = "fee"
    BOTH = "both"


class Excess(StrEnum):
    """What principal paid before it is due changes."""

    LOWER_INSTALMENT = "lower_instalment"
    """the instalments that remain are worked out anew"""
    FEWER_INSTALMENTS = "fewer_instalments"
    """the instalment stays and the contract ends sooner"""
    NEXT_INSTALMENTS = "next_instalments"
    """the next instalments ask for less principal until it is used up"""
    FILLS_ROWS = "fills_rows"
    """instalments stay as they are and count as paid in their order; only the charge falls"""


class EarlyPays(StrEnum):
    """What money paid before an instalment is due goes to."""

    PRINCIPAL = "principal"
    ACCRUED_CHARGE_FIRST = "accrued_charge_first"


class SettleTo(StrEnum):
    """Up to when the charge runs when a contract is settled early."""

    DAY = "day"
    PERIOD_END = "period_end"


class Recalculation(BaseModel, frozen=True, extra="forbid"):
    """What late, early and extra payments do to the schedule."""

    overdue_counts: OverdueCounts = OverdueCounts.DAILY
    rest_day: RestDay = RestDay.SAME_DAY
    compounding: Compounding = Compounding.NONE
    excess: Excess = Excess.LOWER_INSTALMENT
    early_pays: EarlyPays = EarlyPays.PRINCIPAL
    settle_to: SettleTo = SettleTo.DAY
    backdated_penalties: Annotated[
        bool, Field(description="penalties stay when a payment is entered late but dated in time")
    ] = False


class Payment(BaseModel, frozen=True, extra="forbid"):
    """Money the borrower paid on a day; without an amount, exactly what was due by then.

    `settles` pays all that is owed that day; the amount is then worked out.
    """

    on: date
    amount: Annotated[Decimal, Field(ge=Decimal("0.001"), le=10**12)] | None = None
    settles: bool = False

    @model_validator(mode="after")
    def _settlement_has_no_amount(self) -> Self:
        if self.settles and self.amount is not None:
            raise ValueError("problem.settlement_has_no_amount")
        return self
