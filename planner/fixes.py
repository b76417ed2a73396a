"""The smallest single change that would turn a failing money gate, found by arithmetic.

Flows are linear in the amount and shift with the start, so each change is solved for, not searched:
a longer tenor, a smaller amount, a later start, more money saved, more income. Each is a patch of
the case; a test applies it and sees the gate pass.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from math import ceil, floor, isfinite

import numpy as np
from numpy.typing import NDArray

from planner.baseline import at_hand, month_of
from planner.candidates import amount_bounds
from planner.case import Case
from planner.gates import (
    Deck,
    Judged,
    Purse,
    a_month,
    burden,
    deal,
    effect,
    judge_money,
    survives,
)  # fmt: skip
from planner.outcomes import Change, Fix
from planner.projection import YEAR, trailing_year
from products.basis.cashflow import Floats
from products.basis.market import Market
from products.basis.problems import Scalar

Bools = NDArray[np.bool_]
_LEAST_CAP = 1e-9
_TRIED = 3


@dataclass(frozen=True, slots=True)
class Failing:
    """One taking that fails a money gate: row `row` of the deck, with its purse.

    `before` is the family's cash without it, `[T+1]`; `chosen` its place among the case's choices,
    or None; `siblings` the rows of the same listing in other tenors.
    """

    case: Case
    market: Market
    currency: str
    deck: Deck
    judged: Judged
    purse: Purse
    before: Floats
    row: int
    chosen: int | None
    siblings: tuple[int, ...]

    @property
    def amount(self) -> float:
        """The amount judged, in the listing's currency."""
        return float(self.deck.amount[self.row, 0])

    @property
    def first(self) -> int:
        """The mark it is taken at."""
        return self.deck.takings[self.row].variant.start

    @property
    def latest(self) -> int:
        """The last mark at which a start can be judged: a year of it is seen, or all of it."""
        seen = min(self.deck.takings[self.row].variant.tenor, YEAR)
        return self.before.size - 1 - seen

    @property
    def pays_for_more(self) -> bool:
        """Whether its money goes into something the case pays the rest of: a goal or a venture.

        Then another amount or start moves that rest too, which the row alone does not show: what
        such a change does to cash is not promised. What instalments take of income is not touched.
        """
        spends = bool(np.asarray(self.deck.traits.spent)[self.row, 0])
        return spends and bool(self.case.payments or self.case.undertakings)

    def patch(self, field: str, value: float) -> tuple[Change, ...]:
        """The change of one field of the choice; a new choice where it was not chosen yet."""
        if self.chosen is not None:
            return (Change(f"choices[{self.chosen}].{field}", value),)
        taking = self.deck.takings[self.row]
        choice: dict[str, object] = {
            "listing_id": taking.listing.id,
            "amount": taking.amount,
            "start_mark": taking.variant.start,
            "tenor": taking.variant.tenor,
            "grace": taking.variant.grace,
        }
        return (Change("choices[+]", {**choice, field: value}),)


def start_fixes(f: Failing) -> tuple[Fix, ...]:
    """For money that is not there at the start: wait, take less, save more."""
    fx, first = f.deck.fx[f.row], f.first
    once = f.deck.unit.per_take[f.row] * fx
    per_one = (effect(f.deck.course)[f.row] - once) / f.amount
    there, needs = float(f.judged.there[f.row]), float(f.judged.needs[f.row])
    most = (there + once[first]) / -per_one[first] if per_one[first] < 0 else 0.0
    marks = np.arange(first + 1, f.before.size)
    enough = marks[
        (f.before[marks] - f.purse.buffer >= needs / fx[first] * fx[marks]) & (marks <= f.latest)
    ]
    wait = _wait(f, [int(mark) for mark in enough], "starts_ok")
    lacks = needs - (float(f.before[first]) - f.purse.buffer)
    return _possible(*_alone(f, wait, _less(f, most)), _save(f, lacks, first))


