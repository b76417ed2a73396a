"""A typical month in today's money: now, if the money stopped today, and after the return."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from math import inf

from planner.baseline import BELOW, month_mark, own_end, plan_fx
from planner.debts import DebtCourse
from planner.household import Debt, Expense, Household, Income, Phase, Remittance
from planner.ventures import VentureCourse
from products.basis.market import Market

_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class Budget:
    """A typical month, seasons spread evenly; all >= 0 and in plan currency at mark 0."""

    income: float
    remittance: float
    essential: float
    other_spending: float
    instalments: float

    @property
    def free(self) -> float:
        """What is left after essentials and instalments; negative when the month does not close.

        Less than half a hundredth either way is the dust of sums, and nothing.
        """
        left = self.income + self.remittance - self.essential - self.instalments
        return 0.0 if abs(left) < -BELOW else left


@dataclass(frozen=True, slots=True)
class Budgets:
    """The three typical months. Where nobody sends money, `now` is already after the return."""

    now: Budget
    stopped: Budget
    after: Budget


def budgets(
    household: Household,
    market: Market,
    currency: str,
    last: int,
    debts: Sequence[DebtCourse],
    ventures: Sequence[VentureCourse] = (),
) -> Budgets:
    """The typical months of a household whose money arrives for the last time at `last`.

    `stopped` counts only home income that is there today: what is hoped for after the return is
    not. `after` counts the debts that outlast the first year after the return, and of the ventures
    begun by the end of that year the counted profit of an average month; `now` and `stopped` count
    no venture. A debt paid off at once asks for nothing.
    """
    month = _Month(household, market, currency)
    before, later = (Phase.ALWAYS, Phase.UNTIL_RETURN), (Phase.ALWAYS, Phase.AFTER_RETURN)
    settled = min(last + _A_YEAR, market.timeline.months)
    owing = [d for d, c in zip(household.debts, debts, strict=True) if c.owed[settled] > 0]
    standing = [d for d, c in zip(household.debts, debts, strict=True) if c.owed[0] > 0]
    after = month.budget(later, later, 0, last + 1, owing, waited=True)
    profit = sum(v.counted_pm for v in ventures if v.start <= settled)
    after = replace(after, income=after.income + profit)
    if last == 0:
        now = month.budget(later, later, 0, 1, standing, waited=False)
        return Budgets(now, now, after)
    now = month.budget(before, before, month.remitted(), 1, standing, waited=False)
    stopped = month.budget((Phase.ALWAYS,), later, 0, 1, standing, waited=False)
    return Budgets(now, stopped, after)


@dataclass(frozen=True, slots=True)
class _Month:
    household: Household
    market: Market
    currency: str

    def fx(self, code: str | None) -> float:
        return float(plan_fx(self.market, self.currency, code).flat[0])

    def remitted(self) -> float:
        return sum(
            r.amount * (1 - r.margin_share) * self.fx(r.currency) / r.every_months
            for r in self.household.remittances
            if own_end(r, self.market.timeline) >= 1 and self._begun(r)
        )

    def _begun(self, remittance: Remittance) -> bool:
        day = remittance.first_month
        return day is None or month_mark(self.market.timeline, day) <= 1

    def budget(
        self,
        earning: Collection[Phase],
        spending: Collection[Phase],
        remittance: float,
        mark: int,
        debts: Sequence[Debt],
        *,
        waited: bool,
    ) -> Budget:
        incomes = [
            i
            for i in self.household.incomes
            if i.phase in earning
            and (waited or i.phase is Phase.ALWAYS or not i.wait_months)
            and self._runs(i, mark)
        ]
        costs = [e for e in self.household.expenses if e.phase in spending and self._runs(e, mark)]
        return Budget(
            income=sum(a_month(i) * self.fx(i.currency) for i in incomes),
            remittance=remittance,
            essential=sum(a_month(e) for e in costs if e.essential),
            other_spending=sum(a_month(e) for e in costs if not e.essential),
            instalments=sum(
                d.instalment / d.every_months * self.fx(d.currency) for d in debts if d.outstanding
            ),
        )

    def _runs(self, item: Income | Expense, mark: int) -> bool:
        return item.until is None or month_mark(self.market.timeline, item.until) >= mark


def a_month(item: Income | Expense) -> float:
    """An amount spread evenly over the year's months, in its own currency.

    >>> a_month(Expense(label="school", amount=24_000, months=(4, 8)))
    4000.0
    """
    if item.months:
        return item.amount * len(set(item.months)) / 12
    return item.amount / item.every_months


def cover_months(money_at_hand: float, stopped: Budget) -> float:
    """Months the money at hand lasts if the remittances stopped today; infinite if it lasts.

    Money at hand over (essentials + instalments - home income that is there today).

    >>> cover_months(90_000, Budget(10_000, 50_000, 35_000, 2_000, 5_000))
    3.0
    """
    lacking = stopped.essential + stopped.instalments - stopped.income
    return inf if lacking <= 0 else max(money_at_hand, 0.0) / lacking
