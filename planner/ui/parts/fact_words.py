"""Saying that facts still hold, and settling what two sources disagree on."""

from __future__ import annotations

import streamlit as st

from planner.text import Text
from planner.ui import people, style, voices
from planner.ui.parts import age_marks
from planner.ui.parts.product_terms import label, terms_of
from planner.ui.world import moment
from products.basis.ageing import Method
from products.basis.people import Role
from products.basis.problems import Problem
from products.catalogue.listing import Listing
from products.publishing.clock import KEPT, TAKEN, Word
from products.publishing.voice_tables import MOST_WORDS

_OWN = (Method.BANK_DOCUMENT, Method.BANK_UPLOAD)
_HEARD = (Method.BRANCH_CALL, Method.FIELD_REPORT, Method.BANK_DOCUMENT)
_MOST_DOCUMENT = 300


def draw(listing: Listing, text: Text) -> None:
    """The product's age, and the form to say which of its facts still hold."""
    mine, today = voices.clock(), voices.world().today
    if mine is None:
        return
    style.chips([age_marks.chip(listing, today, text)])
    with st.expander(text("verify.title"), icon=":material/verified:"):
        style.small(text("verify.note"))
        names = dict(terms_of(listing, text))
        key = f"verify.{listing.id}"
        fields = st.multiselect(
            text("verify.fields"), list(names), key=f"{key}.fields",
            placeholder=text("verify.all"),
            format_func=lambda name: f"{label(name, text)}: {names[name]}",
        )  # fmt: skip
        method = st.selectbox(
            text("verify.method"), _OWN if people.actor().has(Role.BANK) else _HEARD,
            format_func=lambda one: text(f"method.{one}"), key=f"{key}.method",
        )  # fmt: skip
        document = st.text_input(
            text("verify.document"), max_chars=_MOST_DOCUMENT, key=f"{key}.document"
        )
        day = st.date_input(text("verify.on"), value=today, max_value=today, key=f"{key}.on")
        if not st.button(text("verify.send"), type="primary", key=f"{key}.send"):
            return
        word = Word(day, Method(str(method)), document or "")
        found = mine.verify(
            people.actor(), listing, fields, word, now=moment(), request_id=voices.request_id()
        )
        if isinstance(found, Problem):
            style.wrong(text(found.code, **found.params))
            return
        st.rerun()


def conflicts(text: Text) -> None:
    """What two sources disagree on, for the steward to settle."""
    mine = voices.clock()
    waiting = mine.conflicts() if mine is not None else ()
    if mine is None or not waiting:
        return
    st.subheader(text("conflict.title", n=len(waiting)))
    for one in waiting:
        listing = voices.world().catalogue.get(one.listing_id)
        with st.container(border=True, key=f"card-conflict-{one.conflict_id}"):
            st.html(style.heading("balance", listing.name if listing else one.listing_id))
            st.text(
                text(
                    "conflict.values", fact=label(one.field, text), ours=one.ours,
                    our_source=one.our_source, theirs=one.theirs, their_source=one.their_source,
                )
            )  # fmt: skip
            key = f"conflict.{one.conflict_id}"
            outcome = st.segmented_control(
                text("conflict.outcome"), (KEPT, TAKEN), default=KEPT, required=True,
                key=f"{key}.outcome", format_func=lambda name: text(f"conflict.{name}"),
            )  # fmt: skip
            reason = st.text_input(text("conflict.reason"), max_chars=MOST_WORDS, key=f"{key}.why")
            if not st.button(text("conflict.settle"), key=f"{key}.settle"):
                continue
            found = mine.settle(
                people.actor(), one.conflict_id, outcome=str(outcome), reason=reason or "",
                now=moment(), request_id=voices.request_id(),
            )  # fmt: skip
            if isinstance(found, Problem):
                style.wrong(text(found.code, **found.params))
                continue
            st.rerun()
