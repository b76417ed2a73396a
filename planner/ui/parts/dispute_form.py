"""“The branch told me otherwise”: said in one tap from a product, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from planner.case import Case
from planner.text import Text
from planner.ui import desk, people, style, voices
from planner.ui.parts.fields import Fields
from planner.ui.parts.product_terms import label, terms_of
from planner.ui.style import Tone
from planner.ui.world import moment
from products.basis.people import Role
from products.basis.problems import Problem
from products.catalogue.known import HEADER, unit_of
from products.catalogue.listing import Listing
from products.publishing.disputes import OTHER, Dispute, Heard
from products.publishing.voice_tables import MOST_WORDS

_FIGURES = ("decimal rate", "share", "money", "months", "days", "years")
_MOST_PLACE, _MOST_ASKED, _MOST = 120, 40, 1e10
_REQUEST = "wapsi.dispute.request"


def count(listing: Listing, text: Text) -> None:
    """How many people were told otherwise and wait for the bank's answer."""
    mine = voices.disputes()
    waiting = mine.open_counts().get(listing.id, 0) if mine is not None else 0
    if waiting:
        st.warning(text.count("dispute.count", waiting), icon=":material/record_voice_over:")


def draw(listing: Listing, case: Case | None, text: Text) -> Case | None:
    """This case's questions and their answers, and the form.

    The case with a new question, None where nothing was asked.
    """
    mine = voices.disputes()
    if mine is None:
        return None
    for one in voices.answers(case, listing.id):
        _own(one, text)
    if not people.actor().has(Role.FAMILY, Role.OFFICER):
        return None
    with st.popover(text("dispute.open"), icon=":material/record_voice_over:"):
        return _form(listing, case, text)


def _own(one: Dispute, text: Text) -> None:
    """A question of this case, with its answer once there is one."""
    with st.container(border=True, key=f"card-dispute-{one.dispute_id}"):
        st.html(style.heading("record_voice_over", text("dispute.yours")))
        st.text(one.said)
        if one.is_open:
            days = text.count("count.day", one.days_open(moment()))
            style.small(text("dispute.waiting", days=days))
            return
        outcome = text(f"dispute.outcome.{one.outcome}", version=one.version_no)
        style.chips([style.chip(Tone.GOOD, outcome, "mark_chat_read")])
        st.text(one.answer)
        day = text.day(one.answered_at.date()) if one.answered_at else ""
        style.small(text("dispute.answered", by=one.answered_for, date=day))


def _form(listing: Listing, case: Case | None, text: Text) -> Case | None:
    st.write(text("dispute.lead"))
    stated = dict(terms_of(listing, text))
    where = f"dispute.{listing.id}"
    key = f"{desk.epoch()}.{where}"
    field = st.selectbox(
        text("dispute.field"), [*_asked_first(listing, stated), OTHER], key=f"{key}.field",
        format_func=lambda name: (
            text("dispute.other") if name == OTHER else f"{label(name, text)}: {stated[name]}"
        ),
    )  # fmt: skip
    value = _figure(listing, str(field), where, text)
    said = st.text_area(
        text("dispute.said"), key=f"{key}.said", max_chars=MOST_WORDS, help=text("dispute.no_names")
    )
    place = st.text_input(text("dispute.place"), key=f"{key}.place", max_chars=_MOST_PLACE)
    today = voices.world().today
    day = st.date_input(text("dispute.on"), value=today, max_value=today, key=f"{key}.on")
    style.small(text("dispute.no_names"))
    if not st.button(text("dispute.send"), type="primary", key=f"{key}.send"):
        return None
    heard = Heard(str(field), said or "", place or "", day, value)
    found = voices.ask(listing, heard, _request(key))
    if isinstance(found, Problem):
        style.wrong(text(found.code, **found.params))
        return None
    st.session_state.pop(_REQUEST, None)
    st.toast(text("dispute.sent"), icon=":material/check_circle:")
    if case is None:
        st.success(text("dispute.sent.no_plan"), icon=":material/check_circle:")
        return None
    return case.model_copy(update={"asked": (*case.asked, found[1])[-_MOST_ASKED:]})


def _asked_first(listing: Listing, stated: Mapping[str, str]) -> list[str]:
    """The facts in the order people are told otherwise: prices, then the other terms, then rest."""
    rates = ("decimal rate", "share", "money")

    def place(name: str) -> tuple[bool, bool]:
        return name in HEADER and name != "amount_max", unit_of(listing, name) not in rates

    return sorted(stated, key=place)


def _figure(listing: Listing, field: str, where: str, text: Text) -> float | None:
    """The number that was said, where the fact is one."""
    unit = "" if field == OTHER else unit_of(listing, field)
    if unit not in _FIGURES:
        return None
    fields = Fields(text, "dispute", f"{where}.{field}")
    in_hundredths = unit in ("decimal rate", "share")
    name = "value_percent" if in_hundredths else "value"
    typed = fields.maybe(name, None, 0, _MOST)
    return typed / 100 if typed is not None and in_hundredths else typed


def _request(key: str) -> str:
    """One id for one filled-in form, however often its button is pressed."""
    kept = st.session_state.get(_REQUEST)
    if not isinstance(kept, tuple) or kept[0] != key:
        kept = (key, voices.request_id())
        st.session_state[_REQUEST] = kept
    return str(kept[1])
