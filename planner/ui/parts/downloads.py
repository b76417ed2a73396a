"""Files a family can take along: the case, and the monthly table for a spreadsheet."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from planner import frames
from planner.case import Case
from planner.inputs import Leaning, is_ready
from planner.plan import Plan
from planner.text import Text
from planner.ui import cache, desk

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PLAIN = ("mark", "date", "month", "debt_service_ratio", "price_level")


def case_file(case: Case, text: Text) -> None:
    """The case as one file that can be opened again."""
    st.download_button(
        text("save.case"), data=case.to_json(), file_name="wapsi-plan.json",
        mime="application/json", icon=":material/download:", type="primary", key="save.case",
        on_click="ignore",
    )  # fmt: skip


def table_files(case: Case, held: tuple[Leaning, ...], text: Text) -> None:
    """The table of every month, as CSV and as a workbook, and what the plan rests on.

    A plan that is not marked as ready says so in the names of its files.
    """
    name = "wapsi-months" if is_ready(case, held) else "wapsi-months-draft"
    facts = frames.rests_on(held)
    real = st.segmented_control(
        text("plan.money"), [False, True], default=False, required=True,
        format_func=lambda value: text("plan.money.real" if value else "plan.money.nominal"),
        key=f"{desk.epoch()}.save.real",
    )  # fmt: skip
    table = labelled(cache.plan_of(case), bool(real), text)
    with st.container(horizontal=True):
        st.download_button(
            text("save.csv"), data=lambda: frames.as_csv(table), file_name=f"{name}.csv",
            mime="text/csv", icon=":material/table:", key="save.csv", on_click="ignore",
        )  # fmt: skip
        st.download_button(
            text("save.xlsx"), file_name=f"{name}.xlsx",
            data=lambda: frames.as_xlsx(table, more={"facts": facts}),
            mime=XLSX, icon=":material/table:", key="save.xlsx", on_click="ignore",
        )  # fmt: skip
        if held:
            st.download_button(
                text("save.facts"), data=lambda: frames.as_csv(facts), file_name="wapsi-facts.csv",
                mime="text/csv", icon=":material/verified:", key="save.facts", on_click="ignore",
            )  # fmt: skip
    days = {str(name): st.column_config.DateColumn() for name in table.select_dtypes("datetime")}
    st.dataframe(table, hide_index=True, height=320, column_config=days)


def labelled(plan: Plan, real: bool, text: Text) -> pd.DataFrame:
    """The monthly table with headers people can read: what it is, in which currency and money."""
    table = frames.monthly_wide(plan, real=real)
    kind = text("save.real" if real else "save.nominal")
    return table.rename(columns={name: _header(str(name), plan, kind, text) for name in table})


def _header(name: str, plan: Plan, kind: str, text: Text) -> str:
    group, colon, label = name.partition(": ")
    words = f"{text(f'group.{group}')}: {label}" if colon else text(f"monthly.{name}")
    return words if name in _PLAIN else f"{words} ({plan.currency}, {kind})"
