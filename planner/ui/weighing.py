"""The heavy work of the screen, done beside a page: it gets all it needs and meets no session."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from planner.best import Best, recommend
from planner.case import Case
from planner.country import Country
from planner.futures.paths import LIVE_PATHS, Paths
from planner.futures.simulate import simulate
from planner.plan import Plan
from planner.risk import Risk, assess
from planner.templates import Told
from planner.ways import Way, by_allocation, ways
from products.catalogue.listing import Listing


@dataclass(frozen=True, slots=True)
class Weighed:
    """What a family is advised; how its own plan and the advised one fare in the same worlds.

    `ways` is how many ways of taking products were weighed; they themselves are many megabytes and
    are not kept.
    """

    best: Best
    own: Risk
    advised: Risk
    ways: int


def counted(plan: Plan, count: int) -> Risk:
    """So many futures of a plan, counted."""
    paths = simulate(plan.case, plan, plan.assumptions, count, plan.case.seed)
    return assess(paths, plan)


def weigh(
    case: Case, country: Country, listings: Sequence[Listing], as_of: date, version: str
) -> Weighed:
    """The best plan of a case, with the futures of both plans."""
    best = recommend(case, listings, country, as_of=as_of, catalogue_version=version)
    own, advised = (counted(one, LIVE_PATHS) for one in (best.own, best.plan))
    return Weighed(_lightened(best), own, advised, best.allocation.shortlist.field.products.size)


def _lightened(best: Best) -> Best:
    """The same without the products that were only laid out to be weighed."""
    shortlist = best.allocation.shortlist
    none = np.zeros(shortlist.field.products.size, dtype=np.bool_)
    few = replace(shortlist, field=shortlist.field.only(none))
    return replace(best, allocation=replace(best.allocation, shortlist=few))


def lay_out(
    plan: Plan, country: Country, listings: Sequence[Listing], told: Told
) -> tuple[Way, ...]:
    """The ways a family could go, side by side, all of them in the same futures."""

    def futures(one: Plan) -> Paths:
        return simulate(one.case, one, one.assumptions, LIVE_PATHS, plan.case.seed)

    allot = by_allocation(listings, country)
    return ways(plan, listings, country, told=told, allot=allot, simulate=futures)
