"""The plan: the whole story of one family on one screen. Start reading here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from planner.answers import Answers
from planner.assumptions import Assumptions
from planner.baseline import Ledger, Line
from planner.budget import Budgets
from planner.candidates import Taken
from planner.case import Case
from planner.cliff import Cliff
from planner.debts import DebtCourse
from planner.household import Goal
from planner.ladder import Advice
from planner.offers import Offer
from planner.sales import SaleOrder
from products.basis.cashflow import Floats
from products.basis.problems import Problem
from products.basis.timeline import Timeline


@dataclass(frozen=True, slots=True)
class Identity:
    """One account that must close: what was compared, and the largest gap found."""

    name: str
    what: str
    gap: float
    ok: bool


@dataclass(frozen=True, slots=True)
class GoalOutlook:
    """One goal at the mark it is wanted by; money of that mark.

    `needed` is its price then; `there` what the plan has for it then, above the buffer and after
    earlier goals, and counting what is spent on it already; `missing` >= 0; `save_pm` the saving a
    month from now on that would close the gap.
    """

    goal: Goal
    mark: int
    needed: float
    there: float
    missing: float
    save_pm: float
    beyond_plan: bool

    @property
    def reached(self) -> bool:
        """Whether the plan pays for it."""
        return self.missing <= 0


@dataclass(frozen=True, slots=True)
class Provenance:
    """What a plan was made of: the same provenance gives the same plan."""

    catalogue_version: str
    assumptions_hash: str
    code_version: str
    case_hash: str
    as_of: date
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """One family's plan; all arrays `[T+1]`, money in plan currency.

    `cash` is after the flows of each mark and may fall below zero: that is the finding.
    `net_worth = cash + owned - owed`. `price_level` turns money of a mark into today's money when
    divided by it. `debt_service` and `income` are the month's; `debt_service_ratio` is that of the
    twelve months up to the mark (the first twelve for the first year), infinite where there is debt
    and no income. Money owed to the worker abroad is in `dues_if_paid` and `cash_if_dues_paid`
    only.
    """

    case: Case
    currency: str
    timeline: Timeline
    lines: tuple[Line, ...]
    cash: Floats
    owned: Floats
    owed: Floats
    net_worth: Floats
    price_level: Floats
    debt_service: Floats
    income: Floats
    debt_service_ratio: Floats
    dues_if_paid: Floats
    dues_expected: Floats
    cash_if_dues_paid: Floats
    ledger: Ledger
    debts: tuple[DebtCourse, ...]
    taken: tuple[Taken, ...]
    cliff: Cliff
    answers: Answers
    budgets: Budgets
    ladder: tuple[Advice, ...]
    offers: tuple[Offer, ...]
    sale_order: SaleOrder
    goals: tuple[GoalOutlook, ...]
    assumptions: Assumptions
    identities: tuple[Identity, ...]
    provenance: Provenance
    warnings: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """One alternative beside the first.

    `answers` are its answers in numbers, by name; `differences` those minus the first
    alternative's. None where a number does not exist (no safe month, no end of cover).
    """

    name: str
    plan: Plan
    answers: Mapping[str, float | None]
    differences: Mapping[str, float | None]
