"""What a family wants most, as a value of every column; all linear in the amounts.

Safety comes first in every aim, through the rules: no value buys a month below the floor. Money
that went into what the family wanted counts as had, not as lost, so that paying for a goal never
looks like a loss; what is lent counts as owed. A venture counts by what it brings times the chance
that it is open. All in today's money.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from planner.allocation.ground import Ground
from planner.allocation.items import Columns, Deed, Flows
from planner.allocation.own import enterprising, kept_worth
from planner.household import Aim, GoalKind, Pressure
from products.basis.cashflow import Floats

SMALL = 0.1
"""Weight of everything that is not the aim itself: a tie-break. Judgement: a tenth."""
LATER_GOAL = 0.05
"""A goal counts this much less for each goal wanted before it, to a half at the least."""
TROUBLE = 0.1
"""A product must bring this part of a month's essentials over the whole plan: less is not worth
signing for. Judgement."""
_DUST = 1e-9
PRESSED = {Pressure.THREATS: 1.0, Pressure.PLEDGE: 1.0, Pressure.SHAMING: 0.5}
"""What it is worth to be rid of a lender who presses, as a part of what is owed. Judgement."""


@dataclass(frozen=True, slots=True)
class Measures:
    """What decisions bring beyond deciding nothing, in today's money; one number, or `[K]`.

    `liquid`: money that can be had at once less what is owed, on average over the plan's marks.
    `goals`: worth of goals met, late ones less. `house`, `enterprise`: money well spent on that
    purpose. `income_pm`: a month's after the return (of the whole plan, where nobody returns).
    `wealth`: net worth at the end, with what went into goals. `relief`: lenders who press paid off.
    `lent`: what is owed to new lenders, on average over the plan's marks.
    """

    liquid: Floats | float
    goals: Floats | float
    house: Floats | float
    enterprise: Floats | float
    income_pm: Floats | float
    wealth: Floats | float
    relief: Floats | float
    lent: Floats | float


@dataclass(frozen=True, slots=True)
class Values:
    """The programme's values: of each unit, and once if taken, `[K]`; both measured too."""

    each: Floats
    once: Floats
    per_unit: Measures
    per_take: Measures


def values_of(columns: Columns, ground: Ground, aim: Aim | None = None) -> Values:
    """What every column is worth to the family's aim (or another one)."""
    wanted = ground.case.household.preferences.aim if aim is None else aim
    per_unit = _measured(columns.each, ground, columns.size)
    per_take = _measured(columns.once, ground, columns.size)
    per_take = _met(per_take, columns, ground)
    trouble = TROUBLE * ground.essential
    products = columns.where(lambda item: item.deed is Deed.PRODUCT)
    once = value(per_take, ground, wanted) - np.where(products, trouble * _weight(wanted), 0.0)
    nothing = np.abs(once) < _DUST * (trouble + np.abs(columns.price))
    return Values(value(per_unit, ground, wanted), np.where(nothing, 0.0, once), per_unit, per_take)


def value(of: Measures, ground: Ground, aim: Aim) -> Floats:
    """The value of measures under an aim: the aim itself, and a tenth of what else is good.

    Where safety is the aim, money newly borrowed counts against it once more than it is owed: a
    lender can ask when there is least to give.
    """
    rest = np.asarray(of.relief) + SMALL * np.asarray(of.wealth)
    goals, months = np.asarray(of.goals), after_return(ground).sum()
    match aim:
        case Aim.SAFETY:
            found = of.liquid - np.asarray(of.lent) + SMALL * goals
        case Aim.GOALS:
            found = goals + SMALL * of.liquid
        case Aim.HOUSE:
            found = of.house + SMALL * (goals + of.liquid)
        case Aim.ENTERPRISE:
            found = of.enterprise + SMALL * (goals + of.liquid)
        case Aim.INCOME:
            found = of.income_pm * months + SMALL * (goals + of.liquid)
        case Aim.WEALTH:
            return np.asarray(of.wealth + np.asarray(of.relief) + SMALL * goals, dtype=np.float64)
    return np.asarray(found + rest, dtype=np.float64)


