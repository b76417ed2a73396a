"""The ways a family could go, side by side: always a wage, an enterprise, save and wait.

Repaying debts first and going abroad again stand beside them where they apply. Every column is a
plan made by the same engine, from the same start, over the same months, in the same world; where
futures are drawn, in the same futures. What cannot be known says which question would tell.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from planner.abroad import abroad
from planner.allocation.allocate import allocate
from planner.allocation.ground import undecided
from planner.answers import Status
from planner.baseline import BELOW, month_of
from planner.case import Case, Decisions
from planner.country import Country
from planner.dips import dips_of
from planner.futures.paths import NEVER, Paths
from planner.plan import Plan, make_plan
from planner.templates import (
    Allot,
    Make,
    Rests,
    Template,
    Told,
    WayName,
    enterprise,
    repay,
    save,
    wage,
)
from products.basis.problems import Scalar
from products.catalogue.listing import Listing

Simulate = Callable[[Plan], Paths]
"""Futures of a plan. Given the same seed for every plan, all ways meet the same worlds."""

NUMBERS: Mapping[str, tuple[str, int]] = {
    "lowest_cash": ("amount", 1),
    "first_below_zero_mark": ("mark", 1),
    "end_cash_today": ("amount", 1),
    "end_worth_today": ("amount", 1),
    "free_after_pm": ("amount", 1),
    "debt_free_mark": ("mark", -1),
    "never_below_chance": ("share", 1),
    "pays_back_months": ("months", -1),
}
"""The key numbers: how each is told, and whether more (1) or less (-1) is better."""


@dataclass(frozen=True, slots=True)
class Way:
    """One column; money in plan currency, `..._today` in today's money, marks are month marks.

    `numbers` has all of `NUMBERS`: cash is lowest at `lowest_cash`; `first_below_zero_mark` None:
    never; `free_after_pm` is what a typical month leaves after the return, None where the return is
    not in the plan; `debt_free_mark` the first mark at which no debt told is owed, None: not within
    the plan; `never_below_chance` None where no futures were drawn; `pays_back_months` how long the
    money of a new stay abroad needs to bring back its cost. `verdict` is a text key, filled by
    `params`; `rests` is what it rests on, `notes` what to heed. Where the way is not known, `plan`
    is None and `questions` are what would tell it.
    """

    name: WayName
    decisions: Decisions
    plan: Plan | None
    numbers: Mapping[str, float | None]
    verdict: str
    params: Mapping[str, Scalar]
    rests: tuple[Rests, ...]
    questions: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def known(self) -> bool:
        """Whether there is a plan of it."""
        return self.plan is not None


def ways(
    plan: Plan,
    listings: Sequence[Listing],
    country: Country,
    *,
    told: Told | None = None,
    allot: Allot | None = None,
    simulate: Simulate | None = None,
) -> tuple[Way, ...]:
    """The columns of a plan's family, whatever that plan has decided; three to five.

    `allot` (see `by_allocation`) finds the best decisions of the enterprise and the savings;
    without it they come from the family's own cash and choices. Offers are judged in the family's
    own plan only: those of the columns have none.
    """
    make = _maker(plan, listings, country)
    base = make(undecided(plan.case))
    own = told or Told()
    found = [
        wage(base, own),
        enterprise(base, make, allot),
        save(plan, make, allot),
        repay(base, make),
        abroad(base, own),
    ]
    return tuple(_way(template, make, simulate) for template in found if template is not None)


def by_allocation(listings: Sequence[Listing], country: Country) -> Allot:
    """The best decisions among these listings and the family's own."""
    return lambda plan, only: allocate(plan, listings, country, only=only, dips=dips_of(plan))


def _maker(plan: Plan, listings: Sequence[Listing], country: Country) -> Make:
    """Plans as this one was made, with the listings that a case chooses and no other."""
    by_id = {listing.id: listing for listing in listings}
    made = plan.provenance

    def make(case: Case) -> Plan:
        chosen = {choice.listing_id for choice in case.choices}
        shelf = [by_id[name] for name in sorted(chosen) if name in by_id]
        version = made.catalogue_version
        return make_plan(case, shelf, country, as_of=made.as_of, catalogue_version=version)

    return make


def _way(template: Template, make: Make, simulate: Simulate | None) -> Way:
    if template.case is None:
        return Way(
            name=template.name,
            decisions=Decisions(),
            plan=None,
            numbers=dict.fromkeys(NUMBERS),
            verdict=f"way.{template.name.value}.unknown",
            params={},
            rests=template.rests,
            questions=template.questions,
            notes=template.notes,
        )
    plan = make(template.case)
    numbers = _numbers(plan, template, simulate)
    verdict, params = _verdict(plan, template, numbers)
    decided = {name: getattr(plan.case, name) for name in Decisions.model_fields}
    return Way(
        name=template.name,
        decisions=Decisions.model_validate(decided),
        plan=plan,
        numbers=numbers,
        verdict=verdict,
        params=params,
        rests=template.rests,
        notes=template.notes,
    )


