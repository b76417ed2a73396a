"""What to do first: needs before debts, debts before savings, "do not borrow" where it is true.

The order is the ladder's: who cannot eat is not told to invest, and who cannot pay is not told to
borrow. "Wait" and "we do not know" are steps too. It is that of practice: immediate needs, coercive
debt, costly debt, a cushion, then investing; help that need not be paid back before any loan.

Needs or a lender who threatens, which comes first? Both, each with what it takes. Danger to people
comes before any talk of money (reintegration practice: protection first, at the first contact), and
telling someone costs nothing: that is the first step of all. *Paying* a lender waits behind food
where money runs out within `SOON_MONTHS`, for the first weeks after a return are for shelter, food
and health, and debts are sorted after them (IOM Reintegration Handbook,
https://reintegrationhb.iom.int/module/reintegration-planning-and-follow). Where the shortage is
farther away the lender comes first: the harder the pressure, the poorer the reintegration (see
`planner.triage`). That months away is far is a judgement.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from math import ceil

from planner.answers import Status
from planner.debtsteps import ask_step, costly_debt, pressure, safety
from planner.outcomes import Verdict
from planner.standpoint import Advice, Rung, Standpoint
from planner.triage import Why
from products.basis.eligibility import FACTS, Change
from products.basis.problems import Scalar
from products.kind import Side

SHOWN_FIRST = 3
"""How many steps a family sees before it asks for more."""
SOON_MONTHS = 6
"""Money that runs out within so many months is an immediate need, before anything else. Judgement:
as long as the first income after a return usually takes."""
_WORTH_IT = 10
_TAKEABLE = (Verdict.AVAILABLE, Verdict.CONFIRM_FIRST)


def make_ladder(at: Standpoint) -> tuple[Advice, ...]:
    """Every step that applies, in order; the first `SHOWN_FIRST` are shown at once.

    Safety comes first, then what must be known. A worker who is home claims what is owed, which
    costs nothing. Then the nearer danger: money that runs out within `SOON_MONTHS` before a lender
    who presses, or after him. The rest follows in one order for all.
    """
    runs_out = at.answers.first_below_zero_mark
    soon = runs_out is not None and runs_out <= SOON_MONTHS
    near: tuple[Callable[[Standpoint], Iterator[Advice]], ...] = (_needs, pressure)
    if not soon:
        near = (pressure, _needs)
    away = any(member.abroad for member in at.case.household.members)
    rungs = (
        safety,
        _unknown,
        *((*near, _dues) if away else (_dues, *near)),
        _entitlements,
        _no_loan,
        costly_debt,
        _buffer,
        _invest,
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
    """Cash falls below zero: the two best things that cover it, and what to ask which lender."""
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
    ways += [*_sale(at, params), *_cut(at, params)]
    found = [*ways[:2], *_asked(at)]
    yield from found or [Advice(Rung.NEEDS, "advice.seek_help", params)]


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
    return [Advice(Rung.NEEDS, code, {**params, **sale}, at.answers.first_below_zero_mark or 0)]


def _cut(at: Standpoint, params: Mapping[str, Scalar]) -> list[Advice]:
    spared = at.budgets.now.other_spending
    if not _helps(at, spared):
        return []
    return [Advice(Rung.NEEDS, "advice.cut", {**params, "spared_amount": spared})]


def _asked(at: Standpoint) -> Iterator[Advice]:
    """The best ask of a lender who does not press, where it closes a good part of the gap."""
    for ask in at.asks:
        part = ask.eases * _WORTH_IT >= -at.answers.lowest_cash
        if ask.worth_it and part and not ask.pressing:
            yield ask_step(at, ask, Rung.NEEDS)
            return


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
            yield Advice(Rung.ENTITLEMENTS, "advice.grant", params, listing_id=offer.listing.id)


def _no_loan(at: Standpoint) -> Iterator[Advice]:
    """A month that does not close makes every loan heavier."""
    if at.gap_pm > 0:
        after = at.pays_after and at.answers.free_after < min(at.answers.free_now, 0.0)
        code = "advice.no_loan_after" if after else "advice.no_loan"
        month = at.month(at.answers.last_mark)
        yield Advice(Rung.NO_LOAN, code, {"amount": at.gap_pm, "month": month})


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


def _invest(at: Standpoint) -> Iterator[Advice]:
    """What no month of a safe plan needs, once no debt costs more than prices grow."""
    spare = at.answers.lowest_cash - at.answers.buffer
    costly = any(t.why in (Why.PRESSES, Why.COSTLY, Why.LATE) for t in at.turns)
    open_ = [
        o for o in at.offers if o.side is Side.SAVING and o.verdict in _TAKEABLE and not o.chosen
    ]
    wanted = at.answers.status is Status.SAFE and at.gap_pm <= 0 and not costly
    if wanted and open_ and spare >= at.budgets.now.essential > 0:
        params: dict[str, Scalar] = {"amount": spare, "number": len(open_)}
        yield Advice(Rung.INVEST, "advice.invest", params)


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
            yield Advice(Rung.LOANS, "advice.loan_possible", params, listing_id=offer.listing.id)
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