def _weight(aim: Aim) -> float:
    """How much of a gain of money the least value of an aim counts."""
    return 1.0 if aim in (Aim.SAFETY, Aim.WEALTH, Aim.INCOME) else 2 * SMALL


def after_return(ground: Ground) -> np.ndarray:
    """The marks that income after the return is measured over, `[T+1]`."""
    marks = np.arange(ground.months + 1)
    return marks > (ground.last if ground.returns else 0)


def _measured(flows: Flows, ground: Ground, size: int) -> Measures:
    level, nought = ground.level, np.zeros(size)
    today = 1.0 / level / level.size
    ever_after = np.cumsum(today[::-1])[::-1]
    after = after_return(ground)
    earned = np.where(after, 1.0 / level / after.sum(), 0.0)
    had, owed = flows.exits + flows.spent, flows.owed
    at_end = flows.owned[:, -1] + flows.spent[:, -1] - owed[:, -1]
    return Measures(
        liquid=_along(flows.expected, ever_after) + _along(had - owed, today),
        goals=nought,
        house=nought,
        enterprise=nought,
        income_pm=_along(flows.income, earned),
        wealth=(flows.expected.sum(axis=-1) + at_end) / level[-1],
        relief=nought,
        lent=_along(np.maximum(owed, 0.0), today),
    )


def _along(flows: Floats, weights: Floats) -> Floats:
    """Flows `[K, T+1]` weighted by mark and added up, `[K]`; in one order on every machine."""
    return np.asarray(np.einsum("kt,t->k", flows, weights), dtype=np.float64)


def _met(of: Measures, columns: Columns, ground: Ground) -> Measures:
    """With what is met once a column is taken: goals, ventures well begun, lenders paid off."""
    goals, house, enterprise, relief = (np.zeros(columns.size) for _ in range(4))
    for k, item in enumerate(columns.items):
        if item.deed is Deed.PAYMENT:
            worth = _goal_worth(item.place, item.mark, ground)
            goals[k] = worth
            kind = ground.case.household.goals[item.place].kind
            house[k] = worth if kind is GoalKind.HOUSE else 0.0
            enterprise[k] = worth if kind is GoalKind.ENTERPRISE else 0.0
        elif item.deed is Deed.PAYOFF:
            debt = ground.case.household.debts[item.place]
            relief[k] = PRESSED.get(debt.pressure, 0.0) * _waited(columns.today[k], item.mark)
        elif item.deed is Deed.VENTURE and np.asarray(of.wealth)[k] > 0:
            venture = ground.case.household.ventures[item.place]
            if enterprising(venture.kind):
                enterprise[k] = columns.today[k]
                goals[k] = _begun_worth(columns.today[k], item.mark, ground)
    met = {"goals": goals, "house": house, "enterprise": enterprise, "relief": relief}
    return replace(of, **met)


def _goal_worth(place: int, mark: int, ground: Ground) -> float:
    """A goal's price in today's money, less for waiting and for the goals wanted before it."""
    goals = ground.case.household.goals
    goal = goals[place]
    order = sorted(range(len(goals)), key=lambda i: (goals[i].by, i)).index(place)
    share = max(1.0 - LATER_GOAL * order, 0.5)
    return goal.amount_today * share * kept_worth(ground, goal, mark)


def _begun_worth(put_in: float, mark: int, ground: Ground) -> float:
    """What beginning a venture is worth as a goal: its part of the goal of an enterprise."""
    goals = [
        (_goal_worth(i, mark, ground), g.amount_today)
        for i, g in enumerate(ground.case.household.goals)
        if g.kind is GoalKind.ENTERPRISE and g.amount_today
    ]
    if not goals:
        return 0.0
    worth, price = goals[0]
    return worth * min(put_in / price, 1.0)


def _waited(owed: float, mark: int) -> float:
    """What is left of a relief that comes at a mark: a twelfth is lost with each month."""
    return owed * max(1.0 - mark / 12, 0.0) if owed else 0.0
