"""The efficient few: sequences of products none of which another beats in everything."""

from __future__ import annotations

import streamlit as st

from planner.allocation.stack import Stack
from planner.baseline import month_of
from planner.best import Best
from planner.text import Text
from planner.ui import style
from planner.ui.parts.spoken import signed
from planner.ui.style import Way


def draw(best: Best, text: Text) -> None:
    """Each with its lowest month, what is owned at the end, and what it brings to the aim."""
    found = best.efficient
    if len(found) < _WORTH_SHOWING:
        return
    with st.expander(text("best.few", n=len(found)), icon=":material/stacks:"):
        style.lead(text("best.few.note"))
        style.ways((_way(one, best, text) for one in found), placed=False)


_WORTH_SHOWING = 2


def _way(one: Stack, best: Best, text: Text) -> Way:
    names = [_said(d.item.listing.name, d.item.mark, best, text)
             for d in one.done if d.item.listing is not None]  # fmt: skip
    own = sum(1 for d in one.done if d.item.listing is None)
    return Way(
        name=" → ".join(names) or text("best.few.nothing"),
        note=text.count("best.few.own", own) if own else "",
        figures=(
            (text("best.row.lowest"), signed(one.lowest, text), ""),
            (text("best.row.end_worth"), signed(one.worth, text), ""),
        ),
        own=one.decisions.decided == best.allocation.decisions.decided,
    )


def _said(name: str, mark: int, best: Best, text: Text) -> str:
    month = text.month_short(month_of(best.plan.timeline, mark))
    return text("best.few.one", name=name, month=month)
