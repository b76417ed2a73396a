"""The schedule, period by period: one walk for a contract as agreed and for one with payments.

In each period the charge accrues on the balance of every day, the instalment is split into charge
and principal by the contract's method, payments are taken as they come, and what they change is
carried into the next period. Amounts are fractions of minor units.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise

from products.contract.accrual import factor, rate_change_days
from products.contract.calendar import Period
from products.contract.exact import in_minor
from products.contract.fees import Base, charged_with, penalty_of
from products.contract.frame import Frame
from products.contract.ledger import Account, Due
from products.contract.settings import (
    Carry,
    EarlyPays,
    Excess,
    OverdueCounts,
    Payment,
    RestDay,
    SettleTo,
)
from products.contract.split import Split, State, split

_NOTHING = Fraction(0)


@dataclass(frozen=True, slots=True)
class Row:
    """One instalment; amounts in minor units, from the lender's demand: all positive.

    `balance` is what is left after it and after what was drawn on its due date. `capitalised` is
    charge that joined the principal instead of being asked for; `principal` is net of it.
    """

    number: int
    start: date
    due: date
    opening: Fraction
    principal: Fraction
    charge: Fraction
    fee: Fraction
    penalty: Fraction
    balance: Fraction
    capitalised: Fraction = _NOTHING

    @property
    def total(self) -> Fraction:
        """What the instalment asks for in all."""
        return self.principal + self.charge + self.fee + self.penalty


@dataclass(frozen=True, slots=True)
class Taken:
    """One payment as it was taken."""

    on: date
    amount: Fraction


@dataclass(frozen=True, slots=True)
class Walked:
    """A finished walk; `dues` runs beside `rows` and holds what each still asks for.

    `ahead` is principal paid that no row has asked for yet, `surplus` money for which nothing was
    left to pay; `short_at` is the number of the first instalment that did not cover its charge,
    else 0, and `short_of` that charge.
    """

    rows: tuple[Row, ...]
    dues: tuple[Due, ...]
    taken: tuple[Taken, ...]
    ahead: Fraction
    surplus: Fraction
    short_at: int = 0
    short_of: Fraction = _NOTHING


def walk(frame: Frame, payments: Sequence[Payment] = (), as_of: date | None = None) -> Walked:
    """The rows of a contract, given the payments made by `as_of` (all of them when None)."""
    return _Walk(frame, payments, as_of).finished()


@dataclass(slots=True)
class _Accrued:
    """The charge of the period under way: so far, and the part an early payment already paid."""

    so_far: Fraction = _NOTHING
    paid: Fraction = _NOTHING
    closed_at: Fraction | None = None


class _Walk:
    """The state of one walk; `finished` runs it."""

    def __init__(self, frame: Frame, payments: Sequence[Payment], as_of: date | None) -> None:
        self.frame = frame
        self.rule = frame.terms.recalculation
        known = (payment for payment in payments if as_of is None or payment.on <= as_of)
        self.payments = sorted(known, key=lambda payment: payment.on)
        self.made = [payment.on for payment in self.payments]
        self.due_days = [period.due for period in frame.instalments]
        self.taken_on = self._by_day()
        self.pay_days = sorted(self.taken_on)
        self.as_of = as_of
        self.state = State(frame, frame.drawn_by(frame.periods[0].start))
        self.account = Account()
        self.rows: list[Row] = []
        self.taken: list[Taken] = []
        self.carried = _NOTHING
        self.accrued = _Accrued()

    def finished(self) -> Walked:
        """Walk all periods, then take what was paid after the last of them."""
        last = self.frame.periods[0].start
        for period in self.frame.instalments:
            self._accrue(period)
            self._close(period)
            last = period.due
            if self._is_over(period):
                break
        for day in self.pay_days[bisect_right(self.pay_days, last) :]:
            for payment in self.taken_on[day]:
                rest = self._take(payment, self.account.arrears, payment.on)
                self.account.surplus += rest
        return Walked(
            tuple(self.rows),
            tuple(self.account.dues),
            tuple(self.taken),
            self.account.ahead,
            self.account.surplus,
            self.state.short_at,
            self.state.short_of,
        )

    # -------------------------------------------------------------- within a period

    def _accrue(self, period: Period) -> None:
        self.state.open_period(period)
        self.accrued = _Accrued()
        if period.number == 1:
            self._happen_within(period, period.start)
        if self._row_is_filled(_NOTHING):
            self.accrued.closed_at = _NOTHING
        days = self._cuts(period)
        until = self._overdue_until(period)
        for begin, end in pairwise(days):
            part = self._base(end <= until) * factor(self.frame.terms, period, begin, end)
            each = self.frame.terms.rounding.carry is Carry.EACH_PART
            self.accrued.so_far += self.frame.rounded(part) if each else part
            if end < period.due:
                self._happen_within(period, end)

    def _happen_within(self, period: Period, day: date) -> None:
        for on, amount in self.frame.drawn_within(period):
            if on == day:
                self.state.draw(period, on, amount)
        for payment in self.taken_on.get(day, ()):
            self._pay_within(period, payment, day)

    def _cuts(self, period: Period) -> list[date]:
        days = {period.start, period.due, *rate_change_days(self.frame.terms, period)}
        days |= {on for on, _ in self.frame.drawn_within(period)}
        days |= set(self._pay_days_in(period))
        days.add(self._overdue_until(period))
        return sorted(days)

    def _pay_days_in(self, period: Period) -> list[date]:
        first = bisect_left(self.pay_days, period.start)
        return self.pay_days[first : bisect_right(self.pay_days, period.due)]

    def _overdue_until(self, period: Period) -> date:
        """Until when unpaid principal counts in this period; its first day when not at all."""
        if self.rule.overdue_counts is OverdueCounts.NEVER:
            return period.start
        looked_at = [self.as_of] if self.as_of else []
        if self.rule.overdue_counts is OverdueCounts.TO_PAYMENT:
            first, last = (bisect_right(self.made, day) for day in (period.start, period.due))
            looked_at = self.made[first:last]
        if not looked_at or max(looked_at) <= period.start:
            return period.start
        if self.rule.rest_day is RestDay.PERIOD_END:
            return period.due
        return min(period.due, max(looked_at))

    def _base(self, with_overdue: bool) -> Fraction:
        base = self.state.balance - self.account.ahead
        if with_overdue:
            base += self.account.late_principal
            base += self.account.compounded(self.rule.compounding)
        return max(base, _NOTHING)

    def _by_day(self) -> dict[date, list[Payment]]:
        """Payments by the day they count from; a settlement takes what still waits before it."""
        found: dict[date, list[Payment]] = {}
        settled_on = date.max
        for payment in reversed(self.payments):
            day = min(self._counts_from(payment), settled_on)
            settled_on = day if payment.settles else settled_on
            found.setdefault(day, []).insert(0, payment)
        return found

    def _counts_from(self, payment: Payment) -> date:
        waits = self.rule.rest_day is RestDay.PERIOD_END
        if payment.settles:
            waits = self.rule.settle_to is SettleTo.PERIOD_END
        if not waits:
            return payment.on
        place = bisect_left(self.due_days, payment.on)
        return self.due_days[place] if place < len(self.due_days) else payment.on

    # -------------------------------------------------------------- payments

    def _take(self, payment: Payment, asked: Fraction, day: date) -> Fraction:
        """Pay open instalments with a payment; `asked` is its amount where none is stated."""
        amount = asked
        if payment.amount is not None and not payment.settles:
            amount = in_minor(payment.amount, self.frame.terms.currency)
        self.taken.append(Taken(payment.on, amount))
        return self.account.pay(amount, day)

    def _pay_within(self, period: Period, payment: Payment, day: date) -> None:
        asked = self.account.arrears
        so_far = self._accrued_by(period, day)
        waiting = self.carried + self.state.deferred
        unpaid = self.frame.rounded(so_far + self.state.apart) + waiting - self.accrued.paid
        unpaid = max(unpaid, _NOTHING)
        outstanding = self.state.balance - self.account.ahead
        if payment.settles:
            asked += unpaid + outstanding
        rest = self._take(payment, asked, day)
        if payment.settles or self.rule.early_pays is EarlyPays.ACCRUED_CHARGE_FIRST:
            to_charge = min(rest, unpaid)
            self.accrued.paid += to_charge
            rest -= to_charge
        self.account.keep(self.account.ahead + rest, self.state.balance)
        closes = payment.settles and self.frame.terms.is_flat
        if self.accrued.closed_at is None and (closes or self._row_is_filled(self.accrued.paid)):
            self.accrued.closed_at = self.frame.rounded(so_far) + self.carried

    def _accrued_by(self, period: Period, day: date) -> Fraction:
        if not self.frame.terms.is_flat:
            return self.accrued.so_far
        return self.state.flat_charge(period) * Fraction((day - period.start).days, period.days)

    def _row_is_filled(self, charge_paid: Fraction) -> bool:
        """Whether money paid early already makes up the instalment under way."""
        if self.rule.excess is not Excess.FILLS_ROWS or self.account.ahead == 0:
            return False
        return self.account.ahead + charge_paid >= self.state.level

    # -------------------------------------------------------------- the due date

    def _close(self, period: Period) -> None:
        state, frame = self.state, self.frame
        found = split(state, period, self._charge_of_period(period), self.accrued.paid)
        base = Base(frame.principal, max(found.principal, _NOTHING), found.charge)
        charged = charged_with(frame.terms, period, base)
        capitalised = min(found.principal, _NOTHING)
        due = Due(period.number, period.due, charged.penalty, charged.fee)
        due.charge = max(found.charge + capitalised - self.accrued.paid, _NOTHING)
        opening = state.balance
        paid = self.account.ahead + self._paid_at(period, due, found)
        asked = state.settle_principal(found, paid)
        due.principal = asked - min(paid, asked)
        self.account.keep(paid - min(paid, asked), state.balance)
        if due.total == 0 and asked + found.charge + charged.fee + charged.penalty > 0:
            due.paid_on = self.taken[-1].on if self.taken else period.due
        penalty = charged.penalty + self._penalty(period, due, base)
        drawn = frame.drawn_at(period.due)
        row = Row(
            number=period.number,
            start=period.start,
            due=period.due,
            opening=opening,
            principal=asked + capitalised,
            charge=found.charge,
            fee=charged.fee,
            penalty=penalty,
            balance=state.balance + drawn,
            capitalised=-capitalised,
        )
        self.rows.append(row)
        self.account.dues.append(due)
        if drawn:
            state.draw_at_due(drawn)

    def _charge_of_period(self, period: Period) -> Fraction:
        """The charge of the period, unrounded where it may still join a charge kept apart."""
        if self.frame.terms.is_flat:
            whole = self.state.flat_charge(period)
            return whole if self.accrued.closed_at is None else self.accrued.closed_at
        accrued = self.accrued.so_far + self.carried
        if self.accrued.closed_at is None:
            self.carried = _NOTHING
            return accrued
        self.carried = self.frame.rounded(accrued) - self.accrued.closed_at
        return self.accrued.closed_at

    def _paid_at(self, period: Period, due: Due, found: Split) -> Fraction:
        """What payments on the due date leave for principal, after arrears, fees and charge."""
        left = _NOTHING
        for payment in self.taken_on.get(period.due, ()):
            wanted = found.principal
            if payment.settles:
                later = (part for on, part in self.frame.drawn_within(period) if on > payment.on)
                wanted = self.state.balance - min(found.principal, _NOTHING) - sum(later)
            still = max(wanted - self.account.ahead - left, _NOTHING)
            rest = self._take(payment, self.account.arrears + due.total + still, period.due)
            left += due.pay(rest, period.due)
            due.paid_on = None
        return left

    def _penalty(self, period: Period, due: Due, base: Base) -> Fraction:
        """The penalty of an instalment that was unpaid after its due date; it is owed too."""
        if self.as_of is None or period.due >= self.as_of:
            return _NOTHING
        if due.total == 0 and not self.rule.backdated_penalties:
            return _NOTHING
        penalty = penalty_of(self.frame.terms, base)
        if due.total > 0:
            due.penalty += penalty
        return penalty

    def _is_over(self, period: Period) -> bool:
        if self.rule.excess is Excess.FILLS_ROWS and self.payments:
            return False
        return self.state.is_repaid and not self.frame.drawn_after(period.due)
