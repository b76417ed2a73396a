"""Five ways a family could go, each as a case made from its own: the same start, months and world.

A wage, an enterprise, save and wait: always. Repaying debts first, and going abroad again, where
there is something to repay or somebody to go. What a family or a country's pack does not tell is
asked for, never made up.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from planner.allocation.allocate import Allocation
from planner.allocation.ground import undecided
from planner.allocation.rules import Only
from planner.assumptions import Card
from planner.baseline import month_mark
from planner.budget import a_month
from planner.case import Case, Decisions, Payoff, Undertaking
from planner.household import Household, Income, IncomeKind, Member, Phase, Relation, Venture
from planner.plan import Plan
from products.kind import Side

Make = Callable[[Case], Plan]
"""The plan of a case, by the one engine."""
Allot = Callable[[Plan, Only], Allocation]
"""The best decisions of a plan's family under what may be decided."""

DAYS_WORKED = 26
"""Days a month that a day's wage is earned. Judgement: the practice rule for an owner's wage."""
_STARTS = 6
"""Months between the starts at which a venture is tried, up to `_LATEST`."""
_LATEST = 60
_ADULT = 18


class WayName(StrEnum):
    """The columns, in their order."""

    WAGE = "wage"
    ENTERPRISE = "enterprise"
    SAVE = "save"
    REPAY = "repay"
    ABROAD = "abroad"


@dataclass(frozen=True, slots=True)
class Told:
    """What can be told beside the case; money in plan currency and today's money, None: not told.

    `wage_pm` after the return, `send_pm` home from a new stay abroad, `migration_cost` of it.
    """

    wage_pm: float | None = None
    send_pm: float | None = None
    migration_cost: float | None = None


@dataclass(frozen=True, slots=True)
class Rests:
    """One number a way rests on: a card's, with its source and date, or the family's own.

    `name` is a text key; `unit` says how `value` is told: "amount" (plan currency), "months" or
    "share". `label` is the family's word for it, where it has one.
    """

    name: str
    value: float
    unit: str
    card: Card | None = None
    label: str = ""

    @property
    def own(self) -> bool:
        """Whether it is the family's own number."""
        return self.card is None


@dataclass(frozen=True, slots=True)
class Template:
    """One way before it is reckoned: its case, or the questions that would tell it."""

    name: WayName
    case: Case | None = None
    rests: tuple[Rests, ...] = ()
    questions: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    until_mark: int | None = None
    """abroad: the mark of the last money of the new stay"""
    leave_mark: int | None = None
    """abroad: the mark at which the journey is paid for"""


def worker_of(household: Household) -> Member:
    """Whose work the ways are about: who sends money, is abroad, came back; else the first adult.

    A sender before one who only lives abroad, one abroad before one who is home again.
    """
    senders = [r.sender for r in household.remittances if r.amount]

    def nearness(member: Member) -> tuple[bool, bool, bool, bool, bool]:
        return (
            member.id not in senders,
            not member.abroad,
            member.months_since_return is None,
            member.age_years < _ADULT,
            member.relation is not Relation.SELF,
        )

    return min(household.members, key=nearness)


# ------------------------------------------------------------------ a wage


def wage(base: Plan, told: Told) -> Template:
    """The household with the worker's wage at home, after the usual wait for a first income.

    The family's own figure where it told one, else the country's lowest legal wage, instead of what
    the worker would earn by other work of his own: one person has one job.
    """
    case, household = undecided(base.case), base.case.household
    worker = worker_of(household)
    own = [income for income in household.incomes if _is_wage(income, worker)]
    if own:
        rests = (
            *(Rests("way.rests.wage", _told_pm(i, base), "amount", label=i.label) for i in own),
            *(Rests("way.rests.wait", float(i.wait_months), "months", label=i.label) for i in own),
        )
        return Template(WayName.WAGE, case, rests)
    pays = _lowest_wage(base, told)
    if pays is None:
        return Template(WayName.WAGE, questions=("way.ask.wage",))
    waits = _wait(base)
    income = Income(
        label="",
        kind=IncomeKind.WAGE,
        amount=pays.value,
        phase=Phase.AFTER_RETURN,
        wait_months=int(waits.value),
        earner=worker.id,
    )
    kept = tuple(i for i in household.incomes if not _instead(i, worker))
    return Template(WayName.WAGE, with_parts(case, incomes=(*kept, income)), (pays, waits))


def _told_pm(income: Income, base: Plan) -> float:
    """What an income brings a month, in plan currency."""
    rate = 1.0 if income.currency is None else base.assumptions.fx.get(income.currency, 1.0)
    return a_month(income) * rate


def _instead(income: Income, worker: Member) -> bool:
    """Own work after the return that a full wage leaves no time for."""
    works = income.kind in (IncomeKind.FARM, IncomeKind.SHOP, IncomeKind.OTHER)
    return works and income.phase is Phase.AFTER_RETURN and income.earner == worker.id


def _is_wage(income: Income, worker: Member) -> bool:
    """A wage the worker earns at home: after the return, or now where he is home."""
    phases = (Phase.AFTER_RETURN,) if worker.abroad else (Phase.AFTER_RETURN, Phase.ALWAYS)
    mine = income.earner == worker.id
    mine = mine or (income.earner is None and income.phase is Phase.AFTER_RETURN)
    return income.kind is IncomeKind.WAGE and income.amount > 0 and mine and income.phase in phases


