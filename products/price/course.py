"""A taking on its own days in the family's hand, and the part of it that is priced.

A contract by the month stands on month marks. One that counts days (weekly, four-weekly, a bill of
91 days) stands on the exact dates of its schedule. Both are told in major units of the listing's
currency, with what is owed to the provider and what is owned there after each day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from products.basis.cashflow import Schedule, UnitFlows
from products.basis.market import Market
from products.basis.money import minor_digits, to_minor
from products.basis.timeline import add_months
from products.kind import Side, Terms
from products.price.asking import Ask

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

DUST = 1e-11
"""Against the largest flow: less than this is what floating point left of nothing."""
COUNTS_DAYS = ("instalment_every_days", "bill_days")
"""Fields of terms that, where they are filled, put payments on days between month marks."""
SAVED = ("saved_share", "saved_each_share", "deposit_share")
"""Fields of terms that put money away inside a financing, as the family's own."""


@dataclass(frozen=True, slots=True)
class Course:
    """One taking, `[n]`: `flow` received (+) and paid (-), `owed` and `owned` after it (>= 0).

    `at` is months from the first day where `by_month`, else days from it.
    """

    start: date
    by_month: bool
    at: Ints
    flow: Floats
    owed: Floats
    owned: Floats

    @property
    def days(self) -> tuple[date, ...]:
        """The date of each flow."""
        if self.by_month:
            return tuple(add_months(self.start, int(month)) for month in self.at)
        first = self.start.toordinal()
        return tuple(date.fromordinal(first + int(day)) for day in self.at)

    def own(self, side: Side) -> Floats:
        """What is priced: all flows, without what belongs to the other side of the contract.

        Where the family first saves and then owes (a committee), or is left with savings when a
        loan ends, its net position turns. A financing is priced without the time it has money
        there: what it puts in before it owes, or owns when it no longer owes, counts as paid back
        at once. A saving is priced without the time it owes.
        """
        return clean(self.flow + turned(self.owed - self.owned, side))

    @property
    def saves_inside(self) -> bool:
        """Whether it owes and owns at one time, as a loan with savings kept back does."""
        return bool(np.any((self.owed > 0) & (self.owned > 0)))

    @property
    def kept(self) -> float:
        """What the family still owns there at the end, and never had in hand."""
        return float(self.owned[-1])


def turned(position: Floats, side: Side) -> Floats:
    """What takes the other side of a net `position` (+ owed, - owned) out of its flows, `[..., n]`.

    >>> turned(np.array([-1.0, 2.0, 0.0]), Side.FINANCE).tolist()
    [1.0, -1.0, 0.0]
    """
    sign = 1.0 if side is Side.FINANCE else -1.0
    other = np.maximum(-sign * position, 0.0)
    return np.asarray(sign * np.diff(other, prepend=0.0, axis=-1), dtype=np.float64)


def clean(flow: Floats) -> Floats:
    """The same flows `[..., n]`, those zero that are nothing but rounding."""
    largest = np.max(np.abs(flow), axis=-1, keepdims=True, initial=0.0)
    return np.asarray(np.where(np.abs(flow) <= DUST * largest, 0.0, flow), dtype=np.float64)


def counts_days(terms: Terms) -> bool:
    """Whether payments fall on days between month marks."""
    return any(getattr(terms, name, 0) for name in COUNTS_DAYS)


def unsaved(terms: Terms) -> Terms:
    """The same terms without money put away inside a financing."""
    names = [name for name in SAVED if name in type(terms).model_fields]
    return terms.model_copy(update=dict.fromkeys(names, 0.0))


def course_of(ask: Ask, market: Market, terms: Terms | None = None) -> Course:
    """The course of a taking, of its own terms or of others of its kind.

    The market's mark 0 is the first day of the contract, and the market is of one future.
    """
    used = ask.listing.terms if terms is None else terms
    start = market.timeline.start
    if not counts_days(used):
        return by_month(_unit(ask, used, market), ask.amount, start)
    code = ask.listing.currency
    minor = to_minor(ask.amount, code)
    exact = ask.kind.schedule(used, ask.taken, minor, start, code, market)
    owned = np.zeros(1)
    if any(getattr(used, name, 0.0) for name in SAVED):
        owned = _unit(ask, used, market).owned * ask.amount
    return by_day(exact, 10.0 ** minor_digits(code), owned, ask.side)


def _unit(ask: Ask, terms: Terms, market: Market) -> UnitFlows:
    unit: UnitFlows = ask.kind.unit_flows(terms, ask.taken, market)
    if unit.per_unit.ndim != 1:
        raise ValueError("a price is of one future")
    return unit


def by_month(unit: UnitFlows, amount: float, start: date) -> Course:
    """A taking of so much along the month marks, up to the last on which anything moves."""
    flow = amount * unit.per_unit + unit.per_take
    end = last_moved(unit) + 1
    return Course(
        start,
        by_month=True,
        at=np.arange(end),
        flow=clean(flow[:end]),
        owed=amount * unit.owed[:end],
        owned=amount * unit.owned[:end],
    )


def last_moved(unit: UnitFlows) -> int:
    """The last mark with a flow, or with a change of what is owed or owned; at least 1."""
    moves = unit.per_unit != 0
    moves |= unit.per_take != 0
    moves[1:] |= np.diff(unit.owed - unit.owned) != 0
    return max(int(np.flatnonzero(moves)[-1]) if moves.any() else 0, 1)


def by_day(exact: Schedule, scale: float, owned_at: Floats, side: Side) -> Course:
    """A taking on the dates of its schedule; `owned_at` is what is owned at each mark."""
    start = exact.due_date[0]
    balance = exact.balance_minor / scale
    if side is Side.FINANCE:
        owed, owned = balance, _owned_by_row(owned_at, exact.due_mark)
    else:
        owed, owned = np.zeros(balance.size), balance
    days = np.array([(day - start).days for day in exact.due_date], dtype=np.int64)
    return Course(
        start, by_month=False, at=days, flow=exact.due_minor / scale, owed=owed, owned=owned
    )


def _owned_by_row(owned_at: Floats, marks: Ints) -> Floats:
    """What is owned after each row, of what is owned at the marks that rows are booked at.

    Rows of one mark put in equal parts; what comes back comes with the last of them. The first row
    is the release, which puts in what it does.
    """
    found, before, each = np.zeros(marks.size), 0.0, 0.0
    for mark in np.unique(marks):
        rows = np.flatnonzero(marks == mark)
        after = float(owned_at[min(mark, owned_at.size - 1)])
        if after >= before and rows[0]:
            each = (after - before) / rows.size
        found[rows] = before + each * np.arange(1, rows.size + 1)
        found[rows[-1]] = before = after
    return found
