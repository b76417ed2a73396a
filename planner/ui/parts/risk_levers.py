"""What moves the plan most: the few numbers worth asking about twice."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from planner.charts import shocks as picture
from planner.plan import Plan
from planner.report_risk import end_said, lever_name
from planner.sensitivity import Lever
from planner.text import Text
from planner.ui import cache, style
from planner.ui.parts import charted

MOST = 8
_KINDS = ("lowest", "worth")


@st.fragment
def draw(plan: Plan, text: Text) -> None:
    """Both ends of every number that moves the lowest cash, or what is left at the end."""
    style.lead(text("risk.levers.note"))
    kind = st.segmented_control(
        text("risk.levers.of"), _KINDS, default="lowest", required=True, key="risk.levers.of",
        format_func=lambda one: text(f"risk.levers.{one}"), label_visibility="collapsed",
    )  # fmt: skip
    found = cache.sensitivity_of(plan.case)
    worth = kind == "worth"
    levers = sorted(found.levers, key=lambda one: -(one.worth_swing if worth else one.swing))
    levers = [one for one in levers if (one.worth_swing if worth else one.swing) >= 1][:MOST]
    if not levers:
        st.info(text("risk.levers.none"), icon=":material/lock:")
        return
    table = pd.DataFrame([_row(one, text, worth=worth) for one in levers])
    base = found.worth_today if worth else found.lowest_today
    with st.container(border=True, key="card-levers"):
        note = text("risk.levers.picture.note", currency=plan.currency)
        st.html(style.title(text(f"risk.levers.picture.{kind}"), note))
        charted.show(
            "levers",
            f"{cache.key_of(plan.case)}{kind}",
            lambda: picture.tornado(table, text, base=base, chances=False),
        )


def _row(one: Lever, text: Text, *, worth: bool) -> dict[str, object]:
    return {
        "name": _name(one, text),
        "at_low": one.low.worth_today if worth else one.low.lowest_today,
        "at_high": one.high.worth_today if worth else one.high.lowest_today,
        "low": end_said(one, one.low.value, text),
        "high": end_said(one, one.high.value, text),
    }


def _name(one: Lever, text: Text) -> str:
    """A name short enough for a phone, where there is one."""
    key = f"risk.lever.{one.key}"
    return text(key) if text.say.has(key) else lever_name(one, text)
