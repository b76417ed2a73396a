"""The pictures of a plan, each with the sentence that says what is drawn and in what."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from planner import frames
from planner.charts import cash, cliff, worth
from planner.plan import Plan
from planner.text import Text
from planner.ui import cache, desk, style
from planner.ui.parts import charted


def money_of(text: Text) -> bool:
    """Whether money is shown in today's; a switch."""
    options = {False: text("plan.money.nominal"), True: text("plan.money.real")}
    real = st.segmented_control(
        text("plan.money"), list(options), default=False, required=True,
        format_func=lambda value: options[value], key=f"{desk.epoch()}.real",
    )  # fmt: skip
    if real:
        style.small(text("plan.money.note.real"))
    return bool(real)


def month_by_month(plan: Plan, real: bool, text: Text) -> None:
    """Cash in hand, and under it what comes and what goes."""
    made_from = f"{cache.key_of(plan.case)}{real}"
    worst, last = _worst(plan, real), plan.answers.last_mark
    shown = last if plan.cliff.moves and last < plan.timeline.months else None
    with _card("cash", plan, text):
        charted.show(
            "cash",
            made_from,
            lambda: cash.balance(
                frames.monthly(plan, real=real),
                text,
                worst_mark=worst,
                last_mark=shown,
            ),
        )
    with _card("flows", plan, text):
        charted.show(
            "flows",
            made_from,
            lambda: cash.flows(frames.cash_lines(plan, real=real), text, worst_mark=worst),
        )


def _card(name: str, plan: Plan, text: Text) -> DeltaGenerator:
    """A card with the picture's title and what is drawn in it."""
    card = st.container(border=True, key=f"card-{name}")
    with card:
        st.html(
            style.title(text(f"plan.{name}"), text(f"plan.{name}.note", currency=plan.currency))
        )
    return card


def _worst(plan: Plan, real: bool) -> int:
    """The lowest month in the money that is shown."""
    cash_line = plan.cash / plan.price_level if real else plan.cash
    return int(cash_line.argmin())


def owned_and_owed(plan: Plan, real: bool, text: Text) -> None:
    """What the family has, owes, and keeps."""
    with _card("worth", plan, text):
        charted.show(
            "worth",
            f"{cache.key_of(plan.case)}{real}",
            lambda: worth.draw(frames.worth(plan, real=real), text),
        )


def every_return(plan: Plan, text: Text) -> None:
    """How low cash falls for every last month of money from abroad."""
    if not plan.cliff.moves:
        return
    with _card("cliff", plan, text):
        charted.show(
            "cliff", cache.key_of(plan.case), lambda: cliff.draw(frames.cliff_curve(plan), text)
        )
