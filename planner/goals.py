"""What a family hopes for, at the month it is wanted by, against what the plan leaves for it.

Money is counted for one goal only. What products buy for a category of goals (and what ventures
put into an enterprise) goes to its goals in order of the month they are wanted by; a goal that the
plan pays for is charged the rest of its price at the mark decided.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from planner.baseline import BELOW, Group, Line, month_mark
from planner.candidates import Taken
from planner.case import Payment
from planner.household import Goal, GoalKind
from planner.ventures import VentureCourse, spared, spent_on_enterprise
from products.basis.cashflow import Floats, frozen
from products.basis.market import Market
from products.basis.problems import Problem, Scalar
from products.catalogue.listing import Category

BOUGHT_BY = {GoalKind.HOUSE: Category.HOUSING, GoalKind.ENTERPRISE: Category.ENTERPRISE}
"""What money lent or given for a purpose has bought of a goal."""


@dataclass(frozen=True, slots=True)
class GoalOutlook:
    """One goal at the mark it is wanted by; money of that mark.

    `needed` is its price then; `bought` what the plan's products and ventures spend on it by then;
    `there` what the plan can give for it in all: that, and what could be taken out of cash without
    ever falling below the buffer later, after earlier goals. `missing` >= 0; `save_pm` is what more
    than in this plan, each month from now on, closes the gap; `possible_mark` the first mark from
    which the plan itself pays for it. `beyond_plan` goals are judged at the plan's last mark.

    A goal that is `paid` for by decision is judged at the mark it is paid at: it is bought whole,
    and its money is out of cash already; what is missing is what cash is below zero then, if it is.
    `place` is its place in the household's list.
    """

    goal: Goal
    mark: int
    needed: float
    bought: float
    there: float
    missing: float
    save_pm: float
    possible_mark: int | None
    beyond_plan: bool
    paid: bool
    place: int

    @property
    def reached(self) -> bool:
        """Whether the plan pays for it."""
        return self.missing <= 0


@dataclass(frozen=True, slots=True)
class PaidGoal:
    """One goal paid for at a mark; money of that mark, >= 0, `[...]`.

    `price` is what it costs then, `bought` the part that products and ventures have bought by then.
    """

    place: int
    goal: Goal
    mark: int
    price: Floats
    bought: Floats

    @property
    def cash(self) -> Floats:
        """The rest, which is paid in cash."""
        return self.price - self.bought

    def line(self, like: Floats) -> Line:
        """The payment as a line of the account, `[..., T+1]`."""
        flow = np.zeros_like(like)
        flow[..., self.mark] = -self.cash
        return Line(f"goal.{self.place}", self.goal.label, Group.PURPOSE, frozen(flow))


def paid_marks(
    goals: Sequence[Goal], payments: Sequence[Payment], months: int
) -> tuple[Mapping[int, int], tuple[Problem, ...]]:
    """Place of a goal -> the mark it is paid at, and what is wrong with the payments left out."""
    marks: dict[int, int] = {}
    problems: list[Problem] = []
    for i, payment in enumerate(payments):
        where = f"payments[{i}]"
        if payment.goal >= len(goals):
            counts = {"value": payment.goal + 1, "limit": len(goals)}
            problems.append(Problem("problem.unknown_goal", f"{where}.goal", params=counts))
        elif payment.goal in marks:
            label = {"value": goals[payment.goal].label}
            problems.append(Problem("problem.decided_twice", f"{where}.goal", params=label))
        elif payment.mark > months:
            late: dict[str, Scalar] = {"value": payment.mark, "limit": months}
            problems.append(Problem("problem.mark_after_plan", f"{where}.mark", params=late))
        else:
            marks[payment.goal] = payment.mark
    return marks, tuple(problems)


def pay(
    goals: Sequence[Goal],
    marks: Mapping[int, int],
    taken: Sequence[Taken],
    ventures: Sequence[VentureCourse],
    market: Market,
) -> tuple[PaidGoal, ...]:
    """The goals paid for at their `marks`, in the household's order, in one future or in many."""
    shares = _Shares(spent_on(taken, market.price_level, ventures), market)
    found = []
    for place in _in_order(goals):
        goal = goals[place]
        at = marks.get(place, _wanted(goal, market)[0])
        bought = shares.take(goal, at)
        if place in marks:
            price = goal.amount_today * market.price_level[..., at]
            found.append(PaidGoal(place, goal, at, price, bought[..., at]))
    return tuple(sorted(found, key=lambda p: p.place))


