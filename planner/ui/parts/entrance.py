"""At the door: who sits here, for whom they act, and the plan that is already open."""

from __future__ import annotations

import streamlit as st

from planner.text import Text
from planner.ui import identity, people, session, style
from planner.ui.parts import sign_in
from planner.ui.register import PAGES, path_of
from planner.ui.session import Session, Slot
from products.basis.people import Role

_NAMED = (Role.BANK, Role.STEWARD)
"""Seats that write: two persons are two names."""


def who(s: Session) -> None:
    """Who sits here; the pages follow. A laptop asks, a server has them sign in."""
    if people.is_watched():
        person = identity.standing().person
        if person is None:
            sign_in.offer(s.text)
        else:
            sign_in.standing(person, s.text)
        return
    now = session.role()
    chosen = st.segmented_control(
        s.text("start.who"), session.SEATS, default=now, required=True, key="who",
        format_func=lambda role: s.text(f"role.{role}"),
    )  # fmt: skip
    if chosen is not now:
        session.set_role(chosen)
        st.rerun()
    if now in _NAMED:
        _introduce(s, now)


def _introduce(s: Session, role: Role) -> None:
    """On a laptop: the name of who sits here, and for whom they act."""
    with st.container(border=True, key="card-introduce"):
        st.html(style.heading("badge", s.text("introduce.title")))
        name = st.text_input(
            s.text("introduce.name"), value=session.said(Slot.NAME), key=f"introduce.name.{role}",
            max_chars=people.NAME_CHARACTERS, autocomplete="off",
        )  # fmt: skip
        before = session.said(Slot.ORGANISATION)
        if role is Role.BANK:
            organisation = _provider(s, before)
        else:
            organisation = st.text_input(
                s.text("introduce.organisation"), value=before, key="introduce.organisation",
                max_chars=people.NAME_CHARACTERS, autocomplete="off",
                help=s.text("introduce.organisation.note"),
            )  # fmt: skip
        people.introduce(name, organisation)
        style.small(s.text("people.unwatched"))


def _provider(s: Session, before: str) -> str:
    """For which provider a bank's person acts; "" until they say."""
    known = s.world.catalogue.providers()
    by_name = sorted(known, key=lambda each: known[each].name.casefold())
    return st.selectbox(
        s.text("introduce.provider"), by_name, key="introduce.provider",
        index=by_name.index(before) if before in known else None,
        placeholder=s.text("introduce.provider.choose"),
        format_func=lambda each: known[each].name,
    ) or ""  # fmt: skip


def acting(text: Text) -> None:
    """On a laptop, on every page where something can be published: who acts, unchecked."""
    if people.is_watched() or session.role() not in _NAMED:
        return
    actor = people.actor()
    name = session.said(Slot.NAME)
    known = session.current().world.catalogue.providers()
    house = known[actor.organisation].name if actor.organisation in known else actor.organisation
    key = "people.acting" if name and house else "people.acting.unnamed"
    with st.container(horizontal=True, key="w-acting", vertical_alignment="center"):
        style.small(f"{text(key, name=name, organisation=house)} {text('people.unwatched')}")
        label = text("people.change" if name and house else "people.say")
        st.page_link(path_of(PAGES[0].key), label=label, icon=":material/badge:")


def theirs(s: Session) -> None:
    """The plan that is open, and how to begin another."""
    with st.container(border=True, key="card-yours"):
        title = s.case.title if s.case else ""
        key = "start.yours" if title else "start.yours.untitled"
        st.html(style.heading("cottage", s.text(key, title=title)))
        with st.container(horizontal=True):
            if st.button(s.text("start.see_plan"), type="primary", icon=":material/monitoring:"):
                st.switch_page(path_of("plan"))
            if st.button(s.text("start.change"), icon=":material/edit_note:"):
                st.switch_page(path_of("guide"))
            if st.button(s.text("start.new"), icon=":material/add:", help=s.text("start.new.note")):
                session.close_case()
                st.rerun()
