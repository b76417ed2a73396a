"""The one control: the last month money comes from abroad."""

from __future__ import annotations

from datetime import date

import streamlit as st

from planner.case import Case
from planner.text import Text
from planner.ui import desk
from planner.ui.parts.months import months_ahead


def draw(case: Case, last_mark: int, text: Text, label: str) -> Case:
    """The case with the month chosen; as it was when nothing moved."""
    days = months_ahead(case.timeline)
    chosen = st.select_slider(
        label, options=list(range(len(days))), value=last_mark, help=text("plan.pivot.help"),
        format_func=lambda mark: _month(mark, days, text), key=f"{desk.epoch()}.pivot",
    )  # fmt: skip
    mark = int(chosen)
    if mark == last_mark:
        return case
    return case.model_copy(update={"last_month": days[mark]})


def _month(mark: int, days: tuple[date, ...], text: Text) -> str:
    return text("plan.pivot.stopped") if mark == 0 else text.month_short(days[mark])
