"""Whether a plan is ready to be shown to others, and what must be seen before it is."""

from __future__ import annotations

import streamlit as st

from planner.case import Case
from planner.inputs import Leaning, acknowledge, is_ready, make_ready, unsaid
from planner.text import Text
from planner.ui import desk, style, voices
from planner.ui.parts.age_marks import graded, said_day
from planner.ui.parts.product_terms import label
from planner.ui.style import Tone

_LEAST_REASON, _MOST_REASON, _LISTED = 3, 300, 4


def draw(case: Case, held: tuple[Leaning, ...], text: Text) -> Case:
    """Draw it; the case as acknowledged or marked."""
    with st.container(border=True, key="card-ready"):
        st.html(style.heading("task_alt", text("ready.title")))
        if is_ready(case, held) and case.ready is not None:
            style.chips([style.chip(Tone.GOOD, text("ready.yes", date=text.day(case.ready.on)))])
            if st.button(text("ready.undo"), type="tertiary", key="ready.undo"):
                return case.model_copy(update={"ready": None})
            _reasons(case, text)
            return case
        style.small(text("ready.note"))
        missing = unsaid(case, held)
        for one in missing:
            edited = _ask(case, one, text)
            if edited is not None:
                return edited
        if missing:
            style.chips([style.chip(Tone.CARE, text("ready.not_yet"))])
        pressed = st.button(
            text("ready.mark"), type="primary", disabled=bool(missing), key="ready.mark"
        )
        marked = make_ready(case, held, voices.world().today) if pressed else None
        _reasons(case, text)
        return marked or case


def _ask(case: Case, one: Leaning, text: Text) -> Case | None:
    """One product on weak or old terms: what is weak, and a place for the reason."""
    with st.container(border=True, key=f"card-weak-{one.listing.id}"):
        st.html(style.heading("schedule", one.listing.name))
        names = ", ".join(label(fact.field, text) for fact in one.weak[:_LISTED])
        more = text("ready.more", n=len(one.weak) - _LISTED) if len(one.weak) > _LISTED else ""
        style.small(text("ready.weak", facts=f"{names}{more}", age=graded(one.oldest, text)))
        key = f"{desk.epoch()}.ready.{one.listing.id}"
        reason = st.text_input(text("ready.reason"), max_chars=_MOST_REASON, key=f"{key}.reason")
        if not st.button(text("ready.accept"), key=f"{key}.accept"):
            return None
        if len(" ".join((reason or "").split())) < _LEAST_REASON:
            style.wrong(text("ready.reason.missing"))
            return None
        return acknowledge(case, one, str(reason), voices.world().today)


def _reasons(case: Case, text: Text) -> None:
    """What was said so far."""
    names = {
        one.listing_id: voices.world().catalogue.get(one.listing_id) for one in case.acknowledged
    }
    for one in case.acknowledged:
        listing = names[one.listing_id]
        st.text(
            text(
                "ready.said",
                name=listing.name if listing else one.listing_id,
                date=said_day(one.on.isoformat(), text),
                reason=one.reason,
            )
        )


def warning(held: tuple[Leaning, ...], text: Text) -> None:
    """The mark on a plan's figures: which products they rest on that are weak or old."""
    weak = [one for one in held if one.weak]
    if not weak:
        return
    told = "; ".join(
        f"{style.plain(one.listing.name)} ({graded(one.oldest, text)})" for one in weak
    )
    st.warning(text("ready.warning", products=told), icon=":material/schedule:")
