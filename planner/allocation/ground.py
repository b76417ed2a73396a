"""What every decision is measured from: the family's course with nothing decided, its limits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from planner.assumptions import Assumptions
from planner.case import Case, Decisions
from planner.country import Country
from planner.course import Course, course_of
from planner.facts import Money
from planner.plan import Plan
from planner.projection import YEAR, trailing_year
from products.basis.cashflow import Floats, frozen
from products.catalogue.listing import Category

HALF_YEAR = 6
HORIZON = 60
"""Decisions stand on half-years up to five years ahead: later ones are for a later plan."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a family said a product of a category brings a month, and for how much money of it."""

    category: Category
    brings_pm: float
    after: int
    money: float


@dataclass(frozen=True, slots=True)
class Ground:
    """One family with nothing decided; arrays `[T+1]` in plan currency.

    `cash` is the course of its own; `floor` what a decision may not push it below: the buffer, or
    what bad futures take by then (`dips`, >= 0) where that is more, or the family's own cash where
    that is lower. `income` is what comes in a month, on average over the year up to each mark;
    `asked` what its debts ask for.
    """

    case: Case
    course: Course
    assumptions: Assumptions
    country: Country
    as_of: date
    buffer: float
    cap: float
    cash: Floats
    floor: Floats
    income: Floats
    asked: Floats
    told: tuple[Told, ...]

    @property
    def currency(self) -> str:
        """The plan's."""
        return self.country.currency

    @property
    def months(self) -> int:
        """How long the plan is."""
        return self.course.market.timeline.months

    @property
    def last(self) -> int:
        """The mark of the last remittance."""
        return self.course.last

    @property
    def returns(self) -> bool:
        """Whether the return lies inside the plan."""
        return self.last < self.months

    @property
    def level(self) -> Floats:
        """Prices along the marks, 1 at mark 0."""
        return self.course.market.price_level

    @property
    def lacking(self) -> float:
        """What a typical month lacks, now or after the return; 0 where it closes."""
        budgets = self.course.budgets
        after = budgets.after.free if self.returns else budgets.now.free
        return max(-min(budgets.now.free, after), 0.0)

    @property
    def essential(self) -> float:
        """What a typical month's essentials take, the dearer of now and after the return."""
        return max(self.course.budgets.now.essential, self.course.budgets.after.essential)

    def money_at(self, mark: int) -> Money:
        """The numbers that rules ask for, as they will be at a mark.

        What a month brings is that of now while money is sent and that of after the return then;
        money at hand is what the course leaves.
        """
        budgets = self.course.budgets
        month = budgets.after if mark > self.last else budgets.now
        return Money(month.income + month.remittance, max(float(self.cash[mark]), 0.0))

    def half_years(self, first: int = 0) -> tuple[int, ...]:
        """Marks at which something may be begun, from `first` on."""
        end = min(HORIZON, self.months - 1)
        return tuple(range(-(-first // HALF_YEAR) * HALF_YEAR, end + 1, HALF_YEAR))


def undecided(case: Case) -> Case:
    """The same family with nothing decided."""
    return case.model_copy(update={**Decisions().decided, "alternatives": ()})


def ground_of(plan: Plan, country: Country, dips: Floats | None = None) -> Ground:
    """The ground of a plan's family, whatever that plan has decided."""
    case = undecided(plan.case)
    course = course_of(case, (), plan.assumptions, country.currency)
    cash = course.projection.cash
    kept = np.zeros_like(cash) if dips is None else dips
    return Ground(
        case=case,
        course=course,
        assumptions=plan.assumptions,
        country=country,
        as_of=plan.provenance.as_of,
        buffer=plan.answers.buffer,
        cap=plan.answers.debt_cap,
        cash=cash,
        floor=frozen(np.minimum(np.maximum(plan.answers.buffer, kept), cash)),
        income=frozen(trailing_year(course.projection.income) / YEAR),
        asked=course.asked_pm,
        told=tuple(
            Told(
                t.listing.category,
                t.choice.brings_pm,
                t.choice.brings_after_months,
                float(t.course.money),
            )
            for t in plan.taken
            if t.choice.brings_pm
        ),
    )
