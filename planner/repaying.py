"""Other ways of paying a debt or a chosen loan, each at its own price.

A longer term, some months of grace, a part at once for the whole, instalments after harvest. The
debt goes on costing what it costs for as long as it is longer owed. A flat price is charged on the
sum owed today by the month, for each month more; one agreed for the whole term is read as so much a
month of that term, for a lender who gives time will charge for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from math import ceil

import numpy as np

from planner import candidates
from planner.candidates import Taken, kind_of, quoted, side_of, traits_of, unit_of
from planner.debts import DebtCourse, course, in_payments, without_term
from planner.household import Debt, Household, IncomeKind
from planner.triage import spare_cash
from products.basis.cashflow import Floats, Schedule
from products.basis.market import Market
from products.basis.money import to_major, to_minor
from products.basis.rates import RateBasis
from products.basis.timeline import calendar_months, date_of
from products.kind import Side, Variant

LONGER = (1.5, 2.0)
"""Longer terms looked at, as a multiple of the payments left."""
GRACE_MONTHS = (3, 6)
SETTLE_WITHIN = 12
"""An offer at once is looked for within so many months."""
LEAST_SHARE = 0.5
"""A smaller part of what is owed is no offer. Judgement: no published figure was found."""
LIFE = 480
"""Months a debt is followed; what is not cleared by then never is."""
_YEAR, _COIN = 12, 0.005


class AskKind(StrEnum):
    """What is asked for."""

    LONGER = "longer"
    GRACE = "grace"
    SETTLEMENT = "settlement"
    SEASON = "season"


@dataclass(frozen=True, slots=True)
class Repaying:
    """One way of paying; money in plan currency.

    `months` is what is asked for: months more (longer, season; a season may end sooner), months
    without paying (grace), months from now until the sum is offered (settlement). `instalment` is
    one payment, every `every_months` (0: no payment any more), at the rate of its first month.
    `share` is the part of what is owed that a settlement offers. `paid_pm` `[T+1]` is what is paid
    within the plan, `paid` all of it to the end, `end_mark` the mark of the last payment.
    """

    kind: AskKind
    months: int
    instalment: float
    every_months: int
    paid_pm: Floats
    paid: float
    end_mark: int | None
    share: float = 0.0


def rearranged(
    debt: Debt, end: int, household: Household, market: Market, fx: Floats
) -> Iterator[Repaying]:
    """A debt whose last instalment falls at `end`, paid otherwise; never what never clears it.

    `fx` `[LIFE+1]` is plan currency per unit of the debt's own.
    """
    size = market.timeline.n_marks
    for kind, months, other in _changes(debt, end, household, market):
        its = course(other, "", LIFE)
        if its.owed[-1] <= 0:
            paid = its.paid * fx
            each = other.instalment * float(fx[min(other.first_due_month, LIFE)])
            whole, last = float(paid.sum()), last_payment(paid)
            yield Repaying(kind, months, each, other.every_months, paid[:size], whole, last)


def _changes(
    debt: Debt, end: int, household: Household, market: Market
) -> Iterator[tuple[AskKind, int, Debt]]:
    """The same debt at its price, paid otherwise."""
    plain = without_term(debt)
    count = (end - debt.first_due_month) // debt.every_months + 1
    for factor in LONGER:
        many = ceil(factor * count)
        yield AskKind.LONGER, (many - count) * debt.every_months, in_payments(plain, many)
    for months in GRACE_MONTHS:
        later = {"first_due_month": debt.first_due_month + months}
        yield AskKind.GRACE, months, plain.model_copy(update=later)
    first = harvest_mark(household, market)
    if first is not None and debt.every_months < _YEAR:
        first += _YEAR * ceil(max(debt.first_due_month - first, 0) / _YEAR)
        years = ceil(end / _YEAR)
        rhythm = {"every_months": _YEAR, "first_due_month": first}
        yearly = in_payments(plain.model_copy(update=rhythm), years)
        yield AskKind.SEASON, first + _YEAR * (years - 1) - end, yearly


def harvest_mark(household: Household, market: Market) -> int | None:
    """The first mark of the calendar month whose harvest leaves most, inputs paid; None: no farm.

    Only farm incomes that fall in calendar months of their own are harvests.
    """
    by_month = np.zeros(_YEAR + 1)
    for income in household.incomes:
        if income.kind is IncomeKind.FARM and 0 < len(set(income.months)) < _YEAR:
            by_month[list(set(income.months))] += income.amount
    if not by_month.any():
        return None
    for expense in household.expenses:
        if expense.months:
            by_month[list(set(expense.months))] -= expense.amount
    best = int(np.argmax(by_month[1:])) + 1
    marks = np.flatnonzero(np.equal(calendar_months(market.timeline), best))
    marks = marks[marks > 0]
    return int(marks[0]) if marks.size else None


def settled(debt: Debt, its: DebtCourse, cash: Floats, fx: Floats, keep: float) -> Repaying | None:
    """The first part of what is owed that cash allows at once, and that is worth offering.

    No later month ends below `keep`, or lower than it does anyway. Where all can be paid the share
    is 1.
    """
    size = cash.size
    paid, claim = (its.paid * fx)[:size], (_claim(debt, its) * fx)[:size]
    stands = claim > _COIN
    share = np.minimum(spare_cash(cash, paid, keep) / np.where(stands, claim, 1.0), 1.0)
    can = stands & (share >= LEAST_SHARE) & (np.arange(size) <= SETTLE_WITHIN)
    if not can.any():
        return None
    mark = int(np.argmax(can))
    part = float(share[mark] * claim[mark])
    paid = np.where(np.arange(size) <= mark, paid, 0.0)
    paid[mark] += part
    whole = float(paid.sum())
    return Repaying(AskKind.SETTLEMENT, mark, part, 0, paid, whole, mark, float(share[mark]))


def _claim(debt: Debt, its: DebtCourse) -> Floats:
    """What the lender asks for at each mark: what is owed, and a charge agreed for the whole term.

    Of the latter what has not been booked yet is asked for all the same.
    """
    if debt.price is None or debt.price.basis is not RateBasis.FLAT_TERM:
        return its.owed
    to_come = its.charge.sum() - np.cumsum(its.charge)
    return np.where(its.owed > 0, its.owed + to_come, 0.0)


def last_payment(paid: Floats) -> int | None:
    """The mark of the last payment; None where there is none."""
    marks = np.flatnonzero(paid > 0)
    return int(marks[-1]) if marks.size else None


def as_offered(t: Taken, market: Market, fx: Floats) -> Iterator[Repaying]:
    """What a chosen loan's own product offers: longer terms, and months of grace."""
    for kind, months, variant in _offered(t):
        its, paid = _taken(t, variant, market, fx)
        each, every = largest_payment(its, variant.start), _rhythm(its, variant.start)
        end = variant.start + variant.tenor
        yield Repaying(kind, months, each, every, taken_away(its), paid, end)


