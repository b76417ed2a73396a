"""A product on the bank's bench: filled in with its price beside it, or looked at and handed in."""

from __future__ import annotations

import streamlit as st

from planner.text import Text
from planner.ui import style
from planner.ui.parts import (
    bank_bench,
    bank_conflict,
    bank_form,
    bank_hand_in,
    bank_judge,
    bank_live,
    bank_mine,
    bank_preview,
    bank_state,
    bank_words,
)
from planner.ui.parts.bank_bench import FILL, PREVIEW, Bench
from planner.ui.parts.bank_form import Setting
from planner.ui.parts.bank_judge import Judged
from planner.ui.register import path_of


def draw(bench: Bench, setting: Setting) -> None:
    """Its head, a conflict if there is one, then the form or the preview."""
    text, registry, actor = setting.text, setting.registry, setting.actor
    if st.button(text("bank.back"), icon=":material/arrow_back:", type="tertiary"):
        bank_bench.clear()
        st.switch_page(path_of("listings"))
    _head(bench, setting)
    if bank_conflict.draw(registry, actor, bench, text):
        return
    if not bank_words.kind_of(bench.content):
        st.warning(text("bank.no_kind"), icon=":material/help:")
        return
    judged = bank_judge.judge(bench.content)
    if bench.is_draft and _view(bench, text) == FILL:
        _fill(bench, judged, setting)
        return
    mine = bank_mine.listing(registry, actor, bench.held.listing_id)
    listing = judged.listing
    if bench.is_draft:
        bank_hand_in.draw(bench, judged, setting)
    bank_preview.draw(bench, mine, listing, setting.shelf, text)


def _head(bench: Bench, setting: Setting) -> None:
    text, held = setting.text, bench.held
    st.header(style.plain(str(bench.content.get("name") or held.listing_id)))
    kind = text(f"kind.{bank_words.kind_of(bench.content)}")
    style.lead(text("bank.head", kind=kind, n=held.version_no, code=held.listing_id))
    style.chips([bank_state.chip(held, setting.today, text)])
    why = bank_mine.returned(setting.registry, setting.actor, held)
    if why:
        st.warning(text("bank.returned", reason=why), icon=":material/undo:")


def _view(bench: Bench, text: Text) -> str:
    """Filling in or looking; a widget of its own for each, so that buttons can turn it too."""
    chosen = st.segmented_control(
        text("bank.view"), (FILL, PREVIEW), default=bench.view, required=True,
        format_func=lambda one: text(f"bank.view.{one}"), label_visibility="collapsed",
        key=f"{bank_form.place(bench)}.view.{bench.view}",
    )  # fmt: skip
    if chosen != bench.view:
        bench.view = chosen
        st.rerun()
    return bench.view


def _fill(bench: Bench, judged: Judged, setting: Setting) -> None:
    text = setting.text
    form, beside = st.columns([3, 2], gap="large")
    with beside, st.container(border=True, key="card-live"):
        bank_live.draw(bench.content, judged, setting.shelf, bank_form.place(bench), text)
        bank_hand_in.lacks(bench, judged, text)
    with form:
        bank_form.draw(bench, judged, setting)
        bank_hand_in.kept(bench, text)
