"""What to ask a lender for, and what each change does to the worst month of the plan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import inf

import numpy as np

from planner.baseline import BELOW, plan_fx
from planner.candidates import Taken
from planner.course import Course
from planner.debts import course
from planner.household import Debt, Household
from planner.repaying import (
    LIFE,
    AskKind,
    Repaying,
    as_offered,
    contract_total,
    largest_payment,
    last_payment,
    rearranged,
    settled,
    taken_away,
)
from planner.triage import KEPT_MONTHS, PRESSING
from products.basis.cashflow import Floats
from products.kind import Side

_COIN = 0.005


@dataclass(frozen=True, slots=True)
class Ask:
    """One change of one debt or chosen loan, before and after; money in plan currency.

    `key` is the line of the plan it is about; `kind`, `months`, `share`, `instalment` and
    `every_months` are those of `repaying.Repaying`. `paid` is all that is paid from now until
    nothing is owed; infinite where that never happens. `end_mark` is the mark of the last payment,
    which may lie beyond the plan; None where there is none.

    `lowest` is the lowest cash of the whole plan; `worst` the lowest until the debt, as it stands,
    is paid: what its lender can mend. `below_mark` is the first mark under zero, `postpones` how
    many months later that is than before (to the plan's end, where money no longer runs out).
    """

    key: str
    label: str
    kind: AskKind
    months: int
    share: float
    instalment: float
    instalment_before: float
    every_months: int
    paid: float
    paid_before: float
    end_mark: int | None
    end_before: int | None
    lowest: float
    lowest_mark: int
    lowest_before: float
    lowest_mark_before: int
    worst: float
    worst_mark: int
    worst_before: float
    worst_mark_before: int
    below_mark: int | None
    below_before: int | None
    postpones: int
    pressing: bool

    @property
    def eases(self) -> float:
        """How much better the worst month becomes; below 0 where it becomes worse."""
        return self.worst - self.worst_before

    @property
    def costs(self) -> float:
        """What is paid more in all; below 0 where it is less."""
        both = np.isfinite(self.paid) and np.isfinite(self.paid_before)
        return self.paid - self.paid_before if both else 0.0

    @property
    def helps(self) -> bool:
        """Whether the worst month becomes better, or money runs out later."""
        return self.eases > _COIN or self.postpones > 0

    @property
    def worth_it(self) -> bool:
        """Whether it helps, and lifts the worst month by no less than it costs in the end."""
        return self.helps and max(self.eases, 0.0) + _COIN >= self.costs


@dataclass(frozen=True, slots=True)
class _Now:
    """What a change is laid beside: payments as they stand, `[T+1]`, and all of them to the end."""

    key: str
    label: str
    cash: Floats
    paid_pm: Floats
    paid: float
    end_mark: int | None
    instalment: float
    pressing: bool


def make_asks(household: Household, c: Course, currency: str) -> tuple[Ask, ...]:
    """All that can be asked for, first what helps the worst month most for each rupee paid more.

    A debt that the case pays off early is left alone.
    """
    found: list[Ask] = []
    for i, debt in enumerate(household.debts):
        if i not in c.payoffs and debt.outstanding > 0:
            found += _of_debt(debt, i, household, c, currency)
    for t in c.taken:
        if t.side is Side.FINANCE:
            found += _of_loan(t, c)
    return tuple(sorted(found, key=worth))


def worth(ask: Ask) -> tuple[bool, float, float, float, str]:
    """The order of asking: what helps, by what the worst month gains for a rupee paid more.

    What costs nothing more stands first, by its gain.
    """
    gain = max(ask.eases, 0.0)
    a_rupee = inf if ask.costs <= _COIN else gain / ask.costs
    return (not ask.helps, -a_rupee, -gain, -float(ask.postpones), ask.key)


def _of_debt(debt: Debt, at: int, household: Household, c: Course, currency: str) -> Iterator[Ask]:
    fx = _to_the_end(plan_fx(c.market, currency, debt.currency))
    its = course(debt, f"debt.{at}", LIFE)
    paid, cleared = its.paid * fx, its.owed[-1] <= 0
    now = _Now(
        key=its.key,
        label=debt.label,
        cash=c.projection.cash,
        paid_pm=paid[: c.projection.cash.size],
        paid=float(paid.sum()) if cleared else inf,
        end_mark=last_payment(paid) if cleared else None,
        instalment=debt.instalment * float(fx[debt.first_due_month]),
        pressing=debt.pressure in PRESSING,
    )
    if debt.instalment and now.end_mark is not None:
        for other in rearranged(debt, now.end_mark, household, c.market, fx):
            yield _ask(now, other)
    if now.pressing or debt.arrears:
        offer = settled(debt, its, now.cash, fx, KEPT_MONTHS * c.budgets.now.essential)
        if offer is not None:
            yield _ask(now, offer)


def _of_loan(t: Taken, c: Course) -> Iterator[Ask]:
    fx = c.fx_of[t.listing.currency]
    now = _Now(
        key=t.key,
        label=t.listing.name,
        cash=c.projection.cash,
        paid_pm=taken_away(t.course),
        paid=contract_total(t.schedule, t.listing.currency) * float(fx[0]),
        end_mark=t.variant.start + t.variant.tenor,
        instalment=largest_payment(t.course, t.variant.start),
        pressing=False,
    )
    for other in as_offered(t, c.market, fx):
        yield _ask(now, other)


def _to_the_end(fx: Floats) -> Floats:
    """A rate of the plan's marks, standing still from the last one on."""
    return np.concatenate([fx, np.full(max(LIFE + 1 - fx.size, 0), fx[-1])])[: LIFE + 1]


def _ask(now: _Now, other: Repaying) -> Ask:
    """One change with what it does to the plan's cash."""
    cash = now.cash + np.cumsum(now.paid_pm - other.paid_pm)
    below, before = _below(cash), _below(now.cash)
    beyond = now.cash.size if below is None else below
    until = now.cash.size if now.end_mark is None else now.end_mark + 1
    return Ask(
        key=now.key,
        label=now.label,
        kind=other.kind,
        months=other.months,
        share=other.share,
        instalment=other.instalment,
        instalment_before=now.instalment,
        every_months=other.every_months,
        paid=other.paid,
        paid_before=now.paid,
        end_mark=other.end_mark,
        end_before=now.end_mark,
        lowest=float(cash.min()),
        lowest_mark=int(cash.argmin()),
        lowest_before=float(now.cash.min()),
        lowest_mark_before=int(now.cash.argmin()),
        worst=float(cash[:until].min()),
        worst_mark=int(cash[:until].argmin()),
        worst_before=float(now.cash[:until].min()),
        worst_mark_before=int(now.cash[:until].argmin()),
        below_mark=below,
        below_before=before,
        postpones=0 if before is None else beyond - before,
        pressing=now.pressing,
    )


def _below(cash: Floats) -> int | None:
    marks = np.flatnonzero(cash < BELOW)
    return int(marks[0]) if marks.size else None