def _taken(
    t: Taken, variant: Variant, market: Market, fx: Floats
) -> tuple[candidates.Course, float]:
    """The same product in another variant: its course, and all it takes back, at today's rate."""
    currency = t.listing.currency
    starts = np.arange(fx.size) == variant.start
    unit = unit_of(t.listing, variant, quoted(market))
    its = candidates.course(traits_of(t.listing, variant), unit, t.choice.amount, starts, fx)
    begins = date_of(market.timeline, variant.start)
    amount_minor = to_minor(t.choice.amount, currency)
    dated = kind_of(t.listing).schedule(
        t.listing.terms, variant, amount_minor, begins, currency, market
    )
    return its, contract_total(dated, currency) * float(fx[0])


def _offered(t: Taken) -> Iterator[tuple[AskKind, int, Variant]]:
    """Variants of the same side: the nearest tenors not below those wanted, the nearest graces."""
    own = t.variant
    every = [
        v
        for v in kind_of(t.listing).variants(t.listing.terms)
        if side_of(t.listing, v) is Side.FINANCE
    ]
    longer = {
        min(
            (v.tenor for v in every if v.grace == own.grace and v.tenor >= f * own.tenor), default=0
        )
        for f in LONGER
    } - {0, own.tenor}
    for tenor in sorted(longer):
        yield AskKind.LONGER, tenor - own.tenor, replace(own, tenor=tenor)
    later = {
        min(
            (v.grace for v in every if v.tenor == own.tenor and v.grace >= own.grace + g), default=0
        )
        for g in GRACE_MONTHS
    } - {0, own.grace}
    for grace in sorted(later):
        yield AskKind.GRACE, grace - own.grace, replace(own, grace=grace)


def taken_away(its: candidates.Course) -> Floats:
    """What a taking takes out of the family's cash at each mark; below 0 where it brings."""
    return -(its.flow + its.purpose)


def largest_payment(its: candidates.Course, start: int) -> float:
    """The largest payment after the start, within the plan."""
    return float(its.paid[start + 1 :].max(initial=0.0))


def _rhythm(its: candidates.Course, start: int) -> int:
    """Months between one payment and the next, within the plan."""
    marks = np.flatnonzero(its.paid[start + 1 :] > 0)
    return int(np.diff(marks).min()) if marks.size > 1 else 1


def contract_total(dated: Schedule, currency: str) -> float:
    """All that the contract pays back, in its own currency."""
    return -float(to_major(int(np.minimum(dated.due_minor, 0).sum()), currency))