# ------------------------------------------------------------------ what a column says


def _numbers(plan: Plan, template: Template, simulate: Simulate | None) -> dict[str, float | None]:
    level, answers = float(plan.price_level[-1]), plan.answers
    home = answers.last_mark < plan.case.months
    chance = None
    if simulate is not None:
        chance = float(np.mean(simulate(plan).first_below == NEVER))
    return {
        "lowest_cash": answers.lowest_cash,
        "first_below_zero_mark": answers.first_below_zero_mark,
        "end_cash_today": float(plan.cash[-1]) / level,
        "end_worth_today": float(plan.net_worth[-1]) / level,
        "free_after_pm": answers.free_after if home else None,
        "debt_free_mark": debt_free_mark(plan),
        "never_below_chance": chance,
        "pays_back_months": _pays_back(plan, template),
    }


def debt_free_mark(plan: Plan) -> int | None:
    """The first mark from which none of the debts told is owed; None: not within the plan."""
    owed = sum((d.owed for d in plan.debts), np.zeros_like(plan.cash))
    standing = np.flatnonzero(owed > -BELOW)
    if not standing.size:
        return 0
    last = int(standing[-1])
    return last + 1 if last < plan.case.months else None


def _pays_back(plan: Plan, template: Template) -> int | None:
    """Months of a new stay until the money sent has brought back the journey; None: it does not."""
    leave = template.leave_mark
    if leave is None:
        return None
    spent = sum(float(paid.price) for paid in plan.paid_goals)
    sent = np.cumsum(plan.ledger.received[leave + 1 :])
    back = np.flatnonzero(sent >= spent)
    return int(back[0]) + 1 if back.size else None


def _verdict(
    plan: Plan, template: Template, numbers: Mapping[str, float | None]
) -> tuple[str, dict[str, Scalar]]:
    """One sentence: whether it carries, until when, and what is left."""
    answers, months = plan.answers, plan.case.months

    def month(mark: float | None) -> str:
        return month_of(plan.timeline, int(mark or 0)).isoformat()

    params: dict[str, Scalar] = {
        "amount": -answers.lowest_cash,
        "month": month(answers.first_below_zero_mark),
        "covered_month": month((answers.first_below_zero_mark or 1) - 1),
        "end_month": month(months),
        "left_amount": numbers["end_cash_today"] or 0.0,
        "free_amount": numbers["free_after_pm"] or 0.0,
        "clear_month": month(numbers["debt_free_mark"]),
        "until_month": month(template.until_mark),
        "leave_month": month(template.leave_mark),
        "lacks_amount": max(-float(plan.cash[template.leave_mark or 0]), 0.0),
        "months": numbers["pays_back_months"] or 0,
    }
    outcome = "runs_out" if answers.status is Status.DANGER else "carries"
    if template.name is WayName.REPAY:
        outcome = _repaid(plan, numbers, outcome)
    elif template.name is WayName.ABROAD:
        outcome = _gone(template, numbers, outcome)
    return f"way.{template.name.value}.{outcome}", params


def _repaid(plan: Plan, numbers: Mapping[str, float | None], outcome: str) -> str:
    if not plan.case.payoffs:
        return "no_cash"
    return "never_clear" if numbers["debt_free_mark"] is None and outcome == "carries" else outcome


def _gone(template: Template, numbers: Mapping[str, float | None], outcome: str) -> str:
    leave = template.leave_mark
    if leave is not None and leave == numbers["first_below_zero_mark"]:
        return "no_money"
    return "never_back" if numbers["pays_back_months"] is None else outcome


# ------------------------------------------------------------------ side by side


@dataclass(frozen=True, slots=True)
class WayRow:
    """One number over all columns, in their order; `best` is the place of the best, if one is.

    `name` is the number's (text key `way.number.<name>`), `unit` how it is told. `values` None: not
    known, or for marks of running out and of being free of debt: never.
    """

    name: str
    unit: str
    values: tuple[float | None, ...]
    best: int | None


def way_rows(found: Sequence[Way]) -> tuple[WayRow, ...]:
    """The comparison as rows; numbers that no column has are left out."""
    rows = []
    for name, (unit, direction) in NUMBERS.items():
        values = tuple(way.numbers[name] for way in found)
        if any(value is not None for value in values):
            rows.append(WayRow(name, unit, values, _best(name, found, direction)))
    return tuple(rows)


def _best(name: str, found: Sequence[Way], direction: int) -> int | None:
    """The one known column that is better than every other; None where none is, or all are one."""
    never = np.inf if name.endswith("_mark") else None
    ranked = []
    for place, way in enumerate(found):
        value = never if way.numbers[name] is None else way.numbers[name]
        if way.known and value is not None:
            ranked.append((direction * value, -place))
    first, *others = sorted(ranked, reverse=True)
    if not others or first[0] <= others[0][0] - BELOW:
        return None
    return -first[1]
