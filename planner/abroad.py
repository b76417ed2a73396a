"""Going abroad again: what it costs, what it sends, and until when.

The worker leaves `GAP_MONTHS` after coming home and stays `STAY_MONTHS`: the journey is paid for
once, then money arrives as before. Recruitment fees should be paid by the employer, not the worker
(ILO, General principles and operational guidelines for fair recruitment). Journeys on borrowed
money begin the debts that press hardest (see `planner.triage`): both are said beside the numbers.
"""

from __future__ import annotations

from datetime import date

from planner.allocation.ground import undecided
from planner.assumptions import Card
from planner.baseline import month_of, own_end
from planner.budget import a_month
from planner.case import Case, Payment
from planner.household import Goal, Household, Income, Member, Phase, Remittance
from planner.plan import Plan
from planner.templates import Rests, Template, Told, WayName, with_parts, worker_of

GAP_MONTHS = 3
"""Months at home before leaving again, for papers and leave-taking. Judgement."""
STAY_MONTHS = 24
"""Months of a new stay: two years, as contracts for the Gulf usually run. Judgement."""
_NOTES = ("way.note.fees", "way.note.moneylender")


def abroad(base: Plan, told: Told) -> Template | None:
    """The worker goes again: for a household whose worker is home, or comes home within the plan.

    None for any other, and where the plan ends before a new stay could begin.
    """
    household = base.case.household
    worker = worker_of(household)
    last = base.answers.last_mark if worker.abroad else 0
    comes_home = worker.abroad and bool(household.remittances)
    leave = last + GAP_MONTHS
    if not (comes_home or worker.months_since_return is not None) or leave >= base.case.months:
        return None
    cost, streams = _cost(base, worker, told), _streams(base, worker, told)
    rests = (*((cost,) if cost else ()), *(rest for rest, _ in streams))
    questions = (*(() if cost else ("way.ask.journey",)), *(() if streams else ("way.ask.send",)))
    if cost is None or not streams:
        known = _pay_there(base, worker)
        return Template(WayName.ABROAD, None, (*rests, *known), questions, _NOTES)
    until = min(leave + STAY_MONTHS, base.case.months)
    case = _gone(base, worker, leave, until, tuple(stream for _, stream in streams))
    case = _paid_for(case, cost.value, _living(household), leave)
    return Template(WayName.ABROAD, case, rests, (), _NOTES, until_mark=until, leave_mark=leave)


# ------------------------------------------------------------------ what is known of it


def _host(base: Plan, worker: Member) -> str:
    sent = [r.corridor for r in base.case.household.remittances if r.sender == worker.id]
    return worker.host_country or next((code for code in sent if code), "")


def _cost(base: Plan, worker: Member, told: Told) -> Rests | None:
    """What the journey costs: as told, else the card of the country."""
    if told.migration_cost is not None:
        return Rests("way.rests.journey", told.migration_cost, "amount")
    card = base.assumptions.cards.get(f"migration_cost_{_host(base, worker)}")
    here = None if card is None else _here(base, card)
    return None if here is None else Rests("way.rests.journey", here, "amount", card)


def _pay_there(base: Plan, worker: Member) -> tuple[Rests, ...]:
    """What work there pays by the card: shown where nothing tells how much of it is sent."""
    card = base.assumptions.cards.get(f"wage_abroad_pm_{_host(base, worker)}")
    here = None if card is None else _here(base, card)
    return () if here is None else (Rests("way.rests.pay_abroad", here, "amount", card),)


def _here(base: Plan, card: Card) -> float | None:
    """A card's amount in plan currency; its unit begins with its currency ("USD a month")."""
    code = card.unit.split()[0] if card.unit else base.currency
    rate = 1.0 if code == base.currency else base.assumptions.fx.get(code)
    return None if rate is None else card.value * rate


def _streams(base: Plan, worker: Member, told: Told) -> list[tuple[Rests, Remittance]]:
    """What would be sent: as told, as before, or what the worker's budget abroad left over."""
    if told.send_pm is not None:
        sent = Remittance(sender=worker.id, amount=told.send_pm, currency=base.currency)
        return [(Rests("way.rests.send", told.send_pm, "amount"), sent)]
    before = [r for r in base.case.household.remittances if r.sender == worker.id and r.amount]
    budgets = [b for b in base.case.household.host_budgets if b.member == worker.id]
    if not before:
        before = [
            Remittance(sender=worker.id, amount=b.income_pm - b.spending_pm, currency=b.currency)
            for b in budgets
            if b.income_pm > b.spending_pm
        ]
    found = []
    for stream in before:
        rate = 1.0 if stream.currency == base.currency else base.assumptions.fx.get(stream.currency)
        if rate:
            worth = stream.amount * (1 - stream.margin_share) * rate / stream.every_months
            found.append((Rests("way.rests.send", worth, "amount"), stream))
    return found


# ------------------------------------------------------------------ the case of it


def _gone(
    base: Plan, worker: Member, leave: int, until: int, streams: tuple[Remittance, ...]
) -> Case:
    """The household with the worker away again from `leave` to `until`.

    Money sent now keeps its own end; after the new stay the return happens as it was told.
    """
    case, timeline = undecided(base.case), base.timeline
    home = month_of(timeline, base.answers.last_mark)
    first, end = month_of(timeline, leave + 1), month_of(timeline, until)
    mine = worker.id
    ends = [own_end(r, timeline) for r in case.household.remittances]
    kept = tuple(
        r.model_copy(update={"last_month": home})
        if end == max(ends) or end > base.answers.last_mark
        else r
        for r, end in zip(case.household.remittances, ends, strict=True)
    )
    again = tuple(
        stream.model_copy(update={"first_month": first, "last_month": end}) for stream in streams
    )
    away = {"abroad": True, "months_since_return": None}
    members = tuple(
        m.model_copy(update=away) if m.id == mine else m for m in case.household.members
    )
    case = with_parts(
        case,
        members=members,
        remittances=(*kept, *again),
        host_budgets=(),
        incomes=_incomes(case.household, worker, month_of(timeline, leave)),
    )
    return case.model_copy(update={"last_month": None})


def _incomes(household: Household, worker: Member, leaves: date) -> tuple[Income, ...]:
    """What the worker earns at home now stops on leaving; what comes after a return comes later."""
    if worker.abroad:
        return household.incomes
    found = []
    for income in household.incomes:
        ends = income.until is None or income.until > leaves
        if income.earner == worker.id and income.phase is Phase.ALWAYS and ends:
            found.append(income.model_copy(update={"until": leaves}))
        else:
            found.append(income)
    return tuple(found)


def _living(household: Household) -> float:
    """What living at home takes before leaving, that is counted only after a return."""
    after = [e for e in household.expenses if e.phase is Phase.AFTER_RETURN]
    return GAP_MONTHS * sum(a_month(e) for e in after)


def _paid_for(case: Case, cost: float, living: float, leave: int) -> Case:
    """The journey, and the months at home before it, paid for at the mark of leaving."""
    goals = list(case.household.goals)
    payments = []
    for amount in (cost, living):
        if amount > 0:
            payments.append(Payment(goal=len(goals), mark=leave))
            goals.append(Goal(label="", amount_today=amount, by=month_of(case.timeline, leave)))
    case = with_parts(case, goals=tuple(goals))
    return case.model_copy(update={"payments": tuple(payments)})
