"""The year's seasons against the instalments: when money comes, when lenders want theirs.

A year of the plan is shown month by month, and beside it the same instalments paid when the harvest
or season money is there. Moving an instalment within a year of its contract moves what is owed, so
the price of the contract on the money moved is reckoned with. Feasts that move through the year are
dated by the arithmetical Islamic calendar.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from planner.baseline import BELOW, Group, Line, month_of
from planner.household import Household
from planner.plan import Plan
from products.basis.cashflow import Floats, frozen
from products.kind import Side

YEAR = 12
_REGULAR = 3
"""So many payments within a year of a contract make a rhythm that can be moved to the season."""


@dataclass(frozen=True, slots=True)
class Flows:
    """The month's money by rhythm, `[T+1]` in plan currency, all >= 0.

    `season` is what calendar months are named for (a harvest, seed, a school year), the rest is
    `steady`; `instalments` are what debts and financings take. What products pay out or take in as
    savings, and what is bought, is in none of them.
    """

    season_in: Floats
    steady_in: Floats
    season_out: Floats
    steady_out: Floats
    instalments: Floats


@dataclass(frozen=True, slots=True)
class Aligned:
    """The same instalments, paid in the months of season money; arrays `[T+1]`.

    `months` are the calendar months (1-12) they would fall in; `charge` is what the move costs in
    all (below 0: saves), already inside `instalments` and `cash`.
    """

    instalments: Floats
    cash: Floats
    months: tuple[int, ...]
    charge: float


@dataclass(frozen=True, slots=True)
class Calendar:
    """Seasons and instalments of a whole plan; `aligned` None where nothing can be moved.

    `below` and `below_aligned` count months of the plan with cash under the buffer, as it is and
    with the instalments moved; `lowest` and `lowest_aligned` are the lowest cash.
    """

    flows: Flows
    cash: Floats
    buffer: float
    below: int
    lowest: float
    aligned: Aligned | None
    below_aligned: int
    lowest_aligned: float


@dataclass(frozen=True, slots=True)
class Feast:
    """A feast that moves through the year: its name and its day, give or take a day or two."""

    name: str
    day: date


@dataclass(frozen=True, slots=True)
class _Owing:
    """One contract being paid back; `[T+1]` in plan currency. `start` is the mark it begins at."""

    start: int
    paid: Floats
    price_pm: Floats


def calendar_of(plan: Plan) -> Calendar:
    """Seasons and instalments of a plan, and what paying by the season would change."""
    flows = _flows(plan)
    cash, buffer = plan.cash, plan.answers.buffer
    moved = _aligned(plan, flows)
    after = cash if moved is None else moved.cash
    return Calendar(
        flows=flows,
        cash=cash,
        buffer=buffer,
        below=_below(cash, buffer),
        lowest=float(cash.min()),
        aligned=moved,
        below_aligned=_below(after, buffer),
        lowest_aligned=float(after.min()),
    )


def _below(cash: Floats, buffer: float) -> int:
    """Months of the plan that end with less than the buffer."""
    return int((cash[1:] < buffer + BELOW).sum())


# ------------------------------------------------------------------ money by its rhythm


def _flows(plan: Plan) -> Flows:
    nothing = np.zeros(plan.timeline.n_marks)
    sums = {name: nothing.copy() for name in ("season_in", "steady_in", "season_out", "steady_out")}
    seasonal = set(_seasonal(plan.case.household))
    for line in plan.lines:
        rhythm = "season" if line.key in seasonal else "steady"
        if line.group in (Group.INCOME, Group.REMITTANCE):
            sums[f"{rhythm}_in"] += line.flow
        elif line.group in (Group.ESSENTIAL, Group.OTHER_SPENDING):
            sums[f"{rhythm}_out"] -= line.flow
    return Flows(
        **{name: frozen(total) for name, total in sums.items()},
        instalments=frozen(np.array(plan.debt_service)),
    )


def _seasonal(household: Household) -> Iterator[str]:
    """Keys of the lines that fall in some calendar months only."""
    for name in ("income", "expense"):
        for i, one in enumerate(getattr(household, f"{name}s")):
            if 0 < len(set(one.months)) < YEAR:
                yield f"{name}.{i}"
    for venture in household.ventures:
        if 0 < len(set(venture.months)) < YEAR:
            yield f"venture.{venture.id}"


# ------------------------------------------------------------------ instalments by the season


def _aligned(plan: Plan, flows: Flows) -> Aligned | None:
    """Every regular contract moved into the season; None where none is, or there is no season."""
    weight = np.maximum(flows.season_in - flows.season_out, 0.0)
    change, charge = np.zeros_like(weight), np.zeros_like(weight)
    for one in _owing(plan):
        moved = _moved(one.paid, weight, one.start)
        owed_more = np.cumsum(one.paid - moved)
        change += moved - one.paid
        charge[1:] += one.price_pm[1:] * owed_more[:-1]
    if not np.abs(change).max(initial=0.0) > -BELOW:
        return None
    paid = flows.instalments + change + charge
    months = {month_of(plan.timeline, int(m)).month for m in np.flatnonzero(change > 0)}
    return Aligned(
        instalments=frozen(paid),
        cash=frozen(plan.cash - np.cumsum(change + charge)),
        months=tuple(sorted(months)),
        charge=float(charge.sum()),
    )


def _moved(paid: Floats, weight: Floats, start: int) -> Floats:
    """What is paid in each year of the contract, spread over the year by `weight`.

    A year without season money, or with too few payments to be a rhythm, stays as it is.
    """
    found = paid.copy()
    for first in range(start + 1, paid.size, YEAR):
        year = slice(first, first + YEAR)
        due, share = paid[year], weight[year]
        if (due > 0).sum() >= _REGULAR and share.sum() > 0:
            found[year] = due.sum() * share / share.sum()
    return found


def _owing(plan: Plan) -> Iterator[_Owing]:
    """Debts and financings with their instalments; a debt paid off at once is not moved."""
    lines: dict[str, Line] = {line.key: line for line in plan.lines}
    for debt in plan.debts:
        regular = _part(debt.paid - debt.settled, debt.paid)
        yield _Owing(0, -lines[debt.key].flow * regular, _part(debt.charge, _before(debt.owed)))
    for t in plan.taken:
        if t.side is Side.FINANCE:
            charge = np.maximum(-t.unit.charge, 0.0)
            price_pm = _part(charge, _before(t.unit.owed))
            yield _Owing(t.choice.start_mark, t.course.paid, price_pm)


def _before(owed: Floats) -> Floats:
    """What was owed when each month began."""
    return np.concatenate([[0.0], owed[:-1]])


def _part(of: Floats, whole: Floats) -> Floats:
    """One over the other; 0 where there is nothing."""
    part = np.zeros_like(whole)
    np.divide(of, whole, out=part, where=whole > 0)
    return part


# ------------------------------------------------------------------ feasts

FEASTS = {"ramzan": (9, 1), "eid_fitr": (10, 1), "eid_adha": (12, 10)}
"""Month and day, in the Islamic calendar, on which each begins."""
_EPOCH = 227_014
"""The day before 1 Muharram 1 in days since 1 January of year 1 (16 July 622, Julian)."""


def feasts(names: Iterable[str], first: date, last: date) -> tuple[Feast, ...]:
    """The feasts of these names between two days, in order.

    By the arithmetical calendar (Reingold and Dershowitz, "Calendrical Calculations"): eleven leap
    years in thirty. The day that is kept hangs on the moon being seen, and may be one or two off.

    >>> feasts(["eid_fitr"], date(2026, 1, 1), date(2026, 12, 31))[0].day
    datetime.date(2026, 3, 20)
    """
    years = range(_year_before(first), _year_before(last) + 3)
    found = [
        Feast(name, day)
        for name in names
        if name in FEASTS
        for year in years
        if first <= (day := _day(year, *FEASTS[name])) <= last
    ]
    return tuple(sorted(found, key=lambda feast: feast.day))


def _year_before(day: date) -> int:
    """An Islamic year that has begun before a day, and not long before."""
    return max((day.toordinal() - _EPOCH) * 30 // 10_631, 1)


def _day(year: int, month: int, day: int) -> date:
    """A day of the arithmetical Islamic calendar as ours."""
    days = (year - 1) * 354 + (3 + 11 * year) // 30 + 29 * (month - 1) + month // 2 + day
    return date.fromordinal(_EPOCH + days)


def year_from(plan: Plan, mark: int) -> NDArray[np.int64]:
    """The twelve marks of the plan that begin at `mark`, or the last twelve there are."""
    last = plan.timeline.months
    first = min(max(mark, 1), max(last - YEAR + 1, 1))
    return np.arange(first, min(first + YEAR, last + 1))


def in_months(found: Sequence[Feast], months: Sequence[date]) -> tuple[tuple[Feast, ...], ...]:
    """The feasts of each of some months (first days), in their order."""
    return tuple(
        tuple(f for f in found if (f.day.year, f.day.month) == (m.year, m.month)) for m in months
    )
