"""How the family fared with a bank, in its own words; and whether it may be counted."""

from __future__ import annotations

import streamlit as st

from planner.case import Case, Progress
from planner.offers import Offer
from planner.text import Text
from planner.ui import desk, style, voices
from products.publishing.demand import REASONS


def draw(offer: Offer, case: Case, text: Text) -> Case:
    """Draw it; the case as marked."""
    listing = offer.listing
    now = next((one for one in case.tried if one.listing_id == listing.id), None)
    with st.expander(text("fared.title"), icon=":material/flag:", expanded=now is not None):
        key = f"{desk.epoch()}.fared.{listing.id}"
        step = st.pills(
            text("fared.step"), list(Progress), default=now.step if now else None,
            key=f"{key}.step", format_func=lambda one: text(f"fared.{one}"),
        )  # fmt: skip
        reason = now.reason if now else ""
        if step is Progress.REFUSED:
            known = reason if reason in REASONS else REASONS[-1]
            reason = st.selectbox(
                text("fared.reason"), REASONS, index=REASONS.index(known), key=f"{key}.reason",
                format_func=lambda one: text(f"fared.reason.{one}"),
            )  # fmt: skip
        else:
            reason = ""
        marked = case
        if (step, reason) != ((now.step, now.reason) if now else (None, "")):
            marked = voices.mark(case, listing, step, reason)
        return opt_in(marked, text, f"offer.{listing.id}")


def card(case: Case, text: Text) -> Case:
    """The question on a card of its own, where there is anything to count in."""
    if voices.demand() is None:
        return case
    with st.container(border=True, key="card-counted"):
        st.html(style.heading("groups", text("counted.title")))
        return opt_in(case, text, "save")


def opt_in(case: Case, text: Text, where: str) -> Case:
    """The one question whether the family may be counted; no unless it says yes."""
    if voices.demand() is None:
        return case
    agreed = st.toggle(
        text("counted.question"), value=bool(case.counted_as), key=f"{desk.epoch()}.counted.{where}"
    )
    style.small(text("counted.note"))
    if agreed and not case.counted_as:
        return voices.agree(case)
    if not agreed and case.counted_as:
        return voices.withdraw(case)
    return case
