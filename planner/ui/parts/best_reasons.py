"""Why this: the reasons one can repeat to one's spouse, and how the answer was found."""

from __future__ import annotations

import streamlit as st

from planner.allocation.explain import Because
from planner.allocation.items import Deed
from planner.best import Best
from planner.report_best import because_said
from planner.text import Text
from planner.ui import style
from planner.ui.weighing import Weighed
from products.kind import Side

_ICONS = {Deed.VENTURE: "storefront", Deed.PAYOFF: "money_off", Deed.PAYMENT: "flag"}
_SIDES = {Side.FINANCE: "payments", Side.GRANT: "redeem", Side.PROTECTION: "shield"}


def draw(best: Best, text: Text) -> None:
    """One card for each thing to do."""
    if not best.because:
        return
    st.subheader(text("best.reasons"))
    style.lead(text("best.reasons.note"))
    for place, one in enumerate(sorted(best.because, key=lambda b: b.done.item.mark)):
        with st.container(border=True, key=f"card-because-{place}"):
            st.html(
                style.heading(_icon(one), name_of(one, best, text))
                + style.note(because_said(one, best, text))
            )


def _icon(one: Because) -> str:
    item = one.done.item
    return _ICONS.get(item.deed) or _SIDES.get(item.side or Side.SAVING, "savings")


def name_of(one: Because, best: Best, text: Text) -> str:
    """What it is and, for a product, how much of it."""
    item, house = one.done.item, best.own.case.household
    if item.listing is not None:
        amount = text.money(one.done.amount, item.listing.currency)
        return text("best.named", name=item.listing.name, amount=amount)
    if item.deed is Deed.PAYMENT:
        return house.goals[item.place].label
    if item.deed is Deed.PAYOFF:
        return text("best.named.payoff", label=house.debts[item.place].label)
    venture = house.ventures[item.place]
    return venture.label or text(f"choice.venture_kind.{venture.kind}")


def found(weighed: Weighed, text: Text) -> None:
    """What part rests on terms to confirm, and how near to the best this is known to be."""
    best = weighed.best
    allocation, plan = best.allocation, best.plan
    with st.expander(text("best.found"), icon=":material/verified:"):
        share = plan.answers.provisional_share
        if share > 0:
            st.write(text("best.found.provisional", share=text.share(share)))
        elif plan.taken:
            st.write(text("best.found.confirmed"))
        st.write(
            text(
                f"best.found.{allocation.solution.method}",
                offers=text.number(len(best.own.offers)),
                ways=text.number(weighed.ways),
                tried=text.number(allocation.solution.tried),
            )
        )
        gap = allocation.gap
        key = "best.found.exact" if gap <= 0 else "best.found.gap"
        st.write(text(key, gap=text.share(gap, 2)))
        style.small(text("best.found.limits"))
