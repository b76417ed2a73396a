"""The dated contract of a taking: its sums in words, its payments as a picture, its rows."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from planner.charts import schedule
from planner.text import Text
from planner.ui import style
from planner.ui.parts import charted
from planner.ui.parts.spoken import exactly
from products.kind import Side

_COLUMNS = ("date", "due", "principal", "charge", "fee", "balance")


def draw(table: pd.DataFrame, side: Side, code: str, text: Text, key: str) -> None:
    """Draw it; `key` is all that the contract depends on, `code` its currency."""
    paid, received = -table["due"].clip(upper=0), table["due"].clip(lower=0)
    style.small(
        text(
            "product.contract.note",
            paid=exactly(float(paid.sum()), code, text),
            received=exactly(float(received.sum()), code, text),
            end=text.month(table["date"].iloc[-1].date()),
        )
    )
    with st.container(border=True, key="card-schedule"):
        st.html(style.title(text("trial.picture"), text("trial.picture.note", currency=code)))
        charted.show("schedule", key, lambda: schedule.draw(table, text, code, side=side.value))
        if side in (Side.FINANCE, Side.SAVING):
            style.small(text(f"trial.balance.{side}"))
            charted.show(
                "balance", key, lambda: schedule.balance(table, text, code, side=side.value)
            )
    with st.expander(text("trial.rows"), icon=":material/table_rows:"):
        header = [text(f"trial.{name}") for name in _COLUMNS]
        style.table(header, [_row(row, code, text) for _, row in table.iterrows()])


def _row(row: pd.Series, code: str, text: Text) -> tuple[str, ...]:
    figures = (exactly(float(row[name]), code, text) for name in _COLUMNS[1:])
    return (text.day(row["date"].date()), *figures)