def spent_on(
    taken: Sequence[Taken], like: Floats, ventures: Sequence[VentureCourse] = ()
) -> dict[Category, Floats]:
    """What the plan has spent on each purpose up to each mark, `[..., T+1]`, >= 0.

    Products by their category; what ventures cost beyond what products paid of it, for an
    enterprise.
    """
    nothing = np.zeros_like(like)
    spent = {
        category: -np.cumsum(
            sum((t.course.purpose for t in taken if t.listing.category is category), nothing),
            axis=-1,
        )
        for category in BOUGHT_BY.values()
    }
    lent = spent[Category.ENTERPRISE]
    own = spent_on_enterprise(ventures, like) - np.cumsum(
        sum(spared(ventures, lent), nothing), axis=-1
    )
    return {**spent, Category.ENTERPRISE: lent + own}


def _in_order(goals: Sequence[Goal]) -> list[int]:
    """Places of the goals, the first wanted first."""
    return sorted(range(len(goals)), key=lambda place: goals[place].by)


def _wanted(goal: Goal, market: Market) -> tuple[int, bool]:
    """The mark a goal is judged at, and whether it is wanted only after the plan."""
    by, months = month_mark(market.timeline, goal.by), market.timeline.months
    return min(max(by, 0), months), by > months


class _Shares:
    """What is spent by each mark, given to one goal after the other."""

    def __init__(self, spent: Mapping[Category, Floats], market: Market) -> None:
        self.spent, self.level = spent, market.price_level
        self.used = {category: np.zeros_like(self.level[..., 0]) for category in spent}

    def take(self, goal: Goal, mark: int) -> Floats:
        """What is bought of a goal by each mark, `[..., T+1]`; its part at `mark` is used up."""
        price = goal.amount_today * self.level
        category = BOUGHT_BY.get(goal.kind)
        if category is None:
            return np.zeros_like(price)
        bought = np.clip(self.spent[category] - self.used[category][..., None], 0.0, price)
        self.used[category] = self.used[category] + bought[..., mark]
        return np.asarray(bought, dtype=np.float64)


def outlooks(
    goals: Sequence[Goal],
    cash: Floats,
    taken: Sequence[Taken],
    market: Market,
    buffer: float,
    *,
    ventures: Sequence[VentureCourse] = (),
    paid: Mapping[int, int] | None = None,
) -> tuple[GoalOutlook, ...]:
    """Every goal in order of its month; a rupee is counted for one goal only.

    `paid` are the marks of the goals paid for by decision, by place; `cash` is without their money.
    """
    marks = paid or {}
    shares = _Shares(spent_on(taken, market.price_level, ventures), market)
    spare = np.minimum.accumulate(cash[::-1])[::-1] - buffer
    drawn, found = 0.0, []
    for place in _in_order(goals):
        goal = goals[place]
        price = goal.amount_today * market.price_level
        if place in marks:
            mark = marks[place]
            shares.take(goal, mark)
            found.append(_paid(goal, place, mark, float(price[mark]), float(cash[mark])))
            continue
        mark, beyond = _wanted(goal, market)
        bought = shares.take(goal, mark)
        there = bought + np.maximum(spare - drawn, 0.0)
        missing = np.maximum(price - there, 0.0)
        pays = np.flatnonzero((missing <= 0) & (np.arange(price.size) >= mark))
        drawn += min(float(there[mark]), float(price[mark])) - float(bought[mark])
        found.append(
            GoalOutlook(
                goal=goal,
                mark=mark,
                needed=float(price[mark]),
                bought=float(bought[mark]),
                there=float(there[mark]),
                missing=float(missing[mark]),
                save_pm=float(missing[mark]) / max(mark, 1),
                possible_mark=int(pays[0]) if pays.size else None,
                beyond_plan=beyond,
                paid=False,
                place=place,
            )
        )
    return tuple(found)


def _paid(goal: Goal, place: int, mark: int, price: float, cash: float) -> GoalOutlook:
    """A goal the plan pays for, with the cash that is left at that mark."""
    missing = min(-cash, price) if cash < BELOW else 0.0
    return GoalOutlook(
        goal=goal,
        mark=mark,
        needed=price,
        bought=price,
        there=price - missing,
        missing=missing,
        save_pm=missing / max(mark, 1),
        possible_mark=None if missing else mark,
        beyond_plan=False,
        paid=True,
        place=place,
    )
