"""The gates of money: what a family can put in, pay each month, and survive; all takings at once.

A `Deck` holds every taking to be judged as one row of arrays `[R, T+1]`: each listing in each of
its tenors, at the amount the family chose or the smallest sensible one. One pass judges them all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.baseline import BELOW
from planner.candidates import Course, Traits, course, quoted, stacked, traits_of, unit_of
from planner.projection import YEAR, trailing_year
from products.basis.cashflow import Floats, UnitFlows
from products.basis.market import Market
from products.catalogue.listing import Listing
from products.kind import Variant

Bools = NDArray[np.bool_]
RATIO_DUST = 1e-9


@dataclass(frozen=True, slots=True)
class Taking:
    """One way to take one listing: which (`at` in the list of listings), how, and how much.

    `exit_mark` is the mark at which a saving is left early; None for never.
    """

    at: int
    listing: Listing
    variant: Variant
    amount: float
    exit_mark: int | None = None


@dataclass(frozen=True, slots=True)
class Deck:
    """All takings with their flows; arrays `[R, T+1]`, `amount` `[R, 1]` in listing currencies.

    `starts` is True at the mark a taking begins, `runs` at the marks of its tenor.
    """

    takings: tuple[Taking, ...]
    traits: Traits
    unit: UnitFlows
    amount: Floats
    starts: Bools
    runs: Bools
    fx: Floats
    course: Course


@dataclass(frozen=True, slots=True)
class Purse:
    """The family's money without the listing in question, `[R, T+1]` or `[T+1]`.

    `cash` is the plan's, `income` what comes in at each mark, `service_pm` what all other debts and
    financings ask for a month while they run; `buffer` is what stays untouched, `cap` the largest
    share of income that instalments may take.
    """

    cash: Floats
    service_pm: Floats
    income: Floats
    buffer: float
    cap: float


@dataclass(frozen=True, slots=True)
class Judged:
    """The gates' answers for each taking, `[R]`.

    `needs` is what is put in at its start, `there` what is at hand then above the buffer; `worst`
    the worst debt burden while it is paid (infinite without income); `lowest` the lowest cash with
    it, at `lowest_mark`. `starts_ok`, `burden_ok`, `cash_ok` are the three gates.
    """

    needs: Floats
    there: Floats
    starts_ok: Bools
    worst: Floats
    burden_ok: Bools
    lowest: Floats
    lowest_mark: NDArray[np.int64]
    cash_ok: Bools

    @property
    def all_ok(self) -> Bools:
        """Whether a taking passes all three."""
        return self.starts_ok & self.burden_ok & self.cash_ok


def deal(takings: Sequence[Taking], market: Market, fx_of: Mapping[str, Floats]) -> Deck:
    """Flows of all takings, one row each; every listing's currency must be in `fx_of`."""
    at = quoted(market)
    units = [unit_of(t.listing, t.variant, at) for t in takings]
    fields = ("per_unit", "per_take", "charge", "owed", "owned", "exit_value")
    n_marks = market.timeline.n_marks
    unit = UnitFlows(**{f: _rows([getattr(u, f) for u in units], n_marks) for f in fields})
    traits = stacked([traits_of(t.listing, t.variant) for t in takings])
    amount = np.array([t.amount for t in takings], dtype=np.float64)[:, None]
    start = np.array([t.variant.start for t in takings], dtype=np.int64)[:, None]
    tenor = np.array([t.variant.tenor for t in takings], dtype=np.int64)[:, None]
    starts, runs = np.arange(n_marks) == start, runs_of(start, tenor, n_marks)
    fx = _rows([fx_of[t.listing.currency] for t in takings], n_marks)
    taken = course(traits, unit, amount, starts, fx, _leaves(takings, n_marks))
    return Deck(tuple(takings), traits, unit, amount, starts, runs, fx, taken)


def _leaves(takings: Sequence[Taking], n_marks: int) -> Bools | None:
    """The marks at which takings are left early, `[R, T+1]`; None where none is."""
    if all(t.exit_mark is None for t in takings):
        return None
    exits = np.array([-1 if t.exit_mark is None else t.exit_mark for t in takings], dtype=np.int64)
    return np.asarray(np.arange(n_marks) == exits[:, None], dtype=np.bool_)


def _rows(arrays: Sequence[Floats], n_marks: int) -> Floats:
    return np.array(arrays) if arrays else np.zeros((0, n_marks))


def effect(taken: Course) -> Floats:
    """What a taking does to cash at each mark, its purpose included, `[..., T+1]`."""
    return taken.flow + taken.purpose


def judge_money(deck: Deck, purse: Purse) -> Judged:
    """All three gates for every taking in one pass."""
    moved = effect(deck.course)
    needs = np.maximum(-np.where(deck.starts, moved, 0.0).sum(axis=-1), 0.0)
    before = np.broadcast_to(purse.cash, moved.shape)
    there = np.maximum(np.where(deck.starts, before, 0.0).sum(axis=-1) - purse.buffer, 0.0)
    worst = burden(deck.course.paid, deck.runs, purse)
    with_it = before + np.cumsum(moved, axis=-1)
    return Judged(
        needs=needs,
        there=there,
        starts_ok=needs <= there - BELOW,
        worst=worst,
        burden_ok=worst <= purse.cap + RATIO_DUST,
        lowest=with_it.min(axis=-1),
        lowest_mark=with_it.argmin(axis=-1),
        cash_ok=survives(before, with_it),
    )


def survives(before: Floats, after: Floats) -> Bools:
    """Whether cash `[..., T+1]` is never pushed below zero: where it is below, it was no higher."""
    fine = (after >= BELOW) | (after >= before + BELOW)
    return np.asarray(fine.all(axis=-1), dtype=np.bool_)


def runs_of(start: NDArray[np.int64] | int, tenor: NDArray[np.int64] | int, n_marks: int) -> Bools:
    """The marks of a taking's tenor: those after its start, to its end."""
    marks = np.arange(n_marks)
    return np.asarray((marks > start) & (marks <= start + tenor), dtype=np.bool_)


def a_month(paid: Floats, runs: Bools) -> Floats:
    """What a taking asks for a month while it runs, `[..., T+1]`.

    Over the months it runs of the year up to each mark: a quarter's instalment is spread over its
    months, a single payment weighs on the months before it, and half a year without a loan does
    not ease the half year with it.
    """
    running = trailing_year(runs.astype(np.float64))
    return np.where(runs, trailing_year(paid) / np.maximum(running, 1.0), 0.0)


def burden(paid: Floats, runs: Bools, purse: Purse) -> Floats:
    """Worst share of income that all instalments take while this one is paid, `[...]`.

    Income is the average of the year up to the mark. 0 where nothing is paid; infinite where there
    is no income then.
    """
    own = a_month(paid, runs)
    due = purse.service_pm + own
    income = np.broadcast_to(trailing_year(purse.income) / YEAR, due.shape)
    some = income > 0
    share = np.where(some, due / np.where(some, income, 1.0), np.inf)
    return np.asarray(np.where(own > 0, share, 0.0).max(axis=-1), dtype=np.float64)