def burden_fixes(f: Failing) -> tuple[Fix, ...]:
    """For instalments that are too much: a longer tenor, less, later, or more income."""
    paid, runs = f.deck.course.paid[f.row], f.deck.runs[f.row]
    once = f.deck.unit.per_take[f.row] * f.deck.fx[f.row]
    own, fixed = a_month(paid, runs), a_month(-once, runs)
    per_one = (own - fixed) / f.amount
    income, due = trailing_year(f.purse.income) / YEAR, f.purse.service_pm
    some = per_one > 0
    room = f.purse.cap * income - due - fixed
    most = float(np.min(room[some] / per_one[some])) if some.any() else 0.0
    later, running = _all_later(f, paid), _moved(runs) > 0
    fits = burden(later, running, f.purse) <= f.purse.cap
    lacking = (due + own) / max(f.purse.cap, _LEAST_CAP) - income
    gap = float(np.max(lacking[own > 0], initial=0.0))
    longer = _longer(f, f.judged.burden_ok)
    return _possible(longer, _less(f, most), _first_wait(f, fits, "burden_ok"), income_fix(gap))


def cash_fixes(f: Failing) -> tuple[Fix, ...]:
    """For cash that would fall below zero: a longer tenor, less, later, or more money saved."""
    moved = effect(f.deck.course)[f.row]
    once = f.deck.unit.per_take[f.row] * f.deck.fx[f.row]
    summed = np.cumsum((moved - once) / f.amount)
    falls = summed < 0
    room = np.maximum(f.before, 0.0) + np.cumsum(once)
    most = float(np.min(room[falls] / -summed[falls])) if falls.any() else 0.0
    after = f.before + np.cumsum(_all_later(f, moved), axis=-1)
    fits = survives(np.broadcast_to(f.before, after.shape), after)
    save = _save(f, -float(f.judged.lowest[f.row]), int(f.judged.lowest_mark[f.row]))
    longer = _longer(f, f.judged.cash_ok)
    wait = _first_wait(f, fits, "cash_ok")
    return _possible(longer, *_alone(f, _less(f, most), wait), save)


def amount_fixes(f: Failing, low: float, high: float) -> tuple[Fix, ...]:
    """For a chosen amount outside the listing's bounds: the nearest one inside."""
    nearest = low if f.amount < low else high
    currency = f.deck.takings[f.row].listing.currency
    code = "fix.larger_amount" if f.amount < low else "fix.smaller_amount"
    return (Fix(code, {"amount": nearest, "currency": currency}, f.patch("amount", nearest)),)


def income_fix(gap_pm: float) -> Fix | None:
    """More income every month, from anywhere: what is missing, rounded up."""
    if gap_pm <= 0 or not isfinite(gap_pm):
        return None
    amount = float(ceil(gap_pm))
    item = {"label": "", "kind": "other", "amount": amount, "grows_with_prices": False}
    return Fix("fix.more_income", {"amount": amount}, (Change("household.incomes[+]", item),))


def save_fix(case: Case, currency: str, gap: float, mark: int) -> Fix:
    """More money at hand by a month: what is missing, rounded up."""
    amount = float(ceil(gap))
    if mark == 0:
        return Fix("fix.have_more", {"amount": amount}, _richer(case, currency, amount))
    day = month_of(case.timeline, mark).isoformat()
    params: dict[str, Scalar] = {"amount": amount, "month": day}
    params["amount_pm"] = float(ceil(amount / mark))
    return Fix("fix.save_more", params, _richer(case, currency, amount))


def _richer(case: Case, currency: str, amount: float) -> tuple[Change, ...]:
    for i, asset in enumerate(case.household.assets):
        if at_hand(asset) and asset.currency in (None, currency):
            return (Change(f"household.assets[{i}].value", asset.value + amount),)
    item = {"label": "", "kind": "cash", "value": amount}
    return (Change("household.assets[+]", item),)


