"""Blows by name: each alone, and those one picks at once, from a month one chooses."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from planner.baseline import month_of
from planner.charts import shocks as picture
from planner.plan import Plan
from planner.report_risk import shock_said
from planner.shocks import DEFAULT_MARK, Shock, Shocked, ShockPack
from planner.text import Text
from planner.ui import cache, desk, style
from planner.ui.parts import charted
from planner.ui.parts.months import months_ahead

_FEWEST = 2
"""So many blows make a stack."""
_USUAL = (Shock.REMITTANCE_6, Shock.ILLNESS)
"""What is tried together until one picks."""


@st.fragment
def draw(plan: Plan, text: Text) -> None:
    """Pick what strikes and when; the lowest cash under each, and under all of them at once."""
    style.lead(text("risk.shocks.note"))
    mark = _when(plan, text)
    first = cache.shocks_of(plan.case, mark, ())
    felt = [one.shocks[0] for one in first.alone if one.applies]
    chosen = _which(felt, text)
    pack = cache.shocks_of(plan.case, mark, tuple(chosen)) if chosen else first
    if len(chosen) >= _FEWEST:
        _together(pack.together, plan, text)
    with st.container(border=True, key="card-shocks"):
        month = text.month(month_of(plan.timeline, mark))
        note = text("risk.shocks.picture.note", month=month, currency=plan.currency)
        st.html(style.title(text("risk.shocks.picture"), note))
        table = rows(pack, plan, text, stacked=len(chosen) >= _FEWEST)
        charted.show(
            "shocks",
            f"{cache.key_of(plan.case)}{mark}{','.join(chosen)}",
            lambda: picture.draw(table, text, plan_lowest=plan.answers.lowest_cash),
        )
    _nothing(pack, text)


def _when(plan: Plan, text: Text) -> int:
    days = months_ahead(plan.timeline)
    marks = list(range(1, plan.timeline.months + 1))
    chosen = st.select_slider(
        text("risk.shocks.when"), options=marks, value=min(DEFAULT_MARK, marks[-1]),
        format_func=lambda mark: text.month_short(days[mark]), key=f"{desk.epoch()}.shocks.when",
    )  # fmt: skip
    return int(chosen)


def _which(felt: list[Shock], text: Text) -> list[Shock]:
    usual = [shock for shock in _USUAL if shock in felt] or felt[:_FEWEST]
    chosen = st.pills(
        text("risk.shocks.which"), felt, selection_mode="multi", default=usual,
        format_func=lambda shock: text(f"shock.{shock}"), key=f"{desk.epoch()}.shocks.which",
    )  # fmt: skip
    return [shock for shock in felt if shock in (chosen or ())]


def _together(one: Shocked, plan: Plan, text: Text) -> None:
    """What the chosen ones do at once, in one sentence."""
    names = ", ".join(text(f"shock.{shock}") for shock in one.shocks)
    tone = style.Tone.GOOD if one.first_below is None else style.Tone.BAD
    said = shock_said(one, plan, text)
    style.hero(tone, text("risk.shocks.at_once"), names, said)


def rows(pack: ShockPack, plan: Plan, text: Text, *, stacked: bool) -> pd.DataFrame:
    """The shocks that strike this family, hardest first, then those chosen at once."""
    alone = sorted((one for one in pack.alone if one.applies), key=lambda one: one.lowest)
    shown = [(one, text(f"shock.{one.shocks[0]}"), False) for one in alone]
    if stacked:
        shown.insert(0, (pack.together, text("risk.shocks.chosen"), True))
    return pd.DataFrame(
        [
            {
                "name": name,
                "lowest": one.lowest,
                "month": text.month(month_of(plan.timeline, one.lowest_mark)),
                "stacked": at_once,
            }
            for one, name, at_once in shown
        ],
        columns=["name", "lowest", "month", "stacked"],
    )


def _nothing(pack: ShockPack, text: Text) -> None:
    """The blows that cannot strike this family, and why."""
    spared = [one for one in pack.alone if not one.applies]
    if spared:
        with st.expander(text("risk.shocks.spared", n=len(spared)), icon=":material/shield:"):
            rules = ((text(f"shock.{o.shocks[0]}"), text(o.reason)) for o in spared)
            style.rules(("pass", name, why) for name, why in rules)
