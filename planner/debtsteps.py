"""The steps about debts: safety, lenders who press, what to ask for, what to pay off early."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from planner.asks import Ask
from planner.household import Pressure
from planner.repaying import AskKind
from planner.standpoint import Advice, Rung, Standpoint
from planner.triage import Why, clear_months
from products.basis.problems import Scalar

_A_UNIT = 1.0
_ASKED = {
    AskKind.LONGER: "advice.ask_longer",
    AskKind.GRACE: "advice.ask_grace",
    AskKind.SETTLEMENT: "advice.ask_settlement",
    AskKind.SEASON: "advice.ask_season",
}


def ask_step(at: Standpoint, ask: Ask, rung: Rung) -> Advice:
    """What to ask a lender for, with what it does to the worst month and costs in the end."""
    params: dict[str, Scalar] = {
        "label": ask.label,
        "months": ask.months,
        "share": ask.share,
        "instalment_amount": ask.instalment,
        "instalment_before_amount": ask.instalment_before,
        "worst_month": at.month(ask.worst_mark_before),
        "eases_amount": max(ask.eases, 0.0),
        "costs_amount": max(ask.costs, 0.0),
        "spared_amount": max(-ask.costs, 0.0),
    }
    mark = ask.months if ask.kind is AskKind.SETTLEMENT else 0
    free = ask.costs < _A_UNIT and ask.kind is not AskKind.SETTLEMENT
    return Advice(rung, _ASKED[ask.kind] + ("_free" if free else ""), params, mark)


def safety(at: Standpoint) -> Iterator[Advice]:
    """A lender who threatens is first of all a danger: telling someone comes before paying."""
    for debt in at.case.household.debts:
        if debt.pressure is Pressure.THREATS and debt.outstanding > 0:
            yield Advice(Rung.SAFETY, "advice.safety", {"label": debt.label})
            return


def pressure(at: Standpoint) -> Iterator[Advice]:
    """Debts whose lender presses hard, the hardest first: clear what can be, agree on the rest."""
    for turn in at.turns:
        if turn.why is not Why.PRESSES:
            continue
        debt = at.case.household.debts[turn.debt]
        params: dict[str, Scalar] = {
            "label": debt.label,
            "amount": turn.owed,
            "pressure": f"choice.pressure.{debt.pressure.value}",
        }
        if turn.mark is None:
            yield Advice(Rung.PRESSURE, "advice.agree_debt", params)
            asks = (a for a in at.asks if a.key == f"debt.{turn.debt}" and a.worth_it)
            yield from (ask_step(at, ask, Rung.PRESSURE) for ask in islice(asks, 1))
        elif turn.mark == 0:
            yield Advice(Rung.PRESSURE, "advice.clear_debt", params)
        else:
            params["month"] = at.month(turn.mark)
            yield Advice(Rung.PRESSURE, "advice.clear_debt_by", params, turn.mark)


def costly_debt(at: Standpoint) -> Iterator[Advice]:
    """Debts to pay off early, in their order: small ones that free their instalment, then dear."""
    order = [t for t in at.turns if t.why in (Why.SMALL, Why.COSTLY, Why.LATE)]
    for number, turn in enumerate(order, start=1):
        if at.answers.free_now <= 0 or (turn.mark is None and at.gap_pm > 0):
            continue
        params: dict[str, Scalar] = {
            "label": turn.label,
            "amount": turn.owed,
            "share": turn.price_pa,
            "number": number,
        }
        if turn.why is Why.SMALL and number < len(order):
            code = "advice.small_debt"
            params["months"] = clear_months(turn.owed, at.answers.free_now)
            params["spared_amount"] = turn.instalment_pm
        elif turn.price_pa > at.price_growth_pa:
            code = "advice.costly_debt"
        elif at.case.household.debts[turn.debt].arrears:
            code = "advice.late_debt"
        else:
            continue
        yield Advice(Rung.COSTLY_DEBT, code, params, turn.mark or 0)
