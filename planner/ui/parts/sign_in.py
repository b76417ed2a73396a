"""Signing in on a server: the way in, who is in, and the calm word for whom it is closed."""

from __future__ import annotations

import streamlit as st

from planner.text import Text
from planner.ui import identity, session, style
from planner.ui.register import PAGES, PageSpec, path_of
from planner.ui.roster import Person
from products.basis.people import Role
from products.basis.problems import Problem

_ASKS = ("problem.sign_in.idle", "problem.sign_in.over", "problem.sign_in.ended")
"""What a new sign-in cures; the rest is for whoever keeps the list of people."""


def offer(text: Text) -> None:
    """The way in for those who work here; families need none."""
    ways = identity.ways_in()
    with st.container(border=True, key="card-sign-in"):
        st.html(style.heading("badge", text("sign_in.title")))
        style.small(text("sign_in.note") if ways else text("sign_in.none"))
        _buttons(text, ways)


def standing(person: Person, text: Text) -> None:
    """Who is signed in, the way out, and the seats to choose from where there are several."""
    with st.container(border=True, key="card-signed-in"):
        said = text("sign_in.as", name=person.name, organisation=person.actor.organisation)
        st.html(style.heading("badge", said))
        mine, now = identity.seats(person), session.role()
        if len(mine) > 1:
            chosen = st.segmented_control(
                text("sign_in.seat"), mine, default=now, required=True, key="seat",
                format_func=lambda role: text(f"role.{role}"),
            )  # fmt: skip
            if chosen is not now:
                session.set_role(chosen)
                st.rerun()
        _way_out(text("sign_in.out"))


def refused(problem: Problem, text: Text) -> None:
    """In the place of every page: why this sign-in opens nothing, and what to ask whom."""
    again = problem.code in _ASKS
    st.title(text("sign_in.again.title") if again else text("sign_in.refused.title"))
    st.warning(text(problem.code, **problem.params), icon=":material/lock:")
    if again:
        _buttons(text, identity.ways_in())
        _way_out(text("sign_in.without"))
    else:
        style.small(text("sign_in.refused.note"))
        _way_out(text("sign_in.other"))


def not_yours(spec: PageSpec, text: Text, *, watched: bool) -> None:
    """In the place of a page that is not for this seat."""
    st.title(text(f"page.{spec.key}"))
    seats = ", ".join(text(f"role.{role}") for role in session.seats() if role in spec.roles)
    signed_in = session.role() is not Role.FAMILY
    if not watched:
        st.info(text("seat.choose", seats=seats), icon=":material/lock:")
    elif signed_in:
        st.info(text("seat.other", seats=seats), icon=":material/lock:")
    else:
        st.info(text("seat.sign_in", seats=seats), icon=":material/lock:")
        _buttons(text, identity.ways_in())
    label = text("page.start")
    st.page_link(path_of(PAGES[0].key), label=label, icon=":material/arrow_back:")


def _buttons(text: Text, ways: tuple[str, ...]) -> None:
    for way in ways:
        label = text("sign_in.go_with", provider=way) if way else text("sign_in.go")
        if st.button(label, key=f"sign-in.{way}", type="primary", icon=":material/login:"):
            st.login(way or None)


def _way_out(label: str) -> None:
    if st.button(label, key="sign-out", icon=":material/logout:"):
        identity.sign_out()
        st.stop()
