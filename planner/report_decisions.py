"""What a family decided beside its products, as plain values: ventures, pay-offs, payments.

Money is in plan currency of its own month. Every venture is told in three ways by what it comes to
in cash by the plan's end: if it lives, if it closes (in the month after so many years), expected.
"""

from __future__ import annotations

from planner.figures import Figures, Json, number
from planner.plan import Plan
from planner.ventures import YEAR, VentureCourse, told_three
from products.basis.cashflow import Floats

_SHARE_DIGITS = 6


def told(plan: Plan) -> Json:
    """The three sections of a report."""
    figures = Figures(plan.timeline, plan.currency)
    return {
        "ventures": [_venture(v, figures) for v in plan.ventures],
        "payoffs": _payoffs(plan, figures),
        "payments": [
            {
                "goal": paid.place,
                "label": paid.goal.label,
                "month": figures.at(paid.mark),
                "price": figures.money(float(paid.price)),
                "bought": figures.money(float(paid.bought)),
                "paid": figures.money(float(paid.cash)),
            }
            for paid in plan.paid_goals
        ],
    }


def _venture(v: VentureCourse, figures: Figures) -> Json:
    """One venture begun: what is put in, hoped for, counted, left; and how long such ones live."""
    first = [m for m in range(v.survival.size) if v.told_profit[m] > 0]
    return {
        "id": v.venture.id,
        "label": v.label,
        "kind": v.venture.kind.value,
        "owner": v.venture.owner,
        "start_month": figures.at(v.start),
        "put_in": figures.money(-float(v.cost[v.start])),
        "owned": figures.money(float(v.owned[-1])),
        "owned_if_closed": figures.money(float(v.owned_if_closed[-1])),
        "first_profit_month": figures.at(first[0]) if first else None,
        "hoped_each_month": figures.money(v.venture.profit_pm),
        "counted_each_month": figures.money(v.counted_pm),
        "cash_by_end": _ways(v, figures),
    }


def _ways(v: VentureCourse, figures: Figures) -> Json:
    ways = told_three(v)
    closes = range(v.start + YEAR, v.survival.size, YEAR)

    def in_all(flow: Floats) -> float | None:
        return figures.money(float(flow.sum()))

    return {
        "if_it_lives": in_all(ways.lives),
        "expected": in_all(ways.expected),
        "if_it_closes": [
            {
                "month": figures.at(m),
                "cash": in_all(ways.dies[m]),
                "chance_still_open": number(float(v.survival[m]), _SHARE_DIGITS),
            }
            for m in closes
        ],
    }


def _payoffs(plan: Plan, figures: Figures) -> list[Json]:
    """Each debt paid off whole: what is asked then, beside the month's own instalment."""
    found = []
    for place, mark in sorted(plan.payoffs.items()):
        debt = plan.debts[place]
        found.append(
            {
                "debt": place,
                "label": debt.label,
                "currency": debt.currency or plan.currency,
                "month": figures.at(mark),
                "asked": figures.money(float(debt.settled[mark])),
            }
        )
    return found
