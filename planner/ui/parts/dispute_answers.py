"""Disputes that wait for an answer, the oldest first, each with its clock; and those answered."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from planner.text import Text
from planner.ui import people, style, voices
from planner.ui.parts.product_terms import label, terms_of
from planner.ui.style import Tone
from planner.ui.world import moment
from products.basis.problems import Problem
from products.catalogue.listing import Listing
from products.publishing.disputes import CHANGED, OTHER, OUTCOMES, Dispute, Disputes
from products.publishing.voice_tables import MOST_WORDS

_ANSWERED_SHOWN = 10


def draw(provider_id: str | None, text: Text) -> None:
    """Draw those of one provider, or of all."""
    mine = voices.disputes()
    assert mine is not None, "the page is drawn only where a registry is open"
    now = moment()
    waiting = mine.waiting(provider_id)
    overdue = sum(one.is_overdue(now) for one in waiting)
    st.subheader(text("answers.title", n=len(waiting)))
    if overdue:
        st.warning(text.count("answers.overdue", overdue), icon=":material/alarm:")
    if not waiting:
        style.small(text("answers.none"))
    for one in waiting:
        _waiting(one, mine, now, text)
    answered = mine.waiting(provider_id, is_open=False)[-_ANSWERED_SHOWN:]
    if answered:
        with st.expander(text("answers.done"), icon=":material/mark_chat_read:"):
            for one in reversed(answered):
                _answered(one, mine, text)


def _said(one: Dispute, listing: Listing | None, text: Text) -> None:
    """What was said: of which product and fact, where and when. A person's words stay words."""
    st.html(style.heading("record_voice_over", listing.name if listing else one.listing_id))
    if one.field != OTHER and listing is not None:
        stated = dict(terms_of(listing, text)).get(one.field, "–")
        style.small(text("answers.fact", fact=label(one.field, text), value=stated))
    st.text(f"“{one.said}”")
    where = one.place or text("answers.nowhere")
    style.small(text("answers.where", place=where, date=text.day(one.said_on)))


def _waiting(one: Dispute, mine: Disputes, now: datetime, text: Text) -> None:
    listing = voices.world().catalogue.get(one.listing_id)
    with st.container(border=True, key=f"card-answer-{one.dispute_id}"):
        _said(one, listing, text)
        days = text("answers.clock", days=text.count("count.day", one.days_open(now)))
        late = one.is_overdue(now)
        mark = f"{days} · {text('answers.late')}" if late else days
        style.chips([style.chip(Tone.BAD if late else Tone.PLAIN, mark, "alarm")])
        key = f"answer.{one.dispute_id}"
        outcome = st.segmented_control(
            text("answers.outcome"), OUTCOMES, key=f"{key}.outcome",
            format_func=lambda name: text(f"answers.outcome.{name}"),
        )  # fmt: skip
        version = 0
        if outcome == CHANGED:
            version = int(st.number_input(text("answers.version"), 1, 10_000, key=f"{key}.version"))
        words = st.text_area(text("answers.words"), key=f"{key}.words", max_chars=MOST_WORDS)
        if not st.button(text("answers.send"), type="primary", key=f"{key}.send"):
            return
        if outcome is None:
            style.wrong(text("answers.outcome.missing"))
            return
        found = mine.answer(
            people.actor(), one.dispute_id, outcome=outcome, words=words or "",
            version_no=version, now=now, request_id=voices.request_id(),
        )  # fmt: skip
        if isinstance(found, Problem):
            style.wrong(text(found.code, **found.params))
            return
        st.rerun()


def _answered(one: Dispute, mine: Disputes, text: Text) -> None:
    listing = voices.world().catalogue.get(one.listing_id)
    _said(one, listing, text)
    outcome = text(f"dispute.outcome.{one.outcome}", version=one.version_no)
    st.text(f"{outcome}: {one.answer}")
    trace = mine.trace(one.dispute_id)
    seal = trace[-1]["hash"][:12] if trace else "–"
    day = text.day(one.answered_at.date()) if one.answered_at else ""
    style.small(text("answers.trace", by=one.answered_by, date=day, seal=seal))
