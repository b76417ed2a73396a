"""A family's own ventures once begun: what they cost, bring and leave, along the marks.

The plan counts a venture carefully: it lives, and of the profit hoped for only the card
`venture_counted_share` comes. What closing does is told beside (`told_three`) and happens in the
futures alone. Closing at mark d: the profit of d still arrives, none after; what is owned falls to
what a sale of its things would bring, and the working capital is lost.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.baseline import month_mark, month_of
from planner.case import Undertaking
from planner.household import Household, Sex, Venture, VentureKind
from planner.survival import Cards, running, survival
from products.basis.cashflow import Floats, frozen
from products.basis.market import Market
from products.basis.problems import Problem, Severity
from products.basis.timeline import calendar_months

YEAR = 12
NO_ENTERPRISE = (VentureKind.LAND, VentureKind.TRAINING)
"""Ventures that are no enterprise: what is spent on them is not spent on a goal of that kind."""


@dataclass(frozen=True, slots=True)
class VentureCourse:
    """One venture begun at mark `start`; arrays `[..., T+1]` in plan currency, the family's hand.

    `cost` (<= 0) is all that is put in at the start, working capital included. `profit` (>= 0) is
    what the plan counts, `told_profit` what the family hopes for, both from `wait_months` after the
    start. `owned` (>= 0, after the mark's flows) is what a sale would bring and the working
    capital, at the prices paid: nothing is added for appreciation. `owned_if_closed` is what is
    left of it once it has closed. `sunk` (>= 0) is the part of the cost that no sale brings back,
    at the start: `owned[m] = owned[m-1] - cost[m] - sunk[m]`. `survival` `[T+1]` is the chance that
    it is open at the end of each month. `counted_pm` is the counted profit of an average month of
    the year, in money of mark 0.
    """

    key: str
    venture: Venture
    start: int
    cost: Floats
    profit: Floats
    told_profit: Floats
    owned: Floats
    owned_if_closed: Floats
    sunk: Floats
    survival: Floats
    counted_pm: float

    @property
    def label(self) -> str:
        """The family's own word for it."""
        return self.venture.label

    @property
    def answered_from(self) -> int:
        """The first mark at which its question is answered with yes, if it has one."""
        return self.start + self.venture.wait_months


@dataclass(frozen=True, slots=True)
class ToldThree:
    """What one venture does to cash at each mark, told in three ways.

    `lives` and `expected` are `[..., T+1]`; row d of `dies` `[..., T+1, T+1]` is "it closes at mark
    d" (rows before the start: it closes at once). `expected` is the mean of the three, weighted by
    the survival curve, in closed form.
    """

    lives: Floats
    dies: Floats
    expected: Floats


def begin(
    household: Household, undertakings: Sequence[Undertaking], market: Market, assumptions: Cards
) -> tuple[tuple[VentureCourse, ...], tuple[Problem, ...]]:
    """Every venture that can be begun, in the order decided, and what is wrong with the rest.

    A venture nobody knows, one begun twice, or one that begins after the plan is not begun. One
    that would begin before its `earliest` month begins then, with a warning.
    """
    known = {venture.id: venture for venture in household.ventures}
    begun: list[VentureCourse] = []
    problems: list[Problem] = []
    for i, one in enumerate(undertakings):
        problem = _refused(i, one, known, begun, market)
        if problem is not None:
            problems.append(problem)
            continue
        venture = known[one.venture]
        start = max(one.start_mark, earliest_mark(venture, market))
        if start > one.start_mark:
            problems.append(_too_early(i, venture, start, market))
        if start <= market.timeline.months:
            sex = owner_sex(household, venture)
            begun.append(undertake(venture, start, sex, market, assumptions))
    return tuple(begun), tuple(problems)


def earliest_mark(venture: Venture, market: Market) -> int:
    """The first mark a venture may begin at; may lie beyond the plan."""
    return 0 if venture.earliest is None else max(month_mark(market.timeline, venture.earliest), 0)


def owner_sex(household: Household, venture: Venture) -> Sex | None:
    """Of who runs it; None where nobody is named."""
    return None if venture.owner is None else household.member(venture.owner).sex


def undertake(
    venture: Venture, start: int, sex: Sex | None, market: Market, assumptions: Cards
) -> VentureCourse:
    """One venture begun at a mark of the plan, 0..T, in one future or in many."""
    level = market.price_level
    marks = np.arange(level.shape[-1])
    at_start, since = marks == start, marks >= start
    paid = level[..., start, None]
    left, capital = venture.resale_share * venture.cost, venture.working_capital
    runs = brings(venture, start, market)
    told = np.where(runs, venture.profit_pm * level, 0.0)
    counted = assumptions["venture_counted_share"]
    months = len(set(venture.months)) or YEAR
    return VentureCourse(
        key=f"venture.{venture.id}",
        venture=venture,
        start=start,
        cost=frozen(np.where(at_start, -(venture.cost + capital) * paid, 0.0)),
        profit=frozen(told * counted),
        told_profit=frozen(told),
        owned=frozen(np.where(since, (left + capital) * paid, 0.0)),
        owned_if_closed=frozen(np.where(since, left * paid, 0.0)),
        sunk=frozen(np.where(at_start, (venture.cost - left) * paid, 0.0)),
        survival=survival(venture.kind, sex, assumptions, start, level.shape[-1]),
        counted_pm=venture.profit_pm * counted * months / YEAR,
    )


def brings(venture: Venture, start: int, market: Market) -> NDArray[np.bool_]:
    """The marks `[T+1]` at which a venture begun at `start` brings its profit."""
    marks = np.arange(market.timeline.n_marks)
    runs = marks > start + venture.wait_months
    if venture.months:
        runs &= np.isin(calendar_months(market.timeline), venture.months)
    return np.asarray(runs, dtype=np.bool_)


def told_three(course: VentureCourse) -> ToldThree:
    """Cash at each mark if it lives, if it closes at each mark d, and expected.

    The last is `cost + profit * running(survival)`: the profit of a month arrives if the venture
    was open when the month began.
    """
    marks = np.arange(course.survival.size)
    before_end = marks <= marks[:, None]
    return ToldThree(
        lives=frozen(course.cost + course.profit),
        dies=frozen(course.cost[..., None, :] + course.profit[..., None, :] * before_end),
        expected=frozen(course.cost + course.profit * running(course.survival)),
    )


def expected_owned(course: VentureCourse) -> Floats:
    """What is owned of a venture, weighted by the chance that it is still open, `[..., T+1]`."""
    at_stake = course.owned - course.owned_if_closed
    return frozen(course.owned_if_closed + at_stake * course.survival)


def spent_on_enterprise(courses: Sequence[VentureCourse], like: Floats) -> Floats:
    """What the ventures begun have put into an enterprise by each mark, >= 0, `[..., T+1]`."""
    paid = (-c.cost for c in courses if c.venture.kind not in NO_ENTERPRISE)
    return np.cumsum(sum(paid, np.zeros_like(like)), axis=-1)


def spared(courses: Sequence[VentureCourse], spent: Floats) -> tuple[Floats, ...]:
    """What products have paid of each venture's cost by its start, >= 0 there, `[..., T+1]`.

    `spent` is what products have spent on an enterprise by each mark. A rupee is counted for one
    venture only, the first begun; what ventures that are no enterprise cost is the family's own.
    """
    used = np.zeros_like(spent[..., 0])
    found = [np.zeros_like(spent) for _ in courses]
    for i in sorted(range(len(courses)), key=lambda i: courses[i].start):
        course = courses[i]
        if course.venture.kind not in NO_ENTERPRISE:
            there = np.maximum(spent[..., course.start] - used, 0.0)
            part = np.minimum(there, -course.cost[..., course.start])
            found[i][..., course.start] = part
            used = used + part
    return tuple(frozen(part) for part in found)


def answered(courses: Sequence[VentureCourse]) -> Mapping[str, int]:
    """Question (a fact's name) -> the first mark from which a venture has turned it to yes."""
    found: dict[str, int] = {}
    for course in courses:
        fact = course.venture.answer
        if fact:
            found[fact] = min(found.get(fact, course.answered_from), course.answered_from)
    return found


def _refused(
    i: int,
    one: Undertaking,
    known: Mapping[str, Venture],
    begun: Sequence[VentureCourse],
    market: Market,
) -> Problem | None:
    """Why an undertaking does not count at all; None if it does."""
    where, months = f"undertakings[{i}]", market.timeline.months
    if one.venture not in known:
        params = {"value": one.venture, "limit": ", ".join(known)}
        return Problem("problem.unknown_venture", f"{where}.venture", params=params)
    if any(c.venture.id == one.venture for c in begun):
        params = {"value": known[one.venture].label or one.venture}
        return Problem("problem.decided_twice", f"{where}.venture", params=params)
    if one.start_mark > months:
        terms = {"value": one.start_mark, "limit": months}
        return Problem("problem.starts_after_plan", f"{where}.start_mark", params=terms)
    return None


def _too_early(i: int, venture: Venture, start: int, market: Market) -> Problem:
    """It begins as soon as it may, or not at all if that is after the plan."""
    within = start <= market.timeline.months
    code = "problem.begins_later" if within else "problem.begins_after_plan"
    severity = Severity.WARNING if within else Severity.ERROR
    params = {
        "value": venture.label or venture.id,
        "limit": f"{month_of(market.timeline, start):%Y-%m}",
    }
    return Problem(code, f"undertakings[{i}].start_mark", severity, params)
