"""How far a family's money may dip below its plan: what a decision has to leave at hand for it.

A plan that puts every rupee to work above a fixed cushion stands only where nothing goes wrong. So
before anything is decided the family is met in many futures, and what bad ones take by each month
stays at hand in that month, beside the cushion.
"""

from __future__ import annotations

import numpy as np

from planner.allocation.ground import undecided
from planner.course import course_of
from planner.futures.order import at_places
from planner.futures.paths import LIVE_PATHS
from planner.futures.simulate import simulate
from planner.household import Aim
from planner.plan import Plan
from products.basis.cashflow import Floats, frozen

SPARED = {Aim.SAFETY: 0.02}
"""The share of futures whose bad luck is not prepared for in a month, by aim. Judgement: one in
fifty where safety is what is wanted most."""
SPARED_ELSE = 0.05
"""The same under every other aim: one in twenty."""


def dips_of(plan: Plan, *, paths: int = LIVE_PATHS) -> Floats:
    """What bad futures take from the family's cash by each mark, >= 0, `[T+1]`, plan currency.

    Of the family with nothing decided, whatever the plan has decided, in the worlds of the case's
    own seed: the plan's cash less the cash that all but the worst share of futures still have.
    """
    case = undecided(plan.case)
    course = course_of(case, (), plan.assumptions, plan.currency)
    futures = simulate(case, course, plan.assumptions, paths, case.seed)
    share = SPARED.get(case.household.preferences.aim, SPARED_ELSE)
    place = np.array([int(share * paths)], dtype=np.int64)
    poor = at_places(futures.cash, place)[..., 0]
    return frozen(np.maximum(course.projection.cash - poor, 0.0))
