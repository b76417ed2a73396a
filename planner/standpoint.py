"""What the steps are drawn from, one plan's findings, and what a step is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from planner.answers import Answers
from planner.asks import Ask
from planner.baseline import month_of, plan_fx
from planner.budget import Budgets
from planner.case import Case
from planner.debts import DebtCourse
from planner.goals import GoalOutlook
from planner.offers import Offer
from planner.sales import SaleOrder
from planner.triage import Turn
from products.basis.market import Market
from products.basis.problems import Scalar


class Rung(StrEnum):
    """The rungs, in the order of a family whose money runs out soon; see `make_ladder`."""

    SAFETY = "safety"
    UNKNOWN = "unknown"
    NEEDS = "needs"
    PRESSURE = "pressure"
    DUES = "dues"
    ENTITLEMENTS = "entitlements"
    NO_LOAN = "no_loan"
    COSTLY_DEBT = "costly_debt"
    BUFFER = "buffer"
    INVEST = "invest"
    GOALS = "goals"
    LOANS = "loans"
    QUESTIONS = "questions"


@dataclass(frozen=True, slots=True)
class Advice:
    """One step with its reason. `code` is the text key of the step, `code + ".why"` of its reason.

    `params` fill both; `mark` is the month mark to do it at, 0 for "now"; `listing_id` names a
    product where the step is about one.
    """

    rung: Rung
    code: str
    params: Mapping[str, Scalar]
    mark: int = 0
    listing_id: str | None = None


@dataclass(frozen=True, slots=True)
class Standpoint:
    """All that the steps are drawn from: one plan's findings."""

    case: Case
    market: Market
    currency: str
    answers: Answers
    budgets: Budgets
    debts: tuple[DebtCourse, ...]
    turns: tuple[Turn, ...]
    asks: tuple[Ask, ...]
    sale_order: SaleOrder
    goals: tuple[GoalOutlook, ...]
    offers: tuple[Offer, ...]
    price_growth_pa: float

    def month(self, mark: int) -> str:
        """The month of a mark, for a text."""
        return month_of(self.market.timeline, mark).isoformat()

    def here(self, amount: float, code: str | None) -> float:
        """An amount in plan currency, at today's rate."""
        return amount * float(plan_fx(self.market, self.currency, code).flat[0])

    @property
    def pays_after(self) -> bool:
        """Whether the month after the return lies inside the plan."""
        return self.answers.last_mark < self.market.timeline.months

    @property
    def gap_pm(self) -> float:
        """What a typical month lacks, now or after the return; 0 where it closes."""
        after = self.answers.free_after if self.pays_after else 0.0
        return max(-min(self.answers.free_now, after), 0.0)