def _lowest_wage(base: Plan, told: Told) -> Rests | None:
    if told.wage_pm is not None:
        return Rests("way.rests.wage", told.wage_pm, "amount")
    cards, region = base.assumptions.cards, base.case.household.region
    for name in (f"minimum_wage_pm_{region}", "minimum_wage_pm"):
        if name in cards:
            return Rests("way.rests.wage", cards[name].value, "amount", cards[name])
    for name in (f"minimum_wage_pd_{region}", "minimum_wage_pd"):
        if name in cards:
            return Rests("way.rests.wage", DAYS_WORKED * cards[name].value, "amount", cards[name])
    return None


def _wait(base: Plan) -> Rests:
    """Months until the first wage, from today where the worker is home already."""
    card = base.assumptions.cards["months_to_first_income"]
    gone = worker_of(base.case.household).months_since_return or 0
    return Rests("way.rests.wait", float(max(round(card.value) - gone, 0)), "months", card)


def with_parts(case: Case, **parts: object) -> Case:
    """The case with some parts of its household replaced."""
    return case.model_copy(update={"household": case.household.model_copy(update=parts)})


# ------------------------------------------------------------------ an enterprise


def enterprise(base: Plan, make: Make, allot: Allot | None) -> Template:
    """The family with one of its ventures begun, at the start that serves it best.

    With `allot` the best plan that begins one of them in any case, products included; where none
    can be afforded, or without `allot`, from the family's own money. A wage that was told stays:
    what a venture brings is counted after its owner's own wage.
    """
    ventures = base.case.household.ventures
    if not ventures:
        return Template(WayName.ENTERPRISE, questions=("way.ask.venture",))
    decided = _afforded(base, allot) or _own_money(base, make)
    if decided is None:
        return Template(WayName.ENTERPRISE, questions=("way.ask.venture_month",))
    begun = {u.venture for u in decided.undertakings}
    told = [Rests("way.rests.venture", v.profit_pm, "amount", label=v.label)
            for v in ventures if v.id in begun]  # fmt: skip
    card = base.assumptions.cards["venture_counted_share"]
    rests = (*told, Rests("way.rests.counted", card.value, "share", card))
    case = undecided(base.case).model_copy(update=decided.decided)
    return Template(WayName.ENTERPRISE, case, rests)


def _afforded(base: Plan, allot: Allot | None) -> Decisions | None:
    """The best decisions with a venture begun, whichever venture serves the aim best."""
    if allot is None:
        return None
    every = (
        allot(base, Only(payoffs=False, payments=False, must=(venture.id,)))
        for venture in base.case.household.ventures
    )
    able = [found for found in every if found.feasible and found.decisions.undertakings]
    return max(able, key=lambda found: found.value).decisions if able else None


def _own_money(base: Plan, make: Make) -> Decisions | None:
    """One venture from cash alone: the start that leaves most at the end, and no new empty month.

    Where every start empties the purse, the one that empties it least. None where no venture may
    begin within the plan.
    """
    case = undecided(base.case)
    alone = make(case)
    floor = min(alone.answers.lowest_cash, 0.0)
    ranked = []
    for venture in case.household.ventures:
        for start in range(_first_mark(base, venture), min(case.months, _LATEST), _STARTS):
            begun = Decisions(undertakings=(Undertaking(venture=venture.id, start_mark=start),))
            plan = make(case.model_copy(update=begun.decided))
            lowest = plan.answers.lowest_cash
            holds = lowest >= floor
            worth = float(plan.net_worth[-1]) if holds else lowest
            ranked.append(((holds, worth, -start), begun))
    return max(ranked, key=lambda pair: pair[0])[1] if ranked else None


def _first_mark(base: Plan, venture: Venture) -> int:
    told = venture.earliest
    return 0 if told is None else max(month_mark(base.timeline, told), 0)


# ------------------------------------------------------------------ save and wait


def save(base: Plan, make: Make, allot: Allot | None) -> Template:
    """Only savings, nothing borrowed or begun, and no wage counted on after the return.

    What is put by has to carry the house. With `allot` it is put where it serves best; without, as
    the family chose.
    """
    household, worker = base.case.household, worker_of(base.case.household)
    kept = tuple(i for i in household.incomes if not _hoped_for(i, worker))
    case = with_parts(undecided(base.case), incomes=kept)
    if allot is not None:
        only = Only(finance=False, grants=False, ventures=False, payoffs=False, payments=False)
        decided = allot(make(case), only).decisions
    else:
        saved = tuple(t.choice for t in base.taken if t.side is Side.SAVING)
        decided = Decisions(choices=saved)
    at_hand = Rests("way.rests.at_hand", base.answers.opening_cash, "amount")
    return Template(WayName.SAVE, case.model_copy(update=decided.decided), (at_hand,))


def _hoped_for(income: Income, worker: Member) -> bool:
    """A wage that is not there yet."""
    return _is_wage(income, worker) and income.phase is Phase.AFTER_RETURN


# ------------------------------------------------------------------ repay debts first


def repay(base: Plan, make: Make) -> Template | None:
    """Debts paid off as early as cash allows, in their turn; what is freed is saved.

    None where no debt costs anything, is late, or presses.
    """
    case = undecided(base.case)
    alone = make(case)
    wanted = [turn for turn in alone.turns if turn.wanted]
    if not wanted:
        return None
    payoffs = tuple(Payoff(debt=t.debt, mark=t.mark) for t in wanted if t.mark is not None)
    rests = tuple(Rests("way.rests.debt", t.price_pa, "share", label=t.label) for t in wanted)
    return Template(WayName.REPAY, case.model_copy(update={"payoffs": payoffs}), rests)
