"""Choices laid side by side: making, naming and removing them, and what differs between them."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from planner import frames
from planner.baseline import month_of
from planner.case import Alternative, Case
from planner.charts import compare as picture
from planner.plan import Comparison
from planner.text import Text
from planner.ui import cache, desk, style
from planner.ui.parts import charted
from planner.ui.parts.hopes_form import goal_title
from planner.ui.parts.owning_form import debt_title
from planner.ui.parts.spoken import signed
from planner.ui.parts.ventures_form import venture_title
from products.catalogue.listing import Listing

FEWEST, MOST, MOST_LETTERS = 2, 5, 60
_MONEY = ("lowest_cash", "end_cash", "end_owned", "end_owed", "end_net_worth", "paid_to_lenders")
_MARKS = ("lowest_mark", "first_below_zero_mark", "earliest_safe_mark")
ROWS = (
    "lowest_cash", "lowest_mark", "first_below_zero_mark", "earliest_safe_mark",
    "worst_debt_ratio", "paid_to_lenders", "end_cash", "end_owned", "end_owed", "end_net_worth",
)  # fmt: skip


def manage(case: Case, listings: dict[str, Listing], text: Text) -> Case:
    """The case with its alternatives as kept, named and removed."""
    kept = list(case.alternatives)
    gone: Alternative | None = None
    for place, one in enumerate(kept):
        with st.container(border=True, key=f"card-alternative-{place}"):
            words, button = st.columns([5, 1], vertical_alignment="center")
            with words:
                said = ", ".join(_decided(one, case, listings, text)) or text("compare.without")
                st.html(style.heading("compare_arrows", one.name) + style.note(said))
            key = f"alt.{place}.remove"
            if button.button(
                text("rows.remove"), key=key, icon=":material/delete:", type="tertiary"
            ):
                gone = one
    if gone is not None:
        kept.remove(gone)
        return case.model_copy(update={"alternatives": tuple(kept)})
    return _add(case, text)


def _decided(one: Alternative, case: Case, listings: dict[str, Listing], text: Text) -> list[str]:
    """What an alternative decides, each in a few words: products, ventures, pay-offs, payments."""
    house = case.household
    ventures = {v.id: venture_title(v, text) for v in house.ventures}
    debts = {i: debt_title(debt, text) for i, debt in enumerate(house.debts)}
    goals = {i: goal_title(goal, text) for i, goal in enumerate(house.goals)}
    return [
        *(listings[c.listing_id].name for c in one.choices if c.listing_id in listings),
        *(ventures[u.venture] for u in one.undertakings if u.venture in ventures),
        *(text("compare.payoff", label=debts[p.debt]) for p in one.payoffs if p.debt in debts),
        *(text("compare.payment", label=goals[p.goal]) for p in one.payments if p.goal in goals),
    ]


def _add(case: Case, text: Text) -> Case:
    if len(case.alternatives) >= MOST:
        style.small(text("compare.full", most=MOST))
        return case
    taken = {one.name for one in case.alternatives}
    free = next(
        name for n in range(1, MOST + 2) if (name := text("compare.name", n=n)) not in taken
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.text_input(
            text("compare.call_it"), value=free, max_chars=MOST_LETTERS,
            key=f"{desk.epoch()}.alt.name.{len(case.alternatives)}",
        )  # fmt: skip
        keep = st.button(
            text("compare.keep"), icon=":material/add:", type="primary", key="alt.keep"
        )
        bare = st.button(text("compare.keep_bare"), icon=":material/block:", key="alt.bare")
    if not (keep or bare):
        return case
    name = name.strip() or free
    if name in taken:
        style.wrong(text("problem.alternative_twice", value=name))
        return case
    fresh = Alternative(name=name, **(case.decided if keep else {}))
    return case.model_copy(update={"alternatives": (*case.alternatives, fresh)})


def table(compared: Sequence[Comparison], text: Text) -> None:
    """One row an answer, one column an alternative; under each its difference to the first."""
    header = [text("compare.answer"), *(one.name for one in compared)]
    rows = [
        (
            text(f"compare.{name}"),
            *(_cell(name, one, place, text) for place, one in enumerate(compared)),
        )
        for name in ROWS
    ]
    style.table(header, rows)
    style.small(text("compare.difference", first=compared[0].name))


def _cell(name: str, one: Comparison, place: int, text: Text) -> str:
    value, gap = one.answers[name], one.differences[name]
    said = _said(name, value, one, text)
    if place == 0 or not gap:
        return said
    return f"{said}\n{_gap(name, gap, text)}"


def _said(name: str, value: float | None, one: Comparison, text: Text) -> str:
    if name == "earliest_safe_mark" and value == 0:
        return text("plan.safe_month.any")
    if value is None:
        return text(f"compare.{name}.none") if text.say.has(f"compare.{name}.none") else "–"
    if name in _MONEY:
        return signed(value, text)
    if name in _MARKS:
        return text.month_short(month_of(one.plan.timeline, int(value)))
    return text.share(value)


def _gap(name: str, gap: float, text: Text) -> str:
    sign = "+" if gap > 0 else "−\u2060"
    if name in _MONEY:
        return f"({sign}{text.money(abs(gap))})"
    if name in _MARKS:
        return f"({sign}{text.count('count.month', abs(gap))})"
    return f"({sign}{text('compare.points', n=text.number(abs(gap) * 100, 0))})"


def cash(compared: Sequence[Comparison], case: Case, text: Text) -> None:
    """Cash in hand of all of them."""
    with st.container(border=True, key="card-compare"):
        currency = compared[0].plan.currency
        st.html(style.title(text("compare.cash"), text("compare.cash.note", currency=currency)))
        charted.show(
            "compare",
            cache.key_of(case),
            lambda: picture.draw({c.name: frames.monthly(c.plan) for c in compared}, text),
        )
