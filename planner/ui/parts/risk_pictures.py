"""The pictures of a plan's futures: the fan, the months of danger, the reasons counted."""

from __future__ import annotations

import streamlit as st

from planner import frames
from planner.charts import fan, odds, shocks
from planner.plan import Plan
from planner.risk import Risk
from planner.text import Text
from planner.ui import cache, style
from planner.ui.parts import charted, odds_words

_KINDS = ("cash", "worth")


def key_of(risk: Risk, plan: Plan) -> str:
    """All that a picture of these futures is made from."""
    return f"{cache.key_of(plan.case)}{risk.count}"


def bands(risk: Risk, plan: Plan, text: Text) -> None:
    """Cash, or what is left of own minus owe, in many futures."""
    with st.container(border=True, key="card-fan"):
        note = text("risk.fan.note", currency=plan.currency, count=text.number(risk.count))
        st.html(style.title(text("risk.fan"), note))
        kind = st.segmented_control(
            text("risk.fan.of"), _KINDS, default="cash", required=True, key="risk.fan.of",
            format_func=lambda one: text(f"risk.fan.{one}"), label_visibility="collapsed",
        )  # fmt: skip
        worth = kind == "worth"
        last = plan.answers.last_mark
        shown = last if plan.cliff.moves and last < plan.timeline.months else None
        table = frames.fan(risk, plan, worth=worth)
        charted.show(
            "fan",
            f"{key_of(risk, plan)}{kind}",
            lambda: fan.draw(
                table,
                text,
                worst_mark=int(table["plan"].to_numpy().argmin()),
                last_mark=shown,
                name=str(kind),
            ),
        )


def why(risk: Risk, plan: Plan, text: Text) -> None:
    """In which months cash is gone, and what took it; nothing where it never is."""
    if not risk.reasons:
        return
    months, causes = st.columns(2)
    with months, st.container(border=True, key="card-danger"):
        share = odds_words.short(risk.danger_share, text)
        st.html(style.title(text("risk.danger"), text("risk.danger.note", odds=share)))
        charted.show(
            "danger",
            key_of(risk, plan),
            lambda: odds.below_zero(frames.danger(risk, plan), text, share=risk.danger_share),
        )
    with causes, st.container(border=True, key="card-reasons"):
        st.html(style.title(text("risk.reasons"), text("risk.reasons.note")))
        table = frames.reasons(risk).head(_MOST_REASONS)
        table["name"] = [text(f"cause.{cause}") for cause in table["cause"]]
        charted.show(
            "reasons",
            key_of(risk, plan),
            lambda: shocks.reasons(table, text, futures=risk.count),
        )


_MOST_REASONS = 6
