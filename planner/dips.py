"""How far a family's money may dip below its plan, and what a decision has to leave at hand for it.

A plan that puts every rupee to work above a fixed cushion stands only where nothing goes wrong. So
before anything is decided the family is met in many futures, and what bad ones take by each month
stays at hand in that month, beside the cushion. What is decided then is met in the same futures: a
decision that runs out of money too often is not advised.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from planner.allocation.ground import undecided
from planner.assumptions import Assumptions
from planner.case import Case
from planner.course import Course, course_of
from planner.futures.order import at_places
from planner.futures.paths import LIVE_PATHS, Paths
from planner.futures.simulate import simulate
from planner.household import Aim
from planner.plan import Plan
from products.basis.cashflow import Floats, frozen

SPARED = {Aim.SAFETY: 0.02}
"""The share of futures whose bad luck is not prepared for in a month, by aim. Judgement: one in
fifty where safety is what is wanted most."""
SPARED_ELSE = 0.05
"""The same under every other aim: one in twenty."""
BEARABLE = 0.10
"""A plan that runs out in no more than one future in ten may be advised. Judgement."""
NO_WORSE = 0.02
"""Where a family runs out more often than that by itself, decisions may not add more than this."""


@dataclass(frozen=True, slots=True)
class Luck:
    """A family's futures with nothing decided: its `course`, the `paths`, and how to meet others.

    `short` is the share of futures in which its cash falls below zero.
    """

    case: Case
    course: Course
    assumptions: Assumptions
    paths: Paths

    @property
    def short(self) -> float:
        """The share of futures that run out of money with nothing decided."""
        return float((self.paths.first_below >= 0).mean())

    @property
    def spared(self) -> float:
        """The share of futures that is not prepared for, by the family's own aim."""
        return SPARED.get(self.case.household.preferences.aim, SPARED_ELSE)

    def dips(self, share: float | None = None) -> Floats:
        """What bad futures take from cash by each mark, >= 0, `[T+1]`, plan currency.

        The plan's cash less the cash that all but the worst `share` of futures still have.
        """
        worst = self.spared if share is None else share
        place = np.array([int(worst * self.paths.count)], dtype=np.int64)
        poor = at_places(self.paths.cash, place)[..., 0]
        return frozen(np.maximum(self.course.projection.cash - poor, 0.0))

    def short_with(self, decided: Case, course: Course) -> float:
        """The share of the same futures that run out with these decisions."""
        met = simulate(decided, course, self.assumptions, self.paths.count, self.case.seed)
        return float((met.first_below >= 0).mean())

    def bears(self, short: float) -> bool:
        """Whether this share of futures that run out is small, or hardly more than by itself."""
        return short <= max(BEARABLE, self.short + NO_WORSE)


def luck_of(plan: Plan, *, paths: int = LIVE_PATHS) -> Luck:
    """The futures of a plan's family with nothing decided, in the worlds of the case's own seed."""
    case = undecided(plan.case)
    course = course_of(case, (), plan.assumptions, plan.currency)
    met = simulate(case, course, plan.assumptions, paths, case.seed)
    return Luck(case, course, plan.assumptions, met)


def dips_of(plan: Plan, *, paths: int = LIVE_PATHS) -> Floats:
    """What must stay at hand by each mark for the family's own aim, `[T+1]`."""
    return luck_of(plan, paths=paths).dips()