def _save(f: Failing, gap: float, mark: int) -> Fix | None:
    return save_fix(f.case, f.currency, gap, mark) if gap > 0 else None


def _alone(f: Failing, *moved: Fix | None) -> tuple[Fix | None, ...]:
    """Changes of amount or start, as far as cash is known to follow from the row alone."""
    return () if f.pays_for_more else moved


def _possible(*found: Fix | None) -> tuple[Fix, ...]:
    return tuple(fix for fix in found if fix is not None)


@cache
def _shifts(n_marks: int) -> NDArray[np.int64]:
    """Row s: at each mark the mark it comes from when everything is s months later; -1: nothing."""
    marks = np.arange(n_marks)
    return np.asarray(np.maximum(marks - marks[:, None], -1), dtype=np.int64)


def _all_later(f: Failing, values: Floats) -> Floats:
    """A row of flows for every later start, `[T+1, T+1]`: row s is s months later.

    Moved in the listing's own currency, so that the exchange rate is that of the new months.
    """
    fx = f.deck.fx[f.row]
    return np.asarray(_moved(values / fx) * fx, dtype=np.float64)


def _moved(values: Floats | Bools) -> Floats:
    came = _shifts(values.size)
    return np.asarray(np.where(came >= 0, values[came], 0.0), dtype=np.float64)


def _first_wait(f: Failing, fits: Bools, gate: str) -> Fix | None:
    """The first later start that fits; `fits[s]` is for a start s months after the judged one."""
    later = [f.first + int(s) + 1 for s in np.flatnonzero(fits[1:])]
    return _wait(f, [mark for mark in later if mark <= f.latest], gate)


def _wait(f: Failing, marks: Sequence[int], gate: str) -> Fix | None:
    """The first of the marks at which the gate really opens.

    Flows of some contracts do more than move with their start (a first premium by the calendar),
    so each start is judged anew; the first few settle it.
    """
    for mark in marks[:_TRIED]:
        if _opens(f, mark, gate):
            day = month_of(f.case.timeline, mark).isoformat()
            params: dict[str, Scalar] = {"months": mark - f.first, "month": day}
            return Fix("fix.wait", params, f.patch("start_mark", mark))
    return None


def _opens(f: Failing, mark: int, gate: str) -> bool:
    taking = f.deck.takings[f.row]
    back = taking.variant.home_after
    moved = None if back is None else max(back - (mark - f.first), 0)
    later = replace(taking, variant=replace(taking.variant, start=mark, home_after=moved))
    deck = deal([later], f.market, {taking.listing.currency: f.deck.fx[f.row]})
    return bool(getattr(judge_money(deck, f.purse), gate)[0])


def _longer(f: Failing, passes: Bools) -> Fix | None:
    """The shortest longer tenor that passes."""
    own = f.deck.takings[f.row].variant
    longer = [
        f.deck.takings[r].variant.tenor
        for r in f.siblings
        if passes[r] and f.deck.takings[r].variant.tenor > own.tenor
    ]
    if not longer:
        return None
    tenor = min(longer)
    return Fix("fix.longer_tenor", {"months": tenor - own.tenor}, f.patch("tenor", tenor))


def _less(f: Failing, most: float) -> Fix | None:
    """The largest smaller amount that passes, in whole steps of the listing.

    Only below an amount the family chose: what was not chosen is judged at its smallest already.
    """
    if f.chosen is None:
        return None
    listing = f.deck.takings[f.row].listing
    low, _ = amount_bounds(listing, f.deck.takings[f.row].variant)
    step = listing.amount_step or 1.0
    amount = floor(most / step) * step if isfinite(most) else 0.0
    if amount <= 0 or amount < low or amount >= f.amount:
        return None
    params: dict[str, Scalar] = {"amount": amount, "currency": listing.currency}
    return Fix("fix.smaller_amount", params, f.patch("amount", amount))
