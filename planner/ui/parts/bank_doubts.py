"""Values of an imported file that wait to be settled before the draft can be handed in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from planner.ui import style
from planner.ui.parts import bank_bench
from planner.ui.parts.bank_bench import Bench
from planner.ui.parts.bank_form import Setting
from planner.ui.world import moment
from products.basis.problems import Problem

MOST_RAW, MOST_REASON = 120, 400
AT_ONCE = 6


def draw(bench: Bench, doubts: Sequence[Mapping[str, Any]], setting: Setting) -> None:
    """Each open doubt with what stood in the file, why, and a way to settle it with a reason."""
    text = setting.text
    st.html(style.chip(style.Tone.CARE, text("bank.doubts", n=len(doubts))))
    style.small(text("bank.doubts.note"))
    for row in doubts[:AT_ONCE]:
        raw = " ".join(str(row["raw"]).split())[:MOST_RAW]
        key = f"doubt.{row['code']}"
        told = {"raw": raw, "limit": str(row.get("limit") or "–")}
        why = text(key, **told) if text.say.has(key) else str(row["code"])
        with st.expander(f"{style.plain(str(row['path']))}: {style.plain(raw)}"):
            st.write(style.plain(why))
            number = str(row["quarantine_id"])
            reason = st.text_input(
                text("bank.doubts.reason"), key=f"bank.doubt.{number}", max_chars=MOST_REASON
            )
            if st.button(text("bank.doubts.settle"), key=f"bank.settle.{number}"):
                _settle(bench, number, reason, setting)
    if len(doubts) > AT_ONCE:
        style.small(text("bank.doubts.more", n=len(doubts) - AT_ONCE))


def _settle(bench: Bench, number: str, reason: str, setting: Setting) -> None:
    answer = setting.registry.settle(
        setting.actor, number, reason=reason.strip(), now=moment(),
        request_id=bench.ticket(f"settle.{number}"),
    )  # fmt: skip
    if isinstance(answer, Problem):
        style.wrong(setting.text(answer.code, **answer.params))
        return
    bank_bench.put(answer, bank_bench.PREVIEW)
    st.rerun()
