"""Change anything and see: controls beside the result, the old numbers kept beside the new.

Nothing is written down until it is accepted; thrown away, everything is as it was.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import streamlit as st

from planner.baseline import month_mark
from planner.candidates import Taken
from planner.case import Case
from planner.changes import Change, changed
from planner.household import Aim
from planner.plan import Plan
from planner.text import Text
from planner.ui import cache, chores, desk, session, style
from planner.ui.parts import best_beside
from planner.ui.parts.fields import MOST_MONEY, Fields
from planner.ui.parts.hopes_form import BUFFERS, MOST_PRODUCTS, buffer_said
from planner.ui.parts.months import months_ahead
from planner.ui.parts.spoken import signed
from planner.ui.style import Tone
from planner.ui.weighing import Weighed

_LESS_AND_MORE = tuple(step / 100 for step in range(-50, 55, 5))
_MOST_AMOUNTS = 4


@st.fragment
def draw(plan: Plan, text: Text) -> None:
    """The controls, and what they change."""
    mine = desk.desk()
    with st.container(border=True, key="card-try"):
        st.html(style.heading("tune", text("best.try")) + style.note(text("best.try.note")))
        now = _controls(plan, mine.change, text)
        if now != mine.change:
            mine.change = now
        other = changed(plan.case, now)
        if other == plan.case:
            style.small(text("best.try.same"))
            return
        new = cache.plan_of(other)
        names = (text("best.try.old"), text("best.try.new"))
        rows = best_beside.rows(plan, cache.risk_of(plan.case), new, cache.risk_of(other), text)
        best_beside.numbers(names, rows)
        _decide(other, text)
        chores.show(
            "weigh", cache.key_of(other), cache.weighing(other), text("best.doing"),
            lambda found: _advice(found, text),
        )  # fmt: skip


def _decide(other: Case, text: Text) -> None:
    with st.container(horizontal=True):
        if st.button(
            text("best.try.keep"), type="primary", icon=":material/check:", key="try.keep"
        ):
            session.accept_anew(other)
            desk.desk().try_anew()
            st.rerun()
        if st.button(text("best.try.drop"), icon=":material/close:", key="try.drop"):
            desk.desk().try_anew()
            st.rerun()


def _advice(found: Weighed, text: Text) -> None:
    """What would be advised then."""
    best = found.best
    lowest = signed(best.plan.answers.lowest_cash, text)
    tone = {"do": Tone.GOOD, "wait": Tone.ASK, "mend": Tone.BAD}[best.verdict]
    title = text(
        f"best.headline.{best.verdict}", things=text.count("count.thing", len(best.because))
    )
    style.hero(tone, text("best.try.advice"), title, text("best.try.lowest", amount=lowest))


# ------------------------------------------------------------------ the controls


def _controls(plan: Plan, change: Change, text: Text) -> Change:
    one, two = st.columns(2)
    with one:
        change = replace(change, last_month=_last_month(plan, change, text))
        change = replace(change, spending=_spending(plan, change, text))
    with two:
        change = _wishes(plan.case, change, text)
    amounts = _amounts(plan, change, text)
    return replace(change, amounts=amounts)


def _key(name: str) -> str:
    return f"{desk.epoch()}.try.{desk.desk().tries}.{name}"


def _last_month(plan: Plan, change: Change, text: Text) -> date | None:
    if not plan.cliff.moves:
        return None
    days = months_ahead(plan.timeline)
    own = plan.answers.last_mark
    wanted = change.last_month
    now = own if wanted is None else month_mark(plan.timeline, wanted)
    mark = st.select_slider(
        text("plan.pivot"), options=list(range(len(days))), value=min(max(now, 0), len(days) - 1),
        format_func=lambda m: text("plan.pivot.stopped") if m == 0 else text.month_short(days[m]),
        key=_key("last"),
    )  # fmt: skip
    return None if int(mark) == own else days[int(mark)]


def _spending(plan: Plan, change: Change, text: Text) -> float:
    month = plan.budgets.now.essential + plan.budgets.now.other_spending

    def said(share: float) -> str:
        if not share:
            return text("best.try.spending.same", amount=text.money(month))
        sign = "+" if share > 0 else "−"
        return f"{sign}{text.share(abs(share))} ({text.money(month * (1 + share))})"

    chosen = st.select_slider(
        text("best.try.spending"), options=_LESS_AND_MORE, value=change.spending,
        format_func=said, key=_key("spending"),
    )  # fmt: skip
    return float(chosen)


def _wishes(case: Case, change: Change, text: Text) -> Change:
    own = case.household.preferences
    f = Fields(text, "wish", _key("wish"))
    aim = f.choice("aim", change.aim or own.aim, tuple(Aim))
    buffer = own.buffer_months if change.buffer_months is None else change.buffer_months
    buffers = [b for b in BUFFERS if b is not None or own.buffer_months is None]
    months = f.pick("buffer_months", buffer, buffers, lambda n: buffer_said(n, text))
    most = own.most_products if change.most_products is None else change.most_products
    count = f.pick("most_products", most, MOST_PRODUCTS, lambda n: text.number(n, 0))
    return replace(
        change,
        aim=None if aim is own.aim else aim,
        buffer_months=None if months == own.buffer_months else months,
        most_products=None if count == own.most_products else count,
    )


def _amounts(plan: Plan, change: Change, text: Text) -> dict[int, float]:
    """The amount of each product chosen; only those that differ from the plan's."""
    found: dict[int, float] = {}
    shown = [t for t in plan.taken if t.choice in plan.case.choices][:_MOST_AMOUNTS]
    for taken in shown:
        place = plan.case.choices.index(taken.choice)
        f = Fields(text, "trial", _key(f"amount.{place}"), {"amount": _label(taken, text)})
        own = taken.choice.amount
        now = f.money(
            "amount", change.amounts.get(place, own), taken.listing.currency, high=MOST_MONEY
        )
        if now != own:
            found[place] = now
    return found


def _label(taken: Taken, text: Text) -> str:
    return text("best.try.amount", name=taken.listing.name)
