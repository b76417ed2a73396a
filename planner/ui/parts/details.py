"""What lies under the first screen: what would be sold, what is owed to the worker, the hopes."""

from __future__ import annotations

import streamlit as st

from planner.baseline import month_of
from planner.goals import GoalOutlook
from planner.household import Due
from planner.plan import Plan
from planner.sales import Sale
from planner.text import Text
from planner.ui import style
from planner.ui.parts import problems
from planner.ui.parts.arriving_form import chance_words
from planner.ui.parts.hopes_form import goal_title


def sales(plan: Plan, text: Text) -> None:
    """What would be sold first if cash ran out, and how far each sale carries."""
    order = plan.sale_order
    with st.expander(text("plan.sales"), icon=":material/sell:"):
        if not order.sales:
            st.write(text("plan.sales.none"))
            return
        if not any(sale.needed for sale in order.sales):
            st.write(text("plan.sales.not_needed"))
        names = ("thing", "days", "gets", "carries")
        header = [text(f"plan.sales.{name}") for name in names]
        style.table(header, [_sale(sale, plan, text) for sale in order.sales])
        if order.uncovered > 0:
            st.write(text("plan.sales.uncovered", amount=text.money(order.uncovered)))


def _sale(sale: Sale, plan: Plan, text: Text) -> tuple[str, str, str, str]:
    name = sale.label or text(f"choice.asset_kind.{sale.kind}")
    till = text("plan.sales.end")
    if sale.carries_to_mark is not None:
        till = text.month_short(month_of(plan.timeline, sale.carries_to_mark))
    if sale.needed and not sale.in_time:
        till = text("plan.sales.late")
    days = text.count("count.day", sale.days_to_sell)
    return name, days, text.money(sale.proceeds), till


def ledger(plan: Plan, text: Text) -> None:
    """The two houses in the first month money arrives: what is earned, sent, lost and received."""
    there = plan.ledger
    arriving = there.received.nonzero()[0]
    if not arriving.size:
        return
    mark = int(arriving[0])
    with st.expander(text("plan.ledger"), icon=":material/swap_horiz:"):
        month = text.month(month_of(plan.timeline, mark))
        style.small(text("plan.ledger.note", month=month, currency=plan.currency))
        sums = {name: float(getattr(there, name)[mark]) for name in _LEDGER}
        known = sums["earned"] > 0
        sums["kept"] = sums["earned"] - sums["lived"] - sums["outlay"]
        rows = [
            (text(f"plan.ledger.{place}"), text(f"plan.ledger.{name}"), text.money(sums[name]))
            for place, name in _PLACES
            if known or name not in ("earned", "lived", "kept")
        ]
        header = [text(f"plan.ledger.{name}") for name in ("where", "what", "amount")]
        style.table(header, rows, words=2)


_LEDGER = ("earned", "lived", "outlay", "fee", "margin", "received")
_PLACES = (
    ("abroad", "earned"), ("abroad", "lived"), ("abroad", "outlay"), ("abroad", "kept"),
    ("way", "fee"), ("way", "margin"), ("home", "received"),
)  # fmt: skip


def dues(plan: Plan, text: Text) -> None:
    """Money owed to the worker: how much, how likely, and the paper that proves it."""
    owed = plan.case.household.dues
    if not owed:
        return
    with st.expander(text("plan.dues"), icon=":material/receipt_long:"):
        style.lead(text("plan.dues.note"))
        header = [text(f"plan.dues.{name}") for name in ("what", "amount", "chance", "proof")]
        style.table(header, [_due(due, text) for due in owed], words=len(header))
        lowest = text.money(float(plan.cash_if_dues_paid.min()))
        st.write(text("plan.dues.if_paid", amount=lowest))


def _due(due: Due, text: Text) -> tuple[str, str, str, str]:
    name = due.label or text(f"choice.due_kind.{due.kind}")
    proof = text("plan.dues.proof.yes" if due.proof_held else "plan.dues.proof.no")
    return name, text.money(due.amount, due.currency), chance_words(due.chance, text), proof


def goals(plan: Plan, text: Text) -> None:
    """Each hope at its month: paid for, or what is missing."""
    if not plan.goals:
        return
    with st.expander(text("plan.goals"), icon=":material/flag:"):
        header = [text(f"plan.goals.{name}") for name in ("what", "by", "price", "state")]
        style.table(header, [_goal(one, text) for one in plan.goals], words=len(header))


def _goal(one: GoalOutlook, text: Text) -> tuple[str, str, str, str]:
    if one.reached:
        state = text("plan.goals.reached")
    else:
        save = text("plan.goals.save", amount=text.money(one.save_pm))
        state = f"{text('plan.goals.missing', amount=text.money(one.missing))}; {save}"
    if one.beyond_plan:
        state = f"{text('plan.goals.beyond')}; {state}"
    by = text.month_short(one.goal.by)
    return goal_title(one.goal, text), by, text.money(one.needed), state


def warnings(plan: Plan, text: Text) -> None:
    """Answers that were read but could not be used, or look odd."""
    if not plan.warnings:
        return
    with st.container(border=True, key="card-warnings"):
        st.html(style.heading("rule", text("plan.warnings")))
        problems.tell(plan.warnings, text)
