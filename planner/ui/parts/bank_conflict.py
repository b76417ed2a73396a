"""Two people wrote in one draft: both answers side by side, and the officer chooses."""

from __future__ import annotations

import streamlit as st

from planner.text import Text
from planner.ui import style
from planner.ui.parts import bank_bench, bank_diff
from planner.ui.parts.bank_bench import Bench
from products.basis.people import Actor
from products.publishing.registry import Registry


def draw(registry: Registry, actor: Actor, bench: Bench, text: Text) -> bool:
    """Draw it; whether there is a conflict, and nothing else should be drawn."""
    theirs = bench.theirs
    if theirs is None:
        return False
    with st.container(border=True, key="card-conflict"):
        st.warning(text("bank.conflict"), icon=":material/sync_problem:")
        found = bank_diff.lines(theirs.content, bench.content, text)
        header = [text(f"bank.conflict.{name}") for name in ("field", "theirs", "mine")]
        rows = [(line.label, line.before, line.after) for line in found]
        days = (theirs.valid_from, theirs.valid_to), (bench.valid_from, bench.valid_to)
        if days[0] != days[1]:
            other, own = (" – ".join(text.day(d) for d in pair if d) for pair in days)
            rows.append((text("bank.conflict.days"), other, own))
        style.table(header, rows, words=len(header))
        left, right = st.columns(2)
        keep = left.button(text("bank.conflict.keep_mine"), width="stretch", key="bank.keep_mine")
        take = right.button(text("bank.conflict.take"), width="stretch", key="bank.take_theirs")
    if keep or take:
        bank_bench.settle(registry, actor, bench, keep_mine=keep)
        st.rerun()
    return True
