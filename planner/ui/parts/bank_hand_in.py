"""Handing a draft in: what it still lacks, whether it is kept, and the button."""

from __future__ import annotations

import streamlit as st

from planner.text import Text
from planner.ui import people, style
from planner.ui.parts import bank_bench, bank_doubts, bank_form, bank_mine, bank_words
from planner.ui.parts.bank_bench import Bench
from planner.ui.parts.bank_form import Setting
from planner.ui.parts.bank_judge import Judged
from planner.ui.parts.bank_shape import specs
from planner.ui.register import path_of
from planner.ui.world import moment
from products.basis.problems import Problem


def draw(bench: Bench, judged: Judged, setting: Setting) -> None:
    """Draw what is lacking and the button that hands it in."""
    text, registry, actor = setting.text, setting.registry, setting.actor
    doubts = bank_mine.doubts(registry, actor, bench.held)
    with st.container(border=True, key="card-hand-in"):
        st.html(style.heading("outbox", text("bank.hand_in")))
        ready = not lacks(bench, judged, text)
        if doubts:
            bank_doubts.draw(bench, doubts, setting)
        kept(bench, text)
        ready = ready and bench.is_saved and not any(row["blocks"] for row in doubts)
        if ready:
            style.small(text("bank.hand_in.what_next"))
            if not people.is_watched():
                style.small(text("bank.hand_in.laptop"))
        pressed = st.button(
            text("bank.hand_in.button"), type="primary", icon=":material/send:", disabled=not ready,
            key=f"bank.hand_in.{bench.held.version_id}",
        )  # fmt: skip
    if not pressed:
        return
    answer = registry.submit(
        actor, bench.held.version_id, now=moment(), request_id=bench.ticket("submit")
    )
    if isinstance(answer, Problem):
        style.wrong(text(answer.code, **answer.params))
        return
    bank_bench.say("bank.said.handed_in", name=str(bench.content.get("name", "")))
    bank_bench.clear()
    st.switch_page(path_of("listings"))


def lacks(bench: Bench, judged: Judged, text: Text) -> int:
    """Say what is missing or wrong before it can be handed in; how many things."""
    kind = bank_words.kind_of(bench.content)
    missing = [bank_words.label(spec, text) for spec in judged.missing]
    wrong = [bank_words.label(spec, text) for spec in specs(kind) if spec.name in judged.wrong]
    typed = bank_form.unusable(bench)
    if missing:
        st.html(style.chip(style.Tone.ASK, text("bank.lacks.missing")))
        st.html(style.note(", ".join(missing)))
    if wrong:
        st.html(style.chip(style.Tone.BAD, text("bank.lacks.wrong")))
        st.html(style.note(", ".join(wrong)))
    for problem in judged.general:
        style.wrong(text(problem.code, **problem.params))
    if typed:
        style.wrong(text("bank.lacks.typed", n=typed))
    return len(missing) + len(wrong) + len(judged.general) + typed


def kept(bench: Bench, text: Text) -> None:
    """Whether what the form shows is kept; else why not."""
    if bench.refused is not None:
        why = text(bench.refused.code, **bench.refused.params)
        style.wrong(text("bank.not_kept", why=why))
    elif bench.is_saved:
        style.small(text("bank.kept"))
