"""What to do first: needs before debts, debts before savings, "do not borrow" where it is true.

The order is the ladder's: who cannot eat is not told to invest, and who cannot pay is not told to
borrow. "Wait" and "we do not know" are steps too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import ceil

from planner.answers import Answers, Status
from planner.baseline import month_of, plan_fx
from planner.budget import Budgets
from planner.case import Case
from planner.debts import DebtCourse, yearly_price
from planner.goals import GoalOutlook
from planner.household import Pressure
from planner.offers import Offer
from planner.outcomes import Verdict
from planner.sales import SaleOrder
from products.basis.eligibility import FACTS, Change
from products.basis.market import Market
from products.basis.problems import Scalar
from products.kind import Side

SHOWN_FIRST = 3
"""How many steps a family sees before it asks for more."""
SOON_MONTHS = 6
"""Money that runs out within so many months is an immediate need, before anything else. Judgement:
as long as the first income after a return usually takes."""
_WORTH_IT = 10
_PRESSING = (Pressure.THREATS, Pressure.PLEDGE, Pressure.SHAMING)
_TAKEABLE = (Verdict.AVAILABLE, Verdict.CONFIRM_FIRST)


class Rung(StrEnum):
    """The rungs, in the order of a family whose money runs out soon; see `make_ladder`."""

    UNKNOWN = "unknown"
    NEEDS = "needs"
    PRESSURE = "pressure"
    DUES = "dues"
    ENTITLEMENTS = "entitlements"
    NO_LOAN = "no_loan"
    COSTLY_DEBT = "costly_debt"
    BUFFER = "buffer"
    GOALS = "goals"
    LOANS = "loans"
    QUESTIONS = "questions"


@dataclass(frozen=True, slots=True)
class Advice:
    """One step with its reason. `code` is the text key of the step, `code + ".why"` of its reason.

    `params` fill both; `mark` is when to do it, None for "now"; `listing_id` names a product where
    the step is about one.
    """

    rung: Rung
    code: str
    params: Mapping[str, Scalar]
    mark: int | None = None
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


def make_ladder(at: Standpoint) -> tuple[Advice, ...]:
    """Every step that applies, in order; the first `SHOWN_FIRST` are shown at once.

    What must be known comes first. A worker who is home claims what is owed, which costs nothing.
    Then the nearer danger: money that runs out within `SOON_MONTHS` before a lender who presses,
    or after him. The rest follows in one order for all.
    """
    runs_out = at.answers.first_below_zero_mark
    soon = runs_out is not None and runs_out <= SOON_MONTHS
    near: tuple[Callable[[Standpoint], Iterator[Advice]], ...] = (_needs, _pressure)
    if not soon:
        near = (_pressure, _needs)
    away = any(member.abroad for member in at.case.household.members)
    rungs = (
        _unknown,
        *((*near, _dues) if away else (_dues, *near)),
        _entitlements,
        _no_loan,
        _costly_debt,
        _buffer,
        _goals,
        _loans,
        _questions,
    )
    found = tuple(advice for rung in rungs for advice in rung(at))
    return found or (Advice(Rung.GOALS, "advice.keep_going", {}),)


def _unknown(at: Standpoint) -> Iterator[Advice]:
    """What must be known before anything else can be said."""
    if at.budgets.now.essential <= 0:
        yield Advice(Rung.UNKNOWN, "advice.tell_spending", {})


def _needs(at: Standpoint) -> Iterator[Advice]:
    """Cash falls below zero: the best thing that covers it, and a second one if it does not."""
    answers = at.answers
    runs_out = answers.first_below_zero_mark
    if runs_out is None:
        return
    params: dict[str, Scalar] = {
        "month": at.month(runs_out),
        "amount": -answers.lowest_cash,
        "lowest_month": at.month(answers.lowest_mark),
    }
    later = answers.earliest_safe_mark
    ways = []
    if later is not None and later > answers.last_mark:
        stay: dict[str, Scalar] = {
            "until_month": at.month(later),
            "months": later - answers.last_mark,
        }
        ways.append(Advice(Rung.NEEDS, "advice.stay", {**params, **stay}, answers.last_mark))
    ways += [*_sale(at, params), *_cut(at, params), *_delay(at, params)]
    yield from ways[:2] or [Advice(Rung.NEEDS, "advice.seek_help", params)]


def _helps(at: Standpoint, spared_pm: float) -> bool:
    """Whether sparing so much a month is worth a step: in a year it closes a tenth of the gap."""
    return 12 * spared_pm * _WORTH_IT >= -at.answers.lowest_cash


def _sale(at: Standpoint, params: Mapping[str, Scalar]) -> list[Advice]:
    sales = [s for s in at.sale_order.sales if s.needed and s.in_time]
    if not sales:
        return []
    first = sales[0]
    till = "" if first.carries_to_mark is None else at.month(first.carries_to_mark)
    code = "advice.sell" if first.carries_to_mark is None else "advice.sell_carries"
    sale: dict[str, Scalar] = {
        "label": first.label,
        "proceeds_amount": first.proceeds,
        "until_month": till,
    }
    return [Advice(Rung.NEEDS, code, {**params, **sale}, at.answers.first_below_zero_mark)]


def _cut(at: Standpoint, params: Mapping[str, Scalar]) -> list[Advice]:
    spared = at.budgets.now.other_spending
    if not _helps(at, spared):
        return []
    return [Advice(Rung.NEEDS, "advice.cut", {**params, "spared_amount": spared})]


def _delay(at: Standpoint, params: Mapping[str, Scalar]) -> list[Advice]:
    patient = [d for d in at.case.household.debts if d.instalment and d.pressure not in _PRESSING]
    if not patient:
        return []
    largest = max(patient, key=lambda d: at.here(d.instalment / d.every_months, d.currency))
    spared = at.here(largest.instalment / largest.every_months, largest.currency)
    if not _helps(at, spared):
        return []
    asked: dict[str, Scalar] = {"label": largest.label, "spared_amount": spared}
    return [Advice(Rung.NEEDS, "advice.ask_delay", {**params, **asked})]


def _pressure(at: Standpoint) -> Iterator[Advice]:
    """Debts whose lender presses hard, the hardest first: clear what can be, agree on the rest."""
    pressed = [d for d in at.case.household.debts if d.pressure in _PRESSING and d.outstanding > 0]
    left = min(at.answers.opening_cash, at.answers.lowest_cash)
    for debt in sorted(pressed, key=lambda d: _PRESSING.index(d.pressure)):
        owed = at.here(debt.outstanding, debt.currency)
        params: dict[str, Scalar] = {
            "label": debt.label,
            "amount": owed,
            "pressure": f"choice.pressure.{debt.pressure.value}",
        }
        clear = owed <= left
        left -= owed if clear else 0.0
        yield Advice(Rung.PRESSURE, "advice.clear_debt" if clear else "advice.agree_debt", params)


def _dues(at: Standpoint) -> Iterator[Advice]:
    """What is owed at the end abroad: papers before leaving, a claim after it."""
    household = at.case.household
    away = any(m.abroad for m in household.members)
    for due in household.dues:
        amount = at.here(due.amount, due.currency)
        last = at.answers.last_mark
        params: dict[str, Scalar] = {"label": due.label, "amount": amount, "month": at.month(last)}
        if amount <= 0 or (away and due.proof_held):
            continue
        if away:
            yield Advice(Rung.DUES, "advice.collect_papers", params, last)
        else:
            code = "advice.claim" if due.proof_held else "advice.claim_without_proof"
            yield Advice(Rung.DUES, code, params)


def _entitlements(at: Standpoint) -> Iterator[Advice]:
    """Money that need not be paid back, before any that must be; not what brings none."""
    for offer in at.offers:
        wanted = offer.verdict in _TAKEABLE and offer.money > 0 and not offer.chosen
        if offer.side is Side.GRANT and wanted:
            params: dict[str, Scalar] = {"name": offer.listing.name, "amount": offer.money}
            yield Advice(Rung.ENTITLEMENTS, "advice.grant", params, None, offer.listing.id)


def _no_loan(at: Standpoint) -> Iterator[Advice]:
    """A month that does not close makes every loan heavier."""
    if at.gap_pm > 0:
        after = at.pays_after and at.answers.free_after < min(at.answers.free_now, 0.0)
        code = "advice.no_loan_after" if after else "advice.no_loan"
        month = at.month(at.answers.last_mark)
        yield Advice(Rung.NO_LOAN, code, {"amount": at.gap_pm, "month": month})


def _costly_debt(at: Standpoint) -> Iterator[Advice]:
    """Debts that cost more than prices grow: paying them off earns more than any saving here."""
    debts = [d for d in at.case.household.debts if yearly_price(d) > at.price_growth_pa]
    for debt in sorted(debts, key=yearly_price, reverse=True):
        if debt.pressure in _PRESSING or at.answers.free_now <= 0:
            continue
        params: dict[str, Scalar] = {
            "label": debt.label,
            "amount": at.here(debt.outstanding, debt.currency),
            "share": yearly_price(debt),
        }
        yield Advice(Rung.COSTLY_DEBT, "advice.costly_debt", params)


def _buffer(at: Standpoint) -> Iterator[Advice]:
    """Months of essentials put aside before anything is locked away."""
    answers = at.answers
    gap = answers.buffer - answers.opening_cash
    if gap <= 0 or answers.buffer <= 0 or answers.free_now <= 0:
        return
    months = ceil(gap / answers.free_now)
    mark = min(months, at.market.timeline.months)
    params: dict[str, Scalar] = {"amount": answers.buffer, "gap_amount": gap, "months": months}
    yield Advice(Rung.BUFFER, "advice.buffer", params, mark)


def _goals(at: Standpoint) -> Iterator[Advice]:
    """Each goal: what the plan cannot pay for and when it could; then what to keep for the rest."""
    if at.answers.status is Status.DANGER:
        return
    for outlook in sorted(at.goals, key=lambda g: g.reached):
        params: dict[str, Scalar] = {
            "label": outlook.goal.label,
            "amount": outlook.needed - outlook.bought if outlook.reached else outlook.missing,
            "month": at.month(outlook.mark),
            "saved_amount": outlook.save_pm,
        }
        if outlook.reached and outlook.needed <= outlook.bought:
            continue
        if outlook.reached:
            yield Advice(Rung.GOALS, "advice.keep_for_goal", params, outlook.mark)
        elif outlook.possible_mark is not None:
            later = {**params, "later_month": at.month(outlook.possible_mark)}
            yield Advice(Rung.GOALS, "advice.goal_waits", later, outlook.possible_mark)
        else:
            yield Advice(Rung.GOALS, "advice.goal_short", params, outlook.mark)


def _loans(at: Standpoint) -> Iterator[Advice]:
    """Finance that passes every rule and gate, only where the month closes and cash is safe."""
    if at.gap_pm > 0 or at.answers.status is Status.DANGER:
        return
    served = {o.listing.category for o in at.offers if o.chosen and o.side is Side.FINANCE}
    for offer in at.offers:
        wanted = offer.wanted and offer.side is Side.FINANCE
        wanted = wanted and offer.listing.category not in served
        if wanted and offer.verdict in _TAKEABLE:
            params: dict[str, Scalar] = {
                "name": offer.listing.name,
                "amount": offer.money,
                "instalment_amount": offer.instalment,
            }
            yield Advice(Rung.LOANS, "advice.loan_possible", params, None, offer.listing.id)
            return


def _questions(at: Standpoint) -> Iterator[Advice]:
    """What we do not know: the month the money ends, and the question that opens most doors."""
    away = any(m.abroad for m in at.case.household.members)
    if away and at.case.household.remittances and not at.pays_after:
        yield Advice(Rung.QUESTIONS, "advice.tell_end", {})
    open_ = [o for o in at.offers if o.verdict is Verdict.UNKNOWN]
    asked = Counter(
        str(fix.params["question"])
        for offer in open_
        for outcome in offer.unknown
        for fix in outcome.fixes
        if "question" in fix.params
    )
    if asked:
        question = min(asked, key=lambda q: (_is_grave(q), -asked[q], q))
        params: dict[str, Scalar] = {"number": len(open_), "question": question}
        yield Advice(Rung.QUESTIONS, "advice.tell_facts", params)


def _is_grave(question: str) -> bool:
    """Whether it asks for what nobody can change, such as a death: never the first question."""
    return FACTS[question.removeprefix("ask.")].change is Change.NEVER


def first_steps(ladder: Sequence[Advice]) -> tuple[Advice, ...]:
    """What is shown at once."""
    return tuple(ladder[:SHOWN_FIRST])
